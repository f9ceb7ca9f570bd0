import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildEndTxnBatch, crc32c, updateBatchCrc } from '@odradek/protocol/internal'
import type { PartitionLog } from './partition-log.ts'
import { decodeProducerSnapshot, encodeProducerSnapshot } from './producer-snapshot.ts'
import type { AppendResult } from './log-results.ts'
import { TestStorage, batchOf } from './testing/test-world.ts'

interface Producer {
  readonly producerId?: number
  readonly producerEpoch?: number
  readonly baseSequence: number
  readonly isTransactional?: boolean
}

function send(storage: TestStorage, log: PartitionLog, producer: Producer, count = 1): AppendResult {
  const values = Array.from({ length: count }, (_, i) => `r${i}`)
  const batch = batchOf(values, { producerId: 9, producerEpoch: 0, ...producer }, storage.time.wallMs())
  const result = log.append(batch, { leaderEpoch: 0, origin: 'client' })
  storage.time.turn()
  log.advanceHighWatermark(log.writtenEndOffset)
  return result
}

/** Base offset, `dup <offset>`, or the error. */
function say(result: AppendResult): string {
  if (result.error !== undefined) return result.error
  return result.duplicate ? `dup ${result.baseOffset}-${result.lastOffset}` : String(result.baseOffset)
}

test('T1: the last five batches of a producer are duplicates when they come again, with their old offsets', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let i = 0; i < 7; i++) assert.equal(say(send(storage, log, { baseSequence: i * 2 }, 2)), String(i * 2))
  for (let i = 2; i < 7; i++) assert.equal(say(send(storage, log, { baseSequence: i * 2 }, 2)), `dup ${i * 2}-${i * 2 + 1}`)
  assert.equal(say(send(storage, log, { baseSequence: 2 }, 2)), 'OUT_OF_ORDER_SEQUENCE_NUMBER')
  assert.equal(say(send(storage, log, { baseSequence: 12 }, 1)), 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'a part of a batch is no duplicate')
  assert.equal(log.logEndOffset, 14)
  await storage.close()
})

test('T2: sequences follow each other, wrap at 2^31 - 1, begin with 0 in a new epoch; an unknown producer may begin anywhere', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  assert.equal(say(send(storage, log, { baseSequence: 2147483646 }, 2)), '0')
  assert.equal(say(send(storage, log, { baseSequence: 0 }, 1)), '2')
  assert.equal(say(send(storage, log, { baseSequence: 2 }, 1)), 'OUT_OF_ORDER_SEQUENCE_NUMBER')
  assert.equal(say(send(storage, log, { baseSequence: 5, producerEpoch: 1 })), 'OUT_OF_ORDER_SEQUENCE_NUMBER')
  assert.equal(say(send(storage, log, { baseSequence: 0, producerEpoch: 1 })), '3')
  assert.equal(say(send(storage, log, { baseSequence: 1, producerEpoch: 0 })), 'INVALID_PRODUCER_EPOCH')
  assert.equal(say(send(storage, log, { baseSequence: 2147483646, producerId: 10 }, 4)), '4', 'a batch may span the wrap')
  assert.equal(say(send(storage, log, { baseSequence: 2147483646, producerId: 10 }, 4)), 'dup 4-7')
  assert.equal(say(send(storage, log, { baseSequence: 2, producerId: 10 })), '8')
  await storage.close()
})

test('T3: after its records are deleted a producer goes on, and is still known', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  send(storage, log, { baseSequence: 0 }, 3)
  assert.deepEqual(await storage.time.run(log.deleteRecordsBefore(-1)), { logStartOffset: 3 })
  assert.equal(say(send(storage, log, { baseSequence: 3 })), '3')
  assert.equal(say(send(storage, log, { baseSequence: 0 }, 3)), 'dup 0-2')
  await storage.close()
})

