/** What a truncation takes back of transactions is not in the index of aborted ones any more, on disk neither. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildEndTxnBatch } from '@odradek/protocol/internal'
import type { PartitionLog } from './partition-log.ts'
import { TestStorage, appendNow, batchOf } from './testing/test-world.ts'

const producer = { producerId: 7, producerEpoch: 0 }

function transaction(storage: TestStorage, log: PartitionLog, baseSequence: number, committed: boolean): void {
  appendNow(storage, log, batchOf(['value'], { ...producer, baseSequence, isTransactional: true }))
  const marker = buildEndTxnBatch({ ...producer, coordinatorEpoch: 0, committed, timestamp: storage.time.wallMs() })
  assert.equal(log.append(marker, { leaderEpoch: 0, origin: 'coordinator' }).error, undefined)
  storage.time.turn()
}

for (const [kept, aborted] of [[1, []], [3, [{ producerId: 7, firstOffset: 1 }]]] as const) {
  test(`an aborted transaction that was cut hides no committed one in its place; ${aborted.length} are left`, async () => {
    const storage = await TestStorage.open()
    let log = storage.log()
    appendNow(storage, log, batchOf(['first']))
    transaction(storage, log, 0, false)
    transaction(storage, log, 1, false)
    await storage.close()
    await storage.reopen()
    log = storage.log()
    log.truncateTo(kept)
    await storage.close()
    await storage.reopen()
    log = storage.log()
    transaction(storage, log, (kept - 1) / 2, true)
    assert.deepEqual(log.abortedTransactions(0, log.logEndOffset), aborted)
    await storage.close()
    await storage.reopen()
    assert.deepEqual(storage.log().abortedTransactions(0, kept + 2), aborted)
    await storage.close()
  })
}
