// Produce and Fetch through the wire: errors per partition, duplicates, what is read up to where, and who waits how long.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  BatchBuilder, batchBaseOffset, ErrorCode, FetchApi, ListOffsetsApi, ProduceApi, type BatchBuilderOptions,
  type FetchResponse, type ProduceResponse,
} from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { produce as produceHandler } from '../handlers/00-produce.ts'
import type { RequestContext } from '../services.ts'
import { openHarness, type Harness, type HarnessOptions } from '../testing/harness.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'

const P = 12
const F = 12

function batch(values: readonly string[], options: BatchBuilderOptions = {}): Buffer {
  const builder = new BatchBuilder(options)
  for (const value of values) builder.append(null, value, undefined, Date.UTC(2026, 0, 1))
  return builder.build()
}

interface FetchWish {
  readonly offset?: number
  readonly topic?: string
  readonly partitions?: readonly number[]
  readonly maxWaitMs?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly partitionMaxBytes?: number
  readonly currentLeaderEpoch?: number
  readonly lastFetchedEpoch?: number
  readonly sessionId?: number
  readonly sessionEpoch?: number
  readonly replicaId?: number
}

class Bench {
  readonly simulation: Simulation
  readonly harness: Harness
  readonly client: RawClient

  constructor(simulation: Simulation, harness: Harness, client: RawClient) {
    this.simulation = simulation
    this.harness = harness
    this.client = client
  }

  static async open(options: Partial<HarnessOptions> = {}): Promise<Bench> {
    const simulation = simWorld(5)
    const world = simulation.host('broker')
    const harness = await simulation.settle(openHarness({ world, directory: '/data', topics: { t: 3 }, host: '0.0.0.0', ...options }))
    const client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', harness.port))
    return new Bench(simulation, harness, client)
  }

  async next(count = 1): Promise<Buffer[]> {
    const before = this.client.frames.length
    await this.simulation.run({ until: () => this.client.frames.length >= before + count || this.client.isClosed })
    assert.equal(this.client.isClosed, false)
    return this.client.frames.slice(before)
  }

  sendProduce(partitions: Record<number, Buffer | null>, { topic = 't', acks = -1, version = P, transactionalId = null as string | null, timeoutMs = 1000 } = {}): void {
    const partitionData = Object.entries(partitions).map(([index, records]) => ({ index: Number(index), records }))
    const name = version >= 13 ? { topicId: this.harness.topicId(topic) || 'BBBBBBBBBBBBBBBBBBBBBA' } : { name: topic }
    this.client.send(requestFrame(ProduceApi, version, { transactionalId, acks, timeoutMs, topicData: [{ ...name, partitionData }] }))
  }

  async produce(partitions: Record<number, Buffer | null>, options: Parameters<Bench['sendProduce']>[1] = {}): Promise<ProduceResponse['responses'][number]['partitionResponses']> {
    this.sendProduce(partitions, options)
    const [frame] = await this.next()
    return answerOf(ProduceApi, options.version ?? P, frame as Buffer).responses[0]?.partitionResponses ?? []
  }

  sendFetch(wish: FetchWish): void {
    const { offset = 0, partitions = [0], currentLeaderEpoch = -1, lastFetchedEpoch = -1, partitionMaxBytes = 1 << 20 } = wish
    const list = partitions.map((partition) => ({ partition, fetchOffset: offset, currentLeaderEpoch, lastFetchedEpoch, partitionMaxBytes }))
    this.client.send(requestFrame(FetchApi, F, {
      replicaId: wish.replicaId ?? -1, maxWaitMs: wish.maxWaitMs ?? 0, minBytes: wish.minBytes ?? 1, maxBytes: wish.maxBytes ?? 1 << 24,
      sessionId: wish.sessionId ?? 0, sessionEpoch: wish.sessionEpoch ?? -1,
      topics: list.length === 0 ? [] : [{ topic: wish.topic ?? 't', partitions: list }], forgottenTopicsData: [],
    }))
  }