test('T4: producer state survives a clean stop, a kill, and a roll in between', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300 } })
  let log = storage.log()
  for (let i = 0; i < 9; i++) send(storage, log, { baseSequence: i })
  assert.ok(log.segments.count > 2)
  await storage.close()
  await storage.reopen()
  log = storage.manager.log('t', 0)!
  assert.equal(say(send(storage, log, { baseSequence: 8 })), 'dup 8-8')
  assert.equal(say(send(storage, log, { baseSequence: 10 })), 'OUT_OF_ORDER_SEQUENCE_NUMBER')
  assert.equal(say(send(storage, log, { baseSequence: 9 })), '9')
  const killed = await TestStorage.open({ fs: storage.fs.crash(), config: storage.config })
  log = killed.manager.log('t', 0)!
  assert.equal(say(send(killed, log, { baseSequence: 9 })), 'dup 9-9')
  assert.equal(say(send(killed, log, { baseSequence: 10 })), '10')
  await killed.close()
})

test('T4: a truncation takes the producers back to where they were', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300 } })
  const log = storage.log()
  for (let i = 0; i < 9; i++) send(storage, log, { baseSequence: i })
  log.truncateTo(4)
  assert.equal(say(send(storage, log, { baseSequence: 8 })), 'OUT_OF_ORDER_SEQUENCE_NUMBER')
  assert.equal(say(send(storage, log, { baseSequence: 3 })), 'dup 3-3')
  assert.equal(say(send(storage, log, { baseSequence: 4 })), '4')
  await storage.close()
})

test('T4: a damaged snapshot is not believed', async () => {
  const storage = await TestStorage.open()
  let log = storage.log()
  for (let i = 0; i < 3; i++) send(storage, log, { baseSequence: i })
  await storage.close()
  const path = '/data/t-0/00000000000000000003.snapshot'
  const snapshot = storage.fs.readFile(path)
  snapshot[20]! ^= 1
  storage.fs.replaceFile(path, snapshot)
  await storage.reopen()
  log = storage.manager.log('t', 0)!
  assert.equal(say(send(storage, log, { baseSequence: 2 })), 'dup 2-2')
  assert.equal(say(send(storage, log, { baseSequence: 3 })), '3')
  await storage.close()
})

test('T5: a producer is forgotten a day after its last batch, never while its transaction is open', async () => {
  const storage = await TestStorage.open({ settings: { producerIdExpirationCheckMs: 1000_000, highWatermarkCheckpointMs: 1e9,
    recoveryPointCheckpointMs: 1e9, logStartCheckpointMs: 1e9, flushCheckMs: 1e9, offlineRetryMs: 0, cleanerEnabled: false, retentionCheckMs: 1e9 } })
  const log = storage.log()
  send(storage, log, { baseSequence: 0, producerId: 1 })
  send(storage, log, { baseSequence: 0, producerId: 2, isTransactional: true })
  await storage.time.advance(86_400_000 - 1000_000)
  assert.deepEqual(log.producers.describe().map((each) => each.producerId), [1, 2])
  await storage.time.advance(2000_000)
  assert.deepEqual(log.producers.describe().map((each) => each.producerId), [2])
  assert.equal(say(send(storage, log, { baseSequence: 77, producerId: 1 })), String(log.logEndOffset - 1))
  await storage.close()
})

test('T5: a wall clock that jumps a day ahead makes no producer forgotten', async () => {
  const storage = await TestStorage.open({ settings: { producerIdExpirationCheckMs: 1000 } })
  const log = storage.log()
  send(storage, log, { baseSequence: 0 })
  storage.time.jumpWall(2 * 86_400_000)
  await storage.time.advance(5000)
  assert.equal(say(send(storage, log, { baseSequence: 0 })), 'dup 0-0')
  await storage.close()
})

test('T9, T13, T15: markers, coordinator epochs and the last stable offset', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  const mark = (coordinatorEpoch: number, committed: boolean, producerEpoch = 0): string => {
    const batch = buildEndTxnBatch({ producerId: 9, producerEpoch, coordinatorEpoch, committed, timestamp: storage.time.wallMs() })
    const result = log.append(batch, { leaderEpoch: 0, origin: 'coordinator' })
    storage.time.turn()
    return say(result)
  }
  assert.equal(say(send(storage, log, { baseSequence: 0, isTransactional: true })), '0')
  assert.equal(say(send(storage, log, { baseSequence: 1 })), 'INVALID_TXN_STATE')
  send(storage, log, { baseSequence: 0, producerId: 5 })
  assert.equal(log.lastStableOffset, 0)
  assert.equal(mark(3, false), '2')
  assert.equal(log.lastStableOffset, 0, 'decided, but the marker is not below the high watermark')
  log.advanceHighWatermark(3)
  assert.equal(log.lastStableOffset, 3)
  assert.equal(mark(2, true), 'TRANSACTION_COORDINATOR_FENCED')
  assert.equal(mark(3, true, -0), '3')
  assert.deepEqual(log.abortedTransactions(0, 10), [{ producerId: 9, firstOffset: 0 }])
  assert.deepEqual(log.abortedTransactions(3, 10), [])
  await storage.close()
  await storage.reopen()
  assert.deepEqual(storage.manager.log('t', 0)!.abortedTransactions(0, 10), [{ producerId: 9, firstOffset: 0 }])
  await storage.close()
})

