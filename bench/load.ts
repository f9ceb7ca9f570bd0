/**
 * The load generator: many connections, pipelined requests, frames encoded once. Runs in a process of its own, so that
 * the broker under test has the other core; prints one line of JSON. How busy it was itself is in its result, and its
 * ceiling is measured by `bench/ceiling.ts` against a server that answers without doing anything.
 *
 * Usage: load.ts '<json of LoadPlan>'
 */
import { Socket } from 'node:net'
import { BatchBuilder, type CompressionName, FetchApi, ProduceApi, Writer, encodeRequestFrame } from '@odradek/protocol/internal'

export interface LoadPlan {
  readonly port: number
  readonly kind: 'produce' | 'fetch'
  readonly topic: string
  readonly partitions: number
  readonly connections: number
  readonly inFlight: number
  /** Bytes of a batch, header included (produce), or of record data asked for at a time (fetch). */
  readonly batchBytes: number
  readonly recordBytes: number
  readonly compression: CompressionName
  readonly acks: number
  /** Requests in all; the run also ends after `maxSeconds`. */
  readonly requests: number
  readonly maxSeconds: number
  /** Requests a second over all connections; 0: as many as can be. */
  readonly rate: number
  /** Fetch: batches in each partition's log, their size and number of records. */
  readonly log?: { readonly batches: number; readonly batchBytes: number; readonly records: number; readonly firstBatch: number } | undefined
  /** Produce, one in flight: every connection goes round all partitions, instead of keeping to one. */
  readonly spread?: boolean
}

export interface LoadResult {
  readonly requests: number
  readonly seconds: number
  readonly megabytes: number
  readonly records: number
  readonly errors: number
  readonly p50Us: number
  readonly p99Us: number
  readonly p999Us: number
  readonly maxUs: number
  /** CPU seconds of the generator itself. */
  readonly cpuSeconds: number
}

/** A batch of exactly `batchBytes` (or one that compresses from it), of records of about `recordBytes`. */
export function buildBatch(batchBytes: number, recordBytes: number, compression: CompressionName): { batch: Buffer; records: number } {
  const builder = new BatchBuilder({ compression, initialCapacity: batchBytes + 64 })
  const now = Date.now()
  let records = 0
  for (;;) {
    const room = batchBytes - builder.sizeInBytes
    if (records > 0 && room < recordBytes + 12) break
    // The text compresses to about a half, as log lines and JSON do.
    const value = Buffer.alloc(recordBytes)
    for (let at = 0; at < recordBytes; at++) value[at] = at % 2 === 0 ? 97 + (at % 26) : 33 + ((records * 7919 + at * 104_729) % 90)
    builder.append(null, value, undefined, now)
    records++
  }
  if (compression === 'none' && batchBytes - builder.sizeInBytes > 8) {
    builder.append(null, Buffer.alloc(Math.max(0, batchBytes - builder.sizeInBytes - 9)), undefined, now)
    records++
  }
  return { batch: builder.build(), records }
}

function frame(encode: (writer: Writer) => void): Buffer {
  const writer = new Writer(4096)
  encode(writer)
  return Buffer.concat(writer.parts() as Buffer[])
}

const SIZE_BYTES = 4
/** Several frames below this are copied together: cheaper than a vectored write. */
const SMALL_FRAME_BYTES = 1024

