// Fetch sessions: epochs, eviction, and that a session always means what its client has asked for.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ZERO_UUID, type FetchRequest, type FetchRequestPartition } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import type { FetchTarget } from './fetch-target.ts'
import type { ConnectionFollower, ConnectionInfo } from '../services.ts'
import { FetchSessions, type FetchPlan } from './fetch-sessions.ts'

function partition(index: number, fetchOffset: number = 0): FetchRequestPartition {
  return {
    partition: index, currentLeaderEpoch: -1, fetchOffset, lastFetchedEpoch: -1, logStartOffset: -1,
    partitionMaxBytes: 1024, replicaDirectoryId: ZERO_UUID, highWatermark: 0n as never,
  }
}

function request(
  sessionId: number,
  sessionEpoch: number,
  partitions: Record<string, FetchRequestPartition[]>,
  forgotten: Record<string, number[]> = {},
): FetchRequest {
  return {
    clusterId: null, replicaId: -1, replicaState: { replicaId: -1, replicaEpoch: -1 }, maxWaitMs: 0, minBytes: 0,
    maxBytes: 1 << 20, isolationLevel: 0, sessionId, sessionEpoch, rackId: '',
    topics: Object.entries(partitions).map(([topic, list]) => ({ topic, topicId: ZERO_UUID, partitions: list })),
    forgottenTopicsData: Object.entries(forgotten).map(([topic, list]) => ({ topic, topicId: ZERO_UUID, partitions: list })),
  }
}

function sessions(simulation: Simulation, slots = 1000): FetchSessions {
  return new FetchSessions(simulation.host('broker'), () => undefined, { slots })
}

function targetsOf(plan: FetchPlan): FetchTarget[] {
  assert.notEqual(plan.kind, 'error')
  return plan.kind === 'error' ? [] : [...plan.targets]
}

function open(cache: FetchSessions, partitions: number, version = 12, isFollower = false): number {
  const list = Array.from({ length: partitions }, (_, index) => partition(index))
  const plan = cache.plan(request(0, 0, { t: list }), version)
  assert.equal(plan.kind, 'full')
  return cache.create(targetsOf(plan), isFollower, version)
}

/** What its sessions say that they hold; the sum that it keeps has to be the same. */
function memoryOf(cache: FetchSessions): number {
  const { sessions: all } = cache as unknown as { sessions: Map<number, { bytes: number; targets: Map<string, FetchTarget> }> }
  let bytes = 0
  for (const one of all.values()) {
    let own = 512
    for (const key of one.targets.keys()) own += 320 + 2 * key.length
    assert.equal(one.bytes, own)
    bytes += own
  }
  return bytes
}

/** A connection whose end is told to those who follow it. */
function connection(): ConnectionInfo {
  const followers = new Set<ConnectionFollower>()
  const self = { whenClosed: (one: ConnectionFollower) => void followers.add(one), close: () => followers.forEach((one) => one.connectionClosed(self)) } as ConnectionInfo
  return self
}

