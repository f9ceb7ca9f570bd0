// Every budget of the server against its release: whatever clients and handlers do, in whatever order, in the end nothing is held, and at no time is anybody else held up.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  ApiVersionsApi, DescribeGroupsApi, HeartbeatApi, JoinGroupApi, ListGroupsApi, MetadataApi, ProduceApi, type AnyApi, type BufferPool,
} from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { apiVersions } from '../handlers/18-api-versions.ts'
import { LATER, type AnyHandler, type RequestContext } from '../services.ts'
import { openHarness, type Harness } from '../testing/harness.ts'
import { RawClient, requestFrame } from '../testing/raw-client.ts'
import type { Server } from './server.ts'

const LIMIT = 2 * 1024 * 1024
const LARGEST_FRAME = 1_500_000
const LARGEST_ANSWER = 700_000

const requests: Readonly<Record<string, { readonly api: AnyApi; readonly version: number; readonly input: unknown }>> = {
  lend: { api: ProduceApi, version: 8, input: { transactionalId: null, acks: 1, timeoutMs: 1000, topicData: [] } },
  wait: { api: HeartbeatApi, version: 3, input: { groupId: 'g', generationId: 1, memberId: 'm', groupInstanceId: null } },
  promise: { api: ListGroupsApi, version: 2, input: {} },
  park: { api: JoinGroupApi, version: 5, input: { groupId: 'g', sessionTimeoutMs: 1, rebalanceTimeoutMs: 1, memberId: '', groupInstanceId: null, protocolType: 'c', protocols: [] } },
  answer: { api: MetadataApi, version: 4, input: { topics: [], allowAutoTopicCreation: false } },
  fail: { api: DescribeGroupsApi, version: 4, input: { groups: [], includeAuthorizedOperations: false } },
}
const kinds = Object.keys(requests)

/** A frame of this size or a little more: what stands behind the body is passed over. */
function frameOf(kind: string, bytes: number): Buffer {
  const { api, version, input } = requests[kind] as (typeof requests)[string]
  const frame = requestFrame(api, version, input)
  const padded = Buffer.concat([frame, Buffer.alloc(Math.max(0, bytes - frame.length))])
  padded.writeInt32BE(padded.length - 4)
  return padded
}

interface Pending {
  readonly kind: string
  readonly context: RequestContext
  readonly settle: (how: 'answer' | 'fail') => void
}

interface Bench {
  readonly simulation: Simulation
  readonly harness: Harness
  readonly server: Server
  /** Requests whose answer is still to come. */
  readonly pending: Pending[]
  /** Requests whose bytes are lent. */
  readonly lent: RequestContext[]
  /** Bytes of the next answers of Metadata. */
  answerBytes: number
  /** Pooled buffers that are neither in the pool nor left to the garbage collector. */
  buffersOut(): number
  connect(host?: string): Promise<RawClient>
  close(): Promise<void>
}

const ok: Readonly<Record<string, unknown>> = {
  lend: { responses: [], throttleTimeMs: 0 },
  wait: { errorCode: 0 },
  promise: { errorCode: 0, groups: [] },
  park: { errorCode: 0, memberId: '', generationId: 1, protocolName: '', leader: '', members: [] },
}

