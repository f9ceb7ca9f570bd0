/**
 * `npm run bench:codec`: what it costs to make a Produce request and to read a Fetch answer, without a network: ours
 * beside kafkajs and @platformatic/kafka, each in a process of its own, taking turns; medians.
 *
 * npm run bench:codec -- [--sizes 100,1024] [--batches 16,1024] [--rounds 5] [--clients ours,kafkajs,platformatic]
 *
 * Encoding starts from an application's new objects (a value, no key) and ends with the bytes to write, CRC included.
 * Decoding starts from one answer of 1 MiB, made once and the same for all, and ends when every value was touched. Ours
 * checks the CRC; neither of the others does (ours is also shown without).
 */
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { Credits, FetchedData, Ledger, summarize } from '@odradek/client/internal'
import type { ConsumerRecord } from '@odradek/client'
import { BatchBuilder, ClientSession, FetchApi, ProduceApi, Reader, Writer, crc32c } from '@odradek/protocol/internal'
import { payloads } from './clients/plan.ts'

const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1024' },
    batches: { type: 'string', default: '16,1024' },
    rounds: { type: 'string', default: '5' },
    clients: { type: 'string', default: 'ours,ours no CRC,kafkajs,platformatic' },
    as: { type: 'string' },
  },
})

interface Task {
  readonly client: string
  readonly way: 'encode' | 'decode'
  readonly recordBytes: number
  readonly batchBytes: number
}

const ROUNDS = 7
const ROUND_MS = 250
const topic = 'bench'
const topicId = 'AAAAAAAAAAAAAAAAAAAABw'

/** Microseconds per call, median of several rounds. */
async function time(once: () => void | Promise<void>): Promise<number> {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    let calls = 0
    let now = start
    for (; now - start < ROUND_MS; now = performance.now(), calls++) {
      const waiting = once()
      if (waiting !== undefined) await waiting
    }
    rounds.push(((now - start) * 1000) / calls)
  }
  return rounds.toSorted((a, b) => a - b)[ROUNDS >> 1]!
}

const recordsIn = ({ batchBytes, recordBytes }: Task): number => Math.max(1, Math.floor((Math.min(batchBytes, 1 << 20) - 61) / (recordBytes + 10)))

let sink = 0

type Encode = (values: readonly Buffer[]) => void | Promise<void>
type Decode = (answers: Answers) => void | Promise<void>

interface Answers {
  /** Bodies of the same answer at the version each client speaks. */
  readonly v11: Buffer
  readonly v17: Buffer
  readonly records: number
}

/** One partition's answer of about 1 MiB, in batches of the size. */
function answersOf(task: Task): Answers {
  const values = payloads(task.recordBytes)
  const each = recordsIn(task)
  const batches: Buffer[] = []
  let offset = 0
  for (let bytes = 0; bytes === 0 || bytes + task.batchBytes <= 1 << 20; bytes += batches.at(-1)!.length) {
    const builder = new BatchBuilder({ baseOffset: offset, partitionLeaderEpoch: 0, producerId: 1, producerEpoch: 0, baseSequence: offset, initialCapacity: task.batchBytes })
    for (let index = 0; index < each; index++) builder.append(null, values[(offset + index) % 1000]!, undefined, 1_700_000_000_000 + (index >> 5))
    offset += each
    batches.push(builder.build())
  }
  const partitions = [{ partitionIndex: 0, errorCode: 0, highWatermark: offset, lastStableOffset: offset, logStartOffset: 0, records: Buffer.concat(batches) }]
  const body = (version: number): Buffer => {
    const writer = new Writer()
    FetchApi.encodeResponse(writer, { throttleTimeMs: 0, errorCode: 0, sessionId: 7, responses: [{ topic, topicId, partitions }] }, version)
    return Buffer.concat(writer.parts() as Buffer[])
  }
  return { v11: body(11), v17: body(17), records: offset }
}

