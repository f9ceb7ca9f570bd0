/**
 * How fast bytes get through one broker process, without a client library in the way: pre-encoded Produce and Fetch
 * requests over raw sockets from a second process, answers only counted. Read the ratios, not the figures.
 *
 *   node scripts/node.mjs bench/wire-smoke.ts [--seconds 3] [--batch 16384] [--connections 4] [--in-flight 4]
 *
 * Without `--port` it starts a broker of its own in a child process, in a scratch directory that goes with it.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  BatchBuilder, CreateTopicsApi, encodeRequestFrame, FetchApi, ProduceApi, Reader, Writer, type AnyApi,
} from '@odradek/protocol/internal'

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    batch: { type: 'string', default: '16384' },
    record: { type: 'string', default: '100' },
    connections: { type: 'string', default: '4' },
    'in-flight': { type: 'string', default: '4' },
    acks: { type: 'string', default: '-1' },
    /** `produce` or `fetch`; default both. */
    only: { type: 'string' },
    port: { type: 'string' },
    serve: { type: 'string' },
  },
})
const seconds = Number(flags.seconds)
const batchBytes = Number(flags.batch)
const recordBytes = Number(flags.record)
const connections = Number(flags.connections)
const inFlight = Number(flags['in-flight'])
const topic = 'smoke'
const PRODUCE_VERSION = 9
const FETCH_VERSION = 12

function frame<Input>(api: AnyApi, version: number, input: Input): Buffer {
  const writer = new Writer()
  encodeRequestFrame(writer, api, version, 1, 'wire-smoke', input)
  return writer.toBuffer()
}

function batch(): { bytes: Buffer; records: number } {
  const builder = new BatchBuilder()
  const value = Buffer.alloc(recordBytes, 'x')
  let records = 0
  while (records === 0 || builder.sizeInBytes + recordBytes + 12 < batchBytes) {
    builder.append(null, value, undefined, Date.now())
    records++
  }
  return { bytes: builder.build(), records }
}

/** Sends a request whenever an answer has come, and calls `onAnswer` with each answer's length. */
function pump(port: number, request: () => Buffer, depth: number, onAnswer: (length: number, head: Buffer) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: Buffer.allocUnsafeSlow(1 << 20),
        callback: (length, buffer) => {
          received(Buffer.from(buffer.buffer, buffer.byteOffset, length))
          return true
        },
      },
    })
    const sizeField = Buffer.alloc(4)
    let sizeBytes = 0
    let left = 0
    let size = 0
    const received = (bytes: Buffer): void => {
      for (let at = 0; at < bytes.length;) {
        if (left === 0) {
          sizeField[sizeBytes++] = bytes[at++] as number
          if (sizeBytes < 4) continue
          sizeBytes = 0
          size = sizeField.readInt32BE(0)
          left = size
          continue
        }
        const step = Math.min(left, bytes.length - at)
        left -= step
        if (left === 0) {
          onAnswer(size, bytes.subarray(at, at + step))
          socket.write(request())
        }
        at += step
      }
    }
    socket.setNoDelay(true)
    socket.on('error', reject)
    socket.on('connect', () => {
      for (let i = 0; i < depth; i++) socket.write(request())
      resolve(socket)
    })
  })
}

async function once(port: number, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request))
    const chunks: Buffer[] = []
    let length = 0
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      length += chunk.length
      const all = Buffer.concat(chunks, length)
      if (length < 4 || length < 4 + all.readInt32BE(0)) return
      socket.destroy()
      resolve(all.subarray(4))
    })
  })
}

