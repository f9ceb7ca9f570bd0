// A bug of ours in the work of one partition (here: something that throws where nothing should) stops that partition and
// says so once; it never passes for a failing disk. The others go on, and a restart has everything that was written.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log } from '@odradek/platform'
import { readRecords } from '@odradek/protocol/internal'
import { LeaderEpochs } from './leader-epochs.ts'
import type { LogConfig } from './log-config.ts'
import type { PartitionLog } from './partition-log.ts'
import { TestStorage, appendNow, batchOf, readAll } from './testing/test-world.ts'

interface Case {
  readonly name: string
  readonly config?: Partial<LogConfig>
  /** Puts the bug in place and does what brings it to light. */
  readonly meet: (storage: TestStorage, log: PartitionLog) => void | Promise<unknown>
}

/** What Node throws at a number that does not fit: its code begins with E, and no disk has failed. */
const outOfRange = (): never => {
  throw Object.assign(new RangeError('The value of "value" is out of range.'), { code: 'ERR_OUT_OF_RANGE' })
}
const typeError = (): never => {
  throw new TypeError('undefined is not a function')
}

/** From now on, what is under this name of `target` throws. */
function breakIt(target: object, name: string, bug: () => never = outOfRange): void {
  Object.defineProperty(target, name, { value: bug, configurable: true })
}

let sequence = 0
const producer = (): Buffer => batchOf([{ key: 'k', value: `v${sequence}` }], { producerId: 7, producerEpoch: 0, baseSequence: sequence++ })
const write = (storage: TestStorage, log: PartitionLog): number | string => {
  const outcome = appendNow(storage, log, producer())
  log.advanceHighWatermark(log.writtenEndOffset)
  return outcome
}

const cases: readonly Case[] = [
  { name: 'entering a batch', meet: (storage, log) => {
    breakIt(log.producerState, 'update')
    assert.equal(write(storage, log), 'KAFKA_STORAGE_ERROR')
  } },
  { name: 'entering a batch of a leader', meet: (_storage, log) => {
    breakIt(log.leaderEpochs, 'assign', typeError)
    const batch = batchOf(['x'])
    batch.writeBigInt64BE(BigInt(log.logEndOffset), 0)
    assert.equal(log.appendAsFollower(batch).error, 'KAFKA_STORAGE_ERROR')
  } },
  { name: 'writing', meet: (storage, log) => {
    breakIt(log.segments.active.file, 'append', typeError)
    assert.equal(write(storage, log), log.logEndOffset - 1, 'queued; whoever waits is told')
  } },
  { name: 'a snapshot at a roll', meet: (storage, log) => {
    breakIt(log.snapshots, 'take')
    log.config = { ...log.config, segmentBytes: 200 }
    assert.equal(write(storage, log), 'KAFKA_STORAGE_ERROR')
  } },
  { name: 'the indexes at a roll', meet: (storage, log) => {
    breakIt(log.segments.active, 'becomeInactive', typeError)
    log.config = { ...log.config, segmentBytes: 200 }
    assert.equal(write(storage, log), 'KAFKA_STORAGE_ERROR')
  } },
  { name: 'a flush', config: { flushMessages: 1 }, meet: async (storage, log) => {
    breakIt(log.segments.active, 'sync')
    write(storage, log)
    await storage.time.settle()
  } },
  { name: 'the end of a flush', config: { flushMessages: 1 }, meet: async (storage, log) => {
    breakIt(log, 'becameVisible')
    write(storage, log)
    await storage.time.settle()
  } },
  { name: 'a snapshot at the stop', meet: async (storage, log) => {
    breakIt(log.snapshots, 'take')
    await storage.time.run(log.flusher.close())
  } },
  { name: 'retention, moving the log start', config: { retentionMs: 1 }, meet: async (storage, log) => {
    breakIt(log.segments.active, 'isOlderThan')
    await storage.time.run(storage.manager.runRetention())
  } },
  { name: 'retention, a size', config: { retentionBytes: 1 }, meet: async (storage, log) => {
    breakIt(log.segments, 'endOf')
    await storage.time.run(storage.manager.runRetention())
  } },
  { name: 'forgetting producers', meet: async (storage, log) => {
    breakIt(log.producerState, 'expire')
    await storage.time.advance(700_000)
  } },
  { name: 'a truncation', meet: (_storage, log) => {
    breakIt(log.leaderEpochs, 'truncateFromEnd')
    log.truncateTo(3)
  } },
  { name: 'a truncation to nothing', meet: (_storage, log) => {
    breakIt(log.leaderEpochs, 'clear')
    log.truncateFullyAndStartAt(0)
  } },
  { name: 'DeleteRecords', meet: async (storage, log) => {
    breakIt(log.leaderEpochs, 'truncateFromStart')
    assert.equal((await storage.time.run(log.deleteRecordsBefore(1))).error, 'KAFKA_STORAGE_ERROR')
  } },
  { name: 'the high watermark', meet: (storage, log) => {
    breakIt(log.offsets, 'setHighWatermark')
    write(storage, log)
  } },
  { name: 'telling the replica layer', meet: (storage, log) => {
    const { written } = storage.listener
    storage.listener.written = (each) => (each === log ? outOfRange() : written(each))
    write(storage, log)
    storage.listener.written = written
  } },
  { name: 'segments of the cleaner changing places', config: { cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01 },
    meet: async (storage, log) => {
      log.roll()
      breakIt(log.segments, 'add')
      await storage.time.run(storage.manager.runCleaner())
    } },
]

