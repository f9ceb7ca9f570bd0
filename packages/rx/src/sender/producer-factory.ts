/** Who makes the producers of a sender: the client, or a test. */
import type { SendingProducer, TransactionalProducer } from './producer-port.ts'
import type { SenderOptions } from './sender-options.ts'

export interface ProducerFactory {
  createProducer<K, V>(options: SenderOptions<K, V>): SendingProducer | TransactionalProducer
}
