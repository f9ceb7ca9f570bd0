/** Brokers whose Fetch answers are not what they should be: fetcher and delivery together, in simulated time, over a transport that is not there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import {
  BatchBuilder, type BatchBuilderOptions, buildEndTxnBatch, ErrorCode, FetchApi, type FetchRequestInput, type FetchResponse, type FetchResponseInput, Reader,
  updateBatchCrc, Writer,
} from '@odradek/protocol/internal'
import type { Cluster } from '../../cluster.ts'
import { KafkaError } from '../../errors.ts'
import { Metadata } from '../../metadata.ts'
import { Delivery } from '../delivery/delivery.ts'
import { Poison } from '../delivery/poison.ts'
import { Topics } from '../delivery/topics.ts'
import { AssignedPartitions } from '../membership/assignment.ts'
import { type ConsumerOptions, resolveConsumerOptions } from '../options.ts'
import type { PartitionState } from '../positions/partition-state.ts'
import { ConsumerRecord } from '../record.ts'
import { FetchedData, summarize } from './fetched-data.ts'
import { Fetcher } from './fetcher.ts'

const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ'
const VERSION = 17
const LIAR = 1
const HONEST = 2

type Partition = NonNullable<NonNullable<FetchResponseInput['responses']>[number]['partitions']>[number]
type Answer = Partial<FetchResponseInput>
type Lie = (offset: number) => Answer | Buffer

const one = (partition: Partial<Partition>): Answer => ({
  sessionId: 0, responses: [{ topicId: TOPIC_ID, partitions: [{ partitionIndex: 0, errorCode: 0, highWatermark: 1000, ...partition }] }],
})

function batch(baseOffset: number, count: number, options: BatchBuilderOptions = {}, size = 100): Buffer {
  const builder = new BatchBuilder({ baseOffset, partitionLeaderEpoch: 1, ...options })
  for (let index = 0; index < count; index++) builder.append('k', 'x'.repeat(size), [{ key: 'h', value: 'v' }], 1000)
  return builder.build()
}

/** The batch with something changed in it, and a checksum that is right again. */
function changed(bytes: Buffer, change: (bytes: Buffer) => void): Buffer {
  change(bytes)
  updateBatchCrc(bytes, 0)
  return bytes
}

/** Partition 0 is led by the liar, partition 1 by an honest broker. */
class Bench {
  readonly simulation: Simulation = simWorld(3)
  readonly fatal: KafkaError[] = []
  readonly thrown: KafkaError[] = []
  readonly taken: number[] = []
  /** Requests to the liar. */
  asked = 0
  resets = 0
  honest = 0
  mostBuffered = 0
  readonly lied: PartitionState
  readonly delivery: Delivery
  readonly #fetcher: Fetcher
  readonly #assigned = new AssignedPartitions()
  readonly #lie: Lie

