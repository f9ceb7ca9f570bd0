// Damaged requests of every API against a whole broker: it stays up, answers others, and keeps nothing of them.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ApiVersionsApi, InitProducerIdApi } from '@odradek/protocol/internal'
import type { Connection } from '@odradek/platform'
import { simWorld } from '@odradek/platform/sim'
import { startBroker } from '../broker.ts'
import { servedHandlers } from '../handlers/index.ts'
import { openHarness } from '../testing/harness.ts'
import { RawClient, requestFrame } from '../testing/raw-client.ts'
import { ServerConnection } from './connection.ts'

/** Takes everything, says nothing. */
function silentConnection(): { connection: Connection; isDestroyed(): boolean } {
  let destroyed = false
  const connection: Connection = {
    remoteAddress: '10.0.0.1', remotePort: 1, localAddress: '10.0.0.2', localPort: 2, tls: undefined, bufferedBytes: 0,
    start() {}, write: () => true, pauseReading() {}, resumeReading() {}, end() {},
    destroy: () => void (destroyed = true),
  }
  return { connection, isDestroyed: () => destroyed }
}

/** A frame with a true header for a served API and version, and any bytes behind it. */
const requestLike = fc
  .record({ handler: fc.nat(servedHandlers.length - 1), version: fc.nat(20), body: fc.uint8Array({ maxLength: 120 }), cut: fc.nat(40) })
  .map(({ handler, version, body, cut }) => {
    const { api, versions } = servedHandlers[handler] as (typeof servedHandlers)[number]
    const frame = Buffer.alloc(4 + 10 + body.length)
    frame.writeInt32BE(cut === 0 ? 3 : frame.length - 4, 0)
    frame.writeInt16BE(api.key, 4)
    frame.writeInt16BE(versions.min + (version % (versions.max - versions.min + 1)), 6)
    frame.writeInt32BE(1, 8)
    frame.writeInt16BE(-1, 12)
    frame.set(body, 14)
    return frame
  })

describe('hostile bytes', () => {
  it('never take the broker down', async () => {
    const simulation = simWorld(8)
    const broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: { 'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'auto.create.topics.enable': false },
    }))
    const { transport } = simulation.host('client')
    const witness = await simulation.settle(RawClient.connect(transport, 'broker', 9092))
    const bytes = fc.oneof(requestLike, fc.array(requestLike, { maxLength: 4 }).map((frames) => Buffer.concat(frames)), fc.uint8Array({ maxLength: 300 }).map((raw) => Buffer.from(raw)))
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const client = await simulation.settle(RawClient.connect(transport, 'broker', 9092))
        if (sent.length > 0) client.send(sent)
        await simulation.advance(20)
        client.close()
        const before = witness.frames.length
        witness.send(requestFrame(ApiVersionsApi, 0, {}))
        await simulation.run({ until: () => witness.frames.length > before || witness.isClosed })
        assert.equal(witness.isClosed, false)
      }),
      { numRuns: 300 },
    )
    // A request that waits for its group, or for a frame's end, is forgotten with its connection.
    await simulation.advance(30_000)
    assert.deepEqual(broker.services.connections.list().length, 1)
    assert.equal(broker.services.replicas.deadlines.size, 0)
    await simulation.settle(broker.close())
  })

  it('a frame that waited and is refused leaves nothing of its connection', async () => {
    const simulation = simWorld(10, { network: { splitProbability: 0 } })
    const broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: { 'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data' },
    }))
    const { transport } = simulation.host('client')
    const refused = Buffer.from([0, 0, 0, 10, 0x7f, 0xff, 0, 0, 0, 0, 0, 2, 0xff, 0xff])
    // The first has to be waited for, so the others do not begin before it is answered. Several connections: a place
    // in the common buffer that is given back twice shows with the next ones.
    for (let round = 0; round < 5; round++) {
      const client = await simulation.settle(RawClient.connect(transport, 'broker', 9092))
      client.send(Buffer.concat([requestFrame(InitProducerIdApi, 0, { transactionalId: null, transactionTimeoutMs: 1000 }), refused, refused]))
      await simulation.run({ until: () => client.isClosed })
      await simulation.advance(1000)
      assert.equal(broker.services.connections.list().length, 0)
    }
    await simulation.settle(broker.close())
  })

  it('a frame of one byte at the very end of what one read brought costs its connection and nothing else', async () => {
    const simulation = simWorld(9)
    const harness = await simulation.settle(openHarness({ world: simulation.host('broker'), directory: '/data', host: '0.0.0.0' }))
    const { connection, isDestroyed } = silentConnection()
    const origin = { id: '1', listenerName: 'PLAINTEXT', principal: 'User:ANONYMOUS', authenticated: true, connectedAtMs: 0 }
    const server = new ServerConnection(harness.server, harness.services, connection, origin)
    // A whole request, long enough to leave five bytes of the target: what follows its fields is ignored.
    const target = Buffer.from(server.target().buffer)
    target.fill(0)
    requestFrame(ApiVersionsApi, 0, {}).copy(target)
    target.writeInt32BE(target.length - 4 - 5, 0)
    target.writeInt32BE(1, target.length - 5)
    server.received(target.length)
    assert.equal(isDestroyed(), true)
    server.closed()
    await simulation.settle(harness.close())
  })
})
