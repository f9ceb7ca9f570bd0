// Everything that waits in the replica layer against its release: appends, commits and fetches, whoever goes first, the client, the leadership, the deadline or the memory.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BatchBuilder, ErrorCode, FetchApi, ProduceApi } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { openHarness, type Harness, type HarnessOptions } from '../testing/harness.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import { ParkedFetches, type ParkedFetch } from './parked-fetches.ts'

const PARTITIONS = 4

interface Bench {
  readonly simulation: Simulation
  readonly harness: Harness
  connect(): Promise<RawClient>
}

async function open(seed: number, options: Partial<HarnessOptions> = {}): Promise<Bench> {
  const simulation = simWorld(seed)
  const world = simulation.host('broker')
  const harness = await simulation.settle(openHarness({ world, directory: '/data', topics: { t: PARTITIONS }, host: '0.0.0.0', ...options }))
  return { simulation, harness, connect: () => simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', harness.port)) }
}

/** Each at the end of its partition (or at 0), so that there is nothing to be had yet. */
function fetchFrame(maxWaitMs: number, partitions: readonly number[] = [0], harness?: Harness): Buffer {
  const list = partitions.map((partition) => {
    const fetchOffset = harness?.replicas.partition('t', partition)?.log?.highWatermark ?? 0
    return { partition, fetchOffset, currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: 1000 }
  })
  return requestFrame(FetchApi, 12, {
    replicaId: -1, maxWaitMs, minBytes: 1_000_000, maxBytes: 2_000_000, sessionId: 0, sessionEpoch: -1, topics: [{ topic: 't', partitions: list }], forgottenTopicsData: [],
  })
}

function produceFrame(index: number, acks: number, timeoutMs: number, bytes: number): Buffer {
  const builder = new BatchBuilder()
  builder.append(null, Buffer.alloc(bytes), undefined, Date.UTC(2026, 0, 1))
  return requestFrame(ProduceApi, 12, { transactionalId: null, acks, timeoutMs, topicData: [{ name: 't', partitionData: [{ index, records: builder.build() }] }] })
}

function figures({ harness }: Bench): Record<string, number> {
  const { server, replicas } = harness
  let waiters = 0
  for (const partition of replicas.partitions()) {
    const { fetches, leadership } = partition as unknown as {
      fetches: { consumers: Set<unknown>; followers: Set<unknown> | undefined }
      leadership: { untilWritten: { size: number }; untilCommitted: { size: number } } | undefined
    }
    waiters += fetches.consumers.size + (fetches.followers?.size ?? 0)
    waiters += (leadership?.untilWritten.size ?? 0) + (leadership?.untilCommitted.size ?? 0)
  }
  return {
    held: server.held.usedBytes, unbegun: server.unbegun.usedBytes, unsent: server.unsentBytes, parked: replicas.parkedFetches.usedBytes,
    parkedCount: replicas.parkedFetches.size, deadlines: replicas.deadlines.size, waiters,
  }
}

/** The most that was held at any time. */
function watchHeld({ harness: { server } }: Bench): () => number {
  let most = 0
  const change = server.changeHeld.bind(server)
  server.changeHeld = (bytes) => {
    change(bytes)
    most = Math.max(most, server.held.usedBytes)
  }
  return () => most
}

const nothing = { held: 0, unbegun: 0, unsent: 0, parked: 0, parkedCount: 0, deadlines: 0, waiters: 0 }

describe('what waits for partitions', () => {
  for (let seed = 1; seed <= 12; seed++) {
    it(`is given back whoever goes first (${seed})`, async () => {
      const bench = await open(seed, { replicas: [0, 1], parkedFetchBytes: 8000 })
      const random = bench.simulation.randomFor('chaos')
      const below = (bound: number): number => random.below(bound)
      const clients: RawClient[] = []
      let epoch = 1
      let mostParked = 0
      const mostHeld = watchHeld(bench)
      for (let step = 0; step < 150; step++) {
        const at = clients.length === 0 ? 0 : below(clients.length)
        const client = clients[at]
        switch (below(10)) {
          case 0:
          case 1:
            if (clients.length < 8) clients.push(await bench.connect())
            break
          case 2:
          case 3: {
            const partitions = Array.from({ length: 1 + below(PARTITIONS) }, (_, index) => index)
            client?.send(fetchFrame(below(2) === 0 ? 2 ** 31 - 1 : below(2000), partitions, bench.harness))
            break
          }
          case 4:
          case 5: client?.send(produceFrame(below(PARTITIONS), below(3) - 1, below(3) === 0 ? 2 ** 31 - 1 : below(1000), below(200_000))); break
          case 6:
            // Sometimes the other replica confirms what there is.
            if (below(2) === 0) {
              const index = below(PARTITIONS)
              const partition = bench.harness.replicas.partition('t', index)
              partition?.leadership?.followerFetched(1, { offset: partition.log?.writtenEndOffset ?? 0, logStartOffset: 0, brokerEpoch: 1 })
            }
            break
          case 7: {
            const index = below(PARTITIONS)
            if (below(3) > 0) break
            bench.harness.replicas.stopReplica({
              controllerId: 0, isKRaftController: false, controllerEpoch: 1, brokerEpoch: 1, deletePartitions: false, ungroupedPartitions: [], topics: [],
              topicStates: [{ topicName: 't', partitionStates: [{ partitionIndex: index, leaderEpoch: epoch, deletePartition: false }] }],
            })
            bench.harness.lead('t', index, ++epoch)
            break
          }
          case 8:
            if (below(3) === 0) client?.end()
            break
          default:
            if (client === undefined || below(3) > 0) break
            client.close()
            clients.splice(at, 1)
        }
        await bench.simulation.advance(below(3) === 0 ? 0 : 15)
        const now = figures(bench)
        mostParked = Math.max(mostParked, now['parked'] ?? 0)
        assert.ok((now['parked'] ?? 0) <= 8000, JSON.stringify(now))
      }
      assert.ok(mostParked > 0 && mostHeld() > 0, 'nothing ever waited: this proves nothing')
      for (const client of clients) client.close()
      // A client that goes while its requests wait has five seconds; a wait has five minutes.
      await bench.simulation.advance(310_000)
      assert.deepEqual(figures(bench), nothing)
      await bench.simulation.settle(bench.harness.close())
    })
  }

  it('counts the bytes of a write with acks=0 until the log has them', async () => {
    const bench = await open(1)
    const client = await bench.connect()
    const mostHeld = watchHeld(bench)
    client.send(produceFrame(0, 0, 1000, 50_000))
    await bench.simulation.advance(200)
    assert.ok(mostHeld() > 50_000, `${mostHeld()} bytes were counted`)
    assert.deepEqual(figures(bench), nothing)
    await bench.simulation.settle(bench.harness.close())
  })

  it('keeps nothing of a fetch whose client has gone, although its deadline is far', async () => {
    const bench = await open(1)
    const client = await bench.connect()
    for (let at = 0; at < 50; at++) client.send(fetchFrame(2 ** 31 - 1, [0, 1, 2, 3]))
    await bench.simulation.advance(100)
    const { heap } = bench.harness.replicas.deadlines as unknown as { heap: { targets: unknown[]; context: unknown; respond: unknown }[] }
    assert.deepEqual([heap.length, heap[0]?.targets.length], [50, 4])
    client.close()
    await bench.simulation.advance(7000)
    for (const { targets, context, respond } of heap) assert.deepEqual([targets.length, context, respond], [0, undefined, undefined])
    assert.deepEqual(figures(bench), nothing)
    await bench.simulation.settle(bench.harness.close())
  })

  it('waits no longer than five minutes, whatever the client would like', async () => {
    const bench = await open(1)
    const client = await bench.connect()
    client.send(fetchFrame(2 ** 31 - 1))
    await bench.simulation.advance(299_000)
    assert.equal(client.frames.length, 0)
    await bench.simulation.advance(2000)
    assert.equal(answerOf(FetchApi, 12, client.frames[0] as Buffer).responses[0]?.partitions[0]?.errorCode, 0)
    await bench.simulation.settle(bench.harness.close())
  })

  it('reads again for a moved log start only where a fetch is below it', async () => {
    const bench = await open(1)
    const { replicas } = bench.harness
    const [below, above] = [await bench.connect(), await bench.connect()]
    for (let at = 0; at < 2; at++) below.send(fetchFrame(60_000, [0, 1]))
    await bench.simulation.advance(100)
    const producer = await bench.connect()
    for (let at = 0; at < 3; at++) producer.send(produceFrame(0, -1, 5000, 10))
    await bench.simulation.advance(100)
    for (let at = 0; at < 10; at++) above.send(fetchFrame(60_000, [0, 1], bench.harness))
    await bench.simulation.advance(100)
    let reads = 0
    const readSoon = replicas.readSoon.bind(replicas)
    replicas.readSoon = (fetch) => {
      reads++
      readSoon(fetch)
    }
    const deletion = replicas.partition('t', 0)?.log?.deleteRecordsBefore(3)
    assert.equal((await bench.simulation.settle(Promise.resolve(deletion)))?.error, undefined)
    await bench.simulation.advance(100)
    assert.equal(reads, 2)
    const answers = below.frames.map((frame) => answerOf(FetchApi, 12, frame).responses[0]?.partitions)
    const codes = answers.map((partitions) => partitions?.map(({ errorCode }) => errorCode))
    assert.deepEqual(codes, [[ErrorCode.OFFSET_OUT_OF_RANGE, 0], [ErrorCode.OFFSET_OUT_OF_RANGE, 0]])
    assert.equal(above.frames.length, 0)
    // They go on waiting for what they wait for.
    producer.send(produceFrame(0, -1, 5000, 1_000_000))
    await bench.simulation.advance(100)
    assert.equal(above.frames.length, 10)
    await bench.simulation.settle(bench.harness.close())
  })

  it('answers the largest fetches when waiting takes too much memory, and lets the others wait', async () => {
    const bench = await open(1, { topics: { t: 200 }, parkedFetchBytes: 100_000 })
    const [small, large] = [await bench.connect(), await bench.connect()]
    for (let at = 0; at < 10; at++) small.send(fetchFrame(60_000))
    await bench.simulation.advance(100)
    const all = Array.from({ length: 200 }, (_, index) => index)
    for (let at = 0; at < 5; at++) large.send(fetchFrame(60_000, all))
    await bench.simulation.advance(1000)
    assert.equal(small.frames.length, 0)
    assert.ok(large.frames.length >= 4, `${large.frames.length} answered`)
    assert.ok(bench.harness.replicas.parkedFetches.usedBytes <= 100_000)
    await bench.simulation.settle(bench.harness.close())
  })
})

describe('the memory of fetch sessions', () => {
  const sessionFetch = (partitions: number, sessionId: number = 0, sessionEpoch: number = 0): Buffer => requestFrame(FetchApi, 12, {
    replicaId: -1, maxWaitMs: 0, minBytes: 0, maxBytes: 1000, sessionId, sessionEpoch, forgottenTopicsData: [],
    topics: [{ topic: 't', partitions: Array.from({ length: partitions }, (_, partition) => ({ partition, fetchOffset: 0, currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: 1000 })) }],
  })

  it('is given back when the connection goes', async () => {
    const bench = await open(1)
    const [first, second] = [await bench.connect(), await bench.connect()]
    for (const client of [first, second]) for (let at = 0; at < 20; at++) client.send(sessionFetch(PARTITIONS))
    await bench.simulation.advance(500)
    const { fetchSessions } = bench.harness.services
    assert.equal(fetchSessions.size, 40)
    const both = fetchSessions.usedBytes
    first.close()
    await bench.simulation.advance(7000)
    assert.deepEqual([fetchSessions.size, fetchSessions.usedBytes], [20, both / 2])
    second.close()
    await bench.simulation.advance(7000)
    assert.deepEqual([fetchSessions.size, fetchSessions.usedBytes], [0, 0])
    await bench.simulation.settle(bench.harness.close())
  })

  it('is not spent on partitions that are not there: each would be told in every answer', async () => {
    const bench = await open(1)
    const client = await bench.connect()
    const { fetchSessions } = bench.harness.services
    client.send(sessionFetch(PARTITIONS + 1001))
    await bench.simulation.advance(500)
    const refused = answerOf(FetchApi, 12, client.frames[0] as Buffer)
    assert.deepEqual([refused.errorCode, refused.sessionId, refused.responses[0]?.partitions.length, fetchSessions.size], [0, 0, PARTITIONS + 1001, 0])
    // Nor are they added later.
    client.send(sessionFetch(PARTITIONS + 1000))
    await bench.simulation.advance(500)
    const { sessionId } = answerOf(FetchApi, 12, client.frames[1] as Buffer)
    assert.notEqual(sessionId, 0)
    client.send(sessionFetch(PARTITIONS + 1001, sessionId, 1))
    await bench.simulation.advance(500)
    assert.equal(answerOf(FetchApi, 12, client.frames[2] as Buffer).errorCode, 0)
    assert.deepEqual([fetchSessions.size, fetchSessions.usedBytes], [0, 0])
    await bench.simulation.settle(bench.harness.close())
  })
})

describe('the memory of waiting fetches', () => {
  it('comes down by answering the large ones first', () => {
    const parked = new ParkedFetches(100)
    const answered: number[] = []
    const fetch = (parkedBytes: number): ParkedFetch => {
      const one = { parkedBytes, answerNow: () => (answered.push(parkedBytes), parked.remove(one)) }
      return one
    }
    for (const bytes of [5, 5, 40, 5, 30, 5]) parked.add(fetch(bytes))
    assert.deepEqual([answered, parked.usedBytes, parked.size], [[], 90, 6])
    parked.add(fetch(20))
    assert.deepEqual([answered, parked.usedBytes, parked.size], [[40], 70, 6])
    const twice = fetch(1)
    parked.add(twice)
    parked.remove(twice)
    parked.remove(twice)
    assert.equal(parked.usedBytes, 70)
  })
})
