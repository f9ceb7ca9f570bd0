/** The first thing a newcomer runs, against a broker in this process. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '@odradek/testing'
import { firstSteps } from '../../../examples/reactive-first-steps.ts'

test('a stream of orders goes out and comes back', async () => {
  const broker = await startBroker({ topics: { 'rx-first-orders': 3 } })
  try {
    const received = await firstSteps(broker.bootstrap, 10)
    assert.deepEqual(received.map(({ id }) => id).toSorted(), Array.from({ length: 10 }, (_, n) => `o${n}`))
    const admin = broker.client().admin()
    const committed = await admin.fetchGroupOffsets('rx-first-billing')
    await admin.close()
    assert.equal([...committed].reduce((sum, { offset }) => sum + offset, 0), 10, 'everything acknowledged is committed by the end')
  } finally {
    await broker.close()
  }
})
