// What every Scheduler, Random and Workers does, real and simulated.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { nodeClock, nodeRandom, nodeScheduler, nodeWorkers } from './node/index.ts'
import { SimRandom, simWorld } from './sim/index.ts'
import type { World } from './world.ts'

const turns = (entry: string): boolean => entry.startsWith('turn')

type Part = Pick<World, 'scheduler' | 'random' | 'workers' | 'clock'>

function compliance(name: string, part: Part, settle: <T>(promise: Promise<T>) => Promise<T>): void {
  const { scheduler, random, workers, clock } = part
  const sleep = (ms: number): Promise<void> => settle(scheduler.sleep(ms))

  describe(`scheduler: ${name}`, () => {
    it('fires once, in the order of delays, and not at once', async () => {
      const order: string[] = []
      scheduler.after(8, () => order.push('late'))
      scheduler.after(1, () => order.push('early'))
      scheduler.nextTurn(() => order.push('turn 1'))
      scheduler.nextTurn(() => order.push('turn 2'))
      assert.equal(order.length, 0)
      await sleep(20)
      await sleep(5)
      assert.deepEqual(order.filter(turns), ['turn 1', 'turn 2'])
      assert.deepEqual(order.filter((entry) => !turns(entry)), ['early', 'late'])
    })

    it('never fires what was cancelled', async () => {
      let fired = 0
      const timers = [scheduler.after(2, () => fired++), scheduler.nextTurn(() => fired++)]
      scheduler.nextTurn(() => timers[0]!.cancel())
      for (const timer of timers.slice(1)) timer.cancel()
      await sleep(10)
      for (const timer of timers) timer.cancel()
      assert.equal(fired, 0)
    })

    it('does not fire early, nor at once what is weeks away', async () => {
      let fired = 0
      const far = scheduler.after(2 ** 31 + 1000, () => fired++)
      const before = clock.monotonicMs()
      await sleep(5)
      assert.ok(clock.monotonicMs() - before >= 4)
      assert.equal(fired, 0)
      far.cancel()
    })

    it('wakes a sleeper with the reason of its signal', async () => {
      const controller = new AbortController()
      const sleeping = scheduler.sleep(60_000, { signal: controller.signal })
      scheduler.nextTurn(() => controller.abort(new Error('wake up')))
      await assert.rejects(settle(sleeping), { message: 'wake up' })
      await assert.rejects(settle(scheduler.sleep(1, { signal: controller.signal })), { message: 'wake up' })
    })

    it('draws within bounds', () => {
      const seen = new Set<number>()
      for (let i = 0; i < 500; i++) {
        const float = random.float()
        assert.ok(float >= 0 && float < 1)
        seen.add(random.below(5))
      }
      assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4])
      assert.equal(random.below(1), 0)
      assert.equal(random.bytes(33).length, 33)
      const ids = new Set(Array.from({ length: 500 }, () => random.uuid()))
      assert.equal(ids.size, 500)
      for (const id of ids) {
        assert.match(id, /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/)
        const raw = Buffer.from(id, 'base64url')
        assert.deepEqual([raw.length, raw[6]! >> 4, raw[8]! >> 6], [16, 4, 2])
      }
    })

    it('compresses off the loop', async () => {
      const input = Buffer.from('again and again '.repeat(1000))
      for (const level of [undefined, 1, 9]) {
        const zipped = await settle(workers.gzip(input, level))
        const packed = await settle(workers.zstd(input, level))
        assert.ok(zipped.length < input.length && packed.length < input.length)
        assert.deepEqual(gunzipSync(zipped), input)
        assert.deepEqual(zstdDecompressSync(packed), input)
      }
    })
  })
}

compliance('node', { scheduler: nodeScheduler, random: nodeRandom, workers: nodeWorkers, clock: nodeClock }, (promise) => promise)
const simulation = simWorld('scheduler')
compliance('sim', simulation.host('a'), (promise) => simulation.settle(promise))

function draw(random: SimRandom): number[] {
  return Array.from({ length: 20 }, () => random.uint32())
}

describe('simulated randomness', () => {
  it('repeats, forks without shifting its parent, and differs by seed', () => {
    assert.deepEqual(draw(new SimRandom(7)), draw(new SimRandom(7)))
    const forked = new SimRandom(7)
    draw(forked.fork('x'))
    assert.deepEqual(draw(forked), draw(new SimRandom(7)))
    assert.notDeepEqual(draw(new SimRandom(7)), draw(new SimRandom(8)))
    assert.notDeepEqual(draw(new SimRandom(7).fork('x')), draw(new SimRandom(7).fork('y')))
  })

  it('is even enough for a coin and a die', () => {
    const random = new SimRandom('dice')
    const counts = [0, 0, 0, 0, 0, 0]
    for (let i = 0; i < 60_000; i++) counts[random.below(6)]!++
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, String(counts))
  })
})
