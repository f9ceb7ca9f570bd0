import assert from 'node:assert/strict'
import { test } from 'node:test'
import { committed, formGroup, Harness, stateOf, TestMember } from '../testdata/harness.ts'

test('a group forms, commits, and is the same after a restart', async () => {
  const harness = new Harness()
  await harness.load()
  const [a, b] = [new TestMember(harness, 'g', 'a'), new TestMember(harness, 'g', 'b')]
  await formGroup([a, b])
  assert.equal(await stateOf(harness, 'g'), 'Stable')
  assert.deepEqual([a.assignment, b.assignment], ['for a', 'for b'])
  assert.equal(await a.commit('t', 0, 42), 0)
  assert.equal(await committed(harness, 'g', 't', 0), 42)
  await harness.restart()
  assert.equal(await stateOf(harness, 'g'), 'Stable')
  assert.equal(await committed(harness, 'g', 't', 0), 42)
  assert.equal(await a.heartbeat(), 0)
  assert.equal(await b.heartbeat(), 0)
  assert.deepEqual(harness.errors, [])
})