test('T14: a damaged transaction index is rebuilt, after a clean stop too', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300 } })
  const log = storage.log()
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 2; i++) send(storage, log, { baseSequence: round * 2 + i, isTransactional: true })
    const marker = buildEndTxnBatch({ producerId: 9, producerEpoch: 0, coordinatorEpoch: 1, committed: false, timestamp: storage.time.wallMs() })
    log.append(marker, { leaderEpoch: 0, origin: 'coordinator' })
    storage.time.turn()
    log.advanceHighWatermark(log.writtenEndOffset)
  }
  const aborted = log.abortedTransactions(0, 100)
  assert.equal(aborted?.length, 3)
  await storage.close()
  const [name] = storage.fs.list('/data/t-0').map((entry) => entry.name).filter((one) => one.endsWith('.txnindex'))
  const path = `/data/t-0/${name}`
  storage.fs.replaceFile(path, storage.fs.readFile(path).subarray(0, 20))
  for (let start = 0; start < 2; start++) {
    await storage.reopen()
    assert.deepEqual(storage.manager.log('t', 0)!.abortedTransactions(0, 100), aborted)
    await storage.close()
  }
})

test('the snapshot is Apache Kafka\'s, byte for byte', () => {
  const entry = {
    producerId: 1000, epoch: 3, coordinatorEpoch: 2, lastTimestamp: 1_700_000_000_000, transactionStart: -1,
    batches: [{ lastSequence: 41, lastOffset: 2 ** 40 + 7, offsetDelta: 4, timestamp: 1_700_000_000_000 }],
  }
  const encoded = encodeProducerSnapshot([entry])
  const body = Buffer.from(
    '00000001 00000000000003e8 0003 00000029 0000010000000007 00000004 0000018bcfe56800 00000002 ffffffffffffffff'.replaceAll(' ', ''), 'hex')
  const expected = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 0]), body])
  expected.writeUInt32BE(crc32c(body), 2)
  assert.equal(encoded.toString('hex'), expected.toString('hex'))
  assert.deepEqual(decodeProducerSnapshot(encoded), [entry])
})

test('a producer id beyond what can be held, in a log that another program wrote: nobody is tracked under it, and nothing stumbles over it', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300 } })
  const log = storage.log()
  const foreign = (producerId: bigint, isTransactional: boolean): Buffer => {
    const batch = batchOf(['x'], { producerId: 1, producerEpoch: 0, baseSequence: 0, isTransactional })
    batch.writeBigInt64BE(BigInt(log.logEndOffset), 0)
    batch.writeBigInt64BE(producerId, 43)
    // As young as can be said: time indexes and snapshots hold it too.
    batch.writeBigInt64BE(2n ** 63n - 1n, 35)
    updateBatchCrc(batch, 0)
    return batch
  }
  for (const producerId of [2n ** 63n - 1n, 2n ** 53n, -(2n ** 63n)]) {
    for (const transactional of [false, true]) {
      for (let i = 0; i < 3; i++) assert.equal(log.appendAsFollower(foreign(producerId, transactional)).error, undefined)
      storage.time.turn()
    }
  }
  assert.ok(log.segments.count > 3)
  send(storage, log, { baseSequence: 0 })
  assert.deepEqual(log.producers.describe().map(({ producerId }) => producerId), [9])
  const killed = await TestStorage.open({ fs: storage.fs.crash(), config: storage.config })
  await storage.close()
  await storage.reopen()
  for (const again of [killed, storage]) {
    assert.equal(say(send(again, again.manager.log('t', 0)!, { baseSequence: 0 })), 'dup 18-18')
    assert.deepEqual([again.failures, again.broken], [[], []])
    await again.close()
  }
})