interface Line {
  readonly topic?: string
  readonly message?: string | undefined
}

function collected(): { log: Log; errors: Line[] } {
  const errors: Line[] = []
  const ignore = (): void => {}
  return { errors, log: { debug: ignore, info: ignore, warn: ignore, error: (fields, message) => void errors.push({ ...fields as Line, message }) } }
}

for (const { name, config = {}, meet } of cases) {
  test(`a bug in ${name} stops that partition and nothing else`, async () => {
    sequence = 0
    const { log: lines, errors } = collected()
    const storage = await TestStorage.open({ config, log: lines, settings: { cleanerEnabled: false, offlineRetryMs: 1000 } })
    const log = storage.log('bad')
    for (let i = 0; i < 5; i++) {
      assert.equal(write(storage, log), i)
      await storage.time.settle()
    }
    assert.equal(appendNow(storage, storage.log('good'), batchOf([{ key: 'a' }])), 0)
    storage.log('good').advanceHighWatermark(1)
    const { logStartOffset, writtenEndOffset } = log
    await meet(storage, log)
    assert.deepEqual(storage.broken, [log], 'told once')
    assert.deepEqual(storage.failures, [])
    assert.equal(storage.manager.directories()[0]!.offline, false)
    assert.equal(errors.length, 1, JSON.stringify(errors))
    assert.equal(errors[0]!.topic, 'bad')
    // It serves nothing any more, and nothing that its work would do is done again.
    assert.equal(appendNow(storage, log, producer()), 'KAFKA_STORAGE_ERROR')
    assert.equal(log.read({ offset: 0, maxBytes: 100, bound: 1, minOneMessage: true }).error, 'KAFKA_STORAGE_ERROR')
    await storage.time.advance(2_000_000)
    assert.equal(errors.length, 1)
    // The other one, and what the manager does for all of them.
    assert.equal(appendNow(storage, storage.log('good'), batchOf([{ key: 'b' }])), 1)
    storage.log('good').roll()
    await storage.time.run(storage.manager.flush())
    assert.equal(storage.log('good').recoveryPoint, 2)
    const killed = await TestStorage.open({ fs: storage.fs.crash(), config, settings: { cleanerEnabled: false } })
    await storage.close()
    assert.equal(storage.fs.exists('/data/.kafka_cleanshutdown'), false, 'the next start shall look at it')
    await storage.reopen()
    for (const restarted of [storage, killed]) {
      const again = restarted.manager.log('bad', 0)!
      assert.ok(again.online && again.logStartOffset >= logStartOffset)
      // What had been taken and not cut again on purpose.
      if (!/truncation/.test(name)) assert.ok(again.logEndOffset >= writtenEndOffset, `ends at ${again.logEndOffset}`)
      const next = again.logEndOffset
      assert.equal(appendNow(restarted, again, batchOf([{ key: 'k', value: 'after' }])), next)
      // Where each append is flushed it is shown when that is done.
      await restarted.time.settle()
      assert.equal(readRecords(readAll(again)).at(-1)?.offset ?? next, next)
      assert.ok(restarted.manager.log('good', 0)!.logEndOffset >= 2)
      await restarted.close()
    }
  })
}

test('a bug in judging a batch refuses that batch; the log was not touched and goes on', async () => {
  const { log: lines, errors } = collected()
  const storage = await TestStorage.open({ log: lines })
  const log = storage.log('t')
  assert.equal(appendNow(storage, log, batchOf(['a'])), 0)
  breakIt(log.producerState, 'check')
  assert.equal(appendNow(storage, log, batchOf(['b'])), 'UNKNOWN_SERVER_ERROR')
  assert.deepEqual([errors.length, storage.broken, storage.failures], [1, [], []])
  Reflect.deleteProperty(log.producerState, 'check')
  assert.equal(appendNow(storage, log, batchOf(['b'])), 1)
  await storage.close()
  assert.equal(storage.fs.exists('/data/.kafka_cleanshutdown'), true)
})

