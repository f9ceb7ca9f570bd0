/**
 * Branded numbers and strings of Kafka's vocabulary. A brand costs nothing at run time; it keeps a partition index
 * from being passed where a broker id is wanted. Values come out of decoders already branded.
 */
declare const brand: unique symbol
export type Brand<Base, Name extends string> = Base & { readonly [brand]?: Name }

/** Position of a record in a partition, from 0 up. */
export type Offset = Brand<number, 'Offset'>
/** Milliseconds since 1970-01-01 UTC; -1 means none. */
export type TimestampMs = Brand<number, 'TimestampMs'>
export type BrokerId = Brand<number, 'BrokerId'>
export type PartitionIndex = Brand<number, 'PartitionIndex'>
export type LeaderEpoch = Brand<number, 'LeaderEpoch'>
export type ProducerId = Brand<number, 'ProducerId'>
export type ProducerEpoch = Brand<number, 'ProducerEpoch'>
export type TopicName = Brand<string, 'TopicName'>
export type GroupId = Brand<string, 'GroupId'>
export type TransactionalId = Brand<string, 'TransactionalId'>
/** A 128-bit id in Kafka's text form: 22 characters of base64url. */
export type Uuid = Brand<string, 'Uuid'>

/** The all-zero uuid, Kafka's "no id". */
export const ZERO_UUID: Uuid = 'AAAAAAAAAAAAAAAAAAAAAA'