async function open(seed: number): Promise<Bench> {
  const simulation = simWorld(seed)
  const pending: Pending[] = []
  const lent: RequestContext[] = []
  const promised = (kind: string) => (context: RequestContext): Promise<unknown> =>
    new Promise((resolve, reject) => {
      pending.push({ kind, context, settle: (how) => (how === 'answer' ? resolve(ok[kind]) : reject(new Error('a late bug'))) })
    })
  const later = (kind: string) => (context: RequestContext): typeof LATER => {
    pending.push({ kind, context, settle: (how) => (how === 'answer' ? context.complete(ok[kind]) : context.abandon('it failed')) })
    return LATER
  }
  const handler = (api: AnyApi, handle: (context: RequestContext) => unknown, more: object = {}): AnyHandler =>
    ({ api, versions: { min: 0, max: 20 }, handle, ...more }) as AnyHandler
  const handlers: AnyHandler[] = [
    handler(ProduceApi, (context) => {
      context.retain()
      lent.push(context)
      return later('lend')(context)
    }),
    handler(HeartbeatApi, later('wait')),
    handler(ListGroupsApi, promised('promise')),
    handler(JoinGroupApi, promised('park'), { parks: true }),
    handler(MetadataApi, () => ({ throttleTimeMs: 0, brokers: [], clusterId: null, controllerId: 0, topics: filler(bench.answerBytes) })),
    handler(DescribeGroupsApi, (context) => {
      // With its bytes lent: nobody will ever give them back.
      context.retain()
      throw new Error('a bug')
    }),
    apiVersions,
  ]
  const harness = await simulation.settle(openHarness({
    world: simulation.host('broker'), directory: '/data', handlers, host: '0.0.0.0',
    limits: { maxInFlight: 5, maxRequestBytes: LARGEST_FRAME, maxHeldBytes: LIMIT, maxAnswerBytes: LIMIT, maxConnections: 50 },
  }))
  const bench: Bench = {
    simulation, harness, server: harness.server, pending, lent, answerBytes: 100, buffersOut: watch(harness.server.frameBuffers.pool),
    connect: (host = 'client') => simulation.settle(RawClient.connect(simulation.host(host).transport, 'broker', harness.port)),
    close: () => simulation.settle(harness.close()),
  }
  return bench
}

function filler(bytes: number): unknown[] {
  const name = 'n'.repeat(1000)
  return Array.from({ length: Math.ceil(bytes / 1000) }, () => ({ errorCode: 0, name, isInternal: false, partitions: [] }))
}

function watch(pool: BufferPool): () => number {
  let out = 0
  const { acquire, release } = pool
  pool.acquire = (bytes) => (out++, acquire.call(pool, bytes))
  pool.release = (buffer) => (out--, release.call(pool, buffer))
  return () => out
}

/** What the server's counters say is held. */
function figures({ server }: Bench): Record<string, number> {
  const { waitingForRoom, perIp, early } = server as unknown as { waitingForRoom: Set<unknown>; perIp: Map<string, number>; early: unknown[] }
  return {
    held: server.held.usedBytes,
    unbegun: server.unbegun.usedBytes,
    unsent: server.unsent.usedBytes,
    chunks: server.chunks.inUseBytes,
    waitingForArrival: server.arrivals.waitingCount,
    waitingForRoom: waitingForRoom.size,
    addresses: perIp.size,
    early: early.length,
    connections: server.list().length,
  }
}

const nothingHeld = { held: 0, unbegun: 0, unsent: 0, chunks: 0, waitingForArrival: 0, waitingForRoom: 0, addresses: 0, early: 0, connections: 0 }

class Chaos {
  readonly bench: Bench
  readonly below: (bound: number) => number
  /** Nothing fails and nothing is dropped: every buffer comes back. */
  readonly clean: boolean
  readonly clients: { client: RawClient; rest: Buffer }[] = []

  constructor(bench: Bench, below: (bound: number) => number, clean: boolean) {
    this.bench = bench
    this.below = below
    this.clean = clean
  }

  private pick<T>(list: T[], remove: boolean): T | undefined {
    if (list.length === 0) return undefined
    const at = this.below(list.length)
    return remove ? list.splice(at, 1)[0] : list[at]
  }

  async step(): Promise<void> {
    const { bench, below, clients } = this
    const one = this.pick(clients, false)
    switch (below(13)) {
      case 0:
      case 1:
        if (clients.length < 12) clients.push({ client: await bench.connect(`client${below(3)}`), rest: Buffer.alloc(0) })
        return
      case 2:
      case 3:
      case 4:
      case 5: return this.send(one)
      case 6: return void (below(2) === 0 ? one?.client.pause() : one?.client.resume())
      case 7:
        if (below(3) > 0) return
        one?.client.end()
        return
      case 8:
        if (below(2) > 0) return
        one?.client.close()
        clients.splice(clients.indexOf(one as (typeof clients)[number]), 1)
        return
      case 9:
      case 10: return this.pick(bench.pending, true)?.settle(!this.clean && below(8) === 0 ? 'fail' : 'answer')
      case 11: return this.giveBack(this.pick(bench.lent, true))
      default:
        bench.answerBytes = below(3) === 0 ? below(LARGEST_ANSWER) : 100
        await bench.simulation.advance(below(1500))
    }
  }