class Histogram {
  readonly #values: Float64Array
  #count = 0
  constructor(capacity: number) {
    this.#values = new Float64Array(capacity)
  }
  add(us: number): void {
    if (this.#count < this.#values.length) this.#values[this.#count++] = us
  }
  sorted(): Float64Array {
    return this.#values.subarray(0, this.#count).sort()
  }
}

async function run(plan: LoadPlan): Promise<LoadResult> {
  const produced = plan.kind === 'produce' ? buildBatch(plan.batchBytes, plan.recordBytes, plan.compression) : undefined
  const histogram = new Histogram(Math.min(plan.requests, 4_000_000))
  let sent = 0
  let answered = 0
  let bytes = 0
  let errors = 0
  let finish!: () => void
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const stopAt = performance.now() + plan.maxSeconds * 1000
  let stopping = false

  const perFetch = plan.log === undefined ? 1 : Math.max(1, Math.floor(plan.batchBytes / plan.log.batchBytes))
  const expected = plan.log === undefined ? 0 : perFetch * plan.log.batchBytes

  function connection(index: number): Promise<{ start(): void; socket: Socket }> {
    const partition = index % plan.partitions
    const encodeProduce = (to: number): Buffer =>
      frame((writer) =>
        encodeRequestFrame(writer, ProduceApi as never, 9, 7, 'load', {
          acks: plan.acks,
          timeoutMs: 30_000,
          topicData: [{ name: plan.topic, partitionData: [{ index: to, records: produced!.batch }] }],
        } as never),
      )
    const produceFrame = produced === undefined ? undefined : encodeProduce(partition)
    // Where the partition's number stands: the last of its four bytes is the first difference.
    const numberAt = plan.spread === true ? encodeProduce(0).findIndex((byte, at) => byte !== encodeProduce(1)[at]) - 3 : -1
    let goesTo = partition
    let turn = Math.floor((index / plan.connections) * ((plan.log?.batches ?? 1) / perFetch))
    const rounds = Math.max(1, Math.floor((plan.log?.batches ?? 1) / perFetch))
    const encodeFetch = (fetchOffset: number): Buffer =>
      frame((writer) =>
        encodeRequestFrame(writer, FetchApi as never, 12, 7, 'load', {
          replicaId: -1, maxWaitMs: 500, minBytes: 1, maxBytes: 0x7fffffff, isolationLevel: 0, sessionId: 0, sessionEpoch: -1, forgottenTopicsData: [],
          topics: [{ topic: plan.topic, partitions: [{ partition, fetchOffset, partitionMaxBytes: plan.batchBytes }] }],
        } as never),
      )
    // A frame for each request in flight, and as many again; only the offset's low bytes in it change.
    const fetchFrames = produced !== undefined ? [] : Array.from({ length: plan.inFlight * 2 }, () => encodeFetch(0))
    const offsetAt = produced !== undefined ? -1 : encodeFetch(0).findIndex((byte, at) => byte !== encodeFetch(1)[at]) - 3
    const fetchFrame = (): Buffer => {
      const next = fetchFrames[turn % fetchFrames.length]!
      next.writeInt32BE(((plan.log?.firstBatch ?? 0) + (turn++ % rounds) * perFetch) * (plan.log?.records ?? 1), offsetAt)
      return next
    }
    const starts = new Float64Array(Math.max(16, plan.inFlight * 2))
    let head = 0
    let tail = 0
    let inFlight = 0
    let left = 0
    let size = 0
    const header = Buffer.alloc(SIZE_BYTES)
    let headerBytes = 0
    const pending: Buffer[] = []

    const issue = (dueMs: number = performance.now()): void => {
      if (stopping || sent >= plan.requests) return
      sent++
      inFlight++
      starts[tail++ % starts.length] = dueMs
      if (numberAt >= 0) produceFrame!.writeInt32BE(goesTo = (goesTo + plan.connections) % plan.partitions, numberAt)
      pending.push(produceFrame ?? fetchFrame())
    }
    const flush = (): void => {
      if (pending.length === 0) return
      if (pending.length > 1 && pending[0]!.length < SMALL_FRAME_BYTES) socket.write(Buffer.concat(pending))
      else {
        socket.cork()
        for (const item of pending) socket.write(item)
        socket.uncork()
      }
      pending.length = 0
    }
    const answer = (total: number): void => {
      inFlight--
      answered++
      histogram.add((performance.now() - starts[head++ % starts.length]!) * 1000)
      if (produced !== undefined) bytes += produced.batch.length
      else {
        bytes += Math.min(total, expected)
        if (total < expected) errors++
      }
      if (answered === sent && (stopping || sent >= plan.requests)) return finish()
      if (performance.now() > stopAt) stopping = true
      if (plan.rate === 0) issue()
      if (stopping && answered === sent) finish()
    }
    const receive = (count: number, buffer: Uint8Array): boolean => {
      let at = 0
      while (at < count) {
        if (left === 0) {
          header[headerBytes++] = buffer[at++]!
          if (headerBytes < SIZE_BYTES) continue
          headerBytes = 0
          left = size = header.readInt32BE(0)
          // A produce answer carries its error code behind topic and partition: 4 correlation, 1 tags, 1 array, name, 1 array, 4 index.
          const errorAt = at + 4 + 1 + 1 + 1 + plan.topic.length + 1 + 4
          if (produced !== undefined && errorAt + 2 <= count && (buffer[errorAt] !== 0 || buffer[errorAt + 1] !== 0)) errors++
          continue
        }
        const step = Math.min(left, count - at)
        left -= step
        at += step
        if (left === 0) answer(size)
      }
      flush()
      return true
    }
    const shared = Buffer.allocUnsafeSlow(plan.kind === 'fetch' ? 1 << 20 : 65_536)
    const socket = new Socket({ onread: { buffer: shared, callback: receive } } as never)
    return new Promise((resolve, reject) => {
      socket.once('error', reject)
      socket.connect({ host: '127.0.0.1', port: plan.port, noDelay: true } as never, () => {
        const start = (): void => {
          if (plan.rate > 0) return pace(index, issue, flush, () => inFlight < plan.inFlight)
          for (let n = 0; n < plan.inFlight; n++) issue()
          flush()
        }
        resolve({ start, socket })
      })
    })
  }

  /**
   * Open loop at a fixed rate: every connection sends its share on a clock, late ones at once. The time that a request
   * waits because the ones before it are not answered counts as its latency; the coarseness of our own timer does not.
   */
  function pace(index: number, issue: (dueMs: number) => void, flush: () => void, free: () => boolean): void {
    const everyMs = (1000 * plan.connections) / plan.rate
    let next = performance.now() + (everyMs * index) / plan.connections
    let blocked = false
    const tick = (): void => {
      const nowMs = performance.now()
      while (next <= nowMs && free()) {
        issue(blocked ? next : nowMs)
        next += everyMs
      }
      blocked = next <= nowMs
      flush()
      if (!stopping && sent < plan.requests) setTimeout(tick, Math.max(0, Math.min(1, next - performance.now())))
    }
    tick()
  }

  const connections = await Promise.all(Array.from({ length: plan.connections }, (_, index) => connection(index)))
  const cpu = process.cpuUsage()
  const begun = performance.now()
  for (const one of connections) one.start()
  const watchdog = setTimeout(() => {
    console.error('the broker does not answer')
    process.exit(2)
  }, plan.maxSeconds * 1000 + 30_000)
  await finished
  const seconds = (performance.now() - begun) / 1000
  clearTimeout(watchdog)
  const used = process.cpuUsage(cpu)
  for (const { socket } of connections) socket.destroy()
  const sorted = histogram.sorted()
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return {
    requests: answered,
    seconds,
    megabytes: bytes / 1e6,
    records: produced !== undefined ? answered * produced.records : answered * perFetch * (plan.log?.records ?? 1),
    errors,
    p50Us: at(0.5),
    p99Us: at(0.99),
    p999Us: at(0.999),
    maxUs: sorted.at(-1) ?? 0,
    cpuSeconds: (used.user + used.system) / 1e6,
  }
}

if (process.argv[1]?.endsWith('load.ts') === true) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as LoadPlan)))
}
