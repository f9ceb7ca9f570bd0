/** What a request names twice, as far as no other step has it. The expectation is a table: packages/broker/src/limits/request-limits.ts. */
import {
  AlterPartitionReassignmentsApi, DeleteGroupsApi, DeleteRecordsApi, DescribeConfigsApi, DescribeGroupsApi, DescribeLogDirsApi, DescribeProducersApi, ElectLeadersApi,
  FetchApi, FindCoordinatorApi, LeaveGroupApi, ListConfigResourcesApi, OffsetCommitApi, OffsetDeleteApi, OffsetFetchApi, OffsetForLeaderEpochApi,
} from '@odradek/protocol/internal'
import type { Peer } from './peer.ts'

const twice = <T>(one: T): T[] => [one, one]

export async function namedTwiceSteps(peer: Peer): Promise<void> {
  const partition = { partitionIndex: 0, committedOffset: 1, committedMetadata: '' }
  await peer.ask('twice', OffsetCommitApi, 8, { groupId: 'named-twice', generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 'plain', partitions: twice(partition) }] })
  await peer.ask('a group twice', OffsetFetchApi, 8, { groups: twice({ groupId: 'named-twice', topics: null }) })
  await peer.ask('a partition twice', OffsetFetchApi, 8, { groups: [{ groupId: 'named-twice', topics: [{ name: 'plain', partitionIndexes: [0, 0] }] }] })
  await peer.ask('twice', DescribeGroupsApi, 5, { groups: twice('named-twice') })
  await peer.ask('twice', FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: twice('named-twice') }, ({ coordinators }: { coordinators: { key: string; errorCode: number }[] }) => coordinators.map(({ key, errorCode }) => ({ key, errorCode })))
  await peer.ask('twice', OffsetDeleteApi, 0, { groupId: 'named-twice', topics: [{ name: 'plain', partitions: twice({ partitionIndex: 0 }) }] })
  await peer.ask('twice', LeaveGroupApi, 4, { groupId: 'named-twice', members: twice({ memberId: 'nobody', groupInstanceId: null }) })
  await peer.ask('twice', DeleteGroupsApi, 2, { groupsNames: twice('nobody-named-twice') })
  await peer.ask('twice', OffsetForLeaderEpochApi, 4, { replicaId: -1, topics: [{ topic: 'plain', partitions: twice({ partition: 0, leaderEpoch: 0, currentLeaderEpoch: -1 }) }] })
  await peer.ask('twice', DescribeProducersApi, 0, { topics: [{ name: 'empty', partitionIndexes: [0, 0] }] })
  await peer.ask('twice', FetchApi, 11, {
    maxWaitMs: 0, minBytes: 0, maxBytes: 1000, isolationLevel: 0, sessionId: 0, sessionEpoch: -1, forgottenTopicsData: [],
    topics: [{ topic: 'empty', partitions: twice({ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }) }],
  }, ({ responses }: { responses: { partitions: unknown[] }[] }) => responses.map(({ partitions }) => partitions.length))
  await peer.ask('twice', DeleteRecordsApi, 2, { timeoutMs: 5000, topics: [{ name: 'empty', partitions: [{ partitionIndex: 0, offset: 99 }, { partitionIndex: 0, offset: 0 }] }] })
  await peer.ask('a key twice', DescribeConfigsApi, 4, { resources: [{ resourceType: 2, resourceName: 'plain', configurationKeys: twice('retention.ms') }] }, ({ results }: { results: { configs: unknown[] }[] }) => results.map(({ configs }) => configs.length))
  await peer.ask('a topic twice', DescribeLogDirsApi, 4, { topics: [{ topic: 'plain', partitions: [0] }, { topic: 'plain', partitions: [1] }] },
    ({ results }: { results: { topics: { partitions: { partitionIndex: number }[] }[] }[] }) => results.flatMap(({ topics }) => topics.flatMap(({ partitions }) => partitions.map(({ partitionIndex }) => partitionIndex))).toSorted())
  await peer.ask('twice', ElectLeadersApi, 2, { electionType: 0, timeoutMs: 5000, topicPartitions: [{ topic: 'plain', partitions: [0, 0] }] })
  await peer.ask('twice', AlterPartitionReassignmentsApi, 0, { timeoutMs: 5000, topics: [{ name: 'plain', partitions: twice({ partitionIndex: 0, replicas: [44] }) }] })
  await peer.ask('a type twice', ListConfigResourcesApi, 1, { resourceTypes: [4, 4] }, ({ configResources }: { configResources: unknown[] }) => configResources.length)
}
