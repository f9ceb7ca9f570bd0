// In-sync replicas: what counts as committed, who may join, who has to leave, with answers that come late or not at all.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { BatchBuilder, ErrorCode } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../cluster/controller-channel.ts'
import { openHarness, type Harness } from '../testing/harness.ts'
import { InSyncReplicas } from './isr.ts'
import type { Partition } from './partition.ts'

const LAG_MS = 30_000

interface Asked {
  readonly isr: readonly number[]
  readonly partitionEpoch: number
  answer(errorCode: number, isr?: readonly number[]): Promise<void>
}

class Bench {
  readonly simulation: Simulation = simWorld(9)
  readonly asked: Asked[] = []
  harness!: Harness

  static async open(isr: readonly number[] = [0]): Promise<Bench> {
    const bench = new Bench()
    const { simulation } = bench
    bench.harness = await simulation.settle(openHarness({
      world: simulation.host('broker'), directory: '/data', host: '0.0.0.0', replicas: [0, 1, 2],
      alterPartition: (request) => new Promise((resolve) => bench.hear(request, resolve)),
    }))
    bench.harness.lead('t', 0, 0, isr)
    return bench
  }

  private hear(request: AlterPartitionRequest, resolve: (response: AlterPartitionResponse) => void): void {
    const change = request.topics[0]?.partitions[0]
    assert.ok(change)
    this.asked.push({
      isr: change.newIsr,
      partitionEpoch: change.partitionEpoch,
      answer: async (errorCode, isr = change.newIsr) => {
        const partition = { partitionIndex: 0, errorCode, leaderId: 0, leaderEpoch: change.leaderEpoch, isr: [...isr], leaderRecoveryState: 0, partitionEpoch: change.partitionEpoch + 1 }
        resolve({ throttleTimeMs: 0, errorCode: 0, topics: [{ topicName: 't', topicId: '', partitions: [partition] }] })
        await this.simulation.advance(1)
      },
    })
  }

  get partition(): Partition {
    return this.harness.replicas.partition('t', 0) as Partition
  }

  get highWatermark(): number {
    return this.partition.log?.highWatermark ?? -1
  }

  async append(): Promise<void> {
    const builder = new BatchBuilder()
    builder.append(null, 'x', undefined, 0)
    assert.equal(this.partition.append(builder.build(), 1, 'client', 13).error, undefined)
    await this.simulation.advance(1)
  }

  async fetched(brokerId: number, offset: number): Promise<void> {
    assert.equal(this.partition.followerFetched(brokerId, offset, 0, 1), true)
    await this.simulation.advance(1)
  }

  close(): Promise<void> {
    return this.simulation.settle(this.harness.close())
  }
}

describe('in-sync replicas', () => {
  it('lets a replica in once it has reached the high watermark and the start of the epoch', async () => {
    const bench = await Bench.open()
    await bench.append()
    await bench.append()
    assert.equal(bench.highWatermark, 2)
    bench.harness.lead('t', 0, 1, [0])
    await bench.append()
    await bench.fetched(1, 1)
    assert.equal(bench.asked.length, 0)
    await bench.fetched(1, 3)
    assert.deepEqual(bench.asked[0]?.isr, [0, 1])
    // From now on it counts, although nobody has answered yet, and nothing else is asked for.
    await bench.append()
    await bench.fetched(2, 4)
    assert.equal(bench.asked.length, 1)
    assert.equal(bench.highWatermark, 3)
    await bench.asked[0]?.answer(0)
    assert.deepEqual(bench.partition.inSync.isr, [0, 1])
    assert.equal(bench.highWatermark, 3)
    await bench.fetched(1, 4)
    assert.equal(bench.highWatermark, 4)
    await bench.close()
  })

  it('asks again when there is no answer, and gives up a change that is refused for good', async () => {
    const bench = await Bench.open()
    await bench.append()
    await bench.fetched(1, 1)
    await bench.asked[0]?.answer(ErrorCode.UNKNOWN_SERVER_ERROR)
    await bench.simulation.advance(100)
    assert.equal(bench.asked.length, 2)
    await bench.asked[1]?.answer(ErrorCode.INVALID_UPDATE_VERSION)
    await bench.simulation.advance(100)
    assert.equal(bench.asked.length, 2)
    assert.deepEqual(bench.partition.inSync.maximal, [0])
    await bench.close()
  })

  it('takes out who lags, and does not commit without them before that is decided', async () => {
    const bench = await Bench.open([0, 1, 2])
    await bench.append()
    await bench.fetched(1, 1)
    await bench.simulation.advance(LAG_MS + 1000)
    await bench.fetched(1, 1)
    bench.harness.replicas.shrinkInSyncReplicas()
    assert.deepEqual(bench.asked[0]?.isr, [0, 1])
    assert.equal(bench.highWatermark, 0)
    await bench.asked[0]?.answer(0)
    assert.equal(bench.highWatermark, 1)
    await bench.close()
  })

  it('keeps one in that is always a little behind', async () => {
    const bench = await Bench.open([0, 1])
    for (let i = 1; i < 40; i++) {
      await bench.append()
      await bench.fetched(1, i - 1)
      await bench.simulation.advance(2000)
      bench.harness.replicas.shrinkInSyncReplicas()
    }
    assert.equal(bench.asked.length, 0)
    await bench.close()
  })

  it('forgets what it knew of the others when a new epoch begins', async () => {
    const bench = await Bench.open([0, 1])
    await bench.append()
    await bench.fetched(1, 1)
    await bench.fetched(2, 1)
    assert.equal(bench.asked.length, 1)
    bench.harness.lead('t', 0, 1, [0, 1])
    await bench.asked[0]?.answer(0)
    assert.deepEqual(bench.partition.inSync.isr, [0, 1], 'an answer of the old epoch changes nothing')
    assert.equal(bench.partition.inSync.followers.get(1)?.logEndOffset, -1)
    await bench.append()
    assert.equal(bench.highWatermark, 1)
    await bench.close()
  })

  it('never commits what a member of the maximal set lacks', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('fetch' as const), id: fc.integer({ min: 1, max: 3 }), offset: fc.nat(20) }),
      fc.record({ kind: fc.constant('propose' as const), isr: fc.subarray([1, 2, 3]) }),
      fc.record({ kind: fc.constant('commit' as const) }),
      fc.record({ kind: fc.constant('withdraw' as const) }),
    )
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const inSync = new InSyncReplicas(0)
      inSync.reset([0, 1, 2, 3], [0, 1], 0, 0)
      let proposed: number[] | undefined
      for (const one of steps) {
        if (one.kind === 'fetch') {
          const follower = inSync.followers.get(one.id)
          assert.ok(follower)
          inSync.followerFetched(follower, { offset: one.offset, logStartOffset: 0, brokerEpoch: 1, leaderEndOffset: 20, nowMs: 1 })
        } else if (one.kind === 'propose' && proposed === undefined) inSync.propose(proposed = [0, ...one.isr])
        else if (one.kind === 'commit' && proposed !== undefined) inSync.commit(proposed)
        else if (one.kind === 'withdraw') inSync.withdraw()
        if (one.kind === 'commit' || one.kind === 'withdraw') proposed = undefined
        const committed = inSync.committedOffset(20, 1, LAG_MS, () => false)
        for (const id of [...inSync.isr, ...(proposed ?? []).filter((added) => !inSync.isr.includes(added))]) {
          if (id !== 0) assert.ok(committed <= (inSync.followers.get(id)?.logEndOffset ?? 20))
        }
      }
    }))
  })
})
