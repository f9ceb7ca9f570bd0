// The whole broker in a simulated world: one seed decides everything, and acknowledged records survive every crash.
import assert from 'node:assert/strict'
import { test } from 'node:test'
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
