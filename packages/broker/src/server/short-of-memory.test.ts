// What the broker does when clients hold too much of its memory: who waits, who goes, and that everybody else is served.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ApiVersionsApi, HeartbeatApi, MetadataApi, ProduceApi, type AnyApi } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { apiVersions } from '../handlers/18-api-versions.ts'
import { LATER, type AnyHandler, type RequestContext } from '../services.ts'
import { openHarness, type Harness } from '../testing/harness.ts'
import { RawClient, requestFrame } from '../testing/raw-client.ts'
import type { ServerLimits } from './limits.ts'

const MB = 1_000_000

interface Bench {
  readonly simulation: Simulation
  readonly harness: Harness
  /** Heartbeats, which wait, and writes, whose bytes are lent. */
  readonly waiting: RequestContext[]
  readonly lent: RequestContext[]
  readonly reasons: string[]
  connect(): Promise<RawClient>
  /** A request of a client that asks for little, on a connection of its own. */
  isServed(): Promise<boolean>
}

async function open(limits: Partial<ServerLimits>, answerTopics: number = 1000): Promise<Bench> {
  const reasons: string[] = []
  const simulation = simWorld(3, { onLog: ({ fields }) => void (typeof fields === 'object' && 'reason' in fields && reasons.push(String(fields.reason))) })
  const waiting: RequestContext[] = []
  const lent: RequestContext[] = []
  const handler = (api: AnyApi, handle: (context: RequestContext) => unknown): AnyHandler => ({ api, versions: { min: 0, max: 20 }, handle }) as AnyHandler
  const handlers = [
    handler(HeartbeatApi, (context) => (waiting.push(context), LATER)),
    handler(ProduceApi, (context) => (context.retain(), lent.push(context), LATER)),
    handler(MetadataApi, () => ({
      throttleTimeMs: 0, brokers: [], clusterId: null, controllerId: 0,
      topics: Array.from({ length: answerTopics }, () => ({ errorCode: 0, name: 'n'.repeat(1000), isInternal: false, partitions: [] })),
    })),
    apiVersions,
  ]
  const harness = await simulation.settle(openHarness({ world: simulation.host('broker'), directory: '/data', handlers, limits: { maxRequestBytes: 10 * MB, ...limits }, host: '0.0.0.0' }))
  const connect = (): Promise<RawClient> => simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', harness.port))
  return {
    simulation, harness, waiting, lent, reasons, connect,
    async isServed() {
      const client = await connect()
      client.send(versionsFrame())
      await simulation.advance(200)
      client.close()
      return client.frames.length === 1
    },
  }
}

const versionsFrame = (): Buffer => requestFrame(ApiVersionsApi, 3, { clientSoftwareName: 'calm', clientSoftwareVersion: '1.0' })

/** What stands behind a body is passed over. */
function padded(frame: Buffer, bytes: number): Buffer {
  const whole = Buffer.concat([frame, Buffer.alloc(bytes)])
  whole.writeInt32BE(whole.length - 4)
  return whole
}

const heartbeat = (bytes: number): Buffer => padded(requestFrame(HeartbeatApi, 3, { groupId: 'g', generationId: 1, memberId: 'm', groupInstanceId: null }), bytes)
const write = (bytes: number): Buffer => padded(requestFrame(ProduceApi, 8, { transactionalId: null, acks: 1, timeoutMs: 1000, topicData: [] }), bytes)
const answered = { responses: [], throttleTimeMs: 0 }

