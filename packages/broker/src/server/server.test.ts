// The server against raw bytes: whatever comes is an answer in its place, or a closed connection and one line in the log.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ApiVersionsApi, ErrorCode, HeartbeatApi, ListGroupsApi, type HeartbeatRequest, type HeartbeatResponseInput } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { apiVersions } from '../handlers/18-api-versions.ts'
import { LATER, type AnyHandler, type Handler, type RequestContext } from '../services.ts'
import { openHarness, type Harness } from '../testing/harness.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import type { ServerLimits } from './limits.ts'

interface Bench {
  readonly simulation: Simulation
  readonly harness: Harness
  /** Warnings and errors. */
  readonly log: string[]
  readonly waiting: RequestContext[]
  connect(): Promise<RawClient>
  connections(): number
}

/** A broker whose Heartbeat answers when it is told to, and whose ListGroups has a bug. */
async function open(limits: Partial<ServerLimits> = {}, config = {}): Promise<Bench> {
  const log: string[] = []
  const simulation = simWorld(11, {
    onLog: ({ level, message }) => {
      if (level === 'warn' || level === 'error') log.push(message ?? '')
    },
  })
  const waiting: RequestContext[] = []
  const later: Handler<HeartbeatRequest, HeartbeatResponseInput> = {
    api: HeartbeatApi,
    versions: { min: 1, max: 4 },
    handle(context) {
      waiting.push(context)
      return LATER
    },
  }
  const buggy: AnyHandler = {
    api: ListGroupsApi,
    versions: { min: 0, max: 5 },
    handle(context) {
      if (context.apiVersion === 0) throw new Error('a bug')
      return context.apiVersion === 1 ? Promise.reject(new Error('a late bug')) : { nonsense: true }
    },
  }
  const world = simulation.host('broker')
  const harness = await simulation.settle(
    openHarness({ world, directory: '/data', handlers: [later, buggy, apiVersions], limits, config, host: '0.0.0.0' }),
  )
  return {
    simulation, harness, log, waiting,
    connect: () => simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', harness.port)),
    connections: () => harness.server.list().length,
  }
}

const heartbeat = (correlationId: number, version = 4): Buffer =>
  requestFrame(HeartbeatApi, version, { groupId: 'g', generationId: 1, memberId: 'm', groupInstanceId: null }, correlationId)

const versionsRequest = (correlationId = 1): Buffer =>
  requestFrame(ApiVersionsApi, 3, { clientSoftwareName: 'test-client', clientSoftwareVersion: '1.0' }, correlationId)

/** Size, header of a request, body. */
function rawFrame(apiKey: number, version: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(14)
  head.writeInt32BE(10 + body.length, 0)
  head.writeInt16BE(apiKey, 4)
  head.writeInt16BE(version, 6)
  head.writeInt32BE(7, 8)
  head.writeInt16BE(-1, 12)
  return Buffer.concat([head, body])
}

