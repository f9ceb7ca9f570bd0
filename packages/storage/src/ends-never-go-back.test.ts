/**
 * The end of a log never goes back over a restart, also of one that retention or DeleteRecords has emptied: offsets
 * are issued once.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRecords } from '@odradek/protocol/internal'
import type { LogConfig } from './log-config.ts'
import { checkAll, scenario } from './testing/crash-states.ts'
import type { Scenario } from './testing/crash-states.ts'
import { TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

const MINUTE_MS = 60_000

/** The ways in which a log loses all its records. */
const emptied: Readonly<Record<string, { readonly config: Partial<LogConfig>; empty(s: Scenario): Promise<unknown> | void }>> = {
  'retention.ms': { config: { retentionMs: MINUTE_MS }, empty: ({ storage }) => storage.time.advance(2 * MINUTE_MS) },
  'retention.bytes': {
    config: {},
    empty: ({ storage }) => storage.manager.updateConfig('t', { ...storage.config, retentionBytes: 0 }),
  },
  'compact and delete': {
    config: { cleanupPolicy: { compact: true, delete: true }, retentionMs: MINUTE_MS, minCleanableDirtyRatio: 0.01 },
    empty: ({ storage }) => storage.time.advance(2 * MINUTE_MS),
  },
  DeleteRecords: { config: {}, empty: ({ storage, log }) => storage.time.through(log.deleteRecordsBefore(-1)) },
  'the file delay 0': { config: { retentionMs: MINUTE_MS, fileDeleteDelayMs: 0 }, empty: ({ storage }) => storage.time.advance(2 * MINUTE_MS) },
}

async function life(s: Scenario, empty: (s: Scenario) => Promise<unknown> | void): Promise<void> {
  const { storage, fs, write } = s
  for (let round = 0; round < 3; round++) {
    const config = { ...storage.config }
    storage.manager.updateConfig('t', config)
    for (let i = 0; i < 5; i++) write(`k${i}`, `${round}`, i % 2 === 0 ? { producerId: 7, producerEpoch: round, baseSequence: i >> 1 } : {})
    fs.recording = false
    if (round > 0) await storage.time.through(storage.manager.flush())
    await empty(s)
    fs.recording = true
    s.promise()
    await storage.time.through(storage.manager.runRetention())
    s.promiseStart()
    await storage.time.through(storage.manager.runRetention())
    await storage.time.advance(200)
    await storage.time.through(storage.manager.checkpoint())
    const { log } = s
    assert.deepEqual([log.logStartOffset, log.logEndOffset], [5 * (round + 1), 5 * (round + 1)])
    s.promise()
    if (round === 0) continue
    // An empty log with a history, started anew: once in order, once as it is when the process is killed.
    await storage.time.through(storage.manager.close())
    await storage.time.through(storage.reopen())
    assert.equal(s.log.logEndOffset, 5 * (round + 1))
    s.promise()
  }
  await storage.time.through(storage.manager.close())
}

for (const [how, { config, empty }] of Object.entries(emptied)) {
  for (const slow of [false, true]) {
    test(`D8: emptied by ${how}${slow ? ', on a slow device' : ''}: every crash leaves the end where it was`, async () => {
      let inUse!: LogConfig
      const fs = await scenario(config, async (s) => {
        inUse = s.storage.config
        await life(s, empty)
      }, slow)
      assert.ok(await checkAll(fs, how, 4, { config: inUse, compacted: inUse.cleanupPolicy.compact, expires: true }) > 300)
    })
  }
}

test('a log that nobody has written to yet has no file; one with a history has', async () => {
  const storage = await TestStorage.open({ config: { retentionBytes: 0, fileDeleteDelayMs: 0 } })
  const logs = (): string[] => storage.fs.list('/data/t-0').map(({ name }) => name).filter((name) => name.endsWith('.log'))
  const log = storage.log()
  assert.deepEqual(logs(), [])
  await storage.close()
  await storage.reopen()
  assert.deepEqual([storage.log().logEndOffset, logs()], [0, []])
  for (let i = 0; i < 3; i++) appendNow(storage, storage.log(), batchOf([`${i}`]))
  storage.log().advanceHighWatermark(3)
  await storage.time.through(storage.manager.runRetention())
  await storage.time.advance(100)
  assert.deepEqual(logs(), ['00000000000000000003.log'])
  assert.equal(storage.fs.openHandles <= 1, true)
  await storage.close()
  assert.notEqual(log, storage.log)
})

test('what the checkpoints say of a deleted topic is nothing to its successor of the same name', async () => {
  const storage = await TestStorage.open({ config: { segmentBytes: 300, fileDeleteDelayMs: 0 } })
  const old = storage.log()
  for (let i = 0; i < 20; i++) appendNow(storage, old, batchOf([`old ${i}`]))
  old.advanceHighWatermark(20)
  await storage.time.run(old.deleteRecordsBefore(17))
  await storage.time.through(storage.manager.flush())
  await storage.time.through(storage.manager.checkpoint())
  await storage.time.advance(1000)
  assert.match(storage.fs.readFile('/data/log-start-offset-checkpoint').toString(), /^t 0 17\s*$/m)
  storage.manager.delete('t', 0)
  const fresh = storage.log()
  assert.notEqual(fresh, old)
  for (let i = 0; i < 5; i++) appendNow(storage, fresh, batchOf([`new ${i}`]))
  const after = await TestStorage.open({ fs: storage.fs.crash(), config: storage.config })
  const again = after.log()
  assert.deepEqual([again.logStartOffset, again.logEndOffset, readRecords(readAll(again)).length], [0, 5, 5])
  await after.close()
})
