/** The producers of `@odradek/client`, fitted to what a sender needs. */
import { KafkaError } from '@odradek/client'
import type { ProducerFactory } from './producer-port.ts'

export const clientProducers: ProducerFactory = {
  createProducer(options) {
    const { kafka, producer } = options.resolve()
    const { transactionalId, transactionTimeoutMs: _timeout, ...rest } = producer
    if (transactionalId !== undefined) throw new KafkaError('UNSUPPORTED', 'the client has no transactional producer yet')
    return kafka.producer(rest)
  },
}