async function measure(name: string, port: number, cpuSeconds: CpuSeconds, request: (connection: number) => () => Buffer, perAnswer: (length: number) => number): Promise<void> {
  let bytes = 0
  let answers = 0
  const sockets: Socket[] = []
  for (let i = 0; i < connections; i++) {
    sockets.push(await pump(port, request(i), inFlight, (length) => {
      bytes += perAnswer(length)
      answers++
    }))
  }
  await sleep(500)
  const [bytesBefore, answersBefore, cpuBefore] = [bytes, answers, await cpuSeconds()]
  const began = performance.now()
  await sleep(seconds * 1000)
  const tookSeconds = (performance.now() - began) / 1000
  const megabytes = (bytes - bytesBefore) / 1e6 / tookSeconds
  const perSecond = (answers - answersBefore) / tookSeconds
  const cpu = (await cpuSeconds()) - cpuBefore
  // The processor time says more than the clock where others share the machine.
  const perRequest = cpu === 0 ? '' : ` ${((cpu * 1e6) / (answers - answersBefore)).toFixed(1)} µs of broker CPU each,`
  for (const socket of sockets) socket.destroy()
  console.log(`${name.padEnd(10)} ${megabytes.toFixed(0).padStart(6)} MB/s ${perSecond.toFixed(0).padStart(8)} requests/s,${perRequest} ${connections} connections, ${inFlight} in flight, ${batchBytes} B`)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Seconds of processor time that the broker has used; 0 for one that is not ours. */
type CpuSeconds = () => Promise<number>

async function run(port: number, cpuSeconds: CpuSeconds): Promise<void> {
  const created = await once(port, frame(CreateTopicsApi, 5, {
    topics: [{ name: topic, numPartitions: connections, replicationFactor: 1, assignments: [], configs: [{ name: 'segment.bytes', value: '104857600' }] }],
    timeoutMs: 5000, validateOnly: false,
  }))
  const createdError = CreateTopicsApi.decodeResponse(new Reader(created, 5), 5).topics[0]?.errorCode
  if (createdError !== 0 && createdError !== 36) throw new Error(`CreateTopics answered ${createdError}`)
  const { bytes, records } = batch()
  const produceFrame = (index: number): Buffer => frame(ProduceApi, PRODUCE_VERSION, {
    transactionalId: null, acks: Number(flags.acks), timeoutMs: 30_000,
    topicData: [{ name: topic, partitionData: [{ index, records: bytes }] }],
  })
  // Something to fetch, in every partition.
  for (let index = 0; index < connections; index++) for (let i = 0; i < 20; i++) await once(port, produceFrame(index))
  const first = await once(port, produceFrame(0))
  const firstAnswer = ProduceApi.decodeResponse(new Reader(first, 5), PRODUCE_VERSION).responses[0]?.partitionResponses[0]
  if (firstAnswer?.errorCode !== 0) throw new Error(`Produce answered ${firstAnswer?.errorCode}`)
  if (flags.only !== 'fetch') await measure('produce', port, cpuSeconds, (index) => {
    const request = produceFrame(index)
    return () => request
  }, () => bytes.length)
  if (flags.only !== 'produce') await measure('fetch', port, cpuSeconds, (index) => {
    let offset = 0
    return () => {
      // Round and round through the batches that are surely there.
      offset = (offset + records) % (records * 20)
      return frame(FetchApi, FETCH_VERSION, {
        maxWaitMs: 100, minBytes: 1, maxBytes: 57_671_680, isolationLevel: 0, sessionId: 0, sessionEpoch: -1,
        topics: [{ topic, partitions: [{ partition: index, fetchOffset: offset, partitionMaxBytes: batchBytes }] }], forgottenTopicsData: [],
      })
    }
  }, (length) => length)
}

async function serve(directory: string): Promise<void> {
  const { startBroker } = await import('@odradek/broker')
  const { nodeWorld } = await import('@odradek/platform/node')
  const broker = await startBroker({ world: nodeWorld(), config: { listeners: 'PLAINTEXT://127.0.0.1:0', 'log.dirs': directory, 'message.max.bytes': 8_388_608 } })
  console.log(`port ${broker.listeners[0]?.port}`)
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.((user + system) / 1e6)
  })
  process.on('SIGTERM', () => void broker.close().then(() => {
    console.log(`resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`)
    process.disconnect?.()
  }))
}

async function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the broker has stopped')))
    child.stdout?.on('data', (text: Buffer) => {
      const match = /port (\d+)/.exec(String(text))
      if (match === null) process.stdout.write(text)
      else resolve(Number(match[1]))
    })
  })
}

if (flags.serve !== undefined) await serve(flags.serve)
else if (flags.port !== undefined) await run(Number(flags.port), () => Promise.resolve(0))
else {
  const directory = mkdtempSync(join(tmpdir(), 'wire-smoke-'))
  const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, '--serve', directory], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  try {
    await run(await portOf(child), () => new Promise((resolve) => {
      child.once('message', (seconds) => resolve(Number(seconds)))
      child.send('cpu')
    }))
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
    rmSync(directory, { recursive: true, force: true })
  }
}
