/**
 * `npm run fuzz -- [--seconds N] [--seed N] [--target NAME]`: drives damaged input through the decoders that meet
 * strangers' bytes, and random logs through what may happen to them, for N seconds (default 30). Without `--target`
 * each of these gets as much of that time as the others:
 *
 *   frames    request frames, cut up and damaged, through the frame decoder, the server session and the API's decoder
 *   messages  every message at every version, damaged, through its decoder
 *   records   record batches of every compression, damaged, through the broker's walk and the client's reader, which
 *             must agree
 *   answers   valid requests with one element again and again, to a broker: what it answers stays in proportion
 *             (fuzz-answers.ts)
 *   logs      random logs on a disk in memory, appended to, rolled, compacted, deleted from, truncated, restarted,
 *             killed, with our indexes and Apache Kafka's: every offset, and some times and ages, are asked for and
 *             compared with the files (packages/storage/src/testing/random-log-cases.ts)
 *   damaged-logs  such logs with one bit of a complete segment flipped: readers get the right bytes or CORRUPT_MESSAGE
 *
 * Any exception but the one that bad input is allowed, a disagreement, or a single input that takes over a second ends
 * the run with exit code 1 and prints the seed of the case: `--seed` with it goes straight there.
 */
import { parseArgs } from 'node:util'
import { allCodecs } from '../packages/protocol/generator/codecs.ts'
import type { Codec } from '../packages/protocol/generator/codecs.ts'
import { randomMessage, SeededNumbers } from '../packages/protocol/generator/random-message.ts'
import {
  apisByKey, batchCompression, BatchBuilder, completeBatchSize, CorruptBatchError, DecodeError, FrameBuffers,
  FrameDecoder, Reader, readRecords, scanBatches, ServerSession, updateBatchCrc, walkBatch, Writer,
} from '../packages/protocol/src/internal.ts'
import { readDamagedLog, readRandomLog } from '../packages/storage/src/testing/random-log-cases.ts'
import { type AnswersTarget, openAnswersTarget } from './fuzz-answers.ts'

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, seed: { type: 'string' }, target: { type: 'string' } },
})
const slowMs = 1000
/** What a batch may decompress to here; a bomb must be cut off early, not waited for. */
const maxDecompressedBytes = 4 << 20
const codecs = await allCodecs()
const byName = new Map(codecs.filter((codec) => codec.family === 'kafka').map((codec) => [codec.name, codec]))

function damaged(bytes: Buffer, random: SeededNumbers): Buffer {
  const copy = Buffer.from(bytes)
  if (copy.length === 0) return random.bytes(random.below(64))
  for (let round = random.below(4); round >= 0; round--) {
    const at = random.below(copy.length)
    switch (random.below(6)) {
      case 0: copy[at] = random.below(256); break
      case 1: copy[at] = random.pick([0, 1, 0x7f, 0x80, 0xfe, 0xff]); break
      case 2: copy[at] = (copy[at] as number) ^ (1 << random.below(8)); break
      case 3: copy.fill(random.pick([0, 0xff, 0x80, 1]), at, Math.min(copy.length, at + random.below(9))); break
      case 4: copy.copy(copy, at, random.below(copy.length), copy.length); break
      default: {
        const rest = copy.subarray(random.below(copy.length))
        return Buffer.concat([copy.subarray(0, at), random.bytes(random.below(8)), rest])
      }
    }
  }
  return random.chance(6) ? copy.subarray(0, random.below(copy.length)) : copy
}

function message(codec: Codec, random: SeededNumbers): { version: number, bytes: Buffer } {
  const { min, max } = codec.model.versions
  const version = min + random.below(max - min + 1)
  const writer = new Writer(256)
  codec.encode(writer, randomMessage(codec.model, version, random), version)
  return { version, bytes: writer.toBuffer() }
}

function messagesTarget(random: SeededNumbers): void {
  const codec = random.pick(codecs)
  const { version, bytes } = message(codec, random)
  try {
    codec.decode(new Reader(random.chance(50) ? random.bytes(random.below(2000)) : damaged(bytes, random)), version)
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
  }
}

const apis = [...apisByKey.values()]

function requestFrame(random: SeededNumbers): Buffer {
  const api = random.pick(apis)
  const { version, bytes } = message(byName.get(`${api.name}Request`) as Codec, random)
  const writer = new Writer(256)
  writer.int32(0)
  byName.get('RequestHeader')?.encode(writer, {
    requestApiKey: api.key, requestApiVersion: version, correlationId: random.below(1000),
    clientId: random.chance(3) ? null : 'fuzz',
  }, api.requestHeaderVersion(version))
  writer.raw(bytes)
  writer.setInt32At(0, writer.byteLength - 4)
  return writer.toBuffer()
}

