// The simulation: one seed decides everything; processes die, sleep and lose their network.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Connection, ConnectionHandler } from '../transport.ts'
import { type Simulation, SimulationError, type SimulationOptions, simWorld } from './index.ts'

function handler(over: Partial<ConnectionHandler> = {}): ConnectionHandler & { got: string; error?: Error; over: boolean } {
  const buffer = Buffer.alloc(4096)
  const self = {
    got: '',
    over: false,
    target: () => buffer,
    received: (length: number) => void (self.got += buffer.toString('latin1', 0, length)),
    ended: () => {},
    closed(error?: Error) {
      self.over = true
      if (error) Object.assign(self, { error })
    },
    drained: () => {},
    ...over,
  }
  return self
}

async function pair(simulation: Simulation): Promise<{ client: Connection; server: Connection; port: number }> {
  let server: Connection | undefined
  const listener = await simulation.settle(simulation.host('server').transport.listen({ host: '0.0.0.0', port: 0 }, (c) => (server = c)))
  const client = await simulation.settle(simulation.host('client').transport.connect({ host: 'server', port: listener.port }))
  await simulation.run({ until: () => server !== undefined })
  return { client, server: server!, port: listener.port }
}

/** Something with timers, files, network, workers and a crash in it. */
async function story(seed: number, options: SimulationOptions = {}): Promise<{ hash: string; nowMs: number; log: string }> {
  const simulation = simWorld(seed, options)
  const { client, server } = await pair(simulation)
  const log: string[] = []
  const atServer = handler()
  server.start(atServer)
  client.start(handler())
  const { fs, scheduler, random, workers } = simulation.host('server')
  fs.makeDirectory('/data')
  const file = fs.open('/data/log', 'rw')
  const work = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) {
      client.write([random.bytes(random.below(3000))])
      file.writeSync(random.bytes(700), 0, 700, i * 700)
      await Promise.race([scheduler.sleep(random.below(10)), file.sync(), workers.gzip(random.bytes(100))])
      log.push(`${i} ${simulation.nowMs.toFixed(3)} ${atServer.got.length}`)
    }
  }
  await simulation.settle(work())
  simulation.host('server').powerLoss()
  const after = simulation.host('server').fs
  log.push(after.exists('/data/log') ? after.readFile('/data/log').toString('latin1') : 'gone')
  return { hash: simulation.traceHash, nowMs: simulation.nowMs, log: log.join('\n') }
}

async function hashOf(sent: string, written: string): Promise<string> {
  const simulation = simWorld(1)
  const { client } = await pair(simulation)
  client.write([Buffer.from(sent)])
  const file = simulation.host('client').fs.open('/a', 'rw')
  file.writeSync(Buffer.from(written), 0, 1, 0)
  await simulation.advance(10)
  return simulation.traceHash
}

