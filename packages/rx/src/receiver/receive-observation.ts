/** Observations of received records: the trace goes on where the sender's headers say. */
import { type Observation, type ObservationCarrier, type ObservationConvention, type ObservationRegistry, observe } from '../observation.ts'
import type { ConsumedRecord } from './consumer/consumer-port.ts'
import type { ReceiverOptions } from './options/receiver-options.ts'

export function receiveObserver<K, V>(options: ReceiverOptions<K, V>): ((record: ConsumedRecord<unknown, unknown>) => Observation) | undefined {
  const registry = options.observationRegistry()
  if (registry === undefined) return undefined
  const settings = { clientId: options.clientId() ?? 'odradek', groupId: options.groupId(), convention: options.observationConvention() }
  return (record) => observeReceive(registry, record, settings)
}

/** By hand, for work that outlives the delivery of the record: `stop` it when the work is done. */
export function observeReceive(
  registry: ObservationRegistry, record: ConsumedRecord<unknown, unknown>,
  settings: { readonly clientId: string; readonly groupId?: string | undefined; readonly convention?: ObservationConvention | undefined },
): Observation {
  return observe(registry, settings.convention, {
    name: 'reactor.kafka.receiver',
    kind: 'CONSUMER',
    contextualName: `${record.topic} receive`,
    topic: record.topic,
    keyValues: {
      'reactor.kafka.type': 'receiver',
      'reactor.kafka.client.id': settings.clientId,
      ...(settings.groupId === undefined ? {} : { 'messaging.consumer.group.name': settings.groupId }),
    },
    carrier: recordCarrier(record),
    record,
  })
}

/** The headers of a received record, to read a trace context from. Nothing can be written. */
export function recordCarrier(record: Pick<ConsumedRecord<unknown, unknown>, 'headers'>): ObservationCarrier {
  const { headers } = record
  return {
    get: (key) => headers.find((header) => header.key === key)?.value?.toString(),
    set() {},
    keys: () => headers.map(({ key }) => key),
  }
}