  constructor(lie: Lie, options: ConsumerOptions = {}) {
    this.#lie = lie
    const world = this.simulation.host('client')
    const metadata = new Metadata()
    metadata.update({
      throttleTimeMs: 0, clusterId: 'c', controllerId: 1, errorCode: 0, clusterAuthorizedOperations: 0,
      brokers: [LIAR, HONEST].map((nodeId) => ({ nodeId, host: 'h', port: 1, rack: null })),
      topics: [{ errorCode: 0, name: 't', topicId: TOPIC_ID, isInternal: false, topicAuthorizedOperations: 0, partitions: [LIAR, HONEST].map((leaderId, partitionIndex) => (
        { errorCode: 0, partitionIndex, leaderId, leaderEpoch: 1, replicaNodes: [], isrNodes: [], offlineReplicas: [] })) }],
    }, 0)
    const cluster = {
      options: { world, requestTimeoutMs: 30_000, retryBackoffMs: 100, retryBackoffMaxMs: 1000, metadataMaxAgeMs: 300_000 },
      metadata,
      refreshMetadata: () => world.scheduler.sleep(100),
      connection: async (node: number) => ({ request: (_: unknown, request: FetchRequestInput) => this.#serve(node, request) }),
    } as unknown as Cluster
    const resolved = resolveConsumerOptions(options)
    this.delivery = new Delivery(resolved, world, new Topics(), new Poison(resolved.onPoison, async () => {}), { spaceFreed: () => this.#fetcher.poke(), starved: () => {}, assigned: this.#assigned })
    this.#fetcher = new Fetcher(cluster, resolved, this.#assigned, {
      arrived: (state) => this.delivery.enqueue(state),
      offsetOutOfRange: (state) => {
        this.resets++
        state.moveTo(0, -1)
        this.#fetcher.poke()
      },
      needsValidation: () => false,
      isTyped: () => false,
      fatal: (error) => {
        this.fatal.push(error)
        this.#fetcher.close()
      },
    })
    this.lied = this.add(0)
    this.add(1)
  }

  add(partition: number): PartitionState {
    const state = this.delivery.newState('t', partition)
    state.moveTo(0, -1)
    this.#assigned.add(state)
    this.#fetcher.poke()
    return state
  }

  async #serve(node: number, request: FetchRequestInput): Promise<FetchResponse> {
    const { scheduler } = this.simulation.host('client')
    await scheduler.sleep(1)
    if (node === LIAR) {
      this.asked++
      const answer = this.#lie(this.lied.fetchOffset)
      const bytes = Buffer.isBuffer(answer) ? answer : encoded(answer)
      try {
        return FetchApi.decodeResponse(new Reader(bytes), VERSION)
      } catch (error) {
        throw new KafkaError('CORRUPT_DATA', 'the answer cannot be read', { cause: error })
      }
    }
    await scheduler.sleep(20)
    const offset = request.topics?.[0]?.partitions?.[0]?.fetchOffset ?? 0
    this.honest++
    return FetchApi.decodeResponse(new Reader(encoded({ responses: [{ topicId: TOPIC_ID, partitions: [{ partitionIndex: 1, errorCode: 0, highWatermark: offset + 1, records: batch(offset, 1) }] }] })), VERSION)
  }

  /** An application that reads all there is every ten milliseconds, and goes on after errors. */
  async run(ms: number, stopAtError = true): Promise<this> {
    for (let at = 0; at < ms; at += 10) {
      await this.simulation.advance(10)
      let buffered = 0
      for (const state of this.#assigned) buffered += state.bufferedBytes
      this.mostBuffered = Math.max(this.mostBuffered, buffered)
      if (stopAtError && this.thrown.length > 0) continue
      this.#read()
    }
    return this
  }

  #read(): void {
    for (let reads = 0; reads < 10_000; reads++) {
      try {
        const record = this.delivery.takeRecord()
        if (record === undefined) return
        assert.ok(record instanceof ConsumerRecord)
        if (record.partition === 0) this.taken.push(record.offset)
        looked(record)
        record.ack()
      } catch (error) {
        assert.ok(error instanceof KafkaError, String(error))
        this.thrown.push(error)
        return
      }
    }
    assert.fail('there is no end of records')
  }
}

function looked(record: ConsumerRecord): void {
  assert.ok(Number.isSafeInteger(record.offset) && record.offset >= 0)
  assert.equal(record.valueLength, record.value?.length ?? -1)
  assert.ok([record.key, record.timestamp].length === 2)
  assert.ok(record.headers.length >= 0)
}

function encoded(answer: Answer): Buffer {
  const writer = new Writer(1024)
  FetchApi.encodeResponse(writer, { throttleTimeMs: 0, responses: [], ...answer }, VERSION)
  return Buffer.concat(writer.parts() as Buffer[])
}

/** Answers that bring nothing new, whatever is asked: the broker is asked again, but not as fast as it answers. */
const fruitless: Record<string, Lie> = {
  'no answer to anything': () => ({}),
  'empty records at once': () => one({ records: Buffer.alloc(0) }),
  'null records at once': () => one({ records: null }),
  'a topic nobody asked for': () => ({ responses: [{ topicId: 'AAAAAAAAAAAAAAAAAAAABQ', partitions: [{ partitionIndex: 0, errorCode: 0, highWatermark: 5, records: batch(0, 3) }] }] }),
  'a partition nobody asked for': () => one({ partitionIndex: 1, records: batch(0, 3) }),
  'a partition below zero': () => one({ partitionIndex: -1, records: batch(0, 3) }),
  'a session that is not there': () => ({ errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND }),
  'offsets out of range': () => one({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }),
  'another replica, which is the same': () => one({ preferredReadReplica: LIAR }),
  'an error that may pass': () => one({ errorCode: ErrorCode.KAFKA_STORAGE_ERROR }),
  'an unknown error': () => one({ errorCode: -1 }),
}

for (const [name, lie] of Object.entries(fruitless)) {
  test(`${name}: asked again, more and more rarely; others go on`, async () => {
    const bench = await new Bench(lie).run(10_000)
    assert.deepEqual([bench.taken, bench.fatal, bench.thrown], [[], [], []])
    assert.ok(bench.asked >= 5 && bench.asked < 60, `${bench.asked} requests`)
    assert.ok(bench.resets < 60, `${bench.resets} resets`)
    assert.ok(bench.honest > 300)
  })
}

test('a leader that is always another one is followed a few times', async () => {
  let epoch = 2
  const bench = await new Bench(() => one({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, currentLeader: { leaderId: LIAR, leaderEpoch: epoch++ } })).run(5000)
  assert.ok(bench.asked >= 4 && bench.asked < 30, `${bench.asked} requests`)
})

test('what was consumed comes again and again: passed over, and asked for more rarely, until something new comes', async () => {
  let isHonest = false
  const bench = new Bench((offset) => one({ records: offset === 0 || isHonest ? batch(offset, 5) : batch(0, 5) }))
  await bench.run(5000)
  assert.deepEqual([bench.taken, bench.fatal, bench.thrown], [[0, 1, 2, 3, 4], [], []])
  assert.ok(bench.asked < 30, `${bench.asked} requests`)
  isHonest = true
  await bench.run(1500)
  assert.ok(bench.taken.length > 100 && bench.taken.every((offset, index) => offset === index))
})

/** Answers that cannot be read: an error with a code that says what is wrong, and no request after it for the same bytes. */
const unreadable: Record<string, readonly [Lie, RegExp]> = {
  'a format of old': [() => one({ records: changed(batch(0, 2), (bytes) => (bytes[16] = 1)) }), /format 1 .* only format 2/],
  'a length below a header': [() => one({ records: changed(batch(0, 2), (bytes) => bytes.writeInt32BE(3, 8)) }), /no record batch at offset 0/],
  'a negative length': [() => one({ records: changed(batch(0, 2), (bytes) => bytes.writeInt32BE(-5, 8)) }), /no record batch at offset 0/],
  'an offset below zero': [() => one({ records: changed(batch(0, 2), (bytes) => bytes.writeBigInt64BE(-7n, 0)) }), /a batch of the offsets -7 to -6/],
  'an offset beyond what numbers hold': [() => one({ records: changed(batch(0, 2), (bytes) => bytes.writeBigInt64BE(2n ** 60n, 0)) }), /a batch of the offsets 115292150460684/],
  'a last offset before the first': [() => one({ records: changed(batch(5, 2), (bytes) => bytes.writeInt32BE(-3, 23)) }), /a batch of the offsets 5 to 2/],
  'a last offset before the last record': [() => one({ records: changed(batch(0, 3), (bytes) => bytes.writeInt32BE(1, 23)) }), /malformed offset of a record/],
  'more records than there are': [() => one({ records: changed(batch(0, 3), (bytes) => bytes.writeInt32BE(0x7fffffff, 57)) }), /malformed size of a record/],
  'fewer records than none': [() => one({ records: changed(batch(0, 3), (bytes) => bytes.writeInt32BE(-1, 57)) }), /malformed count of records/],
  'fewer records than there are': [() => one({ records: changed(batch(0, 3), (bytes) => bytes.writeInt32BE(1, 57)) }), /malformed end of a record/],
  'a checksum that is wrong': [() => one({ records: changedAfter(batch(0, 3), 80) }), /checksum/],
  'a marker whose checksum is wrong': [() => one({ records: changedAfter(buildEndTxnBatch({ committed: false, coordinatorEpoch: 0, producerId: 1, producerEpoch: 0, timestamp: 0, baseOffset: 0 }), 70) }), /checksum/],
  'an unknown codec': [() => one({ records: changed(batch(0, 3), (bytes) => (bytes[22]! |= 6)) }), /unknown compression codec 6/],
  'a codec that it is not': [() => one({ records: changed(batch(0, 3), (bytes) => (bytes[22]! |= 4)) }), /zstd/],
  'a record with a length beyond its batch': [() => one({ records: changed(batch(0, 3), (bytes) => bytes.fill(0xff, 61, 66)) }), /malformed size of a record/],
  'a bomb': [() => one({ records: batch(0, 10, { compression: 'gzip' }, 1_000_000) }), /more than 1000000/],
  'the beginning of a batch, for ever': [() => one({ records: batch(0, 10).subarray(0, 200) }), /only the beginning of a batch at offset 0/],
  'a batch as long as can be': [() => one({ records: changedAfter(batch(0, 10), 8) }), /only the beginning of a batch at offset 0/],
}

function changedAfter(bytes: Buffer, at: number): Buffer {
  bytes[at]! ^= 0x40
  return bytes
}

for (const [name, [lie, message]] of Object.entries(unreadable)) {
  test(`${name}: an error, and no hot loop`, async () => {
    const bench = await new Bench(lie, { maxDecompressedBytes: 1_000_000, fetchMaxPartitionBytes: 100_000 }).run(10_000)
    assert.equal(bench.thrown[0]?.code, 'CORRUPT_DATA')
    assert.match(bench.thrown[0]?.message ?? '', message)
    assert.deepEqual(bench.fatal, [])
    assert.ok(bench.asked < 20 || bench.lied.bufferedBytes >= 20_000, `${bench.asked} requests`)
    assert.ok(bench.mostBuffered < 400_000, `${bench.mostBuffered} bytes`)
  })
}

test('an answer that says the same partition twice counts once', async () => {
  const bench = await new Bench((offset) => ({ responses: [{ topicId: TOPIC_ID, partitions: [0, 0].map((partitionIndex) => ({ partitionIndex, errorCode: 0, highWatermark: -5, logStartOffset: -9, records: batch(offset, 2) })) }] }), { fetchMaxPartitionBytes: 2000 }).run(200)
  assert.ok(bench.taken.length > 10 && bench.taken.every((offset, index) => offset === index))
  assert.deepEqual([bench.lied.highWatermark, bench.lied.logStartOffset], [-1, -1])
})

test('nonsense about aborted transactions leaves out what it says, and no more', async () => {
  const nonsense = [{ producerId: -4, firstOffset: -1 }, { producerId: 9, firstOffset: Number.MAX_SAFE_INTEGER }, { producerId: 7, firstOffset: 0 }, { producerId: 7, firstOffset: 0 }]
  const bench = await new Bench((offset) => one({ abortedTransactions: nonsense, records: batch(offset, 2) }), { isolation: 'read_committed', fetchMaxPartitionBytes: 2000 }).run(200)
  assert.ok(bench.taken.length > 10 && bench.thrown.length === 0)
})

test('a marker that is a bomb is not unpacked', async () => {
  const bomb = batch(0, 4, { compression: 'gzip', isControl: true } as BatchBuilderOptions, 1_000_000)
  const bench = await new Bench((offset) => one({ records: offset === 0 ? changed(bomb, (bytes) => (bytes[22]! |= 0x20)) : null }), { isolation: 'read_committed' }).run(100)
  assert.deepEqual([bench.taken, bench.thrown, bench.lied.position], [[], [], 4])
})

test('whatever bytes come: errors have codes, the positions of others go on, nothing is asked for without a pause, little is held', async () => {
  const good = encoded(one({
    abortedTransactions: [{ producerId: 5, firstOffset: 2 }],
    records: Buffer.concat([batch(0, 3), batch(3, 4, { compression: 'lz4' }), batch(7, 2, { isTransactional: true, producerId: 5, producerEpoch: 0, baseSequence: 0 }), batch(9, 2, { compression: 'gzip' })]),
  }))
  const flips = fc.array(fc.record({ at: fc.nat({ max: good.length - 1 }), value: fc.nat({ max: 255 }) }), { minLength: 1, maxLength: 4 })
  const policy = fc.constantFrom<'fail' | 'skip'>('fail', 'skip')
  await fc.assert(fc.asyncProperty(flips, fc.nat({ max: good.length }), fc.boolean(), fc.boolean(), policy, async (changes, cut, isCut, checkCrcs, onPoison) => {
    const bytes = Buffer.from(good)
    for (const { at, value } of changes) bytes[at] = value
    const bench = new Bench(() => (isCut ? bytes.subarray(0, cut) : bytes), { checkCrcs, onPoison, isolation: 'read_committed', fetchMaxPartitionBytes: 4000, maxDecompressedBytes: 100_000 })
    await bench.run(1500)
    for (const { code } of [...bench.thrown, ...bench.fatal]) assert.ok(/^[A-Z_\d-]+$/.test(code), code)
    assert.ok(bench.taken.every((offset, index) => index === 0 || offset > bench.taken[index - 1]!), 'offsets only grow')
    assert.ok(bench.asked < 50, `${bench.asked} requests`)
    assert.ok(bench.mostBuffered < 300_000, `${bench.mostBuffered} bytes`)
    if (bench.fatal.length === 0 && bench.thrown.length === 0) assert.ok(bench.honest > 30)
  }), { numRuns: 150 })
})

test('what batches become when they are opened counts as buffered, and one is read to its end before others are opened', async () => {
  const bench = new Bench(() => ({}), { bufferBytes: 1_000_000, inFlight: { records: 1e6, perPartition: 1e6 } })
  const states = Array.from({ length: 10 }, (_, index) => bench.add(index + 2))
  await bench.simulation.advance(100)
  for (const state of states) {
    const bytes = batch(0, 2000, { compression: 'lz4' }, 1000)
    const { end, nextOffset } = summarize(bytes, 0)
    state.fetched.push(new FetchedData(bytes, end, {
      topic: 't', partition: state.partition, offset: 0, highWatermark: 2000, isBroken: false, aborted: undefined, checkCrcs: true, maxDecompressedBytes: 1e8,
      typed: false, ledger: state.ledger, frame: undefined,
    }))
    state.fetchOffset = nextOffset
    state.bufferedBytes += end
    bench.delivery.enqueue(state)
  }
  let mostOpen = 0
  let most = 0
  for (let taken = 0; taken < 20_000;) {
    const record = bench.delivery.takeRecord()
    if (record === undefined) break
    if (record.partition > 1) taken++
    record.ack()
    const open = states.filter(({ fetched }) => (fetched[0]?.decompressedBytes ?? 0) > 0)
    mostOpen = Math.max(mostOpen, open.length)
    most = Math.max(most, states.reduce((sum, { bufferedBytes }) => sum + bufferedBytes, 0))
  }
  assert.ok(states.every(({ position }) => position === 2000))
  assert.equal(mostOpen, 2, 'the limit, and one batch more')
  assert.ok(most > 2_000_000 && most < 3_100_000, `${most} bytes`)
  assert.ok(states.every(({ bufferedBytes }) => bufferedBytes === 0))
})
