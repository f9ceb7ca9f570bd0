// Public door.
export type { Duration } from './duration.ts'
export type { OffsetAndMetadata, TopicPartition, TopicPartitionOffset } from './topic-partition.ts'
export type { OverflowPolicy, RecordSource, SourceBuffer } from './source.ts'
export type { Properties, PropertyValue } from './properties.ts'
export { openTelemetryObservations } from './observation.ts'
export type {
  Observation, ObservationCarrier, ObservationContext, ObservationConvention, ObservationRegistry, OpenTelemetryApi, OpenTelemetrySpan,
} from './observation.ts'
export { KafkaSender } from './sender/kafka-sender.ts'
export { KafkaOutbound } from './sender/kafka-outbound.ts'
export { SenderOptions } from './sender/sender-options.ts'
export type { ProducerListener } from './sender/sender-options.ts'
export { SenderRecord, SenderResult } from './sender/sender-record.ts'
export type { ProducerRecord, RecordHeaders, RecordMetadata } from './sender/sender-record.ts'
export { TransactionManager } from './sender/transaction-manager.ts'
export type { ConsumerGroupMetadata, ProducerFactory, SendingProducer, TransactionalProducer } from './sender/producer-port.ts'
export type { PartitionInfo, ProducerView } from './sender/producer-view.ts'