describe('short of memory', () => {
  it('requests that wait for somebody else cost nobody anything, however large they were', async () => {
    const bench = await open({ maxHeldBytes: 10 * MB })
    const parked: RawClient[] = []
    for (let at = 0; at < 5; at++) {
      const client = await bench.connect()
      client.send(heartbeat(4 * MB))
      parked.push(client)
      await bench.simulation.advance(100)
    }
    await bench.simulation.advance(2000)
    assert.equal(bench.waiting.length, 5)
    const { server } = bench.harness
    assert.deepEqual([server.held.usedBytes, server.unbegun.usedBytes], [0, 0])
    assert.equal(await bench.isServed(), true)
    const large = await bench.connect()
    large.send(write(4 * MB))
    await bench.simulation.advance(1000)
    assert.equal(bench.lent.length, 1)
    await bench.simulation.settle(bench.harness.close())
  })

  it('writes wait while the disk has enough of them, and go on in their turn; small requests do not wait', async () => {
    const bench = await open({ maxHeldBytes: 4 * MB })
    const writers = [await bench.connect(), await bench.connect(), await bench.connect(), await bench.connect(), await bench.connect(), await bench.connect()]
    for (const writer of writers) for (let i = 0; i < 4; i++) writer.send(write(MB / 2))
    await bench.simulation.advance(1000)
    const before = bench.lent.length
    assert.ok(before >= 8 && before < 14, `${before} writes are under way`)
    assert.equal(await bench.isServed(), true)
    const writer = await bench.connect()
    writer.send(write(10), versionsFrame())
    await bench.simulation.advance(500)
    assert.equal(bench.lent.length, before)
    for (let at = 0; at < bench.lent.length; at++) {
      bench.lent[at]?.release()
      bench.lent[at]?.complete(answered)
      await bench.simulation.advance(50)
    }
    assert.deepEqual([...writers, writer].map(({ frames }) => frames.length), [4, 4, 4, 4, 4, 4, 2])
    assert.equal(bench.harness.server.held.usedBytes, 0)
    await bench.simulation.settle(bench.harness.close())
  })

  it('one writer alone holds a quarter and a request more', async () => {
    const bench = await open({ maxHeldBytes: 4 * MB })
    const [greedy, other] = [await bench.connect(), await bench.connect()]
    for (let i = 0; i < 12; i++) greedy.send(write(MB / 2))
    await bench.simulation.advance(1000)
    const before = bench.lent.length
    assert.ok(before <= 3, `${before} writes of one client`)
    other.send(write(MB / 2))
    await bench.simulation.advance(500)
    assert.equal(bench.lent.length, before + 1)
    for (let at = 0; at < bench.lent.length; at++) {
      bench.lent[at]?.release()
      bench.lent[at]?.complete(answered)
      await bench.simulation.advance(50)
    }
    assert.deepEqual([greedy.frames.length, other.frames.length], [12, 1])
    await bench.simulation.settle(bench.harness.close())
  })

  it('large requests that begin and stop make place for one that comes', async () => {
    const bench = await open({ maxHeldBytes: 10 * MB })
    const stopped: RawClient[] = []
    for (let at = 0; at < 12; at++) {
      const client = await bench.connect()
      client.send(write(4 * MB).subarray(0, 1_100_000))
      stopped.push(client)
      await bench.simulation.advance(100)
    }
    await bench.simulation.advance(500)
    const steady = await bench.connect()
    steady.send(write(4 * MB))
    await bench.simulation.advance(2500)
    assert.equal(bench.lent.length, 1)
    assert.equal(steady.isClosed, false)
    assert.ok(stopped.some(({ isClosed }) => isClosed))
    assert.ok(bench.reasons.every((reason) => /while memory was short|than there is memory for/.test(reason)), bench.reasons.join())
    assert.equal(await bench.isServed(), true)
    await bench.simulation.settle(bench.harness.close())
  })

  it('large requests of many at a time all arrive', async () => {
    const bench = await open({ maxHeldBytes: 10 * MB })
    const clients: RawClient[] = []
    for (let at = 0; at < 6; at++) clients.push(await bench.connect())
    for (const client of clients) client.send(heartbeat(8 * MB))
    await bench.simulation.advance(20_000)
    assert.equal(bench.waiting.length, 6)
    assert.deepEqual(bench.reasons, [])
    await bench.simulation.settle(bench.harness.close())
  })

  it('who waits for an answer sends no large request meanwhile', async () => {
    const bench = await open({ maxHeldBytes: 10 * MB, maxInFlight: 1 })
    const client = await bench.connect()
    client.send(heartbeat(0), write(8 * MB))
    await bench.simulation.advance(1000)
    assert.ok(bench.harness.server.unbegun.usedBytes <= 2 * MB, `${bench.harness.server.unbegun.usedBytes} bytes are kept`)
    bench.waiting[0]?.complete({ errorCode: 0 })
    await bench.simulation.advance(1000)
    assert.equal(bench.lent.length, 1)
    await bench.simulation.settle(bench.harness.close())
  })

  it('who does not read its answers goes first when they take too much', async () => {
    const bench = await open({ maxAnswerBytes: 5 * MB })
    const readers: RawClient[] = []
    const metadata = requestFrame(MetadataApi, 4, { topics: [], allowAutoTopicCreation: false })
    for (let at = 0; at < 10; at++) {
      const client = await bench.connect()
      if (at !== 4) client.pause()
      client.send(metadata)
      readers.push(client)
      await bench.simulation.advance(50)
      assert.ok(bench.harness.server.unsentBytes <= 8 * MB)
    }
    await bench.simulation.advance(3000)
    assert.ok(bench.harness.server.unsentBytes <= 5 * MB)
    assert.equal(readers[4]?.frames.length, 1)
    assert.equal(readers[4]?.isClosed, false)
    assert.ok(bench.reasons.length >= 4 && new Set(bench.reasons).size === 1)
    assert.equal(await bench.isServed(), true)
    await bench.simulation.settle(bench.harness.close())
  })

  it('answers that have to wait for an earlier one are bounded', async () => {
    const bench = await open({}, 300)
    const client = await bench.connect()
    const metadata = requestFrame(MetadataApi, 4, { topics: [], allowAutoTopicCreation: false })
    client.send(heartbeat(0), ...Array.from({ length: 16 }, () => metadata))
    await bench.simulation.advance(500)
    const kept = bench.harness.server.unsent.usedBytes
    assert.ok(kept > MB && kept < 1.5 * MB, `${kept} bytes are kept`)
    bench.waiting[0]?.complete({ errorCode: 0 })
    const then = bench.harness.server.unsentBytes
    assert.ok(then > MB && then < 3 * MB, `${then} bytes are kept`)
    await bench.simulation.advance(5000)
    assert.equal(client.frames.length, 17)
    assert.deepEqual([bench.harness.server.unsent.usedBytes, bench.harness.server.chunks.inUseBytes], [0, 0])
    await bench.simulation.settle(bench.harness.close())
  })
})
