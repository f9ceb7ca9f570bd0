// What every Transport does: TCP read in place and by 'data' events, TLS, simulated.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { nodeTransport, type NodeTransportOptions } from './node/index.ts'
import { SimRandom, simWorld } from './sim/index.ts'
import { testCertificate, testKey } from './testing/certificate.ts'
import type { Connection, ConnectionHandler, ConnectOptions, Listener, ListenOptions, Transport } from './transport.ts'

/** Where a test runs: real time or simulated. */
interface Setting {
  readonly server: Transport
  readonly client: Transport
  readonly host: string
  readonly listenHost: string
  readonly listenTls?: ListenOptions['tls']
  readonly connectTls?: ConnectOptions['tls']
  settle<T>(promise: Promise<T>): Promise<T>
  until(condition: () => boolean): Promise<void>
  /** Lets everything happen that is going to. */
  quiet(): Promise<void>
}

/** Collects what comes; targets of a size the test chooses. */
class Collector implements ConnectionHandler {
  readonly hash: ReturnType<typeof createHash> = createHash('sha256')
  length = 0
  text = ''
  readonly events: string[] = []
  error: Error | undefined
  onReceived: ((length: number) => void) | undefined
  onEnded: (() => void) | undefined
  onDrained: (() => void) | undefined
  readonly #sizes: () => number
  #target = new Uint8Array(0)

  constructor(sizes: () => number = () => 65_536) {
    this.#sizes = sizes
  }

  target(): Uint8Array {
    this.#target = new Uint8Array(this.#sizes())
    return this.#target
  }