describe('simulation', () => {
  it('gives the same run for the same seed and another for another', async () => {
    const [first, second, other] = [await story(1), await story(1), await story(2)]
    assert.deepEqual(first, second)
    assert.notEqual(first.hash, other.hash)
    assert.notEqual(first.log, other.log)
  })

  it('notices a change of a single byte on the wire or on the disk', async () => {
    const base = await hashOf('a', 'x')
    assert.equal(await hashOf('a', 'x'), base)
    assert.notEqual(await hashOf('b', 'x'), base)
    assert.notEqual(await hashOf('a', 'y'), base)
  })

  it('runs all reactions of an event, however deep, before the next', async () => {
    const simulation = simWorld(1)
    const { scheduler } = simulation.host('a')
    const order: string[] = []
    const deep = async (): Promise<void> => {
      for (let i = 0; i < 1000; i++) await undefined
      order.push('reaction')
    }
    scheduler.after(5, () => void deep())
    scheduler.after(5, () => order.push('next event'))
    await simulation.advance(5)
    assert.deepEqual(order, ['reaction', 'next event'])
    assert.equal(simulation.nowMs, 5)
  })

  it('says so when a goal is out of reach', async () => {
    const simulation = simWorld(1)
    const { scheduler } = simulation.host('a')
    await assert.rejects(simulation.run({ until: () => false }), SimulationError)
    const spin = (): void => void scheduler.nextTurn(spin)
    spin()
    await assert.rejects(simulation.run({ until: () => false, maxEvents: 1000 }), /no end after 1001 events/)
    const tick = (): void => void scheduler.after(1000, tick)
    const other = simWorld(2)
    other.host('a').scheduler.after(1000, tick)
    await assert.rejects(other.settle(new Promise<void>(() => {}), { withinMs: 5000 }), SimulationError)
  })

  it('jumps the wall clock without the monotonic one', async () => {
    const simulation = simWorld(1, { startWallMs: 1_000_000 })
    const host = simulation.host('a')
    const before = host.clock.monotonicMs()
    await simulation.advance(500)
    assert.equal(host.clock.wallMs(), 1_000_500)
    host.jumpWall(-3_600_000)
    assert.equal(host.clock.wallMs(), 1_000_500 - 3_600_000)
    assert.equal(host.clock.monotonicMs() - before, 500)
  })

  it('lets a suspended process find its timers late, and its own clock far ahead', async () => {
    const simulation = simWorld(1)
    const host = simulation.host('a')
    const fired: number[] = []
    for (const delay of [20, 10, 30]) host.scheduler.after(delay, () => fired.push(delay, simulation.nowMs))
    host.process.onPause(({ stalledMs }) => fired.push(-1, stalledMs), 25)
    host.process.onPause(() => fired.push(-2), 26)
    host.process.onPause(() => fired.push(-3), 1).cancel()
    host.suspend(25)
    await simulation.advance(24)
    assert.deepEqual(fired, [])
    await simulation.advance(10)
    assert.deepEqual(fired, [-1, 25, 10, 25, 20, 25, 30, 30])
  })

  it('lets a process that slept read what has arrived before its deadlines fire', async () => {
    const simulation = simWorld(1)
    const { client, server } = await pair(simulation)
    const events: string[] = []
    client.start(handler())
    server.start(handler({ received: () => void events.push('heartbeat') }))
    const host = simulation.host('server')
    const deadline = host.scheduler.after(200, () => events.push('deadline'))
    const cancelled = host.scheduler.after(150, () => events.push('never'))
    host.scheduler.after(50, () => events.push('short'))
    host.suspend(1000)
    simulation.after(900, () => client.write([Buffer.from('x')]))
    simulation.after(950, () => cancelled.cancel())
    await simulation.advance(1100)
    assert.deepEqual(events, ['short', 'heartbeat', 'deadline'])
    deadline.cancel()
  })

  it('stops a killed process for good: timers, files, replies', async () => {
    const simulation = simWorld(1)
    const old = simulation.host('a')
    let fired = 0
    old.scheduler.after(10, () => fired++)
    const file = old.fs.open('/a', 'create')
    file.writeSync(Buffer.from('kept'), 0, 4, 0)
    const lock = await old.fs.lockDirectory('/')
    assert.ok(lock)
    old.kill()
    const hash = simulation.traceHash
    file.writeSync(Buffer.from('LOST'), 0, 4, 0)
    old.fs.replaceFile('/b', Buffer.from('ghost'))
    assert.equal(old.fs.readFile('/b').toString(), 'ghost')
    assert.equal(simulation.traceHash, hash)
    const next = simulation.host('a')
    assert.notEqual(next, old)
    assert.equal(simulation.host('a'), next)
    assert.equal(next.fs.readFile('/a').toString(), 'kept')
    assert.equal(next.fs.exists('/b'), false)
    assert.ok(await next.fs.lockDirectory('/'))
    await lock.release()
    assert.equal(await next.fs.lockDirectory('/'), undefined)
    await simulation.advance(100)
    assert.equal(fired, 0)
  })
})

