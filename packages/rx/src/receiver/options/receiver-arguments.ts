/** What the setters of ReceiverOptions are given, checked. Each throws KafkaError INVALID_ARGUMENT. */
import type { InFlightOptions, PoisonPolicy, Topic } from '@odradek/client'
import { wholeNumber } from '../../duration.ts'
import { objectWith, wrong } from '../../given.ts'
import type { TopicPartition } from '../../topic-partition.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- topics of any types stand side by side
export type AnyTopic = Topic<any, any, any, any>
export type SubscribedTopic = string | AnyTopic

export function isTopic(value: unknown): value is AnyTopic {
  return typeof value === 'object' && value !== null && 'name' in value && 'key' in value && 'value' in value
}

export function checkTopics(topics: readonly SubscribedTopic[]): readonly SubscribedTopic[] {
  if (!Array.isArray(topics)) throw wrong('subscription', "a list of topics, such as ['orders'], or a RegExp", topics)
  for (const topic of topics as readonly SubscribedTopic[]) {
    if (!isTopic(topic) && (typeof topic !== 'string' || topic === '')) throw wrong('subscription', 'names of topics, or typed topics', topic)
  }
  return [...(topics as readonly SubscribedTopic[])]
}

export function checkPartitions(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
  if (!Array.isArray(partitions)) throw wrong('assignment', 'a list of { topic, partition }', partitions)
  return (partitions as readonly TopicPartition[]).map((item) => {
    const { topic, partition } = objectWith('assignment', item, '{ topic, partition }')
    if (typeof topic !== 'string' || topic === '') throw wrong('assignment: topic', 'a name', topic)
    return { topic, partition: wholeNumber('assignment: partition', partition, 0) }
  })
}

export function checkLimits(limits: InFlightOptions): InFlightOptions {
  const { records, bytes, perPartition } = objectWith('inFlight', limits, '{ records, bytes, perPartition }')
  const each = typeof perPartition === 'number' || perPartition === undefined ? { records: perPartition } : objectWith('inFlight: perPartition', perPartition, 'a number, or { records, bytes }')
  for (const [name, value] of Object.entries({ records, bytes, 'perPartition.records': each.records, 'perPartition.bytes': (each as { bytes?: number }).bytes })) {
    if (value !== undefined && !(typeof value === 'number' && value >= 1)) throw wrong(`inFlight: ${name}`, 'a number from 1 up', value)
  }
  return limits
}

export function checkPolicy(policy: PoisonPolicy): PoisonPolicy {
  const topic = typeof policy === 'object' && policy !== null ? policy.deadLetter : undefined
  if (policy === 'fail' || policy === 'skip' || typeof topic === 'function' || (typeof topic === 'string' && topic !== '')) return policy
  throw wrong('onDeserializationError', "'fail', 'skip' or { deadLetter: topic or function }", policy)
}
