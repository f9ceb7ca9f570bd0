// Waiting: the order of an offset queue, and deadlines that come when they should and only then.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { simWorld } from '@odradek/platform/sim'
import { Deadlines, OffsetQueue, type Expiring, type OffsetWaiter } from './waiting.ts'

function recorder(): OffsetWaiter & { reachedTokens: number[]; failures: string[] } {
  const self = {
    reachedTokens: [] as number[],
    failures: [] as string[],
    reached: (token: number): void => void self.reachedTokens.push(token),
    failed: (token: number, error: string): void => void self.failures.push(`${token}:${error}`),
  }
  return self
}

describe('offset queue', () => {
  it('wakes exactly those whose offset is reached, in the order of their offsets', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 400 }), fc.array(fc.nat(60), { maxLength: 8 }), (required, steps) => {
        const queue = new OffsetQueue()
        const waiter = recorder()
        required.forEach((offset, token) => queue.push(offset, waiter, token))
        let reached = -1
        for (const step of steps) {
          reached = Math.max(reached, step)
          queue.advanceTo(reached)
          const expected = required.map((offset, token) => ({ offset, token })).filter(({ offset }) => offset <= reached)
          assert.deepEqual([...waiter.reachedTokens].sort((a, b) => a - b), expected.map(({ token }) => token))
          const offsets = waiter.reachedTokens.map((token) => required[token] as number)
          assert.deepEqual(offsets, [...offsets].sort((a, b) => a - b))
          assert.equal(queue.size, required.length - expected.length)
        }
        queue.failAll('NOT_LEADER_OR_FOLLOWER')
        assert.equal(waiter.failures.length + waiter.reachedTokens.length, required.length)
        assert.equal(queue.size, 0)
      }),
    )
  })

  it('lets a waiter push again while it is told', () => {
    const queue = new OffsetQueue()
    const told: number[] = []
    const waiter: OffsetWaiter = {
      reached(token) {
        told.push(token)
        if (token === 0) {
          queue.push(1, waiter, 1)
          queue.push(9, waiter, 2)
        }
      },
      failed: () => assert.fail('nobody failed'),
    }
    queue.push(1, waiter, 0)
    queue.advanceTo(5)
    assert.deepEqual(told, [0, 1])
    assert.equal(queue.size, 1)
  })

  it('forgets a waiter', () => {
    const queue = new OffsetQueue()
    const [gone, stays] = [recorder(), recorder()]
    queue.push(1, gone, 0)
    queue.push(1, stays, 1)
    queue.push(2, gone, 2)
    queue.remove(gone)
    queue.advanceTo(10)
    assert.deepEqual(gone.reachedTokens, [])
    assert.deepEqual(stays.reachedTokens, [1])
  })
})

class Entry implements Expiring {
  readonly deadlineMs: number
  done = false
  expiredAtMs = -1
  private readonly now: () => number

  constructor(deadlineMs: number, now: () => number) {
    this.deadlineMs = deadlineMs
    this.now = now
  }

  expire(): void {
    assert.equal(this.done, false)
    this.done = true
    this.expiredAtMs = this.now()
  }
}

describe('deadlines', () => {
  it('expires each entry at its time, those that finish early never', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ afterMs: fc.nat(5000), finishMs: fc.option(fc.nat(5000), { nil: undefined }) }), { maxLength: 60 }),
        async (plan) => {
          const simulation = simWorld(7)
          const world = simulation.host('broker')
          const deadlines = new Deadlines(world)
          const now = (): number => world.clock.monotonicMs()
          const began = now()
          const entries = plan.map(({ afterMs, finishMs }) => {
            const entry = new Entry(began + afterMs, now)
            deadlines.add(entry)
            if (finishMs !== undefined) {
              world.scheduler.after(finishMs, () => {
                if (entry.done) return
                entry.done = true
                deadlines.finished()
              })
            }
            return { entry, afterMs, finishMs }
          })
          await simulation.advance(6000)
          for (const { entry, afterMs, finishMs } of entries) {
            assert.equal(entry.done, true)
            if (finishMs !== undefined && finishMs < afterMs) assert.equal(entry.expiredAtMs, -1)
            if (entry.expiredAtMs >= 0) assert.ok(Math.abs(entry.expiredAtMs - began - afterMs) <= 0.5)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('keeps nothing of entries that have finished', () => {
    const world = simWorld(1).host('broker')
    const deadlines = new Deadlines(world)
    const stays = new Entry(world.clock.monotonicMs() + 30_000, () => 0)
    deadlines.add(stays)
    for (let i = 0; i < 100_000; i++) {
      const entry = new Entry(world.clock.monotonicMs() + 30_000, () => 0)
      deadlines.add(entry)
      entry.done = true
      deadlines.finished()
    }
    assert.equal(deadlines.size, 1)
    assert.ok((deadlines as unknown as { heap: unknown[] }).heap.length < 3000)
  })

  it('expires what waits when it is closed', () => {
    const world = simWorld(1).host('broker')
    const deadlines = new Deadlines(world)
    const before = new Entry(world.clock.monotonicMs() + 1000, () => 1)
    deadlines.add(before)
    deadlines.close()
    const after = new Entry(world.clock.monotonicMs() + 1000, () => 2)
    deadlines.add(after)
    assert.deepEqual([before.expiredAtMs, after.expiredAtMs], [1, 2])
  })
})
