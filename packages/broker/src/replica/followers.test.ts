// What a follower's fetch says of the follower, and whom an append wakes.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BatchBuilder, ErrorCode, ZERO_UUID } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import type { PartitionLog, ReadOptions } from '@odradek/storage/internal'
import type { RequestContext } from '../services.ts'
import { openHarness, type Harness } from '../testing/harness.ts'
import { FetchTarget } from './fetch-target.ts'
import { PendingFetch, type FetchedPartition } from './fetch.ts'
import type { Leadership } from './leadership.ts'
import type { Partition } from './partition.ts'

const LAG_MS = 30_000

interface Fetch {
  readonly replicaId: number
  readonly offset: number
  readonly currentLeaderEpoch?: number
  readonly lastFetchedEpoch?: number
  readonly maxWaitMs?: number
}

class Bench {
  readonly simulation: Simulation = simWorld(3)
  readonly asked: (readonly number[])[] = []
  harness!: Harness

  static async open(isr: readonly number[] = [0, 1]): Promise<Bench> {
    const bench = new Bench()
    bench.harness = await bench.simulation.settle(openHarness({
      world: bench.simulation.host('broker'), directory: '/data', host: '0.0.0.0', replicas: [0, 1, 2],
      alterPartition: (request) => {
        bench.asked.push(request.topics[0]?.partitions[0]?.newIsr ?? [])
        return new Promise(() => {})
      },
    }))
    bench.harness.lead('t', 0, 0, isr)
    return bench
  }

  get partition(): Partition {
    return this.harness.replicas.partition('t', 0) as Partition
  }

  get log(): PartitionLog {
    return this.partition.log as PartitionLog
  }

  endOf(brokerId: number): number | undefined {
    return (this.partition.leadership as Leadership).inSync.followers.get(brokerId)?.logEndOffset
  }

  async append(count = 1): Promise<void> {
    for (let i = 0; i < count; i++) {
      const builder = new BatchBuilder()
      builder.append(null, 'x', undefined, 0)
      assert.equal(this.partition.append(builder.build(), 1, 'client', 13).error, undefined)
    }
    await this.simulation.advance(1)
  }

  /** Begins a fetch; the answers come into the list that is returned. */
  fetch({ replicaId, offset, currentLeaderEpoch = -1, lastFetchedEpoch = -1, maxWaitMs = 0 }: Fetch): FetchedPartition[] {
    const answers: FetchedPartition[] = []
    const requested = { partition: 0, fetchOffset: offset, currentLeaderEpoch, lastFetchedEpoch, logStartOffset: 0, partitionMaxBytes: 1 << 20 }
    const target = new FetchTarget('t/0', 't', ZERO_UUID, requested as never)
    const context = { receivedAtMs: this.simulation.host('broker').clock.monotonicMs(), onAbandoned: () => {} } as unknown as RequestContext
    const parameters = { apiVersion: 12, replicaId, replicaEpoch: 1, maxWaitMs, minBytes: 1, maxBytes: 1 << 20, readCommitted: false }
    new PendingFetch(context, this.harness.replicas, [target], parameters, (_context, fetched) => void answers.push(...fetched)).start()
    return answers
  }

  /** Reads of the log that `work` causes. */
  async reads(work: () => Promise<void>): Promise<number> {
    const { log } = this
    let count = 0
    log.read = (options: ReadOptions) => {
      count++
      return Object.getPrototypeOf(log).read.call(log, options)
    }
    await work()
    Reflect.deleteProperty(log, 'read')
    return count
  }

  close(): Promise<void> {
    return this.simulation.settle(this.harness.close())
  }
}

const code = (answers: readonly FetchedPartition[]): number | undefined => answers[0]?.data.errorCode

