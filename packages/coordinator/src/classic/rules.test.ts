/** Single rules of the classic protocol that the stories in testdata do not turn on. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ErrorCode } from '@odradek/protocol/internal'
import { asked, committed, formGroup, Harness, isParked, stateOf, TestMember } from '../../testdata/harness.ts'
import type { ClassicGroup } from './group.ts'

interface World {
  readonly harness: Harness
  readonly members: TestMember[]
}

async function groupOf(names: string[], config: Partial<Harness['config']> = {}, instances = false): Promise<World> {
  const harness = new Harness(config)
  await harness.load()
  const members = names.map((name) => new TestMember(harness, 'g', name, instances ? `i${name}` : null))
  await formGroup(members)
  assert.equal(await stateOf(harness, 'g'), 'Stable')
  return { harness, members }
}

function live(harness: Harness): ClassicGroup {
  return [...harness.coordinator.shards()][0]!.group('g')!
}

function protocols(...names: string[]): TestMember['protocols'] {
  return names.map((name) => [name, Buffer.alloc(6)])
}

describe('joining', () => {
  test('the join phase waits for a member that was given an id, until it comes or the id lapses', async () => {
    for (const comes of [true, false]) {
      const { harness, members: [a] } = await groupOf(['a'])
      const b = new TestMember(harness, 'g', 'b')
      await b.join().promise
      const joining = a!.join()
      await harness.settle()
      assert.ok(isParked(joining))
      if (comes) b.join()
      else await harness.advance(10_000)
      await harness.settle()
      assert.equal(joining.response?.members.length, comes ? 2 : 1)
    }
  })

  test('a member that waits in the join phase outlives its session', async () => {
    const { harness, members: [a, b] } = await groupOf(['a', 'b'])
    const joining = a!.join()
    for (let at = 0; at < 5; at++) {
      await harness.advance(5_000)
      assert.equal(await b!.heartbeat(), ErrorCode.REBALANCE_IN_PROGRESS)
    }
    assert.ok(isParked(joining))
    await harness.advance(5_000)
    assert.equal(joining.response?.errorCode, 0) // 30 s: the rebalance timeout, and b is not waited for any longer
    assert.equal(joining.response?.members.length, 1)
  })

  test('the initial delay is extended up to the rebalance timeout and no further', async () => {
    const harness = new Harness({ initialRebalanceDelayMs: 3_000 })
    await harness.load()
    const [a, b] = ['a', 'b'].map((name) => {
      return Object.assign(new TestMember(harness, 'g', name), { joinVersion: 3, rebalanceTimeoutMs: 5_000 })
    })
    const joining = a!.join()
    await harness.advance(1_000)
    b!.join()
    await harness.advance(3_999)
    assert.ok(isParked(joining))
    await harness.advance(1)
    assert.equal(joining.response?.members.length, 2)
  })

  test('an id that lapses does not cut the initial delay short', async () => {
    const harness = new Harness({ initialRebalanceDelayMs: 20_000 })
    await harness.load()
    const a = Object.assign(new TestMember(harness, 'g', 'a'), { joinVersion: 3 })
    const joining = a.join()
    await new TestMember(harness, 'g', 'b').join().promise
    await harness.advance(19_999)
    assert.ok(isParked(joining))
    await harness.advance(1)
    assert.equal(joining.response?.errorCode, 0)
  })

  test('an id that was promised to a dynamic member is none for an instance', async () => {
    const { harness } = await groupOf(['a'])
    const b = new TestMember(harness, 'g', 'b')
    await b.join().promise
    const impostor = Object.assign(new TestMember(harness, 'g', 'b', 'instance'), { memberId: b.memberId })
    assert.equal((await impostor.join().promise).errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('a repeated JoinGroup takes the place of the parked one, also in a full group', async () => {
    const { harness, members: [a, b] } = await groupOf(['a', 'b'])
    harness.config = { ...harness.config, maxSize: 1 }
    const first = a!.join()
    await harness.settle()
    const second = a!.join()
    await harness.settle()
    assert.equal(first.response?.errorCode, ErrorCode.REBALANCE_IN_PROGRESS)
    assert.ok(isParked(second))
    assert.equal((await b!.join().promise).errorCode, ErrorCode.GROUP_MAX_SIZE_REACHED)
    assert.equal((await second.promise).errorCode, 0)
  })

  test('a leader that is there stays the leader, wherever it stands, and after a restart', async () => {
    const { harness, members: [x, y] } = await groupOf(['x', 'y'], {}, true)
    y!.protocols = protocols('range', 'other')
    const joining = y!.join() // x is silent, but keeps its place as a static member until its session ends
    for (let at = 0; at < 6; at++) {
      await harness.advance(5_000)
      await x!.heartbeat()
    }
    assert.equal(joining.response?.leader, y!.memberId)
    y!.sync()
    await harness.settle()
    assert.equal(live(harness).members.keys().next().value, x!.memberId)
    await harness.restart()
    assert.equal(live(harness).leaderId, y!.memberId)
    y!.join()
    await harness.settle()
    x!.join()
    await harness.settle()
    assert.equal(live(harness).leaderId, y!.memberId)
  })

  test('of two favourites with as many votes the one voted for first wins', async () => {
    const harness = new Harness()
    await harness.load()
    const [a, b] = ['a', 'b'].map((name) => Object.assign(new TestMember(harness, 'g', name), { joinVersion: 3 }))
    a!.protocols = protocols('x', 'y')
    b!.protocols = protocols('y', 'x')
    a!.join()
    b!.join()
    await harness.advance(6_000)
    assert.equal(a!.protocol, 'x')
  })
})

describe('static members', () => {
  test('one that comes back with other protocols starts a rebalance if that changes the choice', async () => {
    const { harness, members: [x, y] } = await groupOf(['x', 'y'], {}, true)
    x!.protocols = y!.protocols = protocols('range', 'sticky')
    x!.join()
    y!.join()
    await harness.settle()
    y!.sync()
    x!.sync()
    await harness.settle()
    assert.equal(await stateOf(harness, 'g'), 'Stable')
    const again = Object.assign(new TestMember(harness, 'g', 'y', 'iy'), { protocols: protocols('sticky') })
    const joining = again.join()
    await harness.settle()
    assert.equal(await stateOf(harness, 'g'), 'PreparingRebalance')
    x!.join()
    assert.equal((await joining.promise).protocolName, 'sticky')
  })

  test('one that comes back before it has synced must still sync in time', async () => {
    const harness = new Harness()
    await harness.load()
    const [x, y] = ['x', 'y'].map((name) => new TestMember(harness, 'g', name, `i${name}`))
    x!.join()
    y!.join()
    await harness.advance(6_000)
    x!.sync()
    await harness.settle()
    const again = new TestMember(harness, 'g', 'y', 'iy')
    assert.equal((await again.join().promise).generationId, 1)
    for (let at = 0; at < 6; at++) {
      await harness.advance(5_000)
      await Promise.all([x!.heartbeat(), again.heartbeat()])
    }
    assert.deepEqual(harness.errors, [])
    assert.equal(await again.heartbeat(), ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('one whose new id is in the log, though not confirmed, keeps it', async () => {
    const { harness, members: [, y] } = await groupOf(['x', 'y'], {}, true)
    harness.failures.push('REQUEST_TIMED_OUT')
    const again = await new TestMember(harness, 'g', 'y', 'iy').join().promise
    assert.deepEqual([again.errorCode, again.memberId], [ErrorCode.COORDINATOR_NOT_AVAILABLE, ''])
    assert.equal(await y!.heartbeat(), ErrorCode.FENCED_INSTANCE_ID)
    const before = live(harness).staticMembers.get('iy')
    await harness.restart()
    assert.equal(live(harness).staticMembers.get('iy'), before)
  })
})

describe('sessions', () => {
  test('heartbeats, commits and syncs keep a member alive', async () => {
    for (const keep of ['heartbeat', 'commit', 'sync'] as const) {
      const { harness, members: [a] } = await groupOf(['a'])
      for (let at = 0; at < 3; at++) {
        await harness.advance(9_000)
        if (keep === 'heartbeat') await a!.heartbeat()
        else if (keep === 'commit') await a!.commit('t', 0, at)
        else await a!.sync().promise
      }
      assert.equal(await stateOf(harness, 'g'), 'Stable', keep)
    }
  })

  test('a pending member may leave, and nobody waits for it then', async () => {
    const { harness, members: [a] } = await groupOf(['a'])
    const b = new TestMember(harness, 'g', 'b')
    await b.join().promise
    const joining = a!.join()
    await harness.settle()
    assert.ok(isParked(joining))
    assert.equal(await b.leave(), 0)
    assert.equal((await joining.promise).members.length, 1)
    assert.equal((await b.join().promise).errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('SyncGroup must speak of the group\'s protocol type', async () => {
    const { members: [a] } = await groupOf(['a'])
    const request = { groupId: 'g', generationId: 1, memberId: a!.memberId, groupInstanceId: null, protocolName: 'range', assignments: [] }
    const answer = await a!.harness.coordinator.syncGroup(a!.context(5), { ...request, protocolType: 'connect' })
    assert.equal(answer.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  })
})

describe('offsets', () => {
  test('the retention of an empty group counts from when it became empty', async () => {
    const { harness, members: [a] } = await groupOf(['a'], { offsetsRetentionMs: 3_600_000 })
    await a!.commit('t', 0, 1)
    for (let at = 0; at < 400; at++) {
      await harness.advance(9_000)
      await a!.heartbeat()
    }
    await a!.leave()
    await harness.advance(1_800_000)
    assert.equal(await committed(harness, 'g', 't', 0), 1)
    await harness.advance(2_400_000)
    assert.equal(await committed(harness, 'g', 't', 0), -1)
  })

  test('an offset does not expire while a new one is on its way', async () => {
    const harness = new Harness()
    await harness.load()
    const standalone = new TestMember(harness, 'g', 's')
    await standalone.commit('t', 0, 1)
    await harness.advance(7 * 86_400_000 - 1_000)
    harness.hold = true
    const committing = asked(standalone.commit('t', 0, 2))
    await harness.advance(600_000)
    harness.hold = false
    await harness.release()
    assert.equal(committing.response, 0)
    assert.equal(await committed(harness, 'g', 't', 0), 2)
    await harness.restart()
    assert.equal(await committed(harness, 'g', 't', 0), 2)
  })

  test('a group that somebody is about to join does not go with its last offset', async () => {
    const { harness, members: [a] } = await groupOf(['a'], { offsetsRetentionCheckIntervalMs: 1_000 })
    await a!.leave()
    const b = new TestMember(harness, 'g', 'b')
    const first = b.join()
    await harness.settle()
    await harness.advance(1_000)
    assert.equal(first.response?.errorCode, ErrorCode.MEMBER_ID_REQUIRED)
    b.join()
    await harness.advance(3_000)
    assert.equal(b.generation, 3)
  })

  test('deleting a group deletes what is just being committed', async () => {
    const harness = new Harness()
    await harness.load()
    const standalone = new TestMember(harness, 'g', 's')
    harness.hold = true
    const committing = asked(standalone.commit('t', 0, 1))
    const deleting = asked(harness.coordinator.deleteGroups(standalone.context(2), { groupsNames: ['g'] }))
    harness.hold = false
    await harness.release()
    assert.deepEqual([committing.response, deleting.response?.results[0]!.errorCode], [0, 0])
    await harness.restart()
    assert.equal(await stateOf(harness, 'g'), 'Dead')
  })

  test('offsets of a living group of another kind are not deleted', async () => {
    const harness = new Harness()
    await harness.load()
    const worker = Object.assign(new TestMember(harness, 'g', 'w'), { joinVersion: 3, protocolType: 'connect' })
    worker.join()
    await harness.advance(3_000)
    const request = { groupId: 'g', topics: [{ name: 't', partitions: [{ partitionIndex: 0 }] }] }
    assert.equal((await harness.coordinator.offsetDelete(worker.context(0), request)).errorCode, ErrorCode.NON_EMPTY_GROUP)
  })
})
