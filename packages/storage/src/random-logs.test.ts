/**
 * A few random logs every day; `npm run fuzz -- --target logs` and `--target damaged-logs` try more, and with `--seed`
 * one of these.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDamagedLog, readRandomLog } from './testing/random-log-cases.ts'

test('random logs, whatever was done to them, give what they hold', async () => {
  let reads = 0
  for (let seed = 1; seed <= 40; seed++) reads += await readRandomLog(seed)
  assert.ok(reads > 100_000, `${reads} reads`)
})

test('one bit flipped in a random log: no other content, and what lies in other segments', async () => {
  let damaged = 0
  for (let seed = 1; seed <= 100; seed++) if (await readDamagedLog(seed)) damaged++
  assert.ok(damaged > 60, `${damaged} logs were damaged`)
})
