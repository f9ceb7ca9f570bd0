import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PauseLedger } from './pause-ledger.ts'

test('a pause that is reported twice counts once, whoever reports more', () => {
  const ledger = new PauseLedger()
  assert.equal(ledger.enter(5_000, 100_000), 5_000)
  assert.equal(ledger.enter(5_000, 100_000), 0)
  assert.equal(ledger.enter(60_000, 100_010), 55_000) // it began earlier than the first reporter knew
  assert.equal(ledger.enter(60_000, 100_020), 10)
})

test('pauses that do not overlap add up', () => {
  const ledger = new PauseLedger()
  assert.equal(ledger.enter(5_000, 100_000), 5_000)
  assert.equal(ledger.enter(5_000, 110_000), 5_000)
  assert.equal(ledger.enter(20_000, 112_000), 15_000)
})
