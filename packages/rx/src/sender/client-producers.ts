/** The producers of `@odradek/client`, fitted to what a sender needs. */
import { KafkaError } from '@odradek/client'
import type { ProducerFactory } from './producer-factory.ts'

export const clientProducers: ProducerFactory = {
  createProducer(options) {
    const { kafka, producer } = options.resolve()
    const { transactionalId, transactionTimeoutMs, acks, idempotent, ...rest } = producer
    if (transactionalId === undefined) return kafka.producer({ ...rest, ...(acks === undefined ? {} : { acks }), ...(idempotent === undefined ? {} : { idempotent }) })
    if (idempotent === false || (acks !== undefined && acks !== 'all' && acks !== -1)) {
      throw new KafkaError('INVALID_CONFIG', "transactional.id needs acks=all and enable.idempotence")
    }
    return kafka.transactionalProducer({ ...rest, transactionalId, ...(transactionTimeoutMs === undefined ? {} : { transactionTimeoutMs }) })
  },
}
