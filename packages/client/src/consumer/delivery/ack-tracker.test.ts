import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { AckTracker } from './ack-tracker.ts'
import { Credits } from './credits.ts'
import { Ledger } from './ledger.ts'

test('contiguous progress: any order of acknowledgements, against a plain model', () => {
  fc.assert(fc.property(
    fc.array(fc.record({ gap: fc.integer({ min: 0, max: 3 }), count: fc.integer({ min: 1, max: 5 }), bytes: fc.integer({ min: 0, max: 100 }) }), { minLength: 1, maxLength: 60 }),
    fc.array(fc.nat(), { maxLength: 120 }),
    fc.nat({ max: 60 }),
    (entries, picks, split) => {
      const tracker = new AckTracker()
      const open = new Map<number, { count: number; bytes: number }>()
      let offset = 0
      const deliver = (entry: (typeof entries)[number]): void => {
        offset += entry.gap
        tracker.delivered(offset, entry.count, entry.bytes)
        open.set(offset, entry)
        offset += entry.count
      }
      const check = (): void => {
        assert.equal(tracker.oldest, open.size === 0 ? undefined : Math.min(...open.keys()))
        assert.equal(tracker.records, [...open.values()].reduce((sum, { count }) => sum + count, 0))
        assert.equal(tracker.bytes, [...open.values()].reduce((sum, { bytes }) => sum + bytes, 0))
      }
      for (const entry of entries.slice(0, split)) deliver(entry)
      for (const pick of picks) {
        const at = pick % (offset + 2)
        assert.equal(tracker.ack(at, open.get(at)?.count), open.delete(at))
        check()
      }
      for (const entry of entries.slice(split)) deliver(entry)
      check()
      for (const pick of picks.toReversed()) {
        const at = pick % (offset + 2)
        assert.equal(tracker.ack(at, open.get(at)?.count), open.delete(at))
        check()
      }
    },
  ))
})

test('acknowledging through an offset takes everything up to it', () => {
  const tracker = new AckTracker()
  for (const offset of [0, 1, 5, 6, 9]) tracker.delivered(offset, 1, 10)
  assert.equal(tracker.ack(6), true)
  assert.equal(tracker.deferred, 1)
  assert.equal(tracker.ackThrough(5), true)
  assert.deepEqual([tracker.oldest, tracker.records, tracker.bytes, tracker.deferred], [9, 1, 10, 0])
  assert.equal(tracker.ackThrough(5), false)
  assert.equal(tracker.ackThrough(100), true)
  assert.equal(tracker.oldest, undefined)
})

test('a ledger gives all credit back when it is closed, and refuses what comes later', () => {
  const credits = new Credits({ records: 5, bytes: 1000, partitionRecords: 3, partitionBytes: 1000 })
  let freed = 0
  const ledger = new Ledger(credits, () => freed++)
  const other = new Ledger(credits, () => {})
  for (const offset of [0, 1, 2]) ledger.deliver(offset, 1, 100)
  assert.equal(credits.available(ledger.tracker), 0)
  assert.equal(credits.available(other.tracker), 2)
  other.deliver(0, 1, 700)
  assert.equal(credits.available(other.tracker), 0, 'the bytes of all are used up')
  assert.equal(ledger.ack(1), true)
  assert.equal(freed, 1, 'somebody may have waited: everything was used up')
  ledger.close()
  assert.deepEqual([credits.usedRecords, credits.usedBytes], [1, 700])
  assert.equal(ledger.ack(0), false)
  assert.equal(ledger.ackThrough(2), false)
  ledger.close()
  assert.deepEqual([credits.usedRecords, credits.usedBytes], [1, 700])
})
