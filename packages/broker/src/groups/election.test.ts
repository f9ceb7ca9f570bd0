// A coordinator that has just been elected: what it may say before its log is committed under its epoch.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ErrorCode, ZERO_UUID } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import type { Leadership } from '../replica/leadership.ts'
import { openHarness } from '../testing/harness.ts'
import { OFFSETS_TOPIC } from './offsets-log.ts'

const context = { clientId: 'c', clientHost: '/client', apiVersion: 7 }

it('shows no commit that is not committed, and serves when the high watermark has passed the start of its epoch', async () => {
  const simulation = simWorld(1)
  const harness = await simulation.settle(openHarness({
    world: simulation.host('broker'), directory: '/data', host: '0.0.0.0', topics: { [OFFSETS_TOPIC]: 1 }, replicas: [0, 1, 2],
    alterPartition: () => new Promise(() => {}),
  }))
  const { groups } = harness.services
  const leadership = (): Leadership => harness.replicas.partition(OFFSETS_TOPIC, 0)?.leadership as Leadership
  const { log } = leadership()
  const commit = (committedOffset: number): Promise<number | undefined> =>
    groups.offsetCommit(context, {
      groupId: 'g', generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, retentionTimeMs: -1,
      topics: [{ name: 't', topicId: ZERO_UUID, partitions: [{ partitionIndex: 0, committedOffset, committedLeaderEpoch: -1, committedMetadata: '' }] }],
    }).then(({ topics }) => topics[0]?.partitions[0]?.errorCode)
  const committed = async (): Promise<number> => {
    const group = { groupId: 'g', topics: [{ name: 't', partitionIndexes: [0] }], groups: [], requireStable: false }
    const answer = await simulation.settle(groups.offsetFetch({ ...context, apiVersion: 7 }, group))
    return answer.errorCode !== 0 ? -(answer.errorCode ?? 0) : answer.topics?.[0]?.partitions[0]?.committedOffset ?? -1
  }
  const loading = -ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
  const fetched = async (offset: number): Promise<void> => {
    for (const id of [1, 2]) leadership().followerFetched(id, { offset, logStartOffset: 0, brokerEpoch: 1 })
    await simulation.advance(5)
  }
  const follow = async (leaderEpoch: number): Promise<void> => {
    const state = { leader: 1, leaderEpoch, partitionEpoch: leaderEpoch, isr: [0, 1, 2], replicas: [0, 1, 2], addingReplicas: [], removingReplicas: [] }
    const partition = harness.replicas.partition(OFFSETS_TOPIC, 0)
    partition?.becomeFollower(log, state)
    groups.unload(0)
    await simulation.advance(5)
  }
  await simulation.advance(5)
  const first = commit(1)
  await simulation.advance(5)
  await fetched(1)
  assert.equal(await simulation.settle(first), 0)
  assert.equal(await committed(), 1)
  // The second commit is in the log of this broker and nowhere else when the leadership goes, and when it comes back.
  const second = commit(2)
  await simulation.advance(5)
  assert.equal(await committed(), 1)
  await follow(1)
  assert.equal(await simulation.settle(second), ErrorCode.NOT_COORDINATOR)
  harness.lead(OFFSETS_TOPIC, 0, 2)
  await simulation.advance(10_000)
  assert.equal(log.highWatermark, 1)
  assert.equal(await committed(), loading)
  await fetched(1)
  assert.equal(await committed(), loading, 'they have the first of the two')
  await fetched(2)
  assert.equal(await committed(), 2)
  // The leadership is lost while it waits: the epoch that comes then begins anew.
  const third = commit(3)
  await simulation.advance(5)
  await follow(3)
  await simulation.settle(third)
  harness.lead(OFFSETS_TOPIC, 0, 4)
  await simulation.advance(5)
  await follow(5)
  assert.equal(await committed(), -ErrorCode.NOT_COORDINATOR)
  harness.lead(OFFSETS_TOPIC, 0, 6)
  // The next epoch of the same leader: what waits goes on waiting.
  await simulation.advance(5)
  harness.lead(OFFSETS_TOPIC, 0, 7)
  await simulation.advance(5)
  assert.equal(await committed(), loading)
  await fetched(3)
  assert.equal(await committed(), 3)
  await simulation.settle(harness.close())
})