function ours(checkCrcs: boolean, task: Task): { encode: Encode; decode: Decode } {
  const session = new ClientSession<undefined>({ clientId: 'bench' })
  const credits = new Credits({ records: 1e12, bytes: 1e15, partitionRecords: 1e12, partitionBytes: 1e15 })
  const context = { topic, partition: 0, offset: 0, highWatermark: 0, isBroken: false, aborted: undefined, checkCrcs, maxDecompressedBytes: 1e9, typed: false, frame: undefined }
  const ledger = new Ledger(credits, () => {})
  return {
    encode(values) {
      const builder = new BatchBuilder({ producerId: 7, producerEpoch: 0, baseSequence: 0, initialCapacity: task.batchBytes })
      for (const { value } of values.map((one) => ({ value: one }))) builder.append(null, value, undefined, Date.now())
      const topicData = [{ name: topic, partitionData: [{ index: 0, records: builder.build() }] }]
      const parts = session.send(ProduceApi, 11, { acks: -1, timeoutMs: 30_000, transactionalId: null, topicData }, undefined, false)
      for (const part of parts as Buffer[]) sink += part.length
    },
    decode({ v17 }) {
      const response = FetchApi.decodeResponse(new Reader(v17), 17)
      const bytes = response.responses[0]!.partitions[0]!.records as Buffer
      const data = new FetchedData(bytes, summarize(bytes, 0).end, { ...context, ledger })
      while (!data.isDone) {
        const records: ConsumerRecord[] = []
        data.take(records, 500)
        for (const record of records) sink += record.value!.length
        if (data.problem !== undefined) throw data.problem.error
      }
    },
  }
}

async function kafkajs(): Promise<{ encode: Encode; decode: Decode }> {
  const load = async (path: string): Promise<never> => ((await import(`kafkajs/src/protocol/${path}.js`)) as { default: never }).default
  const produce: (input: unknown) => unknown = await load('requests/produce/v7/request')
  const frame: (input: unknown) => Promise<{ buffer: Buffer }> = await load('request')
  const { decode } = (await load('requests/fetch/v11/response')) as { decode: (bytes: Buffer) => Promise<{ responses: { partitions: { messages: { value: Buffer }[] }[] }[] }> }
  return {
    async encode(values) {
      const messages = values.map((value) => ({ value }))
      const request = produce({ acks: -1, timeout: 30_000, producerId: 7, producerEpoch: 0, topicData: [{ topic, partitions: [{ partition: 0, firstSequence: 0, messages }] }] })
      sink += (await frame({ correlationId: 1, clientId: 'bench', request })).buffer.length
    },
    async decode({ v11 }) {
      const { responses } = await decode(v11)
      for (const { value } of responses[0]!.partitions[0]!.messages) sink += value.length
    },
  }
}

interface PlatformaticWriter {
  appendInt16(value: number): this
  appendInt32(value: number): this
  appendString(value: string, compact?: boolean): this
  appendTaggedFields(): this
  appendFrom(other: unknown): this
  prependLength(): this
  readonly buffer: Buffer
}

