/**
 * The target `answers` of `npm run fuzz`: a broker of its own is asked what it serves, by valid requests in which one
 * element of one array stands again and again, the same or each time under another name. What it answers is measured
 * against what was asked: an answer may be ANSWER_FACTOR times as large as its request and what a repetition may cost,
 * and take as long as BASE_MS and MS_PER_MB.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SeededNumbers } from '../packages/protocol/generator/random-message.ts'
import { type AnyApi, CreateTopicsApi, encodeRequestFrame, FindCoordinatorApi, OffsetCommitApi, Writer } from '@odradek/protocol/internal'
import { nodeWorld } from '@odradek/platform/node'
import { startBroker } from '../packages/broker/src/broker.ts'
import { servedHandlers } from '../packages/broker/src/handlers/index.ts'
import { requestLimits } from '../packages/broker/src/limits/request-limits.ts'
import { ANSWER_FACTOR, arrayCount, multiplied } from '../packages/broker/src/testing/multiplied.ts'
import type { Names } from '../packages/broker/src/testing/valid-requests.ts'

const BASE_MS = 1500
const MS_PER_MB = 500

const MAX_REQUEST_BYTES = 8_000_000

interface Answered {
  readonly bytes: number
  readonly ms: number
  readonly closed: boolean
}

/** Asks on one connection, opened again when it was closed; keeps nothing of the answers but their size. */
class Asker {
  readonly #port: number
  #socket: Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  ask(frame: Buffer): Promise<Answered> {
    const socket = (this.#socket ??= connect({ host: '127.0.0.1', port: this.#port, noDelay: true }))
    return new Promise((resolve) => {
      const start = performance.now()
      let head = Buffer.alloc(0)
      let bytes = 0
      const done = (closed: boolean): void => {
        socket.removeAllListeners()
        socket.on('error', () => {})
        if (closed) this.close()
        resolve({ bytes, ms: performance.now() - start, closed })
      }
      socket.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (head.length < 4) head = Buffer.concat([head, chunk.subarray(0, 4)])
        if (head.length >= 4 && bytes >= 4 + head.readInt32BE(0)) done(false)
      })
      socket.on('error', () => done(true))
      socket.on('close', () => done(true))
      socket.write(frame)
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }
}

function frameOf(api: AnyApi, version: number, input: unknown): Buffer {
  const writer = new Writer()
  encodeRequestFrame(writer, api, version, 1, 'fuzz', input)
  return writer.toBuffer()
}

/** A valid request with one element again and again. */
function any(key: number, version: number, names: Names, random: SeededNumbers): unknown {
  const count = arrayCount(key, version, names)
  const times = random.pick([1, 10, 1000, 10_000, 50_000])
  return multiplied(key, version, names, { array: random.below(Math.max(1, count)), times, differs: random.chance(2) })
}

export interface AnswersTarget {
  /** The slowest answer of each API, the slowest first. */
  readonly slowest: () => string[]
  run(random: SeededNumbers): Promise<void>
  close(): Promise<void>
}

/** Starts the broker. `run` throws when an answer is out of proportion. */
export async function openAnswersTarget(): Promise<AnswersTarget> {
  const directory = mkdtempSync(join(tmpdir(), 'odradek-fuzz-'))
  const config = {
    'listeners': 'PLAINTEXT://127.0.0.1:0', 'log.dirs': directory, 'offsets.topic.num.partitions': 1, 'auto.create.topics.enable': false, 'group.initial.rebalance.delay.ms': 0,
  }
  const world = nodeWorld()
  const broker = await startBroker({ world: { ...world, log: quiet(world.log) }, config })
  const asker = new Asker(broker.listeners[0]?.port ?? 0)
  const topic = { name: 'there', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }
  await asker.ask(frameOf(CreateTopicsApi, 5, { topics: [topic], timeoutMs: 5000 }))
  await asker.ask(frameOf(FindCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['group'] }))
  await new Promise((resolve) => setTimeout(resolve, 500))
  const partitions = [0, 1].map((partitionIndex) => ({ partitionIndex, committedOffset: 1, committedMetadata: 'x'.repeat(4000) }))
  await asker.ask(frameOf(OffsetCommitApi, 5, { groupId: 'group', generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 'there', partitions }] }))
  const names = { topic: 'there', id: broker.services.replicas.partition('there', 0)?.topicId ?? '', group: 'group' }
  const worst = new Map<string, { readonly ms: number; readonly what: string }>()
  return {
    slowest: () => [...worst.values()].toSorted((a, b) => b.ms - a.ms).map(({ what }) => what),
    async run(random) {
      const { api, versions } = random.pick(servedHandlers)
      const version = versions.min + random.below(versions.max - versions.min + 1)
      const frame = frameOf(api, version, any(api.key, version, names, random))
      if (frame.length > MAX_REQUEST_BYTES) return
      const { bytes, ms } = await asker.ask(frame)
      const what = `${api.name} ${version}: ${frame.length} bytes asked, ${bytes} answered in ${Math.round(ms)} ms`
      if (ms > (worst.get(api.name)?.ms ?? 0)) worst.set(api.name, { ms, what })
      if (bytes > ANSWER_FACTOR * frame.length + 2 * requestLimits.repeatedBytes.limit) throw new Error(what)
      if (ms > BASE_MS + (MS_PER_MB * frame.length) / 1e6) throw new Error(what)
    },
    async close() {
      asker.close()
      await broker.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A warning for each connection that is closed says nothing here. */
function quiet<L extends { warn: unknown; info: unknown }>(log: L): L {
  return Object.assign(Object.create(log) as L, { warn: () => {}, info: () => {} })
}