/** Several frames, damaged as one stream and delivered in pieces of any size. */
function framesTarget(random: SeededNumbers): void {
  let stream = Buffer.concat(Array.from({ length: 1 + random.below(4) }, () => {
    const frame = requestFrame(random)
    // Mostly the size stays right, so that the damage reaches what is behind it.
    if (random.chance(4)) return frame
    const body = damaged(frame.subarray(4), random)
    const size = Buffer.alloc(4)
    size.writeInt32BE(body.length)
    return Buffer.concat([size, body])
  }))
  if (random.chance(4)) stream = damaged(stream, random) as Buffer<ArrayBuffer>
  const session = new ServerSession({ apiOf: (key) => apisByKey.get(key), onWrite: () => undefined })
  const decoder = new FrameDecoder({
    buffers: frameBuffers, maxFrameBytes: 1 << 20,
    onFrame: (buffer, start, end, release) => {
      requestTarget(session, buffer, start, end)
      release()
    },
  })
  for (let at = 0; at < stream.length && decoder.error === undefined;) {
    const length = Math.min(stream.length - at, 1 + random.below(random.chance(2) ? 20 : 100_000))
    if (random.chance(2)) {
      decoder.push(Buffer.from(stream.subarray(at, at + length)))
      at += length
    } else {
      const copied = stream.copy(decoder.target(), 0, at, at + length)
      decoder.received(copied)
      at += copied
    }
    if (decoder.heldBytes > 4 * Math.max(65_536, stream.length)) {
      throw new Error(`${decoder.heldBytes} bytes held for a stream of ${stream.length}`)
    }
  }
  decoder.close()
  session.close()
}

const frameBuffers = new FrameBuffers()

function requestTarget(session: ServerSession, buffer: Buffer, start: number, end: number): void {
  const head = session.readHead(buffer, start, end)
  if ('kind' in head || !head.versionIsKnown) return
  try {
    head.api.decodeRequest(head.reader, head.apiVersion)
    head.reader.expectEnd()
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
  }
}

const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

function batch(random: SeededNumbers): Buffer {
  const builder = new BatchBuilder({
    compression: random.pick(compressions), baseOffset: random.below(1e6), producerId: random.below(100) - 1,
  })
  const text = random.bytes(8).toString('hex')
  for (let i = random.below(12); i >= 0; i--) {
    const header = { key: 'h', value: random.chance(2) ? null : random.bytes(random.below(10)) }
    const headers = random.chance(4) ? [header] : []
    const value = random.chance(2) ? Buffer.from(text.repeat(random.below(100))) : random.bytes(random.below(300))
    builder.append(random.chance(3) ? null : text, value, headers, 1_700_000_000_000 + random.below(100_000) - 50_000)
  }
  return builder.build()
}

/** The broker's walk never throws, and what it takes the client's reader can read, record for record. */
function recordsTarget(random: SeededNumbers): void {
  const whole = batch(random)
  const bytes = damaged(random.chance(3) ? Buffer.concat([whole, batch(random)]) : whole, random)
  // With its checksum put right, damage gets past the first line of defence.
  if (random.chance(2) && completeBatchSize(bytes, 0, bytes.length) > 0) updateBatchCrc(bytes, 0)
  scanBatches(bytes)
  const walked = walkBatch(bytes, 0, { maxDecompressedBytes })
  const size = completeBatchSize(bytes, 0, bytes.length)
  let count = -1
  let problem: CorruptBatchError | undefined
  try {
    const records = readRecords(bytes, 0, Math.max(size, 0), { includeControl: true, maxDecompressedBytes })
    for (const record of records) void [record.key, record.value, record.headers]
    count = records.length
  } catch (error) {
    if (!(error instanceof CorruptBatchError)) throw error
    problem = error
  }
  if (size <= 0 || !walked.ok) return
  if (problem !== undefined) {
    throw new Error(`compression ${batchCompression(bytes, 0)}: walked, but not to be read: ${problem.message}`)
  }
  if (count !== walked.recordCount) throw new Error(`${walked.recordCount} records walked, ${count} read`)
}

type Target = (random: SeededNumbers, seed: number) => void | Promise<unknown>
let answers: AnswersTarget | undefined
const targets: Record<string, Target> = {
  frames: framesTarget, messages: messagesTarget, records: recordsTarget,
  answers: async (random) => (answers ??= await openAnswersTarget()).run(random),
  logs: (_, seed) => readRandomLog(seed),
  'damaged-logs': (_, seed) => readDamagedLog(seed),
}
/** One case of these is no single input, but a long story. */
const slow = new Set(['answers', 'logs', 'damaged-logs'])
const chosen = Object.entries(targets)
  .filter(([name]) => options.target === undefined || name === options.target)
  .map(([name, run]) => ({ name, run, count: 0, spentMs: 0 }))
if (chosen.length === 0) {
  console.error(`no target "${options.target}"; there are ${Object.keys(targets).join(', ')}`)
  process.exit(1)
}

const end = performance.now() + Number(options.seconds) * 1000
let slowest = 0
const firstSeed = options.seed === undefined ? Date.now() % 1e9 : Number(options.seed)
while (performance.now() < end) {
  const target = chosen.reduce((least, other) => (other.spentMs < least.spentMs ? other : least))
  const { name, run } = target
  const seed = (firstSeed + target.count++) | 0
  const start = performance.now()
  try {
    await run(new SeededNumbers(seed), seed)
  } catch (error) {
    console.error(`--target ${name} --seed ${seed}:`, error)
    process.exit(1)
  }
  const took = performance.now() - start
  target.spentMs += took
  slowest = Math.max(slowest, took)
  if (took > slowMs && !slow.has(name)) {
    console.error(`--target ${name} --seed ${seed}: took ${Math.round(took)} ms`)
    process.exit(1)
  }
}
for (const line of answers?.slowest().slice(0, 8) ?? []) console.log(line)
await answers?.close()
const rss = Math.round(process.memoryUsage.rss() / 1e6)
const tried = chosen.map(({ name, count }) => `${name} ${count}`).join(', ')
console.log(`${tried} cases; slowest ${slowest.toFixed(1)} ms; ${rss} MB resident; nothing found`)