describe('simulated network', () => {
  it('holds back what a partition swallows, and delivers it after healing', async () => {
    const simulation = simWorld(1)
    const { client, server } = await pair(simulation)
    const atServer = handler()
    server.start(atServer)
    simulation.network.partition(['client'], ['server'])
    client.write([Buffer.from('hello')])
    await simulation.advance(30_000)
    assert.equal(atServer.got, '')
    simulation.network.heal()
    await simulation.advance(10_000)
    assert.equal(atServer.got, 'hello')
  })

  it('cuts one way only when asked to', async () => {
    const simulation = simWorld(1)
    const { client, server } = await pair(simulation)
    const [atServer, atClient] = [handler(), handler()]
    server.start(atServer)
    client.start(atClient)
    simulation.network.partition(['client'], ['server'], { oneWay: true })
    client.write([Buffer.from('up')])
    server.write([Buffer.from('down')])
    await simulation.advance(1000)
    assert.deepEqual([atServer.got, atClient.got], ['', 'down'])
  })

  it('gives up in the end, and refuses new attempts by silence', async () => {
    const simulation = simWorld(1, { network: { retransmitTimeoutMs: 20_000 } })
    const { client, server, port } = await pair(simulation)
    const [atServer, atClient] = [handler(), handler()]
    server.start(atServer)
    client.start(atClient)
    simulation.network.partition(['client'], ['server'])
    client.write([Buffer.from('hello')])
    const attempt = simulation.host('client').transport.connect({ host: 'server', port, timeoutMs: 3000 })
    await assert.rejects(simulation.settle(attempt), { code: 'ETIMEDOUT' })
    await simulation.run({ until: () => atClient.over, withinMs: 60_000 })
    assert.equal((atClient.error as NodeJS.ErrnoException).code, 'ETIMEDOUT')
    assert.equal(atServer.over, false)
  })

  it('tells peers of a killed process, and tells them nothing of one without power', async () => {
    const simulation = simWorld(1)
    const first = await pair(simulation)
    let ended = 0
    first.client.start(handler({ ended: () => ended++ }))
    simulation.host('server').kill()
    await simulation.advance(100)
    assert.equal(ended, 1)
    await assert.rejects(
      simulation.settle(simulation.host('client').transport.connect({ host: 'server', port: first.port })), { code: 'ECONNREFUSED' })

    const second = await pair(simulation)
    const atClient = handler({ ended: () => ended++ })
    second.client.start(atClient)
    simulation.host('server').powerLoss()
    second.client.write([Buffer.from('anybody there?')])
    await simulation.advance(60_000)
    assert.deepEqual([ended, atClient.over], [1, false])
    simulation.host('server')
    await simulation.advance(60_000)
    assert.equal((atClient.error as NodeJS.ErrnoException).code, 'ECONNRESET')
  })

  it('knows names it has and says ENOTFOUND to others', async () => {
    const simulation = simWorld(1)
    const { transport } = simulation.host('a')
    await assert.rejects(simulation.settle(transport.connect({ host: 'nobody', port: 1 })), { code: 'ENOTFOUND' })
    await assert.rejects(simulation.settle(transport.connect({ host: 'a', port: 1 })), { code: 'ECONNREFUSED' })
    await assert.rejects(simulation.settle(transport.listen({ host: 'elsewhere', port: 1 }, () => {})), { code: 'EADDRNOTAVAIL' })
  })

  it('breaks connections by chance or on request', async () => {
    const simulation = simWorld(1)
    const { client, server } = await pair(simulation)
    const [atServer, atClient] = [handler(), handler()]
    server.start(atServer)
    client.start(atClient)
    simulation.network.reset('client', 'server')
    await simulation.run({ until: () => atServer.over && atClient.over })
    assert.equal((atServer.error as NodeJS.ErrnoException).code, 'ECONNRESET')
    assert.equal(simulation.network.openConnections, 0)
  })

  it('hands over in a pause what a real one may, the rest of what was read or the end, and at times nothing', async () => {
    const rests = new Set<string>()
    const ends = new Set<boolean>()
    for (let seed = 1; seed <= 40; seed++) {
      const simulation = simWorld(seed, { network: { splitProbability: 0 } })
      const { client, server } = await pair(simulation)
      const target = Buffer.alloc(2)
      let isEnded = false
      let all = ''
      const received = (length: number): void => {
        all += target.toString('latin1', 0, length)
        server.pauseReading()
      }
      server.start(handler({ target: () => target, received, ended: () => void (isEnded = true) }))
      client.start(handler())
      client.write([Buffer.from('abcdef')])
      await simulation.advance(1000)
      rests.add(all)
      for (let i = 0; i < 3; i++) {
        server.resumeReading()
        await simulation.advance(1000)
      }
      assert.equal(all, 'abcdef')
      server.pauseReading()
      client.end()
      await simulation.advance(1000)
      ends.add(isEnded)
      server.resumeReading()
      await simulation.advance(1000)
      assert.ok(isEnded)
    }
    assert.deepEqual([...rests].toSorted(), ['ab', 'abc', 'abcd', 'abcde', 'abcdef'])
    assert.deepEqual(ends, new Set([true, false]))
  })

  it('shows who reuses a buffer before done', async () => {
    // Over many writes some are taken late; reusing the buffer at once must show, or the simulation hides a bug.
    const simulation = simWorld(1)
    const { client, server } = await pair(simulation)
    const atServer = handler()
    server.start(atServer)
    const buffer = Buffer.alloc(4)
    let sent = ''
    for (let i = 0; i < 50; i++) {
      buffer.write(String(1000 + i), 'latin1')
      sent += String(1000 + i)
      client.write([buffer])
    }
    await simulation.advance(100)
    assert.equal(atServer.got.length, sent.length)
    assert.notEqual(atServer.got, sent)
  })

  it('answers admin requests', async () => {
    const simulation = simWorld(1)
    const { http } = simulation.host('a')
    const server = await http.listen({ host: '127.0.0.1', port: 8080 }, async (request) => ({
      status: 200, body: `${request.method} ${request.path} ${request.query.get('q')} ${(await request.body()).length}`,
    }))
    const response = await simulation.settle(http.request(8080, { method: 'POST', path: '/x?q=1', body: 'abc' }))
    assert.equal(response.body, 'POST /x 1 3')
    await assert.rejects(http.listen({ host: '127.0.0.1', port: 8080 }, () => ({ status: 200 })), { code: 'EADDRINUSE' })
    await server.close()
    await assert.rejects(simulation.settle(http.request(8080, { path: '/' })), { code: 'ECONNREFUSED' })
  })
})
