/** The traps of group coordination, G1 to G12, one test each at least; each fails without its rule. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BatchBuilder, buildEndTxnBatch, ErrorCode } from '@odradek/protocol/internal'
import { asked, committed, formGroup, Harness, stateOf, TestMember } from '../testdata/harness.ts'
import { encodeRecord } from './internal.ts'

async function stableGroup(config: Partial<Harness['config']> = {}): Promise<{ harness: Harness, a: TestMember, b: TestMember }> {
  const harness = new Harness(config)
  await harness.load()
  const [a, b] = [new TestMember(harness, 'g', 'a'), new TestMember(harness, 'g', 'b')]
  await formGroup([a, b])
  assert.equal(await stateOf(harness, 'g'), 'Stable')
  return { harness, a, b }
}

function offset(group: string, topic: string, partition: number, value: number): ReturnType<typeof encodeRecord> {
  return encodeRecord({
    kind: 'offset', group, topic, partition,
    value: { offset: value, leaderEpoch: -1, metadata: '', commitTimestampMs: Date.UTC(2026, 0, 1), expireTimestampMs: -1, topicId: null },
  })
}

describe('G1 every call is fenced by generation, member id and instance id', () => {
  test('an unknown member, an old generation and a replaced instance are told apart by every call', async () => {
    const { harness } = await stableGroup()
    const member = new TestMember(harness, 'statics', 's', 'instance')
    await formGroup([member])
    const cases: [Partial<TestMember>, number][] = [
      [{ memberId: 'nobody', instanceId: null }, ErrorCode.UNKNOWN_MEMBER_ID],
      [{ memberId: 'nobody' }, ErrorCode.FENCED_INSTANCE_ID],
      [{ instanceId: 'no such instance' }, ErrorCode.UNKNOWN_MEMBER_ID],
      [{ generation: member.generation - 1 }, ErrorCode.ILLEGAL_GENERATION],
      [{ generation: member.generation + 1 }, ErrorCode.ILLEGAL_GENERATION],
    ]
    for (const [change, error] of cases) {
      const impostor = Object.assign(new TestMember(harness, 'statics', 's', 'instance'), {
        memberId: member.memberId, generation: member.generation, protocol: member.protocol,
      }, change)
      const what = JSON.stringify(change)
      assert.equal(await impostor.heartbeat(), error, `heartbeat ${what}`)
      assert.equal((await impostor.sync().promise).errorCode, error, `sync ${what}`)
      assert.equal(await impostor.commit('t', 0, 1), error, `commit ${what}`)
      if (change.generation !== undefined) continue // joining and leaving name no generation
      assert.equal((await impostor.join().promise).errorCode, error, `join ${what}`)
      assert.equal(await impostor.leave(), error, `leave ${what}`)
    }
    assert.equal(await member.heartbeat(), 0)
  })

  test('commits: welcome while members gather, not between join and sync, without a generation only in an empty group', async () => {
    const { harness, a, b } = await stableGroup()
    const standalone = new TestMember(harness, 'g', 'standalone')
    assert.equal(await standalone.commit('t', 0, 9), ErrorCode.UNKNOWN_MEMBER_ID)
    const joining = a.join()
    assert.equal(await stateOf(harness, 'g'), 'PreparingRebalance')
    assert.equal(await b.commit('t', 0, 1), 0)
    b.join()
    await joining.promise
    await harness.settle()
    assert.equal(await stateOf(harness, 'g'), 'CompletingRebalance')
    assert.equal(await b.commit('t', 0, 2), ErrorCode.REBALANCE_IN_PROGRESS)
    await a.leave()
    await b.leave()
    assert.equal(await standalone.commit('t', 0, 3), 0)
    assert.equal(await committed(harness, 'g', 't', 0), 3)
  })
})

describe('G2 after the write of an assignment state and generation are looked at again', () => {
  test('an assignment of generation 1 that is written late does not reach the members of generation 2', async () => {
    const harness = new Harness({ initialRebalanceDelayMs: 0 })
    await harness.load()
    const a = new TestMember(harness, 'g', 'a')
    await a.join().promise
    await a.join().promise
    harness.hold = true
    const late = a.sync({ [a.memberId]: 'generation 1' })
    const b = new TestMember(harness, 'g', 'b')
    await b.join().promise
    b.join()
    assert.equal((await late.promise).errorCode, ErrorCode.REBALANCE_IN_PROGRESS)
    await a.join().promise
    // The same state as when the write began, another generation.
    assert.equal(await stateOf(harness, 'g'), 'CompletingRebalance')
    const waiting = b.sync()
    await harness.release()
    assert.equal(waiting.response, undefined)
    assert.equal(await stateOf(harness, 'g'), 'CompletingRebalance')
    harness.hold = false
    a.sync({ [a.memberId]: 'for a', [b.memberId]: 'for b' })
    assert.equal(Buffer.from((await waiting.promise).assignment).toString(), 'for b')
  })

  test('an assignment that is written while the next rebalance gathers members is not handed out', async () => {
    const harness = new Harness({ initialRebalanceDelayMs: 0 })
    await harness.load()
    const a = new TestMember(harness, 'g', 'a')
    await a.join().promise
    await a.join().promise
    harness.hold = true
    a.sync({ [a.memberId]: 'generation 1' })
    const b = new TestMember(harness, 'g', 'b')
    await b.join().promise
    const joining = b.join()
    await harness.release()
    assert.equal(await stateOf(harness, 'g'), 'PreparingRebalance')
    assert.equal(joining.response, undefined)
    assert.equal(a.assignment, '')
    assert.deepEqual(harness.errors, [])
  })

  test('a failed write of an old generation does not disturb the new one', async () => {
    const harness = new Harness({ initialRebalanceDelayMs: 0 })
    await harness.load()
    const a = new TestMember(harness, 'g', 'a')
    await a.join().promise
    await a.join().promise
    harness.hold = true
    a.sync()
    await harness.settle()
    a.protocols = [['range', Buffer.alloc(7)]] // joins anew with other words while the write is under way
    await a.join().promise
    await harness.release('NOT_ENOUGH_REPLICAS')
    assert.equal(await stateOf(harness, 'g'), 'CompletingRebalance')
    assert.equal(a.generation, 2)
  })
})

describe('G3 while a partition loads, members are neither refused nor served', () => {
  test('heartbeats are answered blindly, SyncGroup with a rebalance, everything else with LOAD_IN_PROGRESS', async () => {
    const harness = new Harness()
    let go = (): void => {}
    const gate = new Promise<void>((resolve) => { go = resolve })
    const loading = harness.coordinator.load(0, 1, (async function* (): AsyncGenerator<Buffer> {
      await gate
      yield* harness.batchesOf(0)
    })())
    const a = Object.assign(new TestMember(harness, 'g', 'a'), { memberId: 'a-1', generation: 7, protocol: 'range' })
    assert.equal(await a.heartbeat(), ErrorCode.NONE)
    assert.equal((await a.sync().promise).errorCode, ErrorCode.REBALANCE_IN_PROGRESS)
    assert.equal((await a.join().promise).errorCode, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
    assert.equal(await a.leave(), ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
    assert.equal(await a.commit('t', 0, 1), ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
    await assert.rejects(committed(harness, 'g', 't', 0), /error 14/)
    const listed = await harness.coordinator.listGroups(a.context(5), { statesFilter: [], typesFilter: [] })
    assert.equal(listed.errorCode, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
    go()
    await loading
    assert.equal(await a.heartbeat(), ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('partitions that are not led here are somebody else\'s', async () => {
    const harness = new Harness()
    const a = Object.assign(new TestMember(harness, 'g', 'a'), { memberId: 'a-1', generation: 7, protocol: 'range' })
    assert.equal(await a.heartbeat(), ErrorCode.NOT_COORDINATOR)
    assert.equal((await a.sync().promise).errorCode, ErrorCode.NOT_COORDINATOR)
    assert.equal((await a.join().promise).errorCode, ErrorCode.NOT_COORDINATOR)
    assert.equal(await a.commit('t', 0, 1), ErrorCode.NOT_COORDINATOR)
  })
})

test('G4 a group that is being deleted sends everybody to look for the coordinator again', async () => {
  const { harness, a, b } = await stableGroup()
  await a.leave()
  await b.leave()
  harness.hold = true
  const deleting = asked(harness.coordinator.deleteGroups(a.context(2), { groupsNames: ['g'] }))
  await harness.settle()
  for (const member of [a, new TestMember(harness, 'g', 'new')]) {
    assert.equal((await member.join().promise).errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE)
  }
  assert.equal(await a.heartbeat(), ErrorCode.COORDINATOR_NOT_AVAILABLE)
  assert.equal((await a.sync().promise).errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE)
  assert.equal(await a.commit('t', 0, 1), ErrorCode.COORDINATOR_NOT_AVAILABLE)
  assert.equal(await a.leave(), ErrorCode.COORDINATOR_NOT_AVAILABLE)
  harness.hold = false
  await harness.release()
  assert.equal((await deleting.promise).results[0]!.errorCode, 0)
  const next = new TestMember(harness, 'g', 'next')
  assert.equal((await next.join().promise).errorCode, ErrorCode.MEMBER_ID_REQUIRED)
})

test('G4 a group is deleted with a tombstone even if its first record is still on its way into the log', async () => {
  const harness = new Harness({ initialRebalanceDelayMs: 0 })
  await harness.load()
  const a = new TestMember(harness, 'g', 'a')
  await a.join().promise
  await a.join().promise
  harness.hold = true
  await a.leave() // the record of the empty generation waits for the high watermark
  const deleting = asked(harness.coordinator.deleteGroups(a.context(2), { groupsNames: ['g'] }))
  await harness.release()
  assert.equal((await deleting.promise).results[0]!.errorCode, 0)
  await harness.restart()
  assert.equal(await stateOf(harness, 'g'), 'Dead')
})

describe('G5 a commit is acknowledged, and visible, only when it is replicated', () => {
  test('no answer and no new offset before the high watermark; nothing of it after a failure', async () => {
    const { harness, a } = await stableGroup()
    await a.commit('t', 0, 1)
    harness.hold = true
    const second = asked(a.commit('t', 0, 2))
    await harness.settle()
    assert.equal(second.response, undefined)
    assert.equal(await committed(harness, 'g', 't', 0), 1)
    await harness.release()
    assert.equal(second.response, 0)
    assert.equal(await committed(harness, 'g', 't', 0), 2)
    const third = asked(a.commit('t', 0, 3))
    await harness.settle()
    await harness.release('NOT_ENOUGH_REPLICAS')
    assert.equal(third.response, ErrorCode.COORDINATOR_NOT_AVAILABLE)
    assert.equal(await committed(harness, 'g', 't', 0), 2)
  })

  test('offsets are there before the first request of a loaded group is answered', async () => {
    const { harness, a } = await stableGroup()
    await a.commit('t', 0, 5)
    harness.coordinator.unload(0)
    const batches = harness.batchesOf(0)
    const answers: number[] = []
    await harness.coordinator.load(0, 2, (async function* (): AsyncGenerator<Buffer> {
      for (const batch of batches) {
        answers.push(await committed(harness, 'g', 't', 0).catch(() => -2))
        yield batch
      }
    })())
    assert.deepEqual(new Set(answers), new Set([-2])) // never "no offset", which would reset a consumer
    assert.equal(await committed(harness, 'g', 't', 0), 5)
  })

  test('offsets of a transaction wait for its marker: committed, aborted, still open', async () => {
    const harness = new Harness()
    const inTransaction = (producerId: number, partition: number, baseOffset: number): Buffer => {
      const builder = new BatchBuilder({ producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true, baseOffset })
      const { key, value } = offset('g', 't', partition, 100 + producerId)
      builder.append(key, value, undefined, 0)
      return builder.build()
    }
    const marker = (producerId: number, committedOne: boolean, baseOffset: number): Buffer => {
      return buildEndTxnBatch({ producerId, producerEpoch: 0, committed: committedOne, coordinatorEpoch: 0, timestamp: 0, baseOffset })
    }
    const plain = new BatchBuilder({ baseOffset: 0 })
    for (const partition of [0, 1, 2]) {
      const { key, value } = offset('g', 't', partition, 1)
      plain.append(key, value, undefined, 0)
    }
    await harness.coordinator.load(0, 1, [
      plain.build(), inTransaction(10, 0, 3), inTransaction(11, 1, 4), inTransaction(12, 2, 5), marker(10, true, 6), marker(11, false, 7),
    ])
    assert.equal(await committed(harness, 'g', 't', 0), 110)
    assert.equal(await committed(harness, 'g', 't', 1), 1)
    assert.equal(await committed(harness, 'g', 't', 2), 1)
    const stable = await harness.coordinator.offsetFetch({ clientId: '', clientHost: '', apiVersion: 7 }, {
      groupId: 'g', groups: [], requireStable: true, topics: [{ name: 't', partitionIndexes: [1, 2] }],
    })
    assert.deepEqual(stable.topics![0]!.partitions.map(({ errorCode }) => errorCode), [0, ErrorCode.UNSTABLE_OFFSET_COMMIT])
  })
})

test('G6 tombstones that were not written are written by the next expiry', async () => {
  const harness = new Harness()
  await harness.load()
  const standalone = new TestMember(harness, 'g', 'standalone')
  await standalone.commit('t', 0, 1)
  harness.failures.push('NOT_ENOUGH_REPLICAS')
  await harness.advance(7 * 86_400_000)
  assert.equal(harness.failures.length, 0)
  assert.equal(await committed(harness, 'g', 't', 0), 1)
  assert.equal(await stateOf(harness, 'g'), 'Empty')
  await harness.advance(harness.config.offsetsRetentionCheckIntervalMs)
  assert.equal(await committed(harness, 'g', 't', 0), -1)
  await harness.restart()
  assert.equal(await stateOf(harness, 'g'), 'Dead')
})

describe('G7 a static member that comes back', () => {
  async function statics(): Promise<{ harness: Harness, leader: TestMember, follower: TestMember }> {
    const harness = new Harness()
    await harness.load()
    const [leader, follower] = [new TestMember(harness, 'g', 'l', 'leader'), new TestMember(harness, 'g', 'f', 'follower')]
    await formGroup([leader, follower])
    return { harness, leader, follower }
  }

  test('is answered only when its new id is in the log, and that survives a restart of the coordinator', async () => {
    const { harness, follower } = await statics()
    const again = new TestMember(harness, 'g', 'f', 'follower')
    harness.hold = true
    const joining = again.join()
    await harness.settle()
    assert.equal(joining.response, undefined)
    harness.hold = false
    await harness.release()
    assert.equal((await joining.promise).generationId, 1)
    await harness.restart()
    assert.equal(await again.heartbeat(), 0)
    assert.equal(await follower.heartbeat(), ErrorCode.FENCED_INSTANCE_ID)
  })

  test('gets its old id back if the log refuses the new one', async () => {
    const { harness, follower } = await statics()
    harness.failures.push('NOT_ENOUGH_REPLICAS')
    const again = await new TestMember(harness, 'g', 'f', 'follower').join().promise
    assert.equal(again.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE)
    assert.equal(again.memberId, '')
    assert.equal(await follower.heartbeat(), 0)
    assert.equal(await stateOf(harness, 'g'), 'Stable')
  })

  test('is not set back when the write fails after the group has moved on', async () => {
    const { harness, leader, follower } = await statics()
    harness.hold = true
    const again = new TestMember(harness, 'g', 'f', 'follower')
    const joining = again.join()
    await harness.settle()
    leader.join()
    await harness.settle()
    assert.equal(joining.response?.generationId, 2) // its JoinGroup is as good as any for the new generation
    await harness.release('NOT_ENOUGH_REPLICAS')
    assert.equal(await again.heartbeat(), 0)
    assert.equal(await follower.heartbeat(), ErrorCode.FENCED_INSTANCE_ID)
  })

  test('leads without assigning if it understands that, else believes that another leads', async () => {
    const { harness, leader } = await statics()
    const modern = new TestMember(harness, 'g', 'l', 'leader')
    const answer = await modern.join().promise
    assert.deepEqual([answer.leader, answer.skipAssignment, answer.members.length], [modern.memberId, true, 2])
    const old = Object.assign(new TestMember(harness, 'g', 'l', 'leader'), { joinVersion: 8 })
    const oldAnswer = await old.join().promise
    assert.deepEqual([oldAnswer.leader, oldAnswer.skipAssignment, oldAnswer.members.length], [modern.memberId, false, 0])
    assert.notEqual(oldAnswer.leader, oldAnswer.memberId)
    assert.equal(Buffer.from((await old.sync().promise).assignment).toString(), 'for l')
    assert.equal(await leader.heartbeat(), ErrorCode.FENCED_INSTANCE_ID)
  })

  test('starts a rebalance when it changes the selected protocol, or comes while the leader assigns', async () => {
    const { harness, leader, follower } = await statics()
    const changed = Object.assign(new TestMember(harness, 'g', 'f', 'follower'), {
      protocols: [['sticky', Buffer.alloc(6)], ['range', Buffer.alloc(6)]] as TestMember['protocols'],
    })
    await changed.join().promise
    assert.equal(await stateOf(harness, 'g'), 'Stable') // range is still what both support
    leader.join()
    changed.join()
    await harness.settle()
    assert.equal(await stateOf(harness, 'g'), 'CompletingRebalance')
    const waiting = changed.sync()
    const again = new TestMember(harness, 'g', 'f', 'follower').join()
    assert.equal((await waiting.promise).errorCode, ErrorCode.FENCED_INSTANCE_ID)
    assert.equal(await stateOf(harness, 'g'), 'PreparingRebalance')
    assert.equal(again.response, undefined)
    assert.equal(await follower.heartbeat(), ErrorCode.FENCED_INSTANCE_ID)
  })
})

test('G8 the JoinGroup of a new member is not parked for ever', async () => {
  const { harness, a } = await stableGroup()
  for (const member of [a]) member.rebalanceTimeoutMs = 3_600_000
  a.join()
  await harness.advance(1)
  const newcomer = Object.assign(new TestMember(harness, 'g', 'new'), { joinVersion: 3, rebalanceTimeoutMs: 3_600_000 })
  const joining = newcomer.join() // before version 4 there is no id yet by which it could send heartbeats
  const b = [...harness.coordinator.shards()][0]!.group('g')!.members.get('b-2')!
  for (let at = 0; at < 60; at++) {
    b.deadlineMs = harness.nowMs + 10_000 // b lives, but does not join
    await harness.advance(5_000)
  }
  assert.equal(joining.response?.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
})

test('G9 an empty generation that is not written is tolerated, and comes right after a restart', async () => {
  const { harness, a, b } = await stableGroup()
  await a.leave()
  harness.failures.push('NOT_ENOUGH_REPLICAS')
  assert.equal(await b.leave(), 0)
  assert.equal(await stateOf(harness, 'g'), 'Empty')
  await harness.restart()
  assert.equal(await stateOf(harness, 'g'), 'Stable') // the last generation that was written
  await harness.advance(10_000)
  assert.equal(await stateOf(harness, 'g'), 'Empty') // its members are not heard of
})

describe('G10 memory is bounded', () => {
  test('group.max.size', async () => {
    const { harness } = await stableGroup({ maxSize: 2 })
    assert.equal((await new TestMember(harness, 'g', 'c').join().promise).errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED)
  })

  test('ids that are never used', async () => {
    const { harness } = await stableGroup({ maxPendingMembers: 3 })
    const errors: number[] = []
    for (let at = 0; at < 5; at++) errors.push((await new TestMember(harness, 'g', 'c').join().promise).errorCode)
    assert.deepEqual(errors, [79, 79, 79, ErrorCode.GROUP_MAX_SIZE_REACHED, ErrorCode.GROUP_MAX_SIZE_REACHED])
  })

  test('the rounds of a rebalance to which nobody comes, even if its members chose no timeout at all', async () => {
    const harness = new Harness()
    await harness.load()
    const members = ['x', 'y'].map((name) => new TestMember(harness, 'g', name, name))
    await formGroup(members)
    const group = [...harness.coordinator.shards()][0]!.group('g')!
    for (const member of group.members.values()) member.rebalanceTimeoutMs = 0
    await members[1]!.leave()
    const timersBefore = harness.timersSet
    for (let at = 0; at < 20; at++) {
      await harness.advance(1_000)
      assert.equal(await members[0]!.heartbeat(), ErrorCode.REBALANCE_IN_PROGRESS)
    }
    assert.ok(harness.timersSet - timersBefore <= 50, `${harness.timersSet - timersBefore} timers`)
  })

  test('the expiry of ten thousand members at once', async () => {
    const harness = new Harness({ initialRebalanceDelayMs: 0 })
    await harness.load()
    for (let at = 0; at < 10_000; at++) Object.assign(new TestMember(harness, 'g', `m${at}`), { joinVersion: 3 }).join()
    await harness.settle()
    const group = [...harness.coordinator.shards()][0]!.group('g')!
    assert.equal(group.members.size, 10_000)
    await harness.advance(400_000)
    assert.equal(group.members.size, 0)
    assert.equal(group.state, 'Empty')
    group.assertConsistent()
  })

  test('names under which nothing ever came to be', async () => {
    const { harness } = await stableGroup()
    const groups = (): number => [...harness.coordinator.shards()][0]!.groups.size
    const before = groups()
    const refused = Object.assign(new TestMember(harness, 'refused', 'x'), { protocols: [] })
    assert.equal((await refused.join().promise).errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
    await new TestMember(harness, 'lapsed', 'x').join().promise
    harness.failures.push('NOT_ENOUGH_REPLICAS')
    await new TestMember(harness, 'failed', 'x').commit('t', 0, 1)
    await new TestMember(harness, 'nothing', 'x').commit('t', 0, 1, { topics: [{ name: 't', partitions: [] }] }).catch(() => 0)
    assert.equal(groups(), before + 1)
    await harness.advance(10_000)
    assert.equal(groups(), before)
  })

  test('what a member says of itself', async () => {
    const { harness, a } = await stableGroup({ maxMemberMetadataBytes: 1000 })
    a.protocols = [['range', Buffer.alloc(600)], ['sticky', Buffer.alloc(600)]]
    assert.equal((await a.join().promise).errorCode, ErrorCode.INVALID_REQUEST)
    assert.equal(await stateOf(harness, 'g'), 'Stable')
  })

  test('appends under way, and the size of one', async () => {
    const { harness, a } = await stableGroup({ maxPendingAppends: 2, maxAppendBytes: 2000 })
    harness.hold = true
    const answers = [1, 2, 3].map((value) => asked(a.commit('t', 0, value)))
    await harness.settle()
    assert.deepEqual(answers.map(({ response }) => response), [undefined, undefined, ErrorCode.COORDINATOR_NOT_AVAILABLE])
    harness.hold = false
    await harness.release()
    const partitions = [{ partitionIndex: 0, committedOffset: 4, committedMetadata: 'x'.repeat(3000) }]
    assert.equal(await a.commit('t', 0, 4, { topics: [{ name: 't', partitions }] }), ErrorCode.INVALID_COMMIT_OFFSET_SIZE)
  })
})

test('G11 (consumer protocol, not served yet) records of the newer group protocols are passed over on load', async () => {
  const { harness, a } = await stableGroup()
  await a.commit('t', 0, 7)
  const key = Buffer.from([0, 3, 0, 1, 0x67]) // ConsumerGroupMetadataKey of group "g"
  harness.log.push({ partition: 0, leaderEpoch: 1, records: [{ key, value: Buffer.from([0, 0, 0, 0, 0, 1, 0]) }], baseOffset: 1000 })
  await harness.restart()
  assert.equal(await stateOf(harness, 'g'), 'Stable')
  assert.equal(await committed(harness, 'g', 't', 0), 7)
})

test('G12 (transactional commits, not served yet) a later plain commit outlives an earlier transaction that commits afterwards', async () => {
  const harness = new Harness()
  const transactional = new BatchBuilder({ producerId: 10, producerEpoch: 0, baseSequence: 0, isTransactional: true, baseOffset: 0 })
  transactional.append(offset('g', 't', 0, 100).key, offset('g', 't', 0, 100).value, undefined, 0)
  const plain = new BatchBuilder({ baseOffset: 1 })
  plain.append(offset('g', 't', 0, 200).key, offset('g', 't', 0, 200).value, undefined, 0)
  const marker = buildEndTxnBatch({ producerId: 10, producerEpoch: 0, committed: true, coordinatorEpoch: 0, timestamp: 0, baseOffset: 2 })
  await harness.coordinator.load(0, 1, [transactional.build(), plain.build(), marker])
  assert.equal(await committed(harness, 'g', 't', 0), 200)
})