  received(length: number): void {
    assert.ok(length > 0 && length <= this.#target.length, `${length} bytes into a target of ${this.#target.length}`)
    assert.ok(!this.closedAlready && !this.endedAlready)
    const got = this.#target.subarray(0, length)
    this.hash.update(got)
    this.length += length
    if (this.text.length < 1000) this.text += Buffer.from(got).toString('latin1')
    this.onReceived?.(length)
  }

  ended(): void {
    assert.ok(!this.closedAlready && !this.endedAlready)
    this.events.push('ended')
    this.onEnded?.()
  }

  closed(error?: Error): void {
    assert.ok(!this.closedAlready, 'closed twice')
    this.events.push('closed')
    this.error = error
  }

  drained(): void {
    this.events.push('drained')
    this.onDrained?.()
  }

  get closedAlready(): boolean {
    return this.events.includes('closed')
  }

  get endedAlready(): boolean {
    return this.events.includes('ended')
  }
}

const text = (s: string): Buffer => Buffer.from(s, 'latin1')

function compliance(name: string, makeSetting: () => Setting): void {
  describe(`transport: ${name}`, () => {
    let s: Setting
    let listener: Listener
    const open: Connection[] = []
    let accepted: Connection[] = []

    beforeEach(async () => {
      s = makeSetting()
      accepted = []
      const options = { host: s.listenHost, port: 0, ...(s.listenTls && { tls: s.listenTls }) }
      listener = await s.settle(s.server.listen(options, (connection) => {
        accepted.push(connection)
        open.push(connection)
      }))
    })
    afterEach(async () => {
      for (const connection of open.splice(0)) connection.destroy()
      await s.settle(listener.close())
      await s.quiet()
    })

    async function connect(): Promise<{ client: Connection; server: Connection }> {
      const before = accepted.length
      const options = { host: s.host, port: listener.port, ...(s.connectTls && { tls: s.connectTls }) }
      const client = await s.settle(s.client.connect(options))
      open.push(client)
      await s.until(() => accepted.length > before)
      return { client, server: accepted[before]! }
    }

    it('carries bytes in order through targets of any size, both ways at once', async () => {
      const { client, server } = await connect()
      const random = new SimRandom(`sizes ${name}`)
      const sizes = (): number => random.pick([1, 7, 100, 4096, 65_536, 300_000])
      const ends = [client, server].map((connection) => {
        const content = random.bytes(700_000)
        const collector = new Collector(sizes)
        let rest = content
        const take = (): Buffer => {
          const piece = rest.subarray(0, random.below(40_000))
          rest = rest.subarray(piece.length)
          return piece
        }
        const more = (): void => {
          while (rest.length > 0) if (!connection.write(Array.from({ length: random.below(4) }, take))) return
          connection.end()
        }
        collector.onDrained = more
        connection.start(collector)
        return { collector, more, sent: createHash('sha256').update(content).digest('hex') }
      })
      for (const end of ends) end.more()
      await s.until(() => ends.every((end) => end.collector.closedAlready))
      assert.equal(ends[0]!.collector.hash.digest('hex'), ends[1]!.sent)
      assert.equal(ends[1]!.collector.hash.digest('hex'), ends[0]!.sent)
      for (const { collector } of ends) {
        assert.equal(collector.error, undefined)
        assert.deepEqual(collector.events.filter((event) => event !== 'drained'), ['ended', 'closed'])
      }
    })

    it('calls done once per write, and leaves the buffers alone afterwards', async () => {
      const { client, server } = await connect()
      const collector = new Collector()
      server.start(collector)
      client.start(new Collector())
      const buffer = Buffer.alloc(5000)
      const expected = createHash('sha256')
      let dones = 0
      for (let i = 1; i <= 40; i++) {
        buffer.fill(i)
        expected.update(buffer).update(buffer.subarray(0, i))
        client.write([buffer, buffer.subarray(0, 0), buffer.subarray(0, i)], (gone) => (assert.notEqual(gone, true), dones++))
        await s.until(() => dones === i)
      }
      client.write([], () => dones++)
      client.write([Buffer.alloc(0)], () => dones++)
      const length = 40 * 5000 + (40 * 41) / 2
      await s.until(() => collector.length === length && dones === 42)
      await s.quiet()
      assert.equal(dones, 42)
      assert.equal(collector.hash.digest('hex'), expected.digest('hex'))
    })

    it('knows both ends by address and port', async () => {
      const { client, server } = await connect()
      assert.equal(server.localPort, listener.port)
      assert.equal(client.remotePort, listener.port)
      assert.equal(server.remotePort, client.localPort)
      assert.equal(server.remoteAddress, client.localAddress)
      assert.notEqual(server.remoteAddress, '')
      assert.equal(client.tls === undefined, s.listenTls === undefined)
    })

    it('reads nothing before start, and then everything', async () => {
      const { client, server } = await connect()
      client.write([text('early')])
      server.write([text('bird')])
      await s.quiet()
      const atServer = new Collector(() => 2)
      const atClient = new Collector(() => 2)
      server.start(atServer)
      client.start(atClient)
      await s.until(() => atServer.text === 'early' && atClient.text === 'bird')
      assert.throws(() => server.start(atServer))
    })

    it('half-closes: who has ended still reads', async () => {
      const { client, server } = await connect()
      const atClient = new Collector()
      const atServer = new Collector()
      client.start(atClient)
      server.start(atServer)
      client.write([text('question')])
      client.end()
      client.end()
      let done = 0
      assert.equal(client.write([text('too late')], (gone) => (assert.equal(gone, true), done++)), false)
      await s.until(() => atServer.endedAlready)
      assert.equal(atServer.text, 'question')
      await s.quiet()
      assert.equal(atClient.closedAlready, false)
      server.write([text('answer')])
      server.end()
      await s.until(() => atClient.closedAlready && atServer.closedAlready)
      assert.equal(atClient.text, 'answer')
      assert.equal(done, 1)
      assert.deepEqual([atClient.error, atServer.error], [undefined, undefined])
    })

    it('holds back who writes more than the other reads', async () => {
      const { client, server } = await connect()
      const atClient = new Collector()
      const atServer = new Collector()
      client.start(atClient)
      server.start(atServer)
      server.pauseReading()
      const piece = Buffer.alloc(256 * 1024, 7)
      let written = 0
      let dones = 0
      // The kernel may take what waits a turn later, so the answer that counts is the one that lasts.
      while (client.bufferedBytes < 1024 * 1024) {
        written++
        if (!client.write([piece], () => dones++)) await s.quiet()
        assert.ok(written < 400, 'a connection whose reader sleeps took 100 MB')
      }
      assert.ok(dones < written)
      const soFar = atServer.length
      await s.quiet()
      assert.equal(atServer.length, soFar)
      server.resumeReading()
      await s.until(() => atServer.length === written * piece.length && atClient.events.includes('drained'))
      await s.until(() => dones === written)
      assert.equal(client.bufferedBytes, 0)
    })

    it('receives nothing in a pause, also where reading had begun in the same turn', async () => {
      const { client, server } = await connect()
      const atServer = new Collector()
      client.start(new Collector())
      server.start(atServer)
      server.pauseReading()
      client.write([Buffer.alloc(200_000, 1)])
      await s.quiet()
      assert.equal(atServer.length, 0)
      server.resumeReading()
      server.pauseReading()
      await s.quiet()
      assert.equal(atServer.length, 0)
      server.resumeReading()
      await s.until(() => atServer.length === 200_000)
      server.pauseReading()
      client.write([text('later')])
      await s.quiet()
      assert.equal(atServer.length, 200_000)
      // A peer's end may be told in a pause, but not before its bytes.
      client.end()
      await s.quiet()
      assert.equal(atServer.endedAlready, false)
      server.resumeReading()
      await s.until(() => atServer.endedAlready)
      assert.equal(atServer.length, 200_005)
    })

    it('stops reading within received, and goes on where it was', async () => {
      const { client, server } = await connect()
      const collector = new Collector(() => 3)
      let paused = 0
      collector.onReceived = () => {
        paused++
        server.pauseReading()
      }
      server.start(collector)
      client.start(new Collector())
      client.write([text('abcdefghij')])
      let seen = 0
      while (collector.length < 10) {
        await s.until(() => paused > seen)
        // What had been read already came right after it, not a turn later.
        seen = paused
        await s.quiet()
        assert.equal(paused, seen)
        server.resumeReading()
      }
      assert.equal(collector.text, 'abcdefghij')
    })

    it('destroys: done for what was queued, closed once and last', async () => {
      const { client, server } = await connect()
      const atClient = new Collector()
      const atServer = new Collector()
      client.start(atClient)
      server.start(atServer)
      server.pauseReading()
      let dones = 0
      let lastGone: boolean | undefined
      for (let i = 0; i < 60; i++) client.write([Buffer.alloc(500_000)], (gone) => (dones++, (lastGone = gone)))
      const why = new Error('enough')
      client.destroy(why)
      client.destroy()
      assert.equal(client.write([text('x')], () => dones++), false)
      client.end()
      client.pauseReading()
      client.resumeReading()
      await s.until(() => atClient.closedAlready && dones === 61)
      assert.equal(atClient.error, why)
      assert.equal(lastGone, true)
      server.resumeReading()
      await s.until(() => atServer.closedAlready || atServer.endedAlready)
      await s.quiet()
      assert.equal(dones, 61)
    })

    it('tells who writes to a peer that is gone', async () => {
      const { client, server } = await connect()
      const atServer = new Collector()
      server.start(atServer)
      client.start(new Collector())
      client.destroy()
      let dones = 0
      let writes = 0
      while (!atServer.closedAlready) {
        writes++
        server.write([Buffer.alloc(100_000)], () => dones++)
        await s.quiet()
        assert.ok(writes < 1000)
      }
      assert.ok(['ECONNRESET', 'EPIPE'].includes((atServer.error as NodeJS.ErrnoException).code ?? ''), String(atServer.error))
      await s.until(() => dones === writes)
    })

    it('tells of an end that came before start', async () => {
      const { client, server } = await connect()
      client.destroy()
      server.destroy()
      await s.quiet()
      const collector = new Collector()
      server.start(collector)
      await s.until(() => collector.closedAlready)
      assert.deepEqual(collector.events, ['closed'])
    })

    it('tells of a half-close that came before start', async () => {
      const { client, server } = await connect()
      client.end()
      await s.quiet()
      const collector = new Collector()
      server.start(collector)
      await s.until(() => collector.endedAlready)
      assert.equal(collector.closedAlready, false)
    })

    it('refuses a port that is taken, and frees the port but not the connections', async () => {
      const { client, server } = await connect()
      const second = { host: s.listenHost, port: listener.port }
      await assert.rejects(s.settle(s.server.listen(second, () => {})), { code: 'EADDRINUSE' })
      await s.settle(listener.close())
      await assert.rejects(s.settle(s.client.connect({ host: s.host, port: second.port })), { code: 'ECONNREFUSED' })
      const collector = new Collector()
      server.start(collector)
      client.start(new Collector())
      client.write([text('still here')])
      await s.until(() => collector.text === 'still here')
      const again = await s.settle(s.server.listen(second, () => {}))
      assert.equal(again.port, second.port)
      await s.settle(again.close())
      await s.settle(again.close())
    })

    it('gives up an attempt when told to', async () => {
      const before = new AbortController()
      before.abort(new Error('never mind'))
      const options = { host: s.host, port: listener.port, ...(s.connectTls && { tls: s.connectTls }) }
      await assert.rejects(s.settle(s.client.connect({ ...options, signal: before.signal })), { message: 'never mind' })
      const during = new AbortController()
      const attempt = s.client.connect({ ...options, signal: during.signal })
      during.abort()
      await assert.rejects(s.settle(attempt), { name: 'AbortError' })
    })
  })
}

const deadlineMs = 20_000

function nap(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}

function real(options: NodeTransportOptions): Setting {
  const transport = nodeTransport(options)
  return {
    server: transport,
    client: transport,
    host: '127.0.0.1',
    listenHost: '127.0.0.1',
    settle: (promise) => promise,
    async until(condition) {
      const end = performance.now() + deadlineMs
      while (!condition()) {
        assert.ok(performance.now() < end, 'what the test waits for does not come')
        await nap(1)
      }
    },
    quiet: () => nap(15),
  }
}

compliance('node, in place', () => real({ reading: 'in-place' }))
compliance("node, 'data' events", () => real({ reading: 'data' }))
compliance('node, TLS', () => ({
  ...real({}),
  listenTls: { key: testKey, cert: testCertificate },
  connectTls: { ca: testCertificate, servername: 'localhost' },
}))

it('node: a time limit beyond 2^31 ms is not over at once', async () => {
  const transport = nodeTransport({})
  const listener = await transport.listen({ host: '127.0.0.1', port: 0 }, () => {})
  const given = new AbortController()
  // A handshake that nobody answers.
  const connecting = transport.connect({ host: '127.0.0.1', port: listener.port, tls: {}, timeoutMs: 2 ** 40, signal: given.signal })
  const enough = new Error('enough')
  void nap(15).then(() => given.abort(enough))
  try {
    await assert.rejects(connecting, (error) => error === enough)
  } finally {
    await listener.close()
  }
})

for (const seed of [1, 2, 3]) {
  compliance(`sim, seed ${seed}`, () => {
    const simulation = simWorld(seed)
    return {
      server: simulation.host('server').transport,
      client: simulation.host('client').transport,
      host: 'server',
      listenHost: '0.0.0.0',
      settle: (promise) => simulation.settle(promise),
      until: async (condition) => void (await simulation.run({ until: condition })),
      quiet: async () => void (await simulation.advance(50)),
    }
  })
}