describe('server', () => {
  it('answers in the order of the requests, whenever they are completed', async () => {
    const bench = await open()
    const client = await bench.connect()
    client.send(Buffer.concat([heartbeat(1), heartbeat(2), versionsRequest(3), heartbeat(4)]))
    await bench.simulation.advance(100)
    assert.equal(bench.waiting.length, 3)
    assert.deepEqual(client.correlationIds, [])
    bench.waiting[2]?.complete({ errorCode: 0 })
    bench.waiting[1]?.complete({ errorCode: ErrorCode.UNKNOWN_MEMBER_ID })
    await bench.simulation.advance(100)
    assert.deepEqual(client.correlationIds, [])
    bench.waiting[0]?.complete({ errorCode: 0 })
    await bench.simulation.advance(100)
    assert.deepEqual(client.correlationIds, [1, 2, 3, 4])
    const second = answerOf(HeartbeatApi, 4, client.frames[1] as Buffer)
    assert.equal(second.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
    assert.equal(bench.harness.metrics.api(HeartbeatApi.key)?.latency.count, 3)
    await bench.simulation.settle(bench.harness.close())
  })

  it('takes requests in pieces of any size', async () => {
    const bench = await open()
    const client = await bench.connect()
    const bytes = Buffer.concat([versionsRequest(1), versionsRequest(2), versionsRequest(3)])
    for (let at = 0; at < bytes.length; at += 7) {
      client.send(bytes.subarray(at, at + 7))
      await bench.simulation.advance(5)
    }
    await bench.simulation.advance(100)
    assert.deepEqual(client.correlationIds, [1, 2, 3])
    const [connection] = bench.harness.server.list()
    assert.deepEqual([connection?.softwareName, connection?.softwareVersion, connection?.requests], ['test-client', '1.0', 3])
    assert.equal(connection?.bytesIn, bytes.length)
    assert.equal(connection?.bytesOut, client.receivedBytes)
    await bench.simulation.settle(bench.harness.close())
  })

  it('lists exactly its handlers, and answers an unknown version of ApiVersions in version 0', async () => {
    const bench = await open()
    const client = await bench.connect()
    client.send(rawFrame(ApiVersionsApi.key, 99, Buffer.from('\0whatever this may be')))
    client.send(versionsRequest(2))
    await bench.simulation.advance(100)
    const old = answerOf(ApiVersionsApi, 0, client.frames[0] as Buffer)
    assert.equal(old.errorCode, ErrorCode.UNSUPPORTED_VERSION)
    const now = answerOf(ApiVersionsApi, 3, client.frames[1] as Buffer)
    assert.equal(now.errorCode, 0)
    assert.deepEqual(now.apiKeys.map(({ apiKey }) => apiKey), [HeartbeatApi.key, ListGroupsApi.key, ApiVersionsApi.key])
    assert.deepEqual(old.apiKeys, now.apiKeys)
    assert.equal(client.isClosed, false)
    await bench.simulation.settle(bench.harness.close())
  })

  const tooLarge = Buffer.alloc(4)
  tooLarge.writeInt32BE(104_857_601)
  const hostile: [string, Buffer][] = [
    ['a negative size', Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0])],
    ['a size over the limit', tooLarge],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: broker\r\n\r\n')],
    ['a TLS hello', Buffer.from('160301020001000', 'hex')],
    ['an unknown api key', rawFrame(999, 0)],
    ['an API that is not served', rawFrame(11, 5)],
    ['a version below the served ones', heartbeat(1, 0)],
    ['a version that does not exist', rawFrame(HeartbeatApi.key, 77)],
    ['a frame too short for a header', Buffer.from([0, 0, 0, 3, 0, 18, 0])],
    ['an empty frame', Buffer.alloc(4)],
    ['a body that is cut off', rawFrame(HeartbeatApi.key, 4, Buffer.from([0, 5]))],
    ['an array that its frame cannot hold', rawFrame(ListGroupsApi.key, 4, Buffer.from([0, 0xff, 0xff, 0xff, 0x7f]))],
    ['a million tagged fields in the header', rawFrame(ApiVersionsApi.key, 3, Buffer.from([0xc0, 0x84, 0x3d, 1, 1, 0]))],
    ['a handler that throws', requestFrame(ListGroupsApi, 0, {})],
    ['a handler that rejects', requestFrame(ListGroupsApi, 1, {})],
    ['a handler whose answer cannot be encoded', requestFrame(ListGroupsApi, 2, {})],
  ]
  it('ignores bytes after the body, as Apache Kafka does', async () => {
    const bench = await open()
    const client = await bench.connect()
    client.send(rawFrame(ApiVersionsApi.key, 0, Buffer.from('more')))
    await bench.simulation.advance(200)
    assert.equal(client.isClosed, false)
    assert.equal(client.frames.length, 1)
    await bench.simulation.settle(bench.harness.close())
  })
  for (const [what, bytes] of hostile) {
    it(`closes on ${what}, says so once, and serves others`, async () => {
      const bench = await open()
      const [client, other] = [await bench.connect(), await bench.connect()]
      client.send(bytes)
      await bench.simulation.advance(200)
      assert.equal(client.isClosed, true)
      assert.deepEqual(client.frames, [])
      assert.equal(bench.log.filter((line) => line === 'connection closed').length, 1)
      assert.ok(bench.log.length <= 2)
      other.send(versionsRequest(9))
      await bench.simulation.advance(200)
      assert.deepEqual(other.correlationIds, [9])
      assert.equal(bench.connections(), 1)
      await bench.simulation.settle(bench.harness.close())
    })
  }

  it('closes a connection that brings its request drop by drop', async () => {
    const bench = await open()
    const [slow, steady] = [await bench.connect(), await bench.connect()]
    const bytes = versionsRequest()
    const large = Buffer.alloc(60_000)
    large.writeInt32BE(59_996)
    for (let at = 0; at < 24; at++) {
      if (!slow.isClosed) slow.send(bytes.subarray(at, at + 1))
      steady.send(large.subarray(at * 2000, at * 2000 + 2000))
      await bench.simulation.advance(1000)
    }
    assert.equal(slow.isClosed, true)
    assert.equal(steady.isClosed, false)
    await bench.simulation.settle(bench.harness.close())
  })

  it('closes idle connections, and none that waits for an answer', async () => {
    const bench = await open({}, { 'connections.max.idle.ms': 60_000 })
    const [idle, busy, parked] = [await bench.connect(), await bench.connect(), await bench.connect()]
    parked.send(heartbeat(1))
    for (let i = 0; i < 8; i++) {
      busy.send(versionsRequest(i))
      await bench.simulation.advance(10_000)
    }
    assert.deepEqual([idle.isClosed, busy.isClosed, parked.isClosed], [true, false, false])
    await bench.simulation.settle(bench.harness.close())
  })

  it('takes nobody for idle whose frame is still arriving', async () => {
    const bench = await open({}, { 'connections.max.idle.ms': 15_000 })
    const client = await bench.connect()
    const frame = rawFrame(ApiVersionsApi.key, 0, Buffer.alloc(100_000))
    for (let at = 0; at < frame.length; at += 4000) {
      client.send(frame.subarray(at, at + 4000))
      await bench.simulation.advance(1000)
    }
    assert.deepEqual([client.isClosed, client.correlationIds], [false, [7]])
    await bench.simulation.settle(bench.harness.close())
  })

  it('turns away connections over its limits', async () => {
    const bench = await open({}, { 'max.connections': 3, 'max.connections.per.ip': 2 })
    const mine = [await bench.connect(), await bench.connect(), await bench.connect()]
    await bench.simulation.advance(100)
    assert.deepEqual(mine.map(({ isClosed }) => isClosed), [false, false, true])
    const elsewhere = (): Promise<RawClient> =>
      bench.simulation.settle(RawClient.connect(bench.simulation.host('other').transport, 'broker', bench.harness.port))
    const others = [await elsewhere(), await elsewhere()]
    await bench.simulation.advance(100)
    assert.deepEqual(others.map(({ isClosed }) => isClosed), [false, true])
    mine[0]?.close()
    await bench.simulation.advance(100)
    const again = await bench.connect()
    await bench.simulation.advance(100)
    assert.equal(again.isClosed, false)
    assert.deepEqual([...bench.harness.metrics.connectionsRefused], [['max.connections.per.ip', 1], ['max.connections', 1]])
    await bench.simulation.settle(bench.harness.close())
  })

  it('handles a bounded number of requests at a time and loses none', async () => {
    const bench = await open({ maxInFlight: 10 })
    const client = await bench.connect()
    client.send(Buffer.concat(Array.from({ length: 95 }, (_, index) => heartbeat(index))))
    await bench.simulation.advance(100)
    assert.equal(bench.waiting.length, 10)
    let answered = 0
    while (answered < bench.waiting.length) {
      bench.waiting[answered++]?.complete({ errorCode: 0 })
      await bench.simulation.advance(20)
      assert.ok(bench.waiting.length - answered <= 10)
    }
    assert.deepEqual(client.correlationIds, Array.from({ length: 95 }, (_, index) => index))
    await bench.simulation.settle(bench.harness.close())
  })

  it('forgets requests whose client has gone', async () => {
    const bench = await open()
    const client = await bench.connect()
    client.send(heartbeat(1))
    await bench.simulation.advance(50)
    let forgotten = 0
    bench.waiting[0]?.onAbandoned(() => forgotten++)
    client.close()
    // It looks like one that has said its last word, and gets as much time.
    await bench.simulation.advance(7000)
    assert.equal(forgotten, 1)
    assert.equal(bench.connections(), 0)
    bench.waiting[0]?.complete({ errorCode: 0 })
    await bench.simulation.settle(bench.harness.close())
  })

  it('tells everybody of the end of a connection, whoever of them fails, and logs that once', async () => {
    const bench = await open()
    const client = await bench.connect()
    client.send(Buffer.concat([heartbeat(1), heartbeat(2), heartbeat(3)]))
    await bench.simulation.advance(100)
    const told: string[] = []
    const failing = (what: string) => (): void => {
      told.push(what)
      throw new Error(`a bug in ${what}`)
    }
    bench.waiting.forEach((context, at) => context.onAbandoned(failing(`request ${at}`)))
    for (const what of ['follower 0', 'follower 1']) {
      bench.waiting[0]?.connection.whenClosed({ connectionClosed: failing(what) })
    }
    client.close()
    await bench.simulation.advance(7000)
    assert.deepEqual(told, ['request 0', 'request 1', 'request 2', 'follower 0', 'follower 1'])
    assert.equal(bench.connections(), 0)
    assert.deepEqual(bench.log, ['a connection failed'])
    await bench.simulation.settle(bench.harness.close())
  })

  it('still answers a client that has said its last word', async () => {
    const bench = await open()
    const client = await bench.connect()
    client.send(heartbeat(1))
    client.end()
    await bench.simulation.advance(50)
    bench.waiting[0]?.complete({ errorCode: 0 })
    await bench.simulation.advance(50)
    assert.deepEqual(client.correlationIds, [1])
    assert.equal(client.isClosed, true)
    assert.equal(bench.connections(), 0)
    await bench.simulation.settle(bench.harness.close())
  })

  it('answers all that a client has asked before its last word', async () => {
    const bench = await open({ maxInFlight: 1 })
    const client = await bench.connect()
    client.send(Buffer.concat([heartbeat(1), heartbeat(2), heartbeat(3)]))
    client.end()
    await bench.simulation.advance(50)
    for (let at = 0; at < 3; at++) {
      bench.waiting[at]?.complete(at === 1 ? undefined : { errorCode: 0 })
      await bench.simulation.advance(50)
    }
    assert.equal(bench.waiting.length, 3)
    assert.deepEqual(client.correlationIds, [1, 3])
    assert.equal(bench.connections(), 0)
    await bench.simulation.settle(bench.harness.close())
  })

  it('lets no request overtake one whose handler has promised an answer', async () => {
    const bench = await open()
    const order: string[] = []
    let finish: (() => void) | undefined
    const [later, buggy] = bench.harness.services.handlers
    assert.ok(later && buggy)
    Object.assign(later, { handle: () => new Promise((resolve) => {
      order.push('first begins')
      finish = () => {
        order.push('first ends')
        resolve({ errorCode: 0 })
      }
    }) })
    Object.assign(buggy, { handle: () => {
      order.push('second')
      return { errorCode: 0, groups: [] }
    } })
    const client = await bench.connect()
    client.send(heartbeat(1), requestFrame(ListGroupsApi, 4, { statesFilter: [] }, 2))
    await bench.simulation.advance(50)
    finish?.()
    await bench.simulation.advance(50)
    assert.deepEqual(order, ['first begins', 'first ends', 'second'])
    assert.deepEqual(client.correlationIds, [1, 2])
    await bench.simulation.settle(bench.harness.close())
  })

  it('serves nothing but ApiVersions and SASL before authentication, in small frames', async () => {
    const bench = await open()
    const { server } = bench.harness
    const client = await bench.connect()
    // What a SASL listener will do: the connection is not authenticated when it comes.
    const [connection] = server.list() as unknown as { authenticated: boolean }[]
    assert.ok(connection)
    connection.authenticated = false
    client.send(versionsRequest(1), heartbeat(2))
    await bench.simulation.advance(50)
    assert.deepEqual(client.correlationIds, [1])
    assert.equal(client.isClosed, true)
    assert.equal(bench.waiting.length, 0)
    await bench.simulation.settle(bench.harness.close())
  })
})
