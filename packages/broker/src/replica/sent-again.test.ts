// A batch that is sent again after any stop of the broker is recognised.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentAgainStory } from '../testing/sent-again-story.ts'

test('a batch sent again after any stop is recognised: five under way, with rolls between, from several seeds', async () => {
  const total = { kill: 0, power: 0, stop: 0, unanswered: 0, rolls: 0 }
  for (let seed = 0; seed < 12; seed++) {
    for (const [name, count] of Object.entries(await sentAgainStory(seed))) total[name as keyof typeof total] += count
  }
  assert.ok(total.kill > 15 && total.power > 5 && total.stop > 15 && total.unanswered > 60 && total.rolls > 30, JSON.stringify(total))
})
