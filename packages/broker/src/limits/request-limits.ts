/**
 * What one request may ask for, and how large its answer may become: one row per limit, and nowhere else. A few bytes
 * that name the same thing again and again must cost neither the memory nor the time of the others. The page
 * docs/reference/limits.md is written from these rows.
 */
export interface RequestLimit {
  readonly limit: number
  readonly unit: 'bytes' | 'elements' | 'partitions'
  readonly what: string
  /** What the client gets that goes beyond. */
  readonly beyond: string
}

const MIB = 1024 * 1024

export type LimitName = 'requestElements' | 'settings' | 'answerBytes' | 'repeatedBytes' | 'namedRecordBytes' | 'createdPartitions'

export const requestLimits: Readonly<Record<LimitName, RequestLimit>> = {
  requestElements: {
    limit: 100_000,
    unit: 'elements',
    what: 'Elements of all arrays of one request together (topics, partitions, groups, settings, ...).',
    beyond: 'The connection is closed, with one line in the log.',
  },
  settings: {
    limit: 1000,
    unit: 'elements',
    what: 'Settings of one resource in AlterConfigs and IncrementalAlterConfigs; there are fewer than that.',
    beyond: 'INVALID_REQUEST for the resource.',
  },
  answerBytes: {
    limit: 100 * MIB,
    unit: 'bytes',
    what: 'An answer, the records of a fetch not counted.',
    beyond:
      'DescribeConfigs, DescribeGroups, DescribeProducers and OffsetFetch answer INVALID_REQUEST for what has no room any more ' +
      '(OffsetFetch before version 8 for the request). Where another API would need more, the connection is closed, with one line in the log.',
  },
  repeatedBytes: {
    limit: 8 * MIB,
    unit: 'bytes',
    what: 'Of an answer, what it says again because the request named the same thing again (DescribeConfigs, DescribeGroups, DescribeProducers, OffsetFetch).',
    beyond: 'INVALID_REQUEST for each further repetition.',
  },
  namedRecordBytes: {
    limit: 16 * MIB,
    unit: 'bytes',
    what: 'Of an answer to Produce, records that are named because they broke a rule. Of one batch all are named, but of a compressed one no more than 10,000, ' +
      'or an eighth of its bytes; their reasons may have 64 KiB, beyond that the reason of the batch stands for all.',
    beyond: 'A batch names its first three.',
  },
  createdPartitions: {
    limit: 10_000,
    unit: 'partitions',
    what:
      'New partitions of all topics of one CreateTopics or CreatePartitions, also with `validateOnly`. In CreateTopics each topic that would be made, and each of its ' +
      'settings, counts as one more. Metadata that names more missing topics creates none.',
    beyond: 'POLICY_VIOLATION for every topic of the request, as Apache Kafka 4.3.1 answers such a CreateTopics.',
  },
}

export const TOO_MANY_PARTITIONS = 'Excessively large number of partitions per request.'
export const TOO_MANY_RECORDS = 'Unable to perform excessively large batch operation.'

const SENTENCE_LENGTH = 1000

/** The reason of an error, which repeats what the client has named, in a length that an answer can say. */
export function sentence(text: string): string {
  return text.length <= SENTENCE_LENGTH ? text : `${text.slice(0, SENTENCE_LENGTH)}...`
}

/** For the reason of a row that found no room. */
export const NO_ROOM = 'The answer has no room for this: ask for less at a time, and for each thing once.'

/**
 * What becomes of a thing that a request names twice.
 *
 * - `once`: answered once.
 * - `each`: answered as often as it is named.
 * - `refused`: answered once, with INVALID_REQUEST.
 */
export type NamedTwice = 'once' | 'each' | 'refused'

/** By name of the API: what may be named twice, and what becomes of it. As Apache Kafka 4.3.1, but where `note` says otherwise. */
export const namedTwice: readonly { readonly api: string; readonly what: string; readonly outcome: NamedTwice; readonly note?: string }[] = [
  { api: 'Produce', what: 'partition', outcome: 'each', note: 'both batches are appended; Apache Kafka appends the last alone, and loses the others without a word' },
  { api: 'Fetch', what: 'partition', outcome: 'once' },
  { api: 'ListOffsets', what: 'partition', outcome: 'refused' },
  { api: 'Metadata', what: 'topic', outcome: 'once' },
  { api: 'OffsetCommit', what: 'partition', outcome: 'each' },
  { api: 'OffsetFetch', what: 'group', outcome: 'each' },
  { api: 'OffsetFetch', what: 'partition', outcome: 'each' },
  { api: 'FindCoordinator', what: 'key', outcome: 'each' },
  { api: 'LeaveGroup', what: 'member', outcome: 'each', note: 'the second has left already: UNKNOWN_MEMBER_ID' },
  { api: 'DescribeGroups', what: 'group', outcome: 'each' },
  { api: 'CreateTopics', what: 'topic', outcome: 'refused' },
  { api: 'DeleteTopics', what: 'topic', outcome: 'refused' },
  { api: 'DeleteRecords', what: 'partition', outcome: 'once', note: 'the last offset counts' },
  { api: 'OffsetForLeaderEpoch', what: 'partition', outcome: 'each' },
  { api: 'DescribeConfigs', what: 'resource', outcome: 'each' },
  { api: 'DescribeConfigs', what: 'key', outcome: 'once' },
  { api: 'AlterConfigs', what: 'resource', outcome: 'refused' },
  { api: 'AlterConfigs', what: 'setting', outcome: 'refused' },
  { api: 'DescribeLogDirs', what: 'partition', outcome: 'once' },
  { api: 'CreatePartitions', what: 'topic', outcome: 'refused' },
  { api: 'DeleteGroups', what: 'group', outcome: 'once' },
  { api: 'ElectLeaders', what: 'partition', outcome: 'each' },
  { api: 'IncrementalAlterConfigs', what: 'resource', outcome: 'refused' },
  { api: 'IncrementalAlterConfigs', what: 'setting', outcome: 'refused' },
  { api: 'AlterPartitionReassignments', what: 'partition', outcome: 'each', note: 'the last replicas count' },
  { api: 'ListPartitionReassignments', what: 'partition', outcome: 'each' },
  { api: 'OffsetDelete', what: 'partition', outcome: 'each' },
  { api: 'DescribeProducers', what: 'partition', outcome: 'each' },
  { api: 'ListConfigResources', what: 'type', outcome: 'once' },
  { api: 'DescribeTopicPartitions', what: 'topic', outcome: 'once' },
]
