import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  BatchBuilder, DeleteGroupsApi, DescribeGroupsApi, ErrorCode, HeartbeatApi, JoinGroupApi, LeaveGroupApi, ListGroupsApi, OffsetCommitApi,
  OffsetDeleteApi, OffsetFetchApi, Reader, SyncGroupApi, Writer, type AnyApi,
} from '@odradek/protocol/internal'
import { asked, commitRequest, committed, formGroup, Harness, stateOf, subscription, TestMember } from '../testdata/harness.ts'

const TOPIC_ID = 'BrhZ6VcEQU2BiuAk5HkRpQ'

async function stable(config: Partial<Harness['config']> = {}): Promise<{ harness: Harness, a: TestMember, b: TestMember }> {
  const harness = new Harness(config)
  harness.topics = {
    exists: (name) => name !== 'gone',
    hasPartition: (name, partition) => name !== 'gone' && partition < 6,
    idOf: (name) => (name === 't' ? TOPIC_ID : undefined),
    nameOf: (id) => (id === TOPIC_ID ? 't' : undefined),
  }
  harness.coordinator.shutdown()
  harness.coordinator = harness.newCoordinator()
  await harness.load()
  const [a, b] = [new TestMember(harness, 'g', 'a'), new TestMember(harness, 'g', 'b')]
  await formGroup([a, b])
  return { harness, a, b }
}

/** Encodes a request, decodes it, asks, encodes the answer and decodes it, all at one version, as a broker would. */
async function ask(harness: Harness, api: AnyApi, version: number, request: object): Promise<any> {
  const methods: Record<string, string> = {
    OffsetCommit: 'offsetCommit', OffsetFetch: 'offsetFetch', JoinGroup: 'joinGroup', Heartbeat: 'heartbeat', LeaveGroup: 'leaveGroup',
    SyncGroup: 'syncGroup', DescribeGroups: 'describeGroups', ListGroups: 'listGroups', DeleteGroups: 'deleteGroups',
    OffsetDelete: 'offsetDelete',
  }
  const writer = new Writer()
  api.encodeRequest(writer, request, version)
  const decoded = api.decodeRequest(new Reader(writer.toBuffer()), version)
  const door = harness.coordinator as unknown as Record<string, (context: object, request: unknown) => Promise<object>>
  const response = await door[methods[api.name]!]!({ clientId: null, clientHost: '/10.0.0.1', apiVersion: version }, decoded)
  writer.reset()
  api.encodeResponse(writer, response, version)
  return api.decodeResponse(new Reader(writer.toBuffer()), version)
}

