/** Who makes the consumers of a receiver: the client, or a test. */
import type { StreamWorld } from '../../world.ts'
import type { ReceiverOptions } from '../options/receiver-options.ts'
import type { ReceivingConsumer } from './consumer-port.ts'

export interface ConsumerFactory {
  /** Clock and timers of the streams over its consumers. Default: the client's of the options. */
  readonly world?: StreamWorld
  createConsumer<K, V>(options: ReceiverOptions<K, V>): ReceivingConsumer<K, V>
}