  giveBack(context: RequestContext | undefined): void {
    if (context === undefined) return
    if (!this.clean && this.below(3) === 0) context.drop()
    else context.release()
  }

  /** A whole frame, several, or a part of one; what was left of the last one first. */
  private send(one: { client: RawClient; rest: Buffer } | undefined): void {
    if (one === undefined || one.client.isClosed) return
    const { below } = this
    let bytes = one.rest
    if (below(4) > 0 || bytes.length === 0) {
      const kind = kinds[below(!this.clean && below(4) === 0 ? kinds.length : kinds.length - 1)] as string
      const frame = frameOf(kind, below(3) === 0 ? below(LARGEST_FRAME) : below(3000))
      bytes = Buffer.concat([bytes, ...Array.from({ length: below(3) === 0 ? 1 + below(8) : 1 }, () => frame)])
    }
    const cut = below(2) === 0 ? bytes.length : below(bytes.length)
    one.client.send(bytes.subarray(0, cut))
    one.rest = bytes.subarray(cut)
  }
}

function checkBounds(bench: Bench): void {
  const { server } = bench
  const told = JSON.stringify(figures(bench))
  for (const budget of [server.held, server.unbegun, server.unsent]) assert.ok(budget.usedBytes >= 0, told)
  assert.ok(server.unbegun.usedBytes <= LIMIT * 1.25 + 2 * LARGEST_FRAME, told)
  const { waitingForRoom } = server as unknown as { waitingForRoom: Set<{ owner: { isClosed: boolean } }> }
  for (const { owner } of waitingForRoom) assert.equal(owner.isClosed, false, 'a connection that is gone waits')
  assert.ok(server.unsentBytes <= LIMIT * 1.5 + 2 * LARGEST_ANSWER, told)
}

describe('budgets of the server', () => {
  for (let seed = 1; seed <= 25; seed++) {
    it(`are all given back, and hold nobody else up (${seed})`, async () => {
      const bench = await open(seed)
      const random = bench.simulation.randomFor('chaos')
      const chaos = new Chaos(bench, (bound) => (bound <= 1 ? 0 : random.below(bound)), seed % 2 === 0)
      const calm = await bench.connect('calm')
      for (let step = 0; step < 150; step++) {
        await chaos.step()
        await bench.simulation.advance(20)
        checkBounds(bench)
        calm.send(requestFrame(ApiVersionsApi, 3, { clientSoftwareName: 'calm', clientSoftwareVersion: '1.0' }, step))
        await bench.simulation.advance(100)
        assert.equal(calm.frames.length, step + 1, `a calm client waits after step ${step}: ${JSON.stringify(figures(bench))}`)
      }
      // The handlers end what they have begun; the clients read, or go.
      for (let quiet = 0; quiet < 50; quiet++) {
        if (bench.pending.length + bench.lent.length > 0) quiet = 0
        for (const one of bench.pending.splice(0)) one.settle('answer')
        for (const context of bench.lent.splice(0)) chaos.giveBack(context)
        for (const { client } of chaos.clients) client.resume()
        await bench.simulation.advance(50)
      }
      await bench.simulation.advance(500)
      const { held, unsent, chunks, waitingForRoom } = figures(bench)
      assert.deepEqual({ held, unsent, chunks, waitingForRoom }, { held: 0, unsent: 0, chunks: 0, waitingForRoom: 0 })
      for (const { client } of chaos.clients) client.close()
      calm.close()
      await bench.simulation.advance(20_000)
      assert.deepEqual(figures(bench), nothingHeld)
      assert.equal(bench.pending.length + bench.lent.length, 0)
      // One for the small frames that are still to come.
      if (chaos.clean) assert.ok(bench.buffersOut() <= 1, `${bench.buffersOut()} buffers are not back`)
      await bench.close()
    })
  }
})
