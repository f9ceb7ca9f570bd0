import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Waiters } from './waiters.ts'

test('each is called once; who comes meanwhile waits for the next time, who is taken out is not called', () => {
  const waiters = new Waiters()
  const called: string[] = []
  const gone = (): void => void called.push('gone')
  waiters.add(() => {
    called.push('a')
    waiters.add(() => called.push('later'))
  })
  waiters.add(gone)
  waiters.add(() => called.push('b'))
  waiters.delete(gone)
  assert.equal(waiters.size, 2)
  waiters.callAll()
  assert.deepEqual([called, waiters.size], [['a', 'b'], 1])
  waiters.callAll()
  waiters.callAll()
  assert.deepEqual([called, waiters.size], [['a', 'b', 'later'], 0])
})

test('what was called is gone with the next collection of young objects, however old the list is', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void
  const waiters = new Waiters()
  const round = (): void => {
    const held = Array.from({ length: 1000 }, () => 0)
    waiters.add(() => void held.length)
    waiters.callAll()
  }
  for (let index = 0; index < 10; index++) round()
  collect()
  const before = process.memoryUsage().heapUsed
  for (let index = 0; index < 3000; index++) {
    round()
    if (index % 50 === 0) collect({ type: 'minor' })
  }
  collect({ type: 'minor' })
  const kept = process.memoryUsage().heapUsed - before
  assert.ok(kept < 6_000_000, `${kept} bytes of 24,000,000 are still there`)
})
