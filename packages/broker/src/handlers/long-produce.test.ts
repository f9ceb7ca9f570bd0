// A Produce of many batches is cut between them when it takes long: others are let in, its own connection is not
// overtaken, its bytes stay what they are until they are written, and it ends well whatever happens in between.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ApiVersionsApi, BatchBuilder, ErrorCode, ProduceApi, type ProduceResponse } from '@odradek/protocol/internal'
import type { World } from '@odradek/platform'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { startBroker } from '../broker.ts'
import type { BrokerServices } from '../services.ts'
import { openHarness, type Harness, type HarnessOptions } from '../testing/harness.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'

const PARTITIONS = 12
const P = 12
/** Two batches are a piece. */
const BATCH_MS = 6

/** Its clock is the simulation's, and runs on when somebody works; a turn of its loop takes a while. */
function slowWorld(simulation: Simulation): { readonly world: World; work(ms: number): void } {
  const world = simulation.host('broker')
  let workedMs = 0
  const clock = { wallMs: () => world.clock.wallMs() + workedMs, monotonicMs: () => world.clock.monotonicMs() + workedMs }
  const scheduler: typeof world.scheduler = { ...world.scheduler, nextTurn: (fn) => world.scheduler.after(1, fn) }
  return { world: { ...world, clock, scheduler }, work: (ms) => void (workedMs += ms) }
}

interface Bench {
  readonly simulation: Simulation
  readonly harness: Harness
  /** Partitions in the order in which they were appended to. */
  readonly appended: number[]
  /** How many in each turn of the loop. */
  readonly perTurn: Map<number, number>
  connect(): Promise<RawClient>
}

/** `after`: called after the append to a partition. */
async function open(options: Partial<HarnessOptions> = {}, after: (index: number, bench: Bench) => void = () => {}): Promise<Bench> {
  const simulation = simWorld(77)
  const { world, work } = slowWorld(simulation)
  const harness = await simulation.settle(openHarness({ world, directory: '/data', topics: { t: PARTITIONS }, host: '0.0.0.0', ...options }))
  const connect = (): Promise<RawClient> => simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', harness.port))
  const bench: Bench = { simulation, harness, appended: [], perTurn: new Map(), connect }
  slowDown(harness.replicas, (index) => {
    work(BATCH_MS)
    bench.appended.push(index)
    const turn = simulation.host('broker').clock.monotonicMs()
    bench.perTurn.set(turn, (bench.perTurn.get(turn) ?? 0) + 1)
    after(index, bench)
  })
  return bench
}

function slowDown(replicas: BrokerServices['replicas'], appended: (index: number) => void): void {
  for (const partition of replicas.partitions()) {
    const append = partition.append.bind(partition)
    partition.append = (...parameters) => {
      const result = append(...parameters)
      appended(partition.index)
      return result
    }
  }
}

function batch(value: string): Buffer {
  const builder = new BatchBuilder()
  builder.append(null, value, undefined, Date.UTC(2026, 0, 1))
  return builder.build()
}

interface Wish {
  readonly acks?: number
  readonly timeoutMs?: number
  readonly topics?: readonly string[]
  readonly count?: number
}

function produceFrame(value: (index: number) => string, { acks = -1, timeoutMs = 1000, topics = ['t'], count = PARTITIONS }: Wish = {}): Buffer {
  const partitionData = Array.from({ length: count }, (_, index) => ({ index, records: batch(value(index)) }))
  return requestFrame(ProduceApi, P, { transactionalId: null, acks, timeoutMs, topicData: topics.map((name) => ({ name, partitionData })) })
}

const versionsFrame = (): Buffer => requestFrame(ApiVersionsApi, 3, { clientSoftwareName: 'other', clientSoftwareVersion: '1' })

type Responses = ProduceResponse['responses']

const told = (frame: Buffer | undefined): Responses => answerOf(ProduceApi, P, frame ?? assert.fail('no answer')).responses
const errorsIn = (responses: Responses): number[] => responses.flatMap(({ partitionResponses }) => partitionResponses.map(({ errorCode }) => errorCode))
const offsetsIn = (responses: Responses): number[] => responses.flatMap(({ partitionResponses }) => partitionResponses.map(({ baseOffset }) => baseOffset))
const all = <T>(value: T): T[] => Array.from({ length: PARTITIONS }, () => value)

