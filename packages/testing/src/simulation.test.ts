// The whole broker in a simulated world: one seed decides everything, and acknowledged records survive every crash.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptiedLogsStory } from './testing/emptied-logs-story.ts'
import { oneBrokerStory } from './testing/one-broker-story.ts'

test('kills and power losses of one broker: nothing acknowledged is lost, and a seed gives the same run twice', async () => {
  const first = await oneBrokerStory('first')
  const second = await oneBrokerStory('first')
  assert.deepEqual(second, first)
  const other = await oneBrokerStory('another')
  assert.notEqual(other.traceHash, first.traceHash)
  assert.ok(first.acknowledged > 200 && first.kills + first.powerLosses === 4)
})

test('the story notices loss: power taken away while nothing is flushed', async () => {
  await assert.rejects(oneBrokerStory('careless', { careless: true }), /was acknowledged at offset|was \d+ and is \d+|order of partition/)
})

test('partitions that lose all their records, over stops, kills and power losses: no end, start or commit ever goes back', async () => {
  const totals = { stops: 0, kills: 0, powerLosses: 0, foundEmpty: 0 }
  for (const seed of ['empty 1', 'empty 2', 'empty 3', 'empty 4', 'empty 5']) {
    const outcome = await emptiedLogsStory(seed)
    for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += outcome[key]
  }
  assert.ok(Object.values(totals).every((count) => count >= 3), JSON.stringify(totals))
  assert.deepEqual(await emptiedLogsStory('empty 1'), await emptiedLogsStory('empty 1'))
})

test('that story notices an end that goes back: power taken away while nothing is flushed', async () => {
  await assert.rejects(emptiedLogsStory('careless', { careless: true, crashes: 20 }), /ended at \d+, its last record was/)
})
