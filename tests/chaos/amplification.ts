/** Small requests that ask for much, or for the same thing again and again. Others have to notice nothing, and no answer grows without end. */
import { type AnyApi, CreateTopicsApi, DescribeConfigsApi, DescribeGroupsApi, DescribeProducersApi, ErrorCode, ListOffsetsApi, MetadataApi, OffsetCommitApi, OffsetFetchApi, ProduceApi } from '@odradek/protocol/internal'
import { type Attack, conversation } from './attack.ts'
import { batch, errorName } from './bad-batches.ts'
import { decoded, frame } from './raw.ts'

/** What one answer may repeat, and what its errors may take. */
const MOST_BYTES = 40_000_000

/** Asks once; the last error code that the answer tells, and whether it has become too large. */
function once<Answer>(port: number, api: AnyApi, version: number, input: unknown, lastCode: (answer: Answer) => number | undefined): Promise<string> {
  return conversation(port, async (connection) => {
    connection.send(frame(api, version, input))
    const answer = await connection.next(30_000)
    if (typeof answer === 'string') return answer
    if (answer.length > MOST_BYTES) return `${answer.length} bytes`
    return errorName(lastCode(decoded<Answer>(api, version, answer)) ?? 0)
  })
}

const packed = batch(['\0'.repeat(900_000)], { compression: 'gzip' })

interface Rows {
  readonly errorCode: number
}

export const amplifying: readonly Attack[] = [
  {
    name: '9,000 batches in one Produce, each of which unpacks to 900 kB', expected: 'NONE', likeApache: false,
    run: (port) => once<{ responses: { partitionResponses: Rows[] }[] }>(port, ProduceApi, 9, {
      transactionalId: null, acks: -1, timeoutMs: 30_000,
      topicData: [{ name: 'bad', partitionData: Array.from({ length: 9000 }, () => ({ index: 0, records: packed })) }],
    }, ({ responses }) => responses[0]?.partitionResponses.find(({ errorCode }) => errorCode !== 0)?.errorCode),
  },
  {
    name: 'the settings of one topic, 90,000 times', expected: 'INVALID_REQUEST', likeApache: false,
    run: (port) => once<{ results: Rows[] }>(port, DescribeConfigsApi, 3, {
      resources: Array.from({ length: 90_000 }, () => ({ resourceType: 2, resourceName: 'calm', configurationKeys: null })), includeSynonyms: true, includeDocumentation: true,
    }, ({ results }) => results.at(-1)?.errorCode),
  },
  {
    name: '2,000 topics of 100,000 partitions, only validated', expected: 'POLICY_VIOLATION', likeApache: false,
    run: (port) => once<{ topics: Rows[] }>(port, CreateTopicsApi, 5, {
      topics: Array.from({ length: 2000 }, (_, i) => ({ name: `huge-${i}`, numPartitions: 100_000, replicationFactor: 1, assignments: [], configs: [] })), timeoutMs: 10_000, validateOnly: true,
    }, ({ topics }) => topics.at(-1)?.errorCode),
  },
  {
    name: 'the offsets of one group, 50,000 times', expected: 'INVALID_REQUEST', likeApache: false,
    async run(port) {
      const committed = await once<{ topics: { partitions: Rows[] }[] }>(port, OffsetCommitApi, 5, {
        groupId: 'told', generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 'calm', partitions: [{ partitionIndex: 0, committedOffset: 0, committedMetadata: 'x'.repeat(4000) }] }],
      }, ({ topics }) => topics[0]?.partitions[0]?.errorCode)
      if (committed !== errorName(ErrorCode.NONE)) return committed
      return once<{ groups: Rows[] }>(port, OffsetFetchApi, 8, { groups: Array.from({ length: 50_000 }, () => ({ groupId: 'told', topics: null })) }, ({ groups }) => groups.at(-1)?.errorCode)
    },
  },
  {
    // After the flood of producer ids it has 20,000 of them.
    name: 'the producers of one partition, 90,000 times', expected: 'INVALID_REQUEST', likeApache: false,
    run: (port) => once<{ topics: { partitions: Rows[] }[] }>(port, DescribeProducersApi, 0, { topics: [{ name: 'bad', partitionIndexes: Array.from({ length: 90_000 }, () => 0) }] },
      ({ topics }) => topics[0]?.partitions.at(-1)?.errorCode),
  },
  {
    name: 'one topic, 100,000 times', expected: 'NONE', likeApache: false,
    run: (port) => once<{ topics: Rows[] }>(port, MetadataApi, 4, { topics: Array.from({ length: 100_000 }, () => ({ name: 'calm' })), allowAutoTopicCreation: false },
      ({ topics }) => (topics.length === 1 ? topics[0]?.errorCode : -1)),
  },
  {
    name: '100,000 groups that are none', expected: 'NONE', likeApache: false,
    run: (port) => once<{ groups: Rows[] }>(port, DescribeGroupsApi, 1, { groups: Array.from({ length: 100_000 }, (_, i) => `none-${i}`) }, ({ groups }) => groups.at(-1)?.errorCode),
  },
  {
    name: '1,000,000 times the end of one partition', expected: 'closed', likeApache: false,
    run: (port) => once<never>(port, ListOffsetsApi, 1, { replicaId: -1, topics: [{ name: 'calm', partitions: Array.from({ length: 1_000_000 }, () => ({ partitionIndex: 0, timestamp: -1 })) }] }, () => 0),
  },
]
