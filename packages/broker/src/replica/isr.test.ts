// In-sync replicas: what counts as committed, who may join, who has to leave, with answers that come late or not at all.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BatchBuilder, ErrorCode } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../cluster/controller-channel.ts'
import { openHarness, type Harness } from '../testing/harness.ts'
import type { Leadership } from './leadership.ts'
import type { Partition } from './partition.ts'

const LAG_MS = 30_000

interface Asked {
  readonly isr: readonly number[]
  readonly partitionEpoch: number
  answer(errorCode: number, isr?: readonly number[]): Promise<void>
  /** Nobody knows whether the request arrived. */
  lose(): Promise<void>
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
      alterPartition: (request) => new Promise((resolve, reject) => bench.hear(request, resolve, reject)),
    }))
    bench.harness.lead('t', 0, 0, isr)
    return bench
  }

  private hear(request: AlterPartitionRequest, resolve: (response: AlterPartitionResponse) => void, reject: (error: Error) => void): void {
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
      lose: async () => {
        reject(new Error('the connection broke'))
        await this.simulation.advance(1)
      },
    })
  }

  get partition(): Partition {
    return this.harness.replicas.partition('t', 0) as Partition
  }

  get leadership(): Leadership {
    return this.partition.leadership as Leadership
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
    this.leadership.followerFetched(brokerId, { offset, logStartOffset: 0, brokerEpoch: 1 })
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
    assert.deepEqual(bench.leadership.inSync.isr, [0, 1])
    assert.equal(bench.highWatermark, 3)
    await bench.fetched(1, 4)
    assert.equal(bench.highWatermark, 4)
    await bench.close()
  })

  it('asks again for as long as there is no answer, for the same change at the same epoch', async () => {
    const bench = await Bench.open()
    await bench.append()
    await bench.fetched(1, 1)
    await bench.asked[0]?.answer(ErrorCode.UNKNOWN_SERVER_ERROR)
    await bench.simulation.advance(100)
    await bench.asked[1]?.lose()
    await bench.simulation.advance(100)
    assert.deepEqual(bench.asked.map(({ isr, partitionEpoch }) => [isr, partitionEpoch]), Array.from({ length: 3 }, () => [[0, 1], 0]))
    await bench.asked[2]?.answer(0)
    assert.deepEqual(bench.leadership.inSync.isr, [0, 1])
    await bench.close()
  })

  it('counts a change whose fate it does not know: no error but one that tells it takes the new member out again', async () => {
    const silent = [
      ErrorCode.FENCED_LEADER_EPOCH, ErrorCode.INVALID_UPDATE_VERSION, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_ID,
      ErrorCode.INVALID_REQUEST, ErrorCode.NEW_LEADER_ELECTED,
    ]
    for (const code of silent) {
      const bench = await Bench.open()
      await bench.append()
      await bench.fetched(1, 1)
      // The controller has made the change, the answer was lost, and the second request is refused.
      await bench.asked[0]?.lose()
      await bench.simulation.advance(100)
      await bench.asked[1]?.answer(code)
      // Long after: one that is about to join on its own account would be waited for in any case.
      await bench.simulation.advance(LAG_MS + 1000)
      await bench.append()
      await bench.fetched(2, 2)
      await bench.simulation.advance(100)
      assert.equal(bench.highWatermark, 1, `${code}: 1 may be elected, and lacks the second record`)
      assert.equal(bench.asked.length, 2, `${code}: nothing is asked before the controller has spoken`)
      bench.harness.lead('t', 0, 0, [0, 1], 1)
      assert.equal(bench.highWatermark, 1)
      await bench.fetched(1, 2)
      assert.equal(bench.highWatermark, 2)
      await bench.close()
    }
  })

  it('takes back a change that was certainly not made', async () => {
    for (const code of [ErrorCode.INELIGIBLE_REPLICA, ErrorCode.OPERATION_NOT_ATTEMPTED]) {
      const bench = await Bench.open()
      await bench.append()
      await bench.fetched(1, 1)
      await bench.asked[0]?.answer(code)
      assert.deepEqual(bench.leadership.inSync.maximal, [0])
      await bench.fetched(2, 1)
      assert.deepEqual(bench.asked[1]?.isr, [0, 2])
      await bench.close()
    }
  })

  it('goes on counting a change when the controller, a new one perhaps, says again what it said before', async () => {
    const bench = await Bench.open()
    await bench.append()
    await bench.fetched(1, 1)
    bench.harness.lead('t', 0, 0, [0])
    await bench.simulation.advance(LAG_MS + 1000)
    await bench.append()
    assert.equal(bench.highWatermark, 1, 'the set is not smaller for that')
    await bench.asked[0]?.answer(0)
    assert.deepEqual(bench.leadership.inSync.isr, [0, 1])
    bench.harness.lead('t', 0, 0, [0])
    assert.deepEqual(bench.leadership.inSync.isr, [0, 1], 'older than what is known')
    await bench.close()
  })

  it('gives up a change when the controller has made another one meanwhile, and does not ask for it again', async () => {
    const bench = await Bench.open([0, 1])
    await bench.append()
    await bench.fetched(1, 1)
    await bench.fetched(2, 1)
    await bench.asked[0]?.lose()
    bench.harness.lead('t', 0, 0, [0], 1)
    await bench.fetched(2, 1)
    await bench.simulation.advance(200)
    // Neither the old set nor the new one twice; least of all the old one at the new epoch.
    assert.deepEqual(bench.asked.map(({ isr, partitionEpoch }) => [isr, partitionEpoch]), [[[0, 1, 2], 0], [[0, 2], 1]])
    await bench.asked[1]?.answer(0)
    assert.deepEqual(bench.leadership.inSync.isr, [0, 2])
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
    assert.deepEqual(bench.leadership.inSync.isr, [0, 1], 'an answer of the old epoch changes nothing')
    assert.equal(bench.leadership.inSync.followers.get(1)?.logEndOffset, -1)
    await bench.append()
    assert.equal(bench.highWatermark, 1)
    await bench.close()
  })
})
