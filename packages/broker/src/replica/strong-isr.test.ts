// Replication as a whole, from seeds: see ReplicatedPartition for what happens and what must hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReplicatedPartition } from '../testing/replicated-partition.ts'

/**
 * Beyond the first hundred: these found one of the mistakes that ReplicatedPartition names, when it was put in the
 * place of the rule.
 */
const TELLING = [116, 126, 128, 129, 132, 155, 194, 270, 273, 746]

test('StrongIsr holds at every step, and at rest all replicas have what was acknowledged', async () => {
  let acknowledged = 0
  for (const seed of [...Array.from({ length: 100 }, (_, at) => at), ...TELLING]) {
    acknowledged += (await ReplicatedPartition.play(seed, 200)).acknowledged.size
  }
  assert.ok(acknowledged > 500, `${acknowledged} acknowledged`)
})

test('a follower that truncates to its high watermark loses what was acknowledged, and is found out', async () => {
  let found = 0
  for (let seed = 0; seed < 12; seed++) {
    await ReplicatedPartition.play(seed, 200, { truncation: 'to high watermark' }).catch((error: unknown) => {
      assert.ok(error instanceof assert.AssertionError, String(error))
      found++
    })
  }
  assert.ok(found > 1, `${found} of 12`)
})
