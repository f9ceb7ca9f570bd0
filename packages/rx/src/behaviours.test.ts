/** Every behaviour of Reactor Kafka's own tests (R1 to R39, S1 to S13, T1 to T5, O1) is a scenario of that name, run against real brokers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rxScenarios } from '../../../tests/client/rx-scenarios.ts'
import { transactionScenarios } from '../../../tests/client/rx-transactions.ts'

const idsOf = (name: string): string[] => name.match(/\b[RSTO]\d+\b/g) ?? []

test('every behaviour is named by a scenario', () => {
  const named = new Set([...rxScenarios, ...transactionScenarios].flatMap(({ name }) => idsOf(name)))
  const count = { R: 39, S: 13, T: 5, O: 1 } as const
  const wanted = Object.entries(count).flatMap(([letter, last]) => Array.from({ length: last }, (_, i) => `${letter}${i + 1}`))
  assert.deepEqual(wanted.filter((id) => !named.has(id)), [])
  assert.deepEqual([...named].filter((id) => !wanted.includes(id)), [], 'not in the list')
})

test('what needs transactions or the new group protocol asks the broker first', () => {
  const [endTxn, consumerGroupHeartbeat] = [26, 68]
  for (const { name, needs } of transactionScenarios) assert.equal(needs?.[0], name.includes('protocol consumer') ? consumerGroupHeartbeat : endTxn, name)
  for (const { name, needs } of rxScenarios) assert.equal(needs?.[0], name.includes('KIP-848') ? consumerGroupHeartbeat : undefined, name)
})

test('no two scenarios share a name', () => {
  const names = [...rxScenarios, ...transactionScenarios].map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
})
