/**
 * D1–D5, T4: every step of append, roll, flush, checkpoint, truncation, DeleteRecords, retention, compaction, partition
 * deletion and stop is followed by a crash; see testing/crash-states.ts for what must hold then.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildEndTxnBatch } from '@odradek/protocol/internal'
import type { LogConfig } from './log-config.ts'
import { checkAll, scenario } from './testing/crash-states.ts'
import type { Promised } from './testing/crash-states.ts'
import { appendNow, batchOf } from './testing/test-world.ts'

test('D1, T4: append, roll, flush, checkpoint, stop', async () => {
  let config!: LogConfig
  const fs = await scenario({ segmentBytes: 1500 }, async ({ storage, write, promise, log }) => {
    config = storage.config
    for (let i = 0; i < 24; i++) {
      // Some batches are larger than a block of the disk: they can be torn in their midst.
      write(`k${i}`, `value ${i} `.repeat(i % 4 === 1 ? 90 : 1), i % 3 === 0 ? {} : { producerId: i % 3, producerEpoch: 0, baseSequence: Math.floor(i / 3) })
      await storage.time.settle()
      promise()
      if (i === 9) await storage.time.run(storage.manager.flush())
      if (i === 14) await storage.time.run(storage.manager.checkpoint())
      promise()
    }
    assert.ok(log.segments.count > 3)
    await storage.close()
  })
  assert.ok(await checkAll(fs, 'append', 3, { config }) > 700)
})

test('T1, T4: five batches of each producer are known after every crash: over rolls, retention, DeleteRecords, a stop and a start', async () => {
  let config!: LogConfig
  const fs = await scenario({ segmentBytes: 400, retentionBytes: 700 }, async (s) => {
    const { storage, write, promise, promiseStart } = s
    config = storage.config
    const next = new Map<number, number>()
    const send = (producerId: number): void => {
      const baseSequence = next.get(producerId) ?? 0
      next.set(producerId, baseSequence + 1)
      write(`k${producerId}`, `value ${baseSequence}`, { producerId, producerEpoch: 0, baseSequence })
    }
    // One writes all the time, one now and then, one falls silent before the first roll.
    for (let i = 0; i < 4; i++) send(3)
    for (let i = 0; i < 14; i++) send(i % 3 === 0 ? 2 : 1)
    await storage.time.settle()
    promise()
    await storage.time.run(s.log.deleteRecordsBefore(9))
    promiseStart()
    assert.ok(await storage.time.run(storage.manager.runRetention()) > 0)
    promiseStart()
    for (let i = 0; i < 5; i++) send(1)
    // Nothing is left but what the producers may send again.
    await storage.time.run(s.log.deleteRecordsBefore(-1))
    promiseStart()
    await storage.close()
    await storage.reopen()
    promiseStart()
    for (let i = 0; i < 4; i++) send(2)
    await storage.close()
  })
  assert.ok(await checkAll(fs, 'retries', 3, { config }) > 700)
})

test('D1: a slow device: rolls, truncations and flushes overtake each other', async () => {
  let config!: LogConfig
  const fs = await scenario({ segmentBytes: 300 }, async ({ storage, fs: disk, write, promise, log }) => {
    config = storage.config
    for (let i = 0; i < 40; i++) {
      write(`k${i}`, `value ${i}`, { producerId: 8, producerEpoch: i >> 4, baseSequence: i & 15 })
      if (i % 6 === 5) void storage.manager.flush()
      if (i % 6 === 2) void storage.manager.checkpoint()
      await storage.time.advance(i % 5)
      promise()
      if (i === 25) {
        disk.mark({ writtenEnd: 11, durableEnd: Math.min(11, log.recoveryPoint), logStart: 0, deleted: false, values: new Map() } satisfies Promised)
        log.truncateTo(11)
        break
      }
    }
    for (let i = 0; i < 12; i++) {
      write(`k${i}`, `after ${i}`)
      await storage.time.advance(i)
      promise()
    }
  }, true)
  assert.ok(await checkAll(fs, 'slow', 4, { config }) > 1200)
})

test('D6: with flush.messages = 1 a power loss takes nothing that was visible', async () => {
  let config!: LogConfig
  const fs = await scenario({ flushMessages: 1 }, async ({ storage, fs: disk, log }) => {
    config = storage.config
    for (let i = 0; i < 30; i++) {
      for (let n = 0; n <= i % 3; n++) appendNow(storage, log, batchOf([{ key: 'k', value: `${i} ${n}` }]), 3 + (i >> 3))
      await storage.time.settle()
      assert.equal(log.writtenEndOffset, log.logEndOffset)
      const end = log.writtenEndOffset
      disk.mark({ writtenEnd: end, durableEnd: end, logStart: 0, deleted: false, values: new Map() } satisfies Promised)
    }
    assert.ok(log.segments.count > 5)
  })
  assert.ok(await checkAll(fs, 'flush', 3, { config }) > 900)
})

test('D1, T4, T14: transactions and their index', async () => {
  let config!: LogConfig
  const fs = await scenario({}, async ({ storage, write, log }) => {
    config = storage.config
    for (let round = 0; round < 6; round++) {
      const producer = { producerId: 40 + (round % 2), producerEpoch: 0, isTransactional: true }
      write('x', 'data', { ...producer, baseSequence: Math.floor(round / 2) * 2 })
      write('y', 'data', { ...producer, baseSequence: Math.floor(round / 2) * 2 + 1 })
      if (round === 5) break
      log.append(buildEndTxnBatch({ producerId: producer.producerId, producerEpoch: 0, coordinatorEpoch: 1, committed: round % 2 === 0,
        timestamp: storage.time.wallMs() }), { leaderEpoch: 3, origin: 'coordinator' })
      storage.time.turn()
      await storage.time.settle()
    }
    await storage.close()
  })
  assert.ok(await checkAll(fs, 'transactions', 3, { config }) > 400)
})

test('D1, D5: truncation and what is written after it', async () => {
  let config!: LogConfig
  const fs = await scenario({}, async ({ storage, fs: disk, write, promise, log }) => {
    config = storage.config
    for (let i = 0; i < 16; i++) write(`k${i}`, `first ${i}`, { producerId: 1, producerEpoch: 0, baseSequence: i })
    await storage.time.run(storage.manager.flush())
    // From here on only what lies below the cut is promised.
    disk.mark({ writtenEnd: 5, durableEnd: 5, logStart: 0, deleted: false, values: new Map() } satisfies Promised)
    log.truncateTo(5)
    assert.equal(log.logEndOffset, 5)
    promise()
    for (let i = 5; i < 15; i++) write(`k${i}`, `second ${i}`, { producerId: 1, producerEpoch: 0, baseSequence: i })
    await storage.time.run(storage.manager.flush())
    promise()
    disk.mark({ writtenEnd: 0, durableEnd: 0, logStart: 0, deleted: false, values: new Map() } satisfies Promised)
    log.truncateFullyAndStartAt(100)
    for (let i = 0; i < 5; i++) write(`k${i}`, `third ${i}`)
    await storage.close()
  })
  assert.ok(await checkAll(fs, 'truncate', 4, { config }) > 800)
})

test('D1, D5: a truncation below a recovery point that is on the device, and a log that outgrows it again', async () => {
  for (const to of [5, 0]) {
    let config!: LogConfig
    const fs = await scenario({ indexIntervalBytes: 60 }, async ({ storage, fs: disk, write, log }) => {
      config = storage.config
      for (let i = 0; i < 16; i++) write(`k${i}`, `first ${i}`)
      await storage.time.run(storage.manager.flush())
      await storage.time.run(storage.manager.checkpoint())
      disk.mark({ writtenEnd: to, durableEnd: to, logStart: 0, deleted: false, values: new Map() } satisfies Promised)
      if (to > 0) log.truncateTo(to)
      else log.truncateFullyAndStartAt(to)
      assert.equal(log.logEndOffset, to)
      for (let i = to; i < 24; i++) {
        // Longer than before, of another epoch, and in two transactions of which one is aborted.
        appendNow(storage, log, batchOf([{ key: `k${i}`, value: `second ${i}`.repeat(4) }], { producerId: 5, producerEpoch: 0, baseSequence: i - to, isTransactional: i > 12 }), 6)
        if (i === 17) {
          log.append(buildEndTxnBatch({ producerId: 5, producerEpoch: 0, coordinatorEpoch: 1, committed: false, timestamp: storage.time.wallMs() }),
            { leaderEpoch: 6, origin: 'coordinator' })
          storage.time.turn()
        }
        log.advanceHighWatermark(log.writtenEndOffset)
      }
      await storage.time.settle()
    })
    assert.ok(await checkAll(fs, `again ${to}`, 6, { config }) > 400)
  }
})

test('D5: where holes pass for compaction, a truncation that is half done leaves none', async () => {
  for (const to of [5, 0, 100]) {
    let config!: LogConfig
    const fs = await scenario({ cleanupPolicy: { compact: true, delete: false } }, async ({ storage, fs: disk, write, log }) => {
      config = storage.config
      disk.recording = false
      for (let i = 0; i < 30; i++) write(`k${i}`, `first ${i}`)
      await storage.time.run(storage.manager.flush())
      await storage.time.run(storage.manager.checkpoint())
      disk.recording = true
      disk.mark({ writtenEnd: Math.min(to, 30), durableEnd: Math.min(to, 30), logStart: 0, deleted: false, values: new Map() } satisfies Promised)
      if (to === 5) log.truncateTo(to)
      else log.truncateFullyAndStartAt(to)
    })
    assert.ok(await checkAll(fs, `compacted ${to}`, 12, { config }) > 200)
  }
})

test('D4, D8: DeleteRecords, retention, deletion of the partition', async () => {
  let config!: LogConfig
  const fs = await scenario({ retentionBytes: 900 }, async ({ storage, fs: disk, write, promiseStart, log }) => {
    config = storage.config
    for (let i = 0; i < 14; i++) write(`k${i}`, `value ${i}`)
    await storage.time.run(log.deleteRecordsBefore(7))
    promiseStart()
    for (let i = 0; i < 10; i++) write(`k${i}`, `more ${i}`)
    assert.ok(await storage.time.run(storage.manager.runRetention()) > 0)
    promiseStart()
    await storage.time.advance(100)
    disk.mark({ writtenEnd: 0, durableEnd: 0, logStart: 0, deleted: true, values: new Map() } satisfies Promised)
    storage.manager.delete('t', 0)
    await storage.time.advance(100)
  })
  assert.ok(await checkAll(fs, 'delete', 4, { config }) > 700)
})

test('D3, D7: compaction', async () => {
  let config!: LogConfig
  const fs = await scenario({ cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01, deleteRetentionMs: 5 },
    async ({ storage, fs: disk, write, promise }) => {
      config = storage.config
      for (let i = 0; i < 12; i++) write(`k${i % 4}`, `${i}`)
      disk.recording = false
      // Some keys are written once and never again: they must come through every round.
      for (let i = 12; i < 40; i++) write(i % 4 === 3 ? `once ${i}` : `k${i % 4}`, `${i}`)
      await storage.time.run(storage.manager.flush())
      disk.recording = true
      promise()
      assert.ok(await storage.time.run(storage.manager.runCleaner()) > 0)
      promise()
      await storage.time.advance(100)
      for (let i = 40; i < 49; i++) write(`k${i % 4}`, `${i}`)
      await storage.time.run(storage.manager.runCleaner())
      await storage.close()
    })
  assert.ok(await checkAll(fs, 'compact', 2, { config, compacted: true }) > 900)
})

test('D3, D7, T4: compaction around producers and transactions, opened before anybody knows that the topic is compacted', async () => {
  let config!: LogConfig
  const fs = await scenario({ cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01, deleteRetentionMs: 5 },
    async ({ storage, fs: disk, log, write, promise }) => {
      disk.recording = false
      // As at a start: the settings of topics lie in the metadata store, which is opened later.
      config = { ...storage.config, cleanupPolicy: { compact: false, delete: true } }
      const end = (producerId: number, committed: boolean): void => {
        log.append(buildEndTxnBatch({ producerId, producerEpoch: 0, coordinatorEpoch: 1, committed, timestamp: storage.time.wallMs() }),
          { leaderEpoch: 3, origin: 'coordinator' })
        storage.time.turn()
        log.advanceHighWatermark(log.writtenEndOffset)
        promise()
      }
      for (let i = 0; i < 30; i++) {
        // Newest values are numbers, so that the check can tell newer from older. What is aborted has a key of its own.
        if (i % 6 === 5) write('never', '0', { producerId: 51, producerEpoch: 0, baseSequence: Math.floor(i / 6), isTransactional: true })
        else if (i % 6 === 4) write('kept', `${i}`, { producerId: 50, producerEpoch: 0, baseSequence: Math.floor(i / 6), isTransactional: true })
        else write(i % 6 === 3 ? `once ${i}` : `k${i % 3}`, `${i}`, i % 6 === 1 ? { producerId: 60, producerEpoch: 0, baseSequence: Math.floor(i / 6) } : {})
        if (i % 6 === 5) end(51, false)
        if (i % 6 === 4) end(50, true)
        if (i === 17) disk.recording = true
        if (i === 18) await storage.time.run(storage.manager.runCleaner())
      }
      await storage.time.advance(20)
      for (let i = 30; i < 36; i++) write(`k${i % 3}`, `${i}`)
      await storage.time.run(storage.manager.runCleaner())
      await storage.close()
    })
  assert.ok(await checkAll(fs, 'compact transactions', 1, { config, compacted: true, transactional: [50, 51] }) > 700)
})