describe('a follower\'s fetch', () => {
  it('counts only where its log is ours: one with the tail of another branch truncates first', async () => {
    const bench = await Bench.open()
    await bench.append(2)
    bench.harness.lead('t', 0, 5, [0, 1])
    await bench.append(4)
    // It has six records, the last four of an epoch that the leader never saw.
    const [parted] = bench.fetch({ replicaId: 1, offset: 6, lastFetchedEpoch: 3 })
    assert.deepEqual(parted?.data.divergingEpoch, { epoch: 0, endOffset: 2 })
    assert.equal(bench.endOf(1), -1)
    assert.equal(bench.log.highWatermark, 0)
    assert.equal(code(bench.fetch({ replicaId: 1, offset: 2, lastFetchedEpoch: 0 })), 0)
    assert.equal(bench.log.highWatermark, 2)
    await bench.close()
  })

  it('lets nobody into the in-sync set by an offset of another branch', async () => {
    const bench = await Bench.open([0])
    await bench.append(2)
    bench.harness.lead('t', 0, 5, [0])
    await bench.append(4)
    bench.fetch({ replicaId: 1, offset: 6, lastFetchedEpoch: 3 })
    assert.deepEqual(bench.asked, [])
    bench.fetch({ replicaId: 1, offset: 6, lastFetchedEpoch: 5 })
    assert.deepEqual(bench.asked, [[0, 1]])
    await bench.close()
  })

  it('does not count when it does not meet our log, nor under an epoch that we do not know', async () => {
    const bench = await Bench.open()
    await bench.append(4)
    assert.equal(code(bench.fetch({ replicaId: 1, offset: 5 })), ErrorCode.OFFSET_OUT_OF_RANGE)
    assert.equal(code(bench.fetch({ replicaId: 1, offset: 4, lastFetchedEpoch: 9 })), ErrorCode.OFFSET_OUT_OF_RANGE)
    assert.equal(code(bench.fetch({ replicaId: 1, offset: 4, currentLeaderEpoch: 1 })), ErrorCode.UNKNOWN_LEADER_EPOCH)
    assert.equal(bench.endOf(1), -1)
    for (const replicaId of [1, 2]) bench.fetch({ replicaId, offset: 3, lastFetchedEpoch: 0 })
    assert.equal(bench.log.highWatermark, 3)
    assert.equal((await bench.simulation.settle(bench.log.deleteRecordsBefore(3))).error, undefined)
    // Deleted here is deleted, whichever branch it was of.
    assert.equal(code(bench.fetch({ replicaId: 1, offset: 2, lastFetchedEpoch: 0 })), ErrorCode.OFFSET_OUT_OF_RANGE)
    bench.harness.lead('t', 0, 5)
    assert.equal(code(bench.fetch({ replicaId: 1, offset: 2, lastFetchedEpoch: 3 })), ErrorCode.OFFSET_OUT_OF_RANGE)
    assert.equal(bench.endOf(1), -1)
    await bench.close()
  })

  it('says once how far the follower is: looking again when the wait is over says nothing', async () => {
    const bench = await Bench.open([0, 1])
    await bench.append()
    const answers = bench.fetch({ replicaId: 1, offset: 1, maxWaitMs: LAG_MS + 5000 })
    await bench.simulation.advance(LAG_MS + 4000)
    assert.equal(answers.length, 0)
    await bench.simulation.advance(2000)
    assert.equal(code(answers), 0)
    // Nothing has been heard of it since: with something new to fetch it is behind.
    await bench.append()
    bench.harness.replicas.shrinkInSyncReplicas()
    assert.deepEqual(bench.asked, [[0]])
    await bench.close()
  })
})

describe('an append', () => {
  it('wakes followers, and consumers only once it is committed', async () => {
    const bench = await Bench.open()
    const consumer = bench.fetch({ replicaId: -1, offset: 0, maxWaitMs: 60_000 })
    const reads = await bench.reads(async () => {
      for (let i = 0; i < 5; i++) await bench.append()
    })
    assert.equal(reads, 0, 'there is nothing that the consumer may read')
    assert.equal(consumer.length, 0)
    const follower = bench.fetch({ replicaId: 1, offset: 5, maxWaitMs: 60_000 })
    await bench.simulation.advance(1)
    assert.ok((consumer[0]?.byteLength ?? 0) > 0)
    assert.equal(follower.length, 0)
    await bench.append()
    assert.ok((follower[0]?.byteLength ?? 0) > 0)
    await bench.close()
  })

  it('is answered under the next epoch of the same leader, and refused when another one leads', async () => {
    const bench = await Bench.open()
    await bench.append()
    const told: string[] = []
    const waiter = { reached: (token: number) => void told.push(`${token}`), failed: (token: number, error: string) => void told.push(`${token} ${error}`) }
    bench.partition.whenCommitted(1, waiter, 1)
    bench.harness.lead('t', 0, 1)
    await bench.simulation.advance(1)
    assert.deepEqual(told, [])
    bench.fetch({ replicaId: 1, offset: 1, lastFetchedEpoch: 0 })
    bench.fetch({ replicaId: 2, offset: 1, lastFetchedEpoch: 0 })
    assert.deepEqual(told, ['1'])
    await bench.append()
    bench.partition.whenCommitted(2, waiter, 2)
    bench.partition.becomeFollower(bench.log, { leader: 1, leaderEpoch: 2, partitionEpoch: 2, isr: [1], replicas: [0, 1, 2], addingReplicas: [], removingReplicas: [] })
    assert.deepEqual(told, ['1', '2 NOT_LEADER_OR_FOLLOWER'])
    bench.partition.whenCommitted(2, waiter, 3)
    assert.equal(told[2], '3 NOT_LEADER_OR_FOLLOWER', 'nobody waits where nobody leads')
    await bench.close()
  })
})
