/**
 * The base offset of a batch lies outside its CRC. One that is damaged is never given to whoever asks for an offset by
 * searching: neither for its own records under another number, nor in the place of others.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Log } from '@odradek/platform'
import { readRecords } from '@odradek/protocol/internal'
import type { PartitionLog } from './partition-log.ts'
import { TestStorage, appendNow, batchOf } from './testing/test-world.ts'

const RECORDS = 24
const BITS = [0, 1, 2, 3, 4, 6, 10, 30, 31, 40, 52, 63]

interface Batch {
  readonly path: string
  readonly position: number
  readonly base: number
  /** Of its segment. */
  readonly from: number
  readonly to: number
}

async function filled(segmentBytes: number, recordsPerBatch: number, indexIntervalBytes: number): Promise<TestStorage> {
  const storage = await TestStorage.open({ config: { segmentBytes, indexIntervalBytes } })
  for (let i = 0; i < RECORDS; i += recordsPerBatch) {
    appendNow(storage, storage.log(), batchOf(Array.from({ length: recordsPerBatch }, (_, n) => `${100 + i + n}`)))
  }
  return storage
}

function noting(): { lines: string[]; log: Log } {
  const lines: string[] = []
  const note = (fields: object | string, message?: string): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`)
  }
  return { lines, log: { debug: () => {}, info: () => {}, warn: note, error: note } }
}

/** The batches of complete segments. */
function batchesOf(log: PartitionLog, recordsPerBatch: number): Batch[] {
  const batches: Batch[] = []
  for (const [i, { baseOffset, file }] of log.segments.all.slice(0, -1).entries()) {
    const to = log.segments.at(i + 1)!.baseOffset
    const size = file.size / ((to - baseOffset) / recordsPerBatch)
    for (let base = baseOffset; base < to; base += recordsPerBatch) {
      const position = size * ((base - baseOffset) / recordsPerBatch)
      batches.push({ path: file.path, position, base, from: baseOffset, to })
    }
  }
  return batches
}

/** What a reader gets who asks for one offset: the value, or the error's name. */
function valueAt(log: PartitionLog, offset: number, maxBytes: number): string | undefined {
  const read = log.read({ offset, maxBytes, bound: log.writtenEndOffset, minOneMessage: true })
  if (read.error !== undefined) return read.error
  const bytes = Buffer.alloc(read.records.byteLength)
  read.records.read(bytes, 0, 0, bytes.length)
  // As consumers do: what lies before the offset that was asked for is passed over.
  const record = readRecords(bytes).find((each) => each.offset >= offset)
  return record?.value?.toString()
}

for (const [segmentBytes, recordsPerBatch, interval] of [[160, 1, 4096], [600, 1, 100], [600, 3, 100]] as const) {
  const sizes = `segments of ${segmentBytes} bytes, ${recordsPerBatch} to a batch, an index entry each ${interval} bytes`
  test(`a base offset that is damaged: ${sizes}`, async () => {
    const storage = await filled(segmentBytes, recordsPerBatch, interval)
    const batches = batchesOf(storage.log(), recordsPerBatch)
    await storage.close()
    for (const { path, position, base, from, to } of batches.slice(0, 12)) {
      for (const bit of BITS) {
        const fs = storage.fs.fork()
        const file = fs.open(path, 'rw')
        const byte = Buffer.alloc(1)
        const at = position + 7 - (bit >> 3)
        file.readSync(byte, 0, 1, at)
        byte[0]! ^= 1 << (bit & 7)
        file.writeSync(byte, 0, 1, at)
        file.closeSync()
        const { lines, log } = noting()
        const after = await TestStorage.open({ fs, config: storage.config, log })
        const opened = after.manager.log('t', 0)!
        const where = `bit ${bit} of the batch at ${base}`
        let refused = 0
        for (const maxBytes of [1, 1 << 20]) {
          for (let offset = RECORDS - 1; offset >= 0; offset--) {
            // So that it is searched for.
            opened.readHint = undefined
            const value = valueAt(opened, offset, maxBytes)
            if (value === 'CORRUPT_MESSAGE' && offset >= from && offset < to) refused++
            else assert.equal(value, `${100 + offset}`, `${where}, at ${offset}`)
          }
        }
        assert.ok(refused > 0, `${where}: nobody is told`)
        const said = lines.filter((line) => line.includes('a segment is damaged') && line.includes(path))
        assert.equal(said.length, 1, `${where}\n${lines.join('\n')}`)
        await after.close()
      }
    }
  })
}

test('a reader that goes through the log in small steps is told, and what comes before is given', async () => {
  const storage = await filled(100_000, 1, 100_000)
  const log = storage.log()
  const size = log.size / RECORDS
  const file = storage.fs.open(log.segments.active.file.path, 'rw')
  file.writeSync(Buffer.from([15]), 0, 1, size * 12 + 7)
  file.closeSync()
  for (const maxBytes of [1, 3 * size]) {
    let offset = 0
    for (; offset < RECORDS;) {
      const read = log.read({ offset, maxBytes, bound: log.writtenEndOffset, minOneMessage: true })
      if (read.error !== undefined) break
      assert.equal(read.nextOffset, offset + Math.max(1, maxBytes / size | 0))
      offset = read.nextOffset
    }
    assert.equal(offset, 12, `${maxBytes}`)
  }
  await storage.close()
})

test('a reader that comes to bytes that are no batch is told, whether they are the end of a step or lie in it', async () => {
  for (const interval of [100, 100_000]) {
    const storage = await filled(100_000, 1, interval)
    const log = storage.log()
    const size = log.size / RECORDS
    const file = storage.fs.open(log.segments.active.file.path, 'rw')
    file.writeSync(Buffer.from([0x77]), 0, 1, size * 12 + 8)
    file.closeSync()
    const first = log.read({ offset: 0, maxBytes: size * 12.5, bound: log.writtenEndOffset, minOneMessage: true })
    assert.deepEqual(first.error === undefined && [first.records.byteLength, first.nextOffset], [size * 12, 12])
    const next = log.read({ offset: 12, maxBytes: size * 12.5, bound: log.writtenEndOffset, minOneMessage: true })
    assert.equal(next.error, 'CORRUPT_MESSAGE')
    await storage.close()
  }
})

test('a batch that says it reaches to the end of its segment hides none that an index entry still tells of', async () => {
  const storage = await filled(600, 1, 100)
  const batches = batchesOf(storage.log(), 1)
  let told = 0
  await storage.close()
  for (const { path, position, base, to } of batches.slice(0, 8)) {
    if (base >= to - 3) continue
    const fs = storage.fs.fork()
    const file = fs.open(path, 'rw')
    const length = Buffer.alloc(4)
    length.writeInt32BE(fs.stat(path)!.size - position - 12)
    file.writeSync(length, 0, 4, position + 8)
    file.closeSync()
    const again = await TestStorage.open({ fs, config: storage.config })
    for (let offset = base + 1; offset < RECORDS; offset++) {
      again.log().readHint = undefined
      const value = valueAt(again.log(), offset, 1)
      const isTold = value === 'CORRUPT_MESSAGE' && offset < to
      assert.ok(isTold || value === `${100 + offset}`, `${value} at ${offset}, where batch ${base} hides what follows`)
      if (isTold) told++
    }
    await again.close()
  }
  assert.ok(told > 2, `${told} were told`)
})

test('where a read ends before a batch that an index entry names, the next one begins with that batch', async () => {
  const storage = await filled(100_000, 3, 100)
  const log = storage.log()
  const { offsetIndex } = log.segments.active
  const entry = offsetIndex.entryCount - 1
  const position = offsetIndex.positionAt(entry)
  const read = log.read({ offset: 0, maxBytes: position + 10, bound: log.writtenEndOffset, minOneMessage: true })
  assert.deepEqual([read.error, read.error === undefined && [read.records.byteLength, read.nextOffset]],
    [undefined, [position, offsetIndex.offsetAt(entry) - 2]])
  await storage.close()
})

test('a truncation of a log with such a batch leaves nothing behind its end', async () => {
  for (const bit of BITS.slice(0, 8)) {
    const storage = await filled(100_000, 1, 100_000)
    const log = storage.log()
    const size = log.size / RECORDS
    const file = storage.fs.open(log.segments.active.file.path, 'rw')
    const base = Buffer.alloc(8)
    base.writeBigInt64BE(12n ^ (1n << BigInt(bit)))
    file.writeSync(base, 0, 8, size * 12)
    file.closeSync()
    log.truncateTo(14)
    assert.ok(log.logEndOffset <= 14, `bit ${bit}`)
    assert.ok(log.size <= size * 14, `bit ${bit}`)
    const end = log.logEndOffset
    assert.equal(appendNow(storage, log, batchOf(['new'])), end)
    assert.equal(valueAt(log, end, 1), 'new', `bit ${bit}`)
    await storage.close()
  }
})

test('index entries of Apache Kafka, one for batches that were appended together, lead where they should', async () => {
  const storage = await filled(100_000, 3, 100)
  const log = storage.log()
  const size = log.size / (RECORDS / 3)
  await storage.close()
  // Batches 2 to 4 came together, and 5 to 7.
  const index = Buffer.alloc(16)
  for (const [i, first] of [2, 5].entries()) {
    index.writeInt32BE((first + 3) * 3 - 1, i * 8)
    index.writeInt32BE(size * first, i * 8 + 4)
  }
  storage.fs.replaceFile('/data/t-0/00000000000000000000.index', index)
  const { lines, log: told } = noting()
  const after = await TestStorage.open({ fs: storage.fs, config: storage.config, log: told })
  const opened = after.manager.log('t', 0)!
  for (const maxBytes of [1, 1 << 20]) {
    for (let offset = 0; offset < RECORDS; offset++) {
      opened.readHint = undefined
      assert.equal(valueAt(opened, offset, maxBytes), `${100 + offset}`)
    }
  }
  assert.deepEqual(lines, [])
  await after.close()
})

test('to search an offset that compaction took reads little, however much lies behind it', async () => {
  const storage = await TestStorage.open()
  const log = storage.log()
  for (let i = 0; i < 300; i++) {
    const batch = batchOf(['x'.repeat(10_000)], { baseOffset: i * 2, partitionLeaderEpoch: 0 })
    assert.equal(log.appendAsFollower(batch).error, undefined)
    storage.time.turn()
  }
  const { file } = log.segments.active
  const read = file.read.bind(file)
  let bytes = 0
  file.read = (...wanted) => {
    const got = read(...wanted)
    bytes += got
    return got
  }
  for (const offset of [1, 101, 401]) {
    bytes = 0
    assert.equal(log.read({ offset, maxBytes: 1 << 20, bound: log.writtenEndOffset, minOneMessage: true }).error, undefined)
    assert.ok(bytes <= 128 * 1024, `${bytes}`)
  }
  await storage.close()
})