async function platformatic(): Promise<{ encode: Encode; decode: Decode }> {
  // Its doors are closed to all but its clients: the modules themselves are loaded.
  const load = (path: string): Promise<never> => import(new URL(path, import.meta.resolve('@platformatic/kafka')).href) as Promise<never>
  const { createRequest } = (await load('apis/producer/produce-v11.js')) as { createRequest: (acks: number, timeout: number, messages: unknown[], options: object) => unknown }
  const { parseResponse } = (await load('apis/consumer/fetch-v17.js')) as {
    parseResponse: (id: number, key: number, version: number, reader: unknown) => { responses: { partitions: { records: { records: { value: Buffer }[] }[] }[] }[] }
  }
  const { Writer: TheirWriter } = (await load('protocol/writer.js')) as { Writer: { create: () => PlatformaticWriter } }
  const { Reader: TheirReader } = (await load('protocol/reader.js')) as { Reader: { from: (bytes: Buffer) => unknown } }
  const sequences = { getWithDefault: () => 0 }
  return {
    encode(values) {
      const payload = createRequest(-1, 30_000, values.map((value) => ({ topic, value, partition: 0 })), { producerId: 7n, producerEpoch: 0, sequences })
      const frame = TheirWriter.create().appendInt16(0).appendInt16(11).appendInt32(1).appendString('bench', false).appendTaggedFields()
      sink += frame.appendFrom(payload).prependLength().buffer.length
    },
    decode({ v17 }) {
      for (const { records } of parseResponse(1, 1, 17, TheirReader.from(v17)).responses[0]!.partitions[0]!.records) {
        for (const { value } of records) sink += value.length
      }
    },
  }
}

/** In the process of one client. */
async function perform(task: Task): Promise<void> {
  const { client, way, recordBytes } = task
  const { encode, decode } = client === 'kafkajs' ? await kafkajs() : client === 'platformatic' ? await platformatic() : ours(client === 'ours', task)
  const answers = answersOf(task)
  const values = payloads(recordBytes)
  const some = Array.from({ length: recordsIn(task) }, (_, index) => values[index % 1000]!)
  const before = sink
  await (way === 'encode' ? encode(some) : decode(answers))
  const least = way === 'encode' ? some.length * recordBytes : answers.records * recordBytes
  if (sink - before < least) throw new Error(`${client} ${way}: ${sink - before} bytes, not the ${least} of the values`)
  const us = await time(() => (way === 'encode' ? encode(some) : decode(answers)))
  console.log(JSON.stringify({ perMicrosecond: (way === 'encode' ? some.length : answers.records) / us }))
}

const run = promisify(execFile)

async function measure(task: Task): Promise<number> {
  const args = [...process.execArgv, import.meta.filename, '--as', JSON.stringify(task)]
  const { stdout } = await run(process.execPath, args, { timeout: 120_000 })
  return (JSON.parse(stdout.trim().split('\n').at(-1)!) as { perMicrosecond: number }).perMicrosecond
}

async function compare(): Promise<void> {
  const numbers = (list: string): readonly number[] => list.split(',').map(Number)
  console.log('Million records a second, one thread; ratio to the fastest other client\n')
  console.log('| case | ours | ours without CRC check | kafkajs | @platformatic/kafka | ratio |\n|---|---|---|---|---|---|')
  for (const way of ['encode', 'decode'] as const) {
    for (const recordBytes of numbers(flags.sizes)) {
      for (const kib of numbers(flags.batches)) {
        const rates = new Map<string, number[]>()
        for (let round = 0; round < Number(flags.rounds); round++) {
          for (const client of flags.clients.split(',')) {
            if (way === 'encode' && client === 'ours no CRC') continue
            rates.set(client, [...(rates.get(client) ?? []), await measure({ client, way, recordBytes, batchBytes: kib * 1024 })])
          }
        }
        const median = (client: string): number => (rates.get(client) ?? []).toSorted((a, b) => a - b)[Number(flags.rounds) >> 1] ?? Number.NaN
        const show = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(2))
        const ratio = median('ours') / Math.max(median('kafkajs') || 0, median('platformatic') || 0)
        const cells = ['ours', 'ours no CRC', 'kafkajs', 'platformatic'].map((client) => show(median(client)))
        console.log(`| ${way} ${recordBytes} B, batches of ${kib} KiB | ${cells.join(' | ')} | ${ratio.toFixed(1)} |`)
      }
    }
  }
}

if (crc32c(Buffer.from('123456789'), 0, 9) >>> 0 !== 0xe3069283) throw new Error('the CRC is wrong')
if (flags.as === undefined) await compare()
else await perform(JSON.parse(flags.as) as Task)