describe('fetch sessions', () => {
  it('follows any sequence of additions, changes and removals', () => {
    const step = fc.record({
      set: fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(4), fc.nat(1000)), { maxLength: 4 }),
      forget: fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(4)), { maxLength: 2 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const cache = sessions(simWorld(1))
        const model = new Map<string, number>([['a/0', 5]])
        const first = cache.plan(request(0, 0, { a: [partition(0, 5)] }), 12)
        const id = cache.create(targetsOf(first), false, 12)
        let epoch = 1
        for (const { set, forget } of steps) {
          const partitions: Record<string, FetchRequestPartition[]> = {}
          for (const [topic, index, offset] of set) {
            ;(partitions[topic] ??= []).push(partition(index, offset))
            model.set(`${topic}/${index}`, offset)
          }
          const forgotten: Record<string, number[]> = {}
          for (const [topic, index] of forget) {
            ;(forgotten[topic] ??= []).push(index)
            model.delete(`${topic}/${index}`)
          }
          const plan = cache.plan(request(id, epoch, partitions, forgotten), 12)
          if (model.size === 0) {
            assert.equal(plan.kind, 'sessionless')
            assert.deepEqual([cache.size, cache.usedBytes], [0, 0])
            return
          }
          assert.equal(plan.kind, 'incremental')
          assert.deepEqual(new Map(targetsOf(plan).map((target) => [target.key, target.fetchOffset])), model)
          assert.equal(cache.usedBytes, memoryOf(cache))
          epoch++
        }
      }),
    )
  })

  it('refuses an unknown session, a wrong epoch and a change between names and ids', () => {
    const cache = sessions(simWorld(1))
    const id = open(cache, 2)
    const error = (sessionId: number, epoch: number, version: number): string => {
      const plan = cache.plan(request(sessionId, epoch, {}), version)
      return plan.kind === 'error' ? plan.error : plan.kind
    }
    assert.equal(error(id === 1 ? 2 : 1, 1, 12), 'FETCH_SESSION_ID_NOT_FOUND')
    assert.equal(error(id, 2, 12), 'INVALID_FETCH_SESSION_EPOCH')
    assert.equal(error(id, 1, 13), 'FETCH_SESSION_TOPIC_ID_ERROR')
    assert.equal(error(id, 1, 12), 'incremental')
    assert.equal(error(id, 1, 12), 'INVALID_FETCH_SESSION_EPOCH')
  })

  it('ends a session at the final epoch, and with every new full fetch', () => {
    const cache = sessions(simWorld(1))
    const id = open(cache, 2)
    assert.equal(cache.plan(request(id, -1, { t: [partition(0)] }), 12).kind, 'sessionless')
    assert.equal(cache.size, 0)
    const next = open(cache, 2)
    assert.equal(cache.plan(request(next, 0, { t: [partition(0)] }), 12).kind, 'full')
    assert.equal(cache.size, 0)
  })

  it('has a bounded memory: a session that has no room in it is not made, and one that grows out of it ends', async () => {
    const simulation = simWorld(1)
    const cache = new FetchSessions(simulation.host('broker'), () => undefined, { maxBytes: 100_000 })
    assert.equal(open(cache, 1000), 0)
    assert.equal(cache.usedBytes, 0)
    const ids = Array.from({ length: 20 }, () => open(cache, 30))
    const made = ids.filter((id) => id !== 0)
    assert.ok(made.length >= 6 && made.length <= 10, `${made.length} sessions`)
    assert.deepEqual([cache.size, cache.usedBytes], [made.length, memoryOf(cache)])
    assert.ok(cache.usedBytes <= 100_000)
    const more = Array.from({ length: 200 }, (_, index) => partition(1000 + index))
    const grown = cache.plan(request(made[0] as number, 1, { t: more }), 12)
    assert.deepEqual([grown.kind, grown.kind === 'error' && grown.error], ['error', 'FETCH_SESSION_ID_NOT_FOUND'])
    assert.deepEqual([cache.size, cache.usedBytes], [made.length - 1, memoryOf(cache)])
    // Those that nobody uses make place.
    await simulation.advance(120_001)
    assert.notEqual(open(cache, 200), 0)
    assert.ok(cache.usedBytes <= 100_000 && cache.evictions > 0)
    assert.equal(cache.usedBytes, memoryOf(cache))
  })

  it('ends with the connection that used it last', () => {
    const cache = sessions(simWorld(1))
    const [first, second] = [connection(), connection()]
    const openOn = (on: ConnectionInfo): number => {
      const plan = cache.plan(request(0, 0, { t: [partition(0), partition(1)] }), 12, on)
      return cache.create(targetsOf(plan), false, 12, on)
    }
    const [a, b, c] = [openOn(first), openOn(first), openOn(second)]
    assert.equal(cache.plan(request(b, 1, {}), 12, second).kind, 'incremental')
    first.close()
    assert.equal(cache.size, 2)
    assert.equal(cache.plan(request(a, 1, {}), 12, second).kind, 'error')
    assert.equal(cache.plan(request(c, 1, {}), 12, second).kind, 'incremental')
    second.close()
    assert.deepEqual([cache.size, cache.usedBytes, cache.partitionCount], [0, 0, 0])
  })

  it('has a bounded number of slots and gives them to those who use them', async () => {
    const simulation = simWorld(1)
    const cache = sessions(simulation, 3)
    const [stale] = [open(cache, 1), open(cache, 5), open(cache, 5)]
    assert.equal(open(cache, 100), 0, 'nobody is old enough to make place')
    await simulation.advance(120_001)
    // Everyone is stale now: the least recently used goes.
    const fresh = open(cache, 1)
    assert.notEqual(fresh, 0)
    assert.equal(cache.size, 3)
    assert.equal(cache.plan(request(stale, 1, {}), 12).kind, 'error')
    assert.equal(cache.evictions, 1)
  })

  it('lets a larger session take the place of a smaller old one that is in use, and not the other way round', async () => {
    const simulation = simWorld(1)
    const cache = sessions(simulation, 1)
    const id = open(cache, 5)
    await simulation.advance(100_000)
    cache.plan(request(id, 1, {}), 12)
    await simulation.advance(30_000)
    assert.equal(open(cache, 4), 0)
    assert.notEqual(open(cache, 6), 0)
    assert.equal(cache.size, 1)
  })

  it('lets a follower take the place of a client at once', () => {
    const cache = sessions(simWorld(1), 1)
    assert.notEqual(open(cache, 5), 0)
    assert.notEqual(open(cache, 1, 12, true), 0)
    assert.equal(open(cache, 500), 0)
  })

  it('puts a partition that was given data behind the others', () => {
    const cache = sessions(simWorld(1))
    const id = open(cache, 3)
    const plan = cache.plan(request(id, 1, {}), 12)
    assert.ok(plan.kind === 'incremental')
    const [first] = [...plan.targets]
    cache.moveToEnd(plan.session, first as FetchTarget)
    const next = cache.plan(request(id, 2, {}), 12)
    assert.deepEqual(targetsOf(next).map((target) => target.index), [1, 2, 0])
  })
})
