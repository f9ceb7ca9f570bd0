// Damaged requests of every API against a whole broker: it stays up, answers others, and keeps nothing of them.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ApiVersionsApi } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { startBroker } from '../broker.ts'
import { servedHandlers } from '../handlers/index.ts'
import { RawClient, requestFrame } from '../testing/raw-client.ts'

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
})