test('a bug in a read costs the reader an answer, not the partition', async () => {
  const { log: lines, errors } = collected()
  const storage = await TestStorage.open({ log: lines })
  const log = storage.log('t')
  assert.equal(appendNow(storage, log, batchOf(['a'])), 0)
  const read = (): string | undefined => log.read({ offset: 0, maxBytes: 100, bound: 1, minOneMessage: true }).error
  breakIt(log.segments, 'floorIndex')
  assert.equal(read(), 'KAFKA_STORAGE_ERROR')
  assert.equal(log.abortedTransactions(0, 1), undefined)
  assert.ok(errors.length === 2 && errors.every(({ topic }) => topic === 't'))
  Reflect.deleteProperty(log.segments, 'floorIndex')
  assert.equal(read(), undefined)
  const result = log.read({ offset: 0, maxBytes: 100, bound: 1, minOneMessage: true })
  assert.ok(result.error === undefined)
  breakIt(log.segments.active.file, 'read')
  assert.equal(result.records.read(Buffer.alloc(100), 0, 0, 100), 0)
  Reflect.deleteProperty(log.segments.active.file, 'read')
  assert.equal(appendNow(storage, log, batchOf(['b'])), 1)
  assert.deepEqual([storage.broken, storage.failures], [[], []])
  await storage.close()
})

test('a bug in reading for the cleaner: the log is served as it is, not cleaned any more, and others are', async () => {
  const { log: lines, errors } = collected()
  const compacted = { cleanupPolicy: { compact: true, delete: false }, minCleanableDirtyRatio: 0.01 }
  const storage = await TestStorage.open({ config: compacted, log: lines, settings: { cleanerEnabled: false } })
  const logs = ['bad', 'good'].map((topic) => storage.log(topic))
  for (const log of logs) {
    for (let i = 0; i < 4; i++) appendNow(storage, log, batchOf([{ key: 'k', value: `${i}` }]))
    log.advanceHighWatermark(4)
    log.roll()
  }
  const [bad, good] = logs as [PartitionLog, PartitionLog]
  breakIt(bad.segments.first, 'positionOf')
  await storage.time.run(storage.manager.runCleaner())
  await storage.time.run(storage.manager.runCleaner())
  assert.deepEqual([bad.cleanedUpTo, good.cleanedUpTo, errors.length], [0, 4, 1], JSON.stringify(errors))
  assert.deepEqual([storage.broken, storage.failures], [[], []])
  assert.equal(appendNow(storage, bad, batchOf([{ key: 'k', value: 'more' }])), 4)
  await storage.close()
})

test('a bug in opening one log: the others are opened, and what the checkpoints know of it is not forgotten', async () => {
  const { log: lines, errors } = collected()
  const storage = await TestStorage.open({ log: lines })
  for (const topic of ['bad', 'good']) {
    const log = storage.log(topic)
    for (let i = 0; i < 4; i++) appendNow(storage, log, batchOf([`${i}`]))
    log.advanceHighWatermark(4)
    await storage.time.run(log.deleteRecordsBefore(3))
  }
  await storage.close()
  const load = LeaderEpochs.prototype.load
  LeaderEpochs.prototype.load = function (fs, path) {
    if (path.includes('bad')) outOfRange()
    return load.call(this, fs, path)
  }
  try {
    await storage.reopen()
    assert.equal(storage.log('bad').online, false)
    assert.equal(appendNow(storage, storage.log('bad'), batchOf(['x'])), 'KAFKA_STORAGE_ERROR')
    assert.equal(appendNow(storage, storage.log('good'), batchOf(['x'])), 4)
    assert.deepEqual([errors.length, storage.failures], [1, []])
    await storage.close()
  } finally {
    LeaderEpochs.prototype.load = load
  }
  await storage.reopen()
  const bad = storage.log('bad')
  assert.deepEqual([bad.logStartOffset, bad.logEndOffset, bad.highWatermark], [3, 4, 4])
  await storage.close()
})

test('a disk that fails is told by its number, whatever the code: only then is the directory out of service', async () => {
  for (const [error, isDisk] of [
    [Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO', errno: -5, syscall: 'write' }), true],
    [Object.assign(new Error('EXYZ: an error nobody knows'), { code: 'EXYZ', errno: -999, syscall: 'fsync' }), true],
    [Object.assign(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' }), false],
    [Object.assign(new TypeError('invalid'), { code: 'ERR_INVALID_ARG_TYPE' }), false],
    [Object.assign(new Error('EBADF: closed'), { code: 'EBADF', errno: -9, syscall: 'write' }), false],
    [Object.assign(new Error('incorrect data check'), { code: 'Z_DATA_ERROR', errno: -3 }), false],
    ['a text', false],
    [undefined, false],
  ] as const) {
    const storage = await TestStorage.open({ settings: { offlineRetryMs: 0 } })
    const log = storage.log('t')
    appendNow(storage, log, batchOf(['a']))
    breakIt(log.segments.active.file, 'append', () => {
      throw error
    })
    appendNow(storage, log, batchOf(['b']))
    assert.deepEqual([storage.failures, storage.broken], isDisk ? [['/data'], []] : [[], [log]], String(error))
    assert.equal(log.online, false)
    await storage.close()
  }
})
