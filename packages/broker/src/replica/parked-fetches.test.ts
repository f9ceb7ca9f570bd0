// Fetches that wait, and the memory of all of them.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ParkedFetches, type ParkedFetch } from './parked-fetches.ts'

describe('parked fetches', () => {
  it('are answered one after the other, also when each answer lets the next of its connection wait', () => {
    const parked = new ParkedFetches(50_000)
    let depth = 0
    let deepest = 0
    const next = (left: number): ParkedFetch => {
      const fetch = {
        parkedBytes: 1000,
        answerNow() {
          deepest = Math.max(deepest, ++depth)
          parked.remove(fetch)
          if (left > 0) parked.add(next(left - 1))
          depth--
        },
      }
      return fetch
    }
    for (let connection = 0; connection < 51; connection++) parked.add(next(20))
    assert.equal(deepest, 1)
    assert.ok(parked.usedBytes <= 60_000, `${parked.usedBytes} bytes`)
  })
})