describe('every version of every request is understood and answered at that version', () => {
  const versions = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

  test('JoinGroup 0-9 and SyncGroup 0-5', async () => {
    for (const version of versions(0, 9)) {
      const { harness } = await stable({ initialRebalanceDelayMs: 0 })
      const join = (memberId: string, more: object = {}): Promise<any> => ask(harness, JoinGroupApi, version, {
        groupId: `v${version}`, sessionTimeoutMs: 10_000, memberId, protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: subscription('t') }], ...(version >= 1 ? { rebalanceTimeoutMs: 20_000 } : {}), ...more,
      })
      const first = await join('')
      assert.equal(first.errorCode, version >= 4 ? ErrorCode.MEMBER_ID_REQUIRED : 0)
      if (version < 7) assert.equal(first.protocolName, version >= 4 ? '' : 'range')
      const { memberId } = first
      const joined = version >= 4 ? await join(memberId) : first
      assert.deepEqual([joined.errorCode, joined.generationId, joined.leader, joined.members.length], [0, 1, memberId, 1])
      if (version >= 7) assert.equal(joined.protocolType, 'consumer')
      const member = [...harness.coordinator.shards()][0]!.group(`v${version}`)!.members.get(memberId)!
      assert.equal(member.rebalanceTimeoutMs, version >= 1 ? 20_000 : 10_000)
      const syncVersion = Math.min(version, 5)
      const synced = await ask(harness, SyncGroupApi, syncVersion, {
        groupId: `v${version}`, generationId: 1, memberId, assignments: [{ memberId, assignment: Buffer.from('mine') }],
        ...(syncVersion >= 5 ? { protocolType: 'consumer', protocolName: 'range' } : {}),
      })
      assert.equal(synced.assignment.toString(), 'mine')
    }
  })

  test('SyncGroup 5 must name protocol type and protocol', async () => {
    const { harness, a } = await stable()
    const request = { groupId: 'g', generationId: 1, memberId: a.memberId, assignments: [], protocolType: 'consumer' }
    const answer = await ask(harness, SyncGroupApi, 5, request)
    assert.equal(answer.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  })

  test('Heartbeat 0-4', async () => {
    const { harness, a } = await stable()
    for (const version of versions(0, 4)) {
      assert.equal((await ask(harness, HeartbeatApi, version, { groupId: 'g', generationId: 1, memberId: a.memberId })).errorCode, 0)
    }
  })

  test('LeaveGroup 0-5: the error of the one member was the request\'s once', async () => {
    for (const version of versions(0, 5)) {
      const { harness, a } = await stable()
      const one = version < 3 ? { memberId: a.memberId } : { members: [{ memberId: a.memberId }, { memberId: 'nobody' }] }
      const answer = await ask(harness, LeaveGroupApi, version, { groupId: 'g', ...one })
      assert.equal(answer.errorCode, 0)
      const errors = answer.members.map((member: { errorCode: number }) => member.errorCode)
      assert.deepEqual(errors, version < 3 ? [] : [0, ErrorCode.UNKNOWN_MEMBER_ID])
      const nobody = version < 3 ? { memberId: 'nobody' } : { members: [] }
      const again = await ask(harness, LeaveGroupApi, version, { groupId: 'g', ...nobody })
      assert.equal(again.errorCode, version < 3 ? ErrorCode.UNKNOWN_MEMBER_ID : 0)
      const unknownGroup = await ask(harness, LeaveGroupApi, version, { groupId: 'h', ...one })
      assert.equal(version < 3 ? unknownGroup.errorCode : unknownGroup.members[0].errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
    }
  })

  test('OffsetCommit 2-10, by name and by id', async () => {
    const { harness, a } = await stable()
    for (const version of versions(2, 10)) {
      const topic = (name: string, topicId: string): object => ({
        ...(version >= 10 ? { topicId } : { name }),
        partitions: [{ partitionIndex: 0, committedOffset: version, committedMetadata: null }],
      })
      const answer = await ask(harness, OffsetCommitApi, version, {
        groupId: 'g', generationIdOrMemberEpoch: 1, memberId: a.memberId,
        topics: [topic('t', TOPIC_ID), topic('gone', 'AAAAAAAAAAAAAAAAAAAAAQ')],
      })
      const errors = answer.topics.map((t: { partitions: { errorCode: number }[] }) => t.partitions[0]!.errorCode)
      assert.deepEqual(errors, [0, version >= 10 ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
      if (version >= 10) assert.equal(answer.topics[0].topicId, TOPIC_ID)
      const partitions = [{ partitionIndex: 0, committedOffset: version }, { partitionIndex: 9, committedOffset: version }]
      const beyond = await ask(harness, OffsetCommitApi, version, {
        groupId: 'g', generationIdOrMemberEpoch: 1, memberId: a.memberId, topics: [{ ...topic('t', TOPIC_ID), partitions }],
      })
      assert.deepEqual(beyond.topics[0].partitions.map((one: { errorCode: number }) => one.errorCode), [0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
      assert.equal(await committed(harness, 'g', 't', 9), -1)
      assert.equal(await committed(harness, 'g', 't', 0), version)
    }
  })

  test('OffsetCommit: a partition that is made while the others are written is not answered as committed', async () => {
    const { harness, a } = await stable()
    const partitions = [{ partitionIndex: 0, committedOffset: 1 }, { partitionIndex: 9, committedOffset: 1 }]
    const request = commitRequest({
      groupId: 'g', generationIdOrMemberEpoch: a.generation, memberId: a.memberId, topics: [{ name: 't', partitions }],
    })
    harness.hold = true
    const answer = harness.coordinator.offsetCommit(a.context(9), request)
    await harness.settle()
    harness.topics = { ...harness.topics!, hasPartition: () => true }
    await harness.release()
    harness.hold = false
    assert.deepEqual((await answer).topics[0]!.partitions.map((one) => one.errorCode), [0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
    assert.equal(await committed(harness, 'g', 't', 9), -1)
  })

  test('OffsetFetch 1-10: one group or many, all topics or some, errors where the version has a place for them', async () => {
    const { harness, a } = await stable()
    await a.commit('t', 1, 77)
    for (const version of versions(1, 10)) {
      const topics = [{ ...(version >= 10 ? { topicId: TOPIC_ID } : { name: 't' }), partitionIndexes: [1, 5] }]
      const request = (groupId: string, wanted: object[] | null): object => {
        return version >= 8 ? { groups: [{ groupId, topics: wanted }] } : { groupId, topics: wanted }
      }
      const groupOf = (answer: any): any => (version >= 8 ? answer.groups[0] : answer)
      const some = groupOf(await ask(harness, OffsetFetchApi, version, request('g', topics)))
      assert.deepEqual(some.topics[0].partitions.map((p: { committedOffset: number }) => p.committedOffset), [77, -1])
      if (version >= 2) {
        const all = groupOf(await ask(harness, OffsetFetchApi, version, request('g', null)))
        assert.deepEqual(all.topics.map((t: { partitions: unknown[] }) => t.partitions.length), [1])
      }
      const nobody = groupOf(await ask(harness, OffsetFetchApi, version, request('nobody', topics)))
      assert.equal(nobody.topics[0].partitions[0].committedOffset, -1)
      harness.partitions = 2 // the second partition is led elsewhere
      const elsewhere = ['g', 'h', 'i'].find((group) => harness.coordinator.partitionFor(group) === 1)!
      const refused = groupOf(await ask(harness, OffsetFetchApi, version, request(elsewhere, topics)))
      assert.equal(version === 1 ? refused.topics[0].partitions[0].errorCode : refused.errorCode, ErrorCode.NOT_COORDINATOR)
      harness.partitions = 1
    }
  })

  test('OffsetFetch 10 leaves topics without an id out when all are asked for, and names unknown ids', async () => {
    const { harness, a } = await stable()
    await a.commit('t', 0, 1)
    await a.commit('u', 0, 2)
    const all = await ask(harness, OffsetFetchApi, 10, { groups: [{ groupId: 'g', topics: null }] })
    assert.deepEqual(all.groups[0].topics.map((topic: { topicId: string }) => topic.topicId), [TOPIC_ID])
    const topics = [{ topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitionIndexes: [0] }]
    const unknown = await ask(harness, OffsetFetchApi, 10, { groups: [{ groupId: 'g', topics }] })
    assert.equal(unknown.groups[0].topics[0].partitions[0].errorCode, ErrorCode.UNKNOWN_TOPIC_ID)
  })

  test('DescribeGroups 0-6', async () => {
    const { harness } = await stable()
    for (const version of versions(0, 6)) {
      const { groups } = await ask(harness, DescribeGroupsApi, version, { groups: ['g', 'nobody'] })
      assert.deepEqual([groups[0].groupState, groups[0].protocolData, groups[0].members.length], ['Stable', 'range', 2])
      assert.equal(groups[0].members[0].memberAssignment.toString(), 'for a')
      assert.equal(groups[0].members[0].clientHost, '/127.0.0.1')
      assert.deepEqual([groups[1].groupState, groups[1].errorCode], ['Dead', version >= 6 ? ErrorCode.GROUP_ID_NOT_FOUND : 0])
    }
  })

  test('ListGroups 0-5, with filters that disregard case', async () => {
    const { harness } = await stable()
    await new TestMember(harness, 'offsets only', 's').commit('t', 0, 1)
    const list = async (version: number, filters: object = {}): Promise<string[]> => {
      const { errorCode, groups } = await ask(harness, ListGroupsApi, version, filters)
      assert.equal(errorCode, 0)
      return groups.map(({ groupId, groupState, groupType }: Record<string, string>) => {
        return [groupId, groupState, groupType].filter((part) => part !== '').join(' ')
      })
    }
    for (const version of versions(0, 3)) assert.deepEqual(await list(version), ['g', 'offsets only'])
    assert.deepEqual(await list(4, { statesFilter: ['stable', 'Dead'] }), ['g Stable'])
    assert.deepEqual(await list(5, { statesFilter: ['EMPTY'] }), ['offsets only Empty classic'])
    assert.deepEqual(await list(5, { typesFilter: ['Classic'] }), ['g Stable classic', 'offsets only Empty classic'])
    assert.deepEqual(await list(5, { typesFilter: ['consumer'] }), [])
  })

  test('DeleteGroups 0-3 and OffsetDelete 0', async () => {
    for (const version of versions(0, 3)) {
      const { harness } = await stable()
      await new TestMember(harness, 'offsets only', 's').commit('t', 0, 1)
      const { results } = await ask(harness, DeleteGroupsApi, version, { groupsNames: ['g', 'offsets only', 'nobody'] })
      const errors = results.map((result: { errorCode: number }) => result.errorCode)
      assert.deepEqual(errors, [ErrorCode.NON_EMPTY_GROUP, 0, ErrorCode.GROUP_ID_NOT_FOUND])
    }
    const { harness } = await stable()
    const topics = [{ name: 'gone', partitions: [{ partitionIndex: 0 }] }]
    const answer = await ask(harness, OffsetDeleteApi, 0, { groupId: 'g', topics })
    assert.equal(answer.topics[0].partitions[0].errorCode, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })
})

test('group ids, session timeouts and members that make no sense', async () => {
  const { harness, a } = await stable()
  const empty = Object.assign(new TestMember(harness, '', 'x'), { memberId: 'x-1' })
  assert.equal((await empty.join().promise).errorCode, ErrorCode.INVALID_GROUP_ID)
  assert.equal(await empty.heartbeat(), ErrorCode.INVALID_GROUP_ID)
  assert.equal(await new TestMember(harness, '', 'x').commit('t', 0, 1), 0) // older than groups: offsets under the empty name
  a.sessionTimeoutMs = 5_999
  assert.equal((await a.join().promise).errorCode, ErrorCode.INVALID_SESSION_TIMEOUT)
  a.sessionTimeoutMs = 1_800_001
  assert.equal((await a.join().promise).errorCode, ErrorCode.INVALID_SESSION_TIMEOUT)
  const stranger = Object.assign(new TestMember(harness, 'new group', 'x'), { memberId: 'x-1' })
  assert.equal((await stranger.join().promise).errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
  assert.equal(await stateOf(harness, 'new group'), 'Dead')
})

test('a thousand heartbeats set no timer', async () => {
  const { harness, a, b } = await stable()
  const before = harness.timersSet
  for (let at = 0; at < 1000; at++) {
    harness.stall(1)
    await a.heartbeat()
    await b.heartbeat()
  }
  assert.equal(harness.timersSet, before)
  await harness.advance(9_500)
  assert.equal(await stateOf(harness, 'g'), 'Stable')
  await harness.advance(600)
  assert.equal(await stateOf(harness, 'g'), 'Empty')
})

test('a stable group\'s offsets of topics that it no longer reads expire, those it reads do not', async () => {
  const { harness, a, b } = await stable({ offsetsRetentionMs: 3_600_000 })
  await a.commit('t', 0, 1)
  await a.commit('left', 0, 2)
  for (let minutes = 0; minutes < 75; minutes++) {
    for (let at = 0; at < 10; at++) {
      await harness.advance(6_000)
      await Promise.all([a.heartbeat(), b.heartbeat()])
    }
  }
  assert.equal(await stateOf(harness, 'g'), 'Stable')
  assert.equal(await committed(harness, 'g', 't', 0), 1)
  assert.equal(await committed(harness, 'g', 'left', 0), -1)
})

test('more expired offsets than one append may hold go in several', async () => {
  const harness = new Harness({ maxAppendBytes: 2_000 })
  await harness.load()
  for (let partition = 0; partition < 60; partition++) await new TestMember(harness, 'g', 's').commit('topic', partition, 1)
  const appends: number[] = []
  harness.onAppend = (records) => appends.push(records.length)
  await harness.advance(8 * 86_400_000)
  assert.equal(appends.reduce((sum, count) => sum + count, 0), 60)
  assert.ok(appends.length >= 3, `${appends.length} appends`)
  assert.equal(await stateOf(harness, 'g'), 'Dead')
})

describe('loading', () => {
  test('compressed batches are read', async () => {
    const { harness, a } = await stable()
    await a.commit('t', 0, 9)
    const builder = new BatchBuilder({ compression: 'gzip' })
    for (const { records } of harness.log) for (const { key, value } of records) builder.append(key, value, undefined, 0)
    const coordinator = harness.newCoordinator()
    await coordinator.load(0, 1, [builder.build()])
    harness.coordinator = coordinator
    assert.equal(await committed(harness, 'g', 't', 0), 9)
    assert.equal(await stateOf(harness, 'g'), 'Stable')
  })

  test('a log that cannot be read is not served from, until it can', async () => {
    const { harness, a } = await stable()
    harness.coordinator.unload(0)
    const batch = harness.batchesOf(0)
    const bad = new BatchBuilder()
    bad.append(Buffer.from([0, 1, 0, 1, 0x67, 0, 1, 0x74, 0, 0, 0, 0]), Buffer.from([0, 99]), undefined, 0)
    await assert.rejects(harness.coordinator.load(0, 2, [...batch, bad.build()]))
    assert.equal(await a.heartbeat(), ErrorCode.NOT_COORDINATOR)
    await harness.coordinator.load(0, 3, batch)
    assert.equal(await a.heartbeat(), 0)
  })

  test('a load that was overtaken leaves no trace', async () => {
    const { harness, a } = await stable()
    await a.commit('t', 0, 9)
    harness.coordinator.unload(0)
    let go = (): void => {}
    const gate = new Promise<void>((resolve) => { go = resolve })
    const old = harness.coordinator.load(0, 2, (async function* (): AsyncGenerator<Buffer> {
      yield Buffer.alloc(0)
      await gate // and ends when another load has long been through
    })())
    await harness.settle()
    harness.coordinator.unload(0)
    await harness.coordinator.load(0, 4, harness.batchesOf(0))
    go()
    await old
    assert.equal(await committed(harness, 'g', 't', 0), 9)
    await harness.coordinator.load(0, 5, []) // the same leader in a newer epoch: the state is there
    assert.equal(await committed(harness, 'g', 't', 0), 9)
    await a.commit('t', 0, 10)
    assert.equal(harness.log.at(-1)!.leaderEpoch, 5)
  })

  test('nobody waits for ever: unloading answers the parked', async () => {
    const { harness, a, b } = await stable()
    const joining = a.join()
    harness.hold = true
    const committing = asked(b.commit('t', 0, 1))
    await harness.settle()
    assert.deepEqual([joining.response, committing.response], [undefined, undefined])
    harness.coordinator.unload(0)
    await harness.settle()
    assert.equal(joining.response?.errorCode, ErrorCode.NOT_COORDINATOR)
    assert.equal(committing.response, ErrorCode.NOT_COORDINATOR)
    await harness.release() // too late for anything
    assert.equal(harness.pendingTimers, 1)
    harness.coordinator.shutdown()
    assert.equal(harness.pendingTimers, 0)
    assert.equal(await a.heartbeat(), ErrorCode.COORDINATOR_NOT_AVAILABLE)
  })
})
