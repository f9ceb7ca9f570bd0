// What comes in between: a look at the log while batches are queued, a checkpoint that another overtakes, a stop that does
// not come to its end, a second damage of the same segment.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SimFileSystem } from '@odradek/platform/sim'
import { Rounds } from './environment.ts'
import type { PartitionLog } from './partition-log.ts'
import { TestStorage, appendNow, batchOf } from './testing/test-world.ts'

const DAY_MS = 86_400_000
const LOG_STARTS = 'log-start-offset-checkpoint'

async function withFive(): Promise<{ readonly storage: TestStorage; readonly log: PartitionLog }> {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let at = 0; at < 5; at++) appendNow(storage, log, batchOf(['v']))
  log.advanceHighWatermark(5)
  return { storage, log }
}

/** Holds up the next checkpoint of log starts until the answer is called. */
function heldUp(storage: TestStorage): () => void {
  const fs = storage.fs as SimFileSystem
  const replace = fs.replaceFileAsync.bind(fs)
  let held = false
  let release: () => void = () => assert.fail('no checkpoint of log starts was begun')
  fs.replaceFileAsync = async (path: string, content: Uint8Array) => {
    if (path.endsWith(LOG_STARTS) && !held) {
      held = true
      await new Promise<void>((resolve) => void (release = resolve))
    }
    return replace(path, content)
  }
  return () => release()
}

test('a look for a time in the turn of an append neither forgets the queued batches nor shows them', async () => {
  const warnings: string[] = []
  const collect = (_fields: object, message: string): void => void warnings.push(message)
  const storage = await TestStorage.open({
    log: { debug() {}, info() {}, warn: collect, error: collect } as never, config: { indexIntervalBytes: 50, messageTimestampAfterMaxMs: 1e15 },
  })
  const log = storage.log()
  const time = 1_700_000_000_000
  for (let at = 0; at < 5; at++) appendNow(storage, log, batchOf([{ value: 'v', timestamp: time + at }]))
  for (const ms of [1000, 1005, 1010]) log.append(batchOf([{ value: 'v', timestamp: time + ms }]), { leaderEpoch: 0, origin: 'client' })
  assert.equal(log.offsetForTimestamp(time + 1007), undefined)
  storage.time.turn()
  assert.equal(log.offsetForTimestamp(time + 1007)?.offset, 7)
  assert.deepEqual(warnings, [])
  await storage.close()
})

test('records that were looked for while they were queued are kept for as long as the others', async () => {
  const storage = await TestStorage.open({ config: { retentionMs: 7 * DAY_MS, messageTimestampAfterMaxMs: 1e15 } })
  const log = storage.log()
  appendNow(storage, log, batchOf([{ value: 'old', timestamp: storage.world.clock.wallMs() }]))
  log.advanceHighWatermark(1)
  await storage.time.advance(6 * DAY_MS)
  const now = storage.world.clock.wallMs()
  for (const ms of [0, 1, 2]) log.append(batchOf([{ value: 'x'.repeat(3000), timestamp: now + ms }]), { leaderEpoch: 0, origin: 'client' })
  log.offsetForTimestamp(now + 2)
  storage.time.turn()
  log.advanceHighWatermark(4)
  await storage.time.advance(DAY_MS + 600_000)
  await storage.time.run(storage.manager.runRetention())
  assert.equal(log.logStartOffset, 0)
  await storage.close()
})

test('DeleteRecords tells the new start although the checkpoint by the timer comes in between', async () => {
  const { storage, log } = await withFive()
  const release = heldUp(storage)
  const answer = log.deleteRecordsBefore(3)
  await storage.time.settle()
  await storage.time.settle()
  const timer = log.directory.checkpoint(LOG_STARTS)
  release()
  assert.deepEqual(await storage.time.run(answer), { logStartOffset: 3 })
  await storage.time.run(timer)
  await storage.close()
})

test('DeleteRecords tells the new start although a topic that is made again has the checkpoint written at once', async () => {
  const { storage, log } = await withFive()
  storage.log('old')
  storage.manager.delete('old', 0)
  const release = heldUp(storage)
  const answer = log.deleteRecordsBefore(3)
  await storage.time.settle()
  await storage.time.settle()
  storage.log('old')
  release()
  assert.deepEqual(await storage.time.run(answer), { logStartOffset: 3 })
  await storage.close()
})

test('rounds run one at a time, also when one is asked for at the end of another', async () => {
  let active = 0
  let most = 0
  const rounds = new Rounds(async () => {
    most = Math.max(most, ++active)
    await new Promise((resolve) => void setImmediate(resolve))
    active--
  })
  const first = rounds.run()
  const again = first.then(() => rounds.run())
  await Promise.all([first, rounds.run(), again])
  assert.equal(most, 1)
})

test('a stop that finds no descriptor for a snapshot leaves no word of an orderly stop: what is sent again is known', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  const batch = (baseSequence: number): Buffer => batchOf(['v'], { producerId: 7, producerEpoch: 0, baseSequence } as never)
  for (let at = 0; at < 3; at++) appendNow(storage, log, batch(at))
  log.advanceHighWatermark(3)
  const fs = storage.fs as SimFileSystem
  const open = fs.open.bind(fs)
  fs.open = ((path: string, mode: never) => {
    if (path.endsWith('.snapshot')) throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE', errno: -24, syscall: 'open' })
    return open(path, mode)
  }) as never
  await storage.close()
  fs.open = open as never
  await storage.reopen()
  const result = storage.log().append(batch(2), { leaderEpoch: 1, origin: 'client' })
  assert.equal(result.error === undefined && result.duplicate, true)
  await storage.close()
})

test('what a first damage had set aside is there after a second one of the same segment', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let at = 0; at < 10; at++) appendNow(storage, log, batchOf([`value-${at}`]))
  log.advanceHighWatermark(10)
  await storage.time.run(storage.manager.flush())
  await storage.time.run(storage.manager.checkpoint())
  await storage.close()
  const fs = storage.fs as SimFileSystem
  const path = '/data/t-0/00000000000000000000.log'
  for (const at of [7, 3]) {
    fs.remove('/data/.kafka_cleanshutdown')
    const bytes = Buffer.from(fs.readFile(path))
    bytes[bytes.indexOf(`value-${at}`)]! ^= 1
    fs.replaceFile(path, bytes)
    await storage.reopen()
    await storage.close()
  }
  const aside = fs.list('/data/t-0').filter(({ name }) => name.includes('.damaged'))
    .map(({ name }) => Buffer.from(fs.readFile(`/data/t-0/${name}`)).toString('latin1')).join('')
  for (const value of ['value-8', 'value-9', 'value-4', 'value-5', 'value-6']) assert.ok(aside.includes(value), value)
})
