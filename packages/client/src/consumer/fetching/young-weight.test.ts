import assert from 'node:assert/strict'
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { test } from 'node:test'
import { weigh } from './young-weight.ts'

test('answers that come and go are collected with the young objects', async () => {
  const kinds: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kinds.push((entry as unknown as { detail: { kind: number } }).detail.kind)
  })
  observer.observe({ entryTypes: ['gc'] })
  for (let answers = 0; answers < 200; answers++) weigh(1_048_576)
  for (let turns = 0; kinds.length === 0 && turns < 100; turns++) await new Promise((resolve) => setTimeout(resolve, 10))
  observer.disconnect()
  assert.ok(kinds.includes(constants.NODE_PERFORMANCE_GC_MINOR), `collections: ${kinds.join(' ')}`)
})