describe('a Produce that takes long', () => {
  it('lets others in between its batches; the next of its own connection waits', async () => {
    const bench = await open()
    const { simulation, harness, appended } = bench
    const [writer, other] = [await bench.connect(), await bench.connect()]
    writer.send(produceFrame(String), produceFrame(String, { count: 1 }))
    await simulation.run({ until: () => appended.length > 0 })
    assert.deepEqual(appended, [0, 1], 'one piece')
    other.send(versionsFrame())
    await simulation.run({ until: () => other.frames.length > 0 })
    assert.ok(appended.length < PARTITIONS, `answered when ${appended.length} were appended`)
    await simulation.run({ until: () => writer.frames.length === 2 })
    assert.deepEqual(errorsIn(told(writer.frames[0])), all(0))
    assert.deepEqual(offsetsIn(told(writer.frames[1])), [1], 'not overtaken')
    assert.deepEqual(appended, [...all(0).map((_, index) => index), 0])
    assert.equal(harness.server.held.usedBytes, 0)
    await simulation.settle(harness.close())
  })

  it('of many one goes on in a turn', async () => {
    const bench = await open()
    const { simulation, harness, appended } = bench
    const writers = [await bench.connect(), await bench.connect(), await bench.connect(), await bench.connect()]
    for (const writer of writers) writer.send(produceFrame(String))
    await simulation.run({ until: () => writers.every(({ frames }) => frames.length === 1) })
    assert.equal(appended.length, PARTITIONS * writers.length)
    // Each has had its first piece when it came.
    const pieces = [...bench.perTurn.values()]
    assert.equal(pieces.filter((batches) => batches > 2).length, 0, pieces.join(' '))
    await simulation.settle(harness.close())
  })

  it('keeps its bytes until they are written, whatever else is received', async () => {
    const bench = await open()
    const { simulation, harness } = bench
    const [writer, other] = [await bench.connect(), await bench.connect()]
    const value = (index: number): string => `${index}`.repeat(3000)
    writer.send(produceFrame(value))
    await simulation.run({ until: () => bench.appended.length > 0 })
    for (let i = 0; i < 5; i++) {
      other.send(produceFrame(() => 'z'.repeat(3000), { count: 1, acks: 0 }))
      writer.send(produceFrame(() => 'y'.repeat(3000), { count: 1, acks: 0 }))
    }
    await simulation.run({ until: () => writer.frames.length === 1 && bench.appended.length === PARTITIONS + 10 })
    await simulation.advance(100)
    for (let index = 0; index < PARTITIONS; index++) {
      const file = simulation.machine('broker').fs.readFile(`/data/t-${index}/00000000000000000000.log`)
      assert.ok(Buffer.from(file).includes(value(index)), `partition ${index}`)
    }
    assert.equal(harness.server.held.usedBytes, 0)
    await simulation.settle(harness.close())
  })

  for (const [at, piece] of [[1, 'the first'], [5, 'a later']] as const) {
    it(`keeps its bytes until they are written where a bug ends ${piece} piece`, async () => {
      const bench = await open({}, (index, { harness }) => {
        if (index !== at) return
        queueMicrotask(() => {
          for (let i = 0; i < 20; i++) harness.server.frameBuffers.pool.acquire(80_000).fill(0xff)
        })
        throw new Error('a bug')
      })
      const { simulation, harness } = bench
      const writer = await bench.connect()
      const value = (index: number): string => `${index}`.repeat(6500)
      writer.send(produceFrame(value))
      await simulation.run({ until: () => writer.isClosed })
      await simulation.advance(100)
      assert.deepEqual([writer.frames.length, bench.appended.length, harness.server.held.usedBytes], [0, at + 1, 0])
      for (let index = 0; index <= at; index++) {
        const file = simulation.machine('broker').fs.readFile(`/data/t-${index}/00000000000000000000.log`)
        assert.ok(Buffer.from(file).includes(value(index)), `partition ${index}`)
      }
      await simulation.settle(harness.close())
    })
  }

  it('answers for two topics, one of them unknown, as it would at once', async () => {
    const bench = await open()
    const writer = await bench.connect()
    writer.send(produceFrame(String, { topics: ['t', 'unknown', 't'] }))
    await bench.simulation.run({ until: () => writer.frames.length === 1 })
    const responses = told(writer.frames[0])
    assert.deepEqual(responses.map(({ name }) => name), ['t', 'unknown', 't'])
    assert.deepEqual(errorsIn(responses), [...all(0), ...all(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION), ...all(0)])
    assert.deepEqual(offsetsIn(responses), [...all(0), ...all(-1), ...all(1)])
    await bench.simulation.settle(bench.harness.close())
  })

  it('a partition that goes elsewhere in between says so', async () => {
    const bench = await open({}, (index, { harness }) => {
      if (index === 3) for (const gone of [1, 7]) harness.replicas.partition('t', gone)?.stop('NOT_LEADER_OR_FOLLOWER')
    })
    const writer = await bench.connect()
    writer.send(produceFrame(String))
    await bench.simulation.run({ until: () => writer.frames.length === 1 })
    const errors = errorsIn(told(writer.frames[0]))
    // The first was written before it went.
    assert.deepEqual(errors, all(0).map((_, index) => (index === 7 ? ErrorCode.NOT_LEADER_OR_FOLLOWER : 0)))
    assert.equal(bench.harness.server.held.usedBytes, 0)
    await bench.simulation.settle(bench.harness.close())
  })

  it('whose time is over before its last batch is answered once, when that is appended', async () => {
    const bench = await open({ replicas: [0, 1, 2] })
    const writer = await bench.connect()
    writer.send(produceFrame(String, { timeoutMs: 1 }))
    await bench.simulation.run({ until: () => writer.frames.length === 1 })
    assert.equal(bench.appended.length, PARTITIONS)
    assert.deepEqual(errorsIn(told(writer.frames[0])), all(ErrorCode.REQUEST_TIMED_OUT))
    await bench.simulation.advance(1000)
    assert.deepEqual([writer.frames.length, writer.isClosed, bench.harness.server.held.usedBytes], [1, false, 0])
    await bench.simulation.settle(bench.harness.close())
  })

  for (const acks of [0, 1]) {
    it(`goes on when its connection has gone, acks=${acks}`, async () => {
      const bench = await open()
      const writer = await bench.connect()
      writer.send(produceFrame(String, { acks }))
      await bench.simulation.run({ until: () => bench.appended.length > 0 })
      writer.close()
      await bench.simulation.advance(1000)
      assert.equal(bench.appended.length, PARTITIONS)
      assert.equal(bench.harness.server.held.usedBytes, 0)
      await bench.simulation.settle(bench.harness.close())
    })
  }

  it('counts as held with what its thousands of partitions take once they are decoded', async () => {
    const bench = await open()
    const writer = await bench.connect()
    const partitionData = Array.from({ length: 5000 }, () => ({ index: 99, records: null }))
    const known = Array.from({ length: 3 }, (_, index) => ({ index, records: batch('x') }))
    const topicData = [{ name: 't', partitionData: [...known, ...partitionData] }]
    const frame = requestFrame(ProduceApi, P, { transactionalId: null, acks: -1, timeoutMs: 1000, topicData })
    writer.send(frame)
    await bench.simulation.run({ until: () => bench.appended.length > 0 })
    const { held } = bench.harness.server
    assert.ok(held.usedBytes > frame.length + 5000 * 100, `${held.usedBytes} bytes are held for a frame of ${frame.length}`)
    await bench.simulation.run({ until: () => writer.frames.length === 1 })
    await bench.simulation.advance(100)
    assert.equal(held.usedBytes, 0)
    await bench.simulation.settle(bench.harness.close())
  })

  it('is not gone on with, and waits for no other broker, when its connection has gone in between', async () => {
    const bench = await open({ replicas: [0, 1, 2] })
    const writer = await bench.connect()
    writer.send(produceFrame(String, { timeoutMs: 60_000 }))
    await bench.simulation.run({ until: () => bench.appended.length > 0 })
    for (const { id } of bench.harness.server.list()) bench.harness.server.disconnect(id)
    await bench.simulation.advance(1000)
    assert.ok(bench.appended.length < PARTITIONS, `${bench.appended.length} were appended`)
    assert.deepEqual([bench.harness.replicas.deadlines.size, bench.harness.server.held.usedBytes], [0, 0])
    await bench.simulation.settle(bench.harness.close())
  })

  it('a failed acks=0 closes the connection after the last batch', async () => {
    const bench = await open()
    const writer = await bench.connect()
    writer.send(produceFrame(String, { acks: 0, topics: ['unknown', 't'] }))
    await bench.simulation.run({ until: () => writer.isClosed })
    assert.equal(bench.appended.length, PARTITIONS)
    await bench.simulation.advance(100)
    assert.equal(bench.harness.server.held.usedBytes, 0)
    await bench.simulation.settle(bench.harness.close())
  })

  it('a stop appends no more of it, and answers', async () => {
    const simulation = simWorld(78)
    const { world, work } = slowWorld(simulation)
    const broker = await simulation.settle(startBroker({
      world,
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'num.partitions': PARTITIONS,
      },
    }))
    await simulation.settle(broker.services.admin.autoCreate(['t']))
    let appended = 0
    slowDown(broker.services.replicas, () => {
      work(BATCH_MS)
      appended++
    })
    const writer = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
    writer.send(produceFrame(String))
    await simulation.run({ until: () => appended > 0 })
    const closing = broker.close()
    await simulation.run({ until: () => writer.isClosed })
    const errors = errorsIn(told(writer.frames[0]))
    const accepted = errors.filter((error) => error === 0).length
    assert.ok(accepted >= 2 && accepted < PARTITIONS, `${accepted} were appended`)
    assert.deepEqual(errors, all(0).map((_, index) => (index < accepted ? 0 : ErrorCode.NOT_LEADER_OR_FOLLOWER)))
    await simulation.settle(closing)
  })
})