  async fetch(wish: FetchWish = {}): Promise<FetchResponse> {
    this.sendFetch(wish)
    const [frame] = await this.next()
    return answerOf(FetchApi, F, frame as Buffer)
  }

  async fetchOne(wish: FetchWish = {}): Promise<FetchResponse['responses'][number]['partitions'][number]> {
    const partition = (await this.fetch(wish)).responses[0]?.partitions[0]
    assert.ok(partition)
    return partition
  }

  /** A second connection to the same broker. */
  async another(): Promise<Bench> {
    const client = await this.simulation.settle(RawClient.connect(this.simulation.host('other').transport, 'broker', this.harness.port))
    return new Bench(this.simulation, this.harness, client)
  }

  close(): Promise<void> {
    return this.simulation.settle(this.harness.close())
  }
}

const errors = (answers: readonly { errorCode: number }[]): number[] => answers.map(({ errorCode }) => errorCode)

describe('produce', () => {
  it('answers each partition for itself', async () => {
    const bench = await Bench.open()
    const spoiled = batch(['x'])
    spoiled[30] = (spoiled[30] as number) ^ 1
    const answers = await bench.produce({ 0: batch(['a', 'b']), 1: spoiled, 2: null, 9: batch(['a']) })
    assert.deepEqual(errors(answers), [0, ErrorCode.CORRUPT_MESSAGE, ErrorCode.INVALID_RECORD, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
    assert.deepEqual(answers.map(({ baseOffset }) => baseOffset), [0, -1, -1, -1])
    const again = await bench.produce({ 0: batch(['c']) })
    assert.deepEqual([again[0]?.baseOffset, again[0]?.logAppendTimeMs, again[0]?.logStartOffset], [2, -1, 0])
    await bench.close()
  })

  it('names topics by id from version 13 on', async () => {
    const bench = await Bench.open()
    assert.deepEqual(errors(await bench.produce({ 0: batch(['a']) }, { version: 13 })), [0])
    assert.deepEqual(errors(await bench.produce({ 0: batch(['a']) }, { version: 13, topic: 'missing' })), [ErrorCode.UNKNOWN_TOPIC_ID])
    await bench.close()
  })

  it('refuses what it does not serve', async () => {
    const bench = await Bench.open({ topics: { 't': 1, '__consumer_offsets': 1 } })
    const refused = async (options: object, records = batch(['a'])): Promise<number> => errors(await bench.produce({ 0: records }, options))[0] as number
    assert.equal(await refused({ acks: 2 }), ErrorCode.INVALID_REQUIRED_ACKS)
    assert.equal(await refused({ transactionalId: 'tx' }), ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    const transactional = batch(['a'], { isTransactional: true, producerId: 1, producerEpoch: 0, baseSequence: 0 })
    assert.equal(await refused({}, transactional), ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    assert.equal(await refused({ topic: '__consumer_offsets' }), ErrorCode.INVALID_TOPIC_EXCEPTION)
    assert.equal(bench.harness.logs.log('t', 0)?.logEndOffset, 0)
    await bench.close()
  })

  it('answers a duplicate with the offsets of the first time, and a gap with an error', async () => {
    const bench = await Bench.open()
    const idempotent = (baseSequence: number): Buffer => batch(['a', 'b'], { producerId: 7, producerEpoch: 0, baseSequence })
    assert.equal((await bench.produce({ 0: idempotent(0) }))[0]?.baseOffset, 0)
    assert.equal((await bench.produce({ 0: idempotent(2) }))[0]?.baseOffset, 2)
    const [duplicate] = await bench.produce({ 0: idempotent(0) })
    assert.deepEqual([duplicate?.errorCode, duplicate?.baseOffset], [0, 0])
    assert.deepEqual(errors(await bench.produce({ 0: idempotent(9) })), [ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER])
    assert.equal(bench.harness.logs.log('t', 0)?.logEndOffset, 4)
    await bench.close()
  })

  it('answers pipelined requests in order, also where one is refused at once', async () => {
    const bench = await Bench.open()
    bench.sendProduce({ 0: batch(['a']) }, { acks: 1 })
    bench.sendProduce({ 9: batch(['b']) })
    bench.sendProduce({ 1: batch(['c']) }, { acks: -1 })
    const frames = await bench.next(3)
    const answers = frames.map((frame) => answerOf(ProduceApi, P, frame).responses[0]?.partitionResponses[0])
    assert.deepEqual(answers.map((answer) => [answer?.index, answer?.errorCode]), [[0, 0], [9, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION], [1, 0]])
    await bench.close()
  })

  it('says nothing to acks=0, and closes the connection when it fails', async () => {
    const bench = await Bench.open()
    bench.sendProduce({ 0: batch(['a']) }, { acks: 0 })
    bench.sendProduce({ 0: batch(['b']) }, { acks: 1 })
    const [frame] = await bench.next()
    assert.equal(answerOf(ProduceApi, P, frame as Buffer).responses[0]?.partitionResponses[0]?.baseOffset, 1)
    assert.equal(bench.client.frames.length, 1)
    bench.sendProduce({ 9: batch(['c']) }, { acks: 0 })
    await bench.simulation.advance(100)
    assert.equal(bench.client.isClosed, true)
    await bench.close()
  })

  it('with acks=all waits for the other replicas, up to its timeout; acks=1 does not', async () => {
    const bench = await Bench.open({ replicas: [0, 1] })
    bench.sendProduce({ 0: batch(['a']) }, { acks: -1, timeoutMs: 500 })
    await bench.simulation.advance(400)
    assert.equal(bench.client.frames.length, 0)
    const [frame] = await bench.next()
    assert.deepEqual(errors(answerOf(ProduceApi, P, frame as Buffer).responses[0]?.partitionResponses ?? []), [ErrorCode.REQUEST_TIMED_OUT])
    assert.deepEqual(errors(await bench.produce({ 0: batch(['b']) }, { acks: 1 })), [0])
    bench.sendProduce({ 0: batch(['c']) }, { acks: -1, timeoutMs: 5000 })
    await bench.simulation.advance(10)
    // The follower fetches from 3: it has everything below.
    const follower = await bench.another()
    assert.equal((await follower.fetchOne({ replicaId: 1, offset: 3 })).errorCode, 0)
    await bench.simulation.advance(20)
    const answered = bench.client.frames.at(-1)
    assert.deepEqual(errors(answerOf(ProduceApi, P, answered as Buffer).responses[0]?.partitionResponses ?? []), [0])
    assert.equal(bench.harness.logs.log('t', 0)?.highWatermark, 3)
    await bench.close()
  })

  it('refuses acks=all below min.insync.replicas', async () => {
    const bench = await Bench.open({ replicas: [0, 1], config: { 'min.insync.replicas': 2 } })
    bench.harness.lead('t', 0, 1, [0])
    assert.deepEqual(errors(await bench.produce({ 0: batch(['a']) })), [ErrorCode.NOT_ENOUGH_REPLICAS])
    assert.deepEqual(errors(await bench.produce({ 0: batch(['a']) }, { acks: 1 })), [0])
    assert.equal(bench.harness.logs.log('t', 0)?.highWatermark, 0, 'nothing is committed below the minimum')
    await bench.close()
  })

  it('tells those who wait when the partition goes away', async () => {
    const bench = await Bench.open({ replicas: [0, 1] })
    bench.sendProduce({ 0: batch(['a']) }, { acks: -1, timeoutMs: 60_000 })
    await bench.simulation.advance(100)
    bench.harness.replicas.stopReplica({
      controllerId: 0, isKRaftController: false, controllerEpoch: 1, brokerEpoch: 1, deletePartitions: false, ungroupedPartitions: [], topics: [],
      topicStates: [{ topicName: 't', partitionStates: [{ partitionIndex: 0, leaderEpoch: 0, deletePartition: false }] }],
    })
    const [frame] = await bench.next()
    assert.deepEqual(errors(answerOf(ProduceApi, P, frame as Buffer).responses[0]?.partitionResponses ?? []), [ErrorCode.NOT_LEADER_OR_FOLLOWER])
    await bench.close()
  })
})

describe('produce, bytes', () => {
  it('lends its bytes to the log until they are written, and never gives them back when that is not known', async () => {
    const bench = await Bench.open()
    const lend = (index: number): { released: number; dropped: number; answers: unknown[] } => {
      const seen = { released: 0, dropped: 0, answers: [] as unknown[] }
      const context = {
        apiVersion: P, clientId: null, receivedAtMs: 0, retain: () => {}, release: () => seen.released++, drop: () => seen.dropped++,
        complete: (answer: unknown) => seen.answers.push(answer), abandon: () => {}, onAbandoned: () => {},
      }
      const request = { transactionalId: null, acks: 1, timeoutMs: 1000, topicData: [{ name: 't', topicId: '', partitionData: [{ index, records: batch(['a']) }] }] }
      produceHandler.handle(context as unknown as RequestContext, request, bench.harness.services)
      return seen
    }
    const [written, stopped] = [lend(0), lend(1)]
    assert.deepEqual([written.released, written.answers.length], [0, 0])
    // The partition is taken away while its log still has the batch in its queue.
    bench.harness.replicas.stopReplica({
      controllerId: 0, isKRaftController: false, controllerEpoch: 1, brokerEpoch: 1, deletePartitions: false, ungroupedPartitions: [], topics: [],
      topicStates: [{ topicName: 't', partitionStates: [{ partitionIndex: 1, leaderEpoch: 0, deletePartition: false }] }],
    })
    assert.deepEqual([stopped.released, stopped.dropped, stopped.answers.length], [0, 1, 1])
    await bench.simulation.advance(10)
    assert.deepEqual([written.released, written.dropped, written.answers.length], [1, 0, 1])
    assert.deepEqual([stopped.released, stopped.dropped, stopped.answers.length], [0, 1, 1])
    await bench.close()
  })
})

describe('fetch', () => {
  it('gives whole batches from the one that holds the offset, up to the high watermark', async () => {
    const bench = await Bench.open()
    await bench.produce({ 0: batch(['a', 'b']) })
    await bench.produce({ 0: batch(['c']) })
    const all = await bench.fetchOne({ offset: 1 })
    assert.equal(batchBaseOffset(all.records as Buffer, 0), 0)
    assert.equal(all.records?.length, batch(['a', 'b']).length + batch(['c']).length)
    assert.deepEqual([all.highWatermark, all.lastStableOffset, all.logStartOffset, all.errorCode], [3, 3, 0, 0])
    const last = await bench.fetchOne({ offset: 2 })
    assert.equal(batchBaseOffset(last.records as Buffer, 0), 2)
    assert.equal((await bench.fetchOne({ offset: 3 })).records?.length, 0)
    await bench.close()
  })

  it('keeps what is not committed from consumers and gives it to replicas', async () => {
    const bench = await Bench.open({ replicas: [0, 1] })
    await bench.produce({ 0: batch(['a']) }, { acks: 1 })
    assert.equal((await bench.fetchOne()).records?.length, 0)
    assert.ok(((await bench.fetchOne({ replicaId: 1 })).records?.length ?? 0) > 0)
    assert.equal((await bench.fetchOne({ replicaId: 2 })).errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER, 'broker 2 has no replica of it')
    assert.equal((await bench.fetchOne({ replicaId: 2, currentLeaderEpoch: 0 })).errorCode, ErrorCode.UNKNOWN_LEADER_EPOCH, 'perhaps not yet')
    await bench.close()
  })

  it('says why it cannot', async () => {
    const bench = await Bench.open()
    await bench.produce({ 0: batch(['a']) })
    bench.harness.lead('t', 0, 5)
    const error = async (wish: FetchWish): Promise<number> => (await bench.fetchOne(wish)).errorCode
    assert.equal(await error({ offset: 2 }), ErrorCode.OFFSET_OUT_OF_RANGE)
    assert.equal(await error({ currentLeaderEpoch: 4 }), ErrorCode.FENCED_LEADER_EPOCH)
    assert.equal(await error({ currentLeaderEpoch: 6 }), ErrorCode.UNKNOWN_LEADER_EPOCH)
    assert.equal(await error({ partitions: [9] }), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    assert.equal(await error({ topic: 'missing' }), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    assert.deepEqual((await bench.fetchOne({ currentLeaderEpoch: 4 })).currentLeader, { leaderId: 0, leaderEpoch: 5 })
    await bench.close()
  })

  it('shows a reader of a lost branch where to go back to', async () => {
    const bench = await Bench.open()
    await bench.produce({ 0: batch(['a', 'b']) })
    bench.harness.lead('t', 0, 3)
    await bench.produce({ 0: batch(['c']) })
    const answer = await bench.fetchOne({ offset: 4, lastFetchedEpoch: 1 })
    assert.deepEqual(answer.divergingEpoch, { epoch: 0, endOffset: 2 })
    assert.equal((await bench.fetchOne({ offset: 2, lastFetchedEpoch: 0 })).divergingEpoch.epoch, -1)
    await bench.close()
  })

  it('keeps to its limits, but gives the first batch whole', async () => {
    const bench = await Bench.open()
    const large = batch(['x'.repeat(5000)])
    for (const index of [0, 1, 2]) await bench.produce({ [index]: Buffer.from(large) })
    for (const index of [0, 1, 2]) await bench.produce({ [index]: batch(['x'.repeat(5000)]) })
    const sizes = async (wish: FetchWish): Promise<number[]> =>
      ((await bench.fetch({ partitions: [0, 1, 2], ...wish })).responses[0]?.partitions ?? []).map(({ records }) => records?.length ?? 0)
    assert.deepEqual(await sizes({ partitionMaxBytes: large.length }), [large.length, large.length, large.length])
    const [first, second, third] = await sizes({ partitionMaxBytes: 100 })
    assert.ok((first as number) >= large.length && (second as number) <= 100 && (third as number) <= 100)
    const total = (await sizes({ maxBytes: large.length * 3 })).reduce((sum, size) => sum + size, 0)
    assert.ok(total <= large.length * 3 && total >= large.length * 2)
    await bench.close()
  })

  it('waits for bytes no longer than it may', async () => {
    const bench = await Bench.open()
    const before = bench.simulation.nowMs
    assert.equal((await bench.fetchOne({ maxWaitMs: 300 })).records?.length, 0)
    const took = bench.simulation.nowMs - before
    assert.ok(took >= 300 && took < 330, `${took} ms`)
    await bench.close()
  })

  it('wakes on an append, and with minBytes only when there is enough', async () => {
    const bench = await Bench.open()
    const producer = await bench.another()
    bench.sendFetch({ partitions: [0, 1], maxWaitMs: 10_000 })
    await bench.simulation.advance(50)
    assert.equal(bench.client.frames.length, 0)
    await producer.produce({ 1: batch(['a']) })
    await bench.simulation.advance(20)
    assert.equal(bench.client.frames.length, 1)
    const one = batch(['b']).length
    bench.sendFetch({ partitions: [0, 1], offset: 1, maxWaitMs: 10_000, minBytes: one * 3 })
    await bench.simulation.advance(20)
    // Offset 1 does not exist in partition 0 yet: that is an answer of its own.
    assert.equal(bench.client.frames.length, 2)
    bench.sendFetch({ partitions: [1], offset: 1, maxWaitMs: 10_000, minBytes: one * 3 })
    for (const expected of [2, 2, 3]) {
      await producer.produce({ 1: batch(['b']) })
      await bench.simulation.advance(20)
      assert.equal(bench.client.frames.length, expected)
    }
    const answer = answerOf(FetchApi, F, bench.client.frames[2] as Buffer)
    assert.equal(answer.responses[0]?.partitions[0]?.records?.length, one * 3)
    await bench.close()
  })

  it('lets nothing behind when a waiting client goes', async () => {
    const bench = await Bench.open()
    bench.sendFetch({ partitions: [0, 1, 2], maxWaitMs: 100_000 })
    await bench.simulation.advance(20)
    assert.equal(bench.harness.replicas.deadlines.size, 1)
    bench.client.close()
    await bench.simulation.advance(8000)
    assert.equal(bench.harness.replicas.deadlines.size, 0)
    await bench.close()
  })

  it('in a session answers only what is new', async () => {
    const bench = await Bench.open()
    await bench.produce({ 0: batch(['a']) })
    const full = await bench.fetch({ partitions: [0, 1, 2], sessionId: 0, sessionEpoch: 0 })
    const { sessionId } = full
    assert.notEqual(sessionId, 0)
    assert.equal(full.responses[0]?.partitions.length, 3)
    const indexes = (response: FetchResponse): number[] => (response.responses[0]?.partitions ?? []).map(({ partitionIndex }) => partitionIndex)
    // The data of partition 0 is still unread in the session's eyes.
    assert.deepEqual(indexes(await bench.fetch({ partitions: [], sessionId, sessionEpoch: 1 })), [0])
    assert.deepEqual(indexes(await bench.fetch({ partitions: [0], offset: 1, sessionId, sessionEpoch: 2 })), [])
    await bench.produce({ 2: batch(['b']) })
    assert.deepEqual(indexes(await bench.fetch({ partitions: [], sessionId, sessionEpoch: 3 })), [2])
    const stale = await bench.fetch({ partitions: [], sessionId, sessionEpoch: 3 })
    assert.deepEqual([stale.errorCode, stale.responses.length], [ErrorCode.INVALID_FETCH_SESSION_EPOCH, 0])
    await bench.close()
  })
})

describe('list offsets', () => {
  it('finds both ends, a time, and nothing beyond the high watermark', async () => {
    const bench = await Bench.open()
    for (const [value, hours] of [['a', 1], ['b', 2], ['c', 3]] as const) {
      const builder = new BatchBuilder()
      builder.append(null, value, undefined, Date.UTC(2025, 0, 1, hours))
      await bench.produce({ 0: builder.build() })
    }
    const ask = async (timestamp: number, version = 7): Promise<number[]> => {
      bench.client.send(requestFrame(ListOffsetsApi, version, { replicaId: -1, isolationLevel: 0, topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp }] }] }))
      const [frame] = await bench.next()
      const found = answerOf(ListOffsetsApi, version, frame as Buffer).topics[0]?.partitions[0]
      return [found?.errorCode ?? -1, found?.offset ?? -1]
    }
    assert.deepEqual(await ask(-2), [0, 0])
    assert.deepEqual(await ask(-1), [0, 3])
    assert.deepEqual(await ask(-3), [0, 2])
    assert.deepEqual(await ask(Date.UTC(2025, 0, 1, 2)), [0, 1])
    assert.deepEqual(await ask(Date.UTC(2025, 0, 1, 2) + 1), [0, 2])
    assert.deepEqual(await ask(Date.UTC(2025, 0, 1, 9)), [0, -1])
    assert.deepEqual(await ask(-3, 6), [ErrorCode.UNSUPPORTED_VERSION, -1])
    await bench.close()
  })
})
