import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchBuilder, ErrorCode, type FetchRequestInput } from '@odradek/protocol/internal'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import type { Cluster } from '../../cluster.ts'
import { KafkaError } from '../../errors.ts'
import { Metadata } from '../../metadata.ts'
import { AssignedPartitions } from '../membership/assignment.ts'
import { Credits } from '../delivery/credits.ts'
import { Fetcher } from './fetcher.ts'
import { Ledger } from '../delivery/ledger.ts'
import { type ConsumerOptions, resolveConsumerOptions } from '../options.ts'
import { PartitionState } from '../positions/partition-state.ts'

interface PartitionAnswer {
  readonly errorCode?: number
  /** Number of records from the offset asked for. */
  readonly records?: number
  readonly preferredReadReplica?: number
  readonly currentLeader?: { readonly leaderId: number; readonly leaderEpoch: number }
}

/** Undefined: there is nothing, the broker waits. */
type Answer = (partition: number, offset: number, node: number) => PartitionAnswer | undefined

class Bench {
  readonly simulation: Simulation = simWorld(1)
  readonly metadata = new Metadata()
  readonly assigned = new AssignedPartitions()
  readonly asked: string[] = []
  readonly outOfRange: string[] = []
  readonly fatal: KafkaError[] = []
  readonly fetcher: Fetcher
  refreshed = 0
  answer: Answer = () => undefined
  refuse: ((node: number) => KafkaError | number | undefined) | undefined
  readonly #log = new Map<string, Map<string, Map<number, number>>>()

  constructor(options: ConsumerOptions = {}) {
    const world = this.simulation.host('client')
    const cluster = {
      options: { world, requestTimeoutMs: 30_000, retryBackoffMs: 100, retryBackoffMaxMs: 1000, metadataMaxAgeMs: 300_000 },
      metadata: this.metadata,
      refreshMetadata: async () => {
        if (this.refreshed++ > 0) await world.scheduler.sleep(100)
      },
      connection: async (node: number, purpose: string) => ({ request: (_: unknown, request: FetchRequestInput) => this.#serve(node, purpose, request) }),
    } as unknown as Cluster
    this.fetcher = new Fetcher(cluster, resolveConsumerOptions(options), this.assigned, {
      arrived: () => {},
      offsetOutOfRange: (state) => void this.outOfRange.push(state.name),
      needsValidation: () => false,
      isTyped: () => false,
      fatal: (error) => void this.fatal.push(error),
    })
    this.lead({ 0: 1, 1: 1 })
  }

  /** Leaders by partition, at an epoch. */
  lead(leaders: Record<number, number>, leaderEpoch = 1): void {
    this.metadata.update({
      throttleTimeMs: 0, clusterId: 'c', controllerId: 1, errorCode: 0, clusterAuthorizedOperations: 0,
      brokers: [1, 2].map((nodeId) => ({ nodeId, host: 'h', port: 1, rack: null })),
      topics: [{ errorCode: 0, name: 't', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', isInternal: false, topicAuthorizedOperations: 0, partitions: Object.entries(leaders).map(([partition, leaderId]) => (
        { errorCode: 0, partitionIndex: Number(partition), leaderId, leaderEpoch, replicaNodes: [], isrNodes: [], offlineReplicas: [] })) }],
    }, 0)
  }

  add(partition: number): PartitionState {
    const state = new PartitionState('t', partition, () => new Ledger(new Credits(resolveConsumerOptions({}).inFlight), () => {}))
    state.moveTo(0, -1)
    this.assigned.add(state)
    this.fetcher.poke()
    return state
  }

  /** A broker with fetch sessions: what it looks at, and what it says. */
  async #serve(node: number, purpose: string, request: FetchRequestInput): Promise<unknown> {
    const refused = this.refuse?.(node)
    if (refused instanceof KafkaError) throw refused
    if (refused !== undefined) return { errorCode: refused, sessionId: 0, responses: [], nodeEndpoints: [] }
    const sessions = this.#log.get(`${node}/${purpose}`) ?? new Map<string, Map<number, number>>()
    this.#log.set(`${node}/${purpose}`, sessions)
    if (request.sessionEpoch === 0) sessions.set('now', new Map())
    const wanted = sessions.get('now')!
    for (const { partitions } of request.forgottenTopicsData ?? []) for (const partition of partitions) wanted.delete(partition)
    for (const { partitions } of request.topics) for (const { partition, fetchOffset } of partitions) wanted.set(partition, fetchOffset)
    this.asked.push(`${node}${purpose === 'fetch' ? '' : "'"}: ${[...wanted].map(([partition, offset]) => `${partition}@${offset}`).join(' ')}`)
    const deadline = this.simulation.nowMs + request.maxWaitMs
    const host = this.simulation.host('client')
    for (;;) {
      await host.scheduler.sleep(1)
      const partitions = [...wanted].flatMap(([partitionIndex, offset]) => {
        const answer = this.answer(partitionIndex, offset, node)
        return answer === undefined ? [] : [{
          partitionIndex, errorCode: 0, highWatermark: 100, lastStableOffset: 100, logStartOffset: 0, abortedTransactions: null, preferredReadReplica: -1,
          currentLeader: { leaderId: -1, leaderEpoch: -1 }, ...answer, records: answer.records === undefined ? null : records(offset, answer.records),
        }]
      })
      if (partitions.length > 0 || this.simulation.nowMs >= deadline) return { errorCode: 0, sessionId: 7, responses: [{ topic: 't', topicId: '', partitions }], nodeEndpoints: [] }
    }
  }
}

function records(baseOffset: number, count: number): Buffer {
  const builder = new BatchBuilder({ baseOffset, partitionLeaderEpoch: 1 })
  for (let index = 0; index < count; index++) builder.append(null, 'x'.repeat(100), undefined, 0)
  return builder.build()
}

test('goes on where it was until the buffer is full, and again when there is room', async () => {
  const bench = new Bench({ fetchMaxPartitionBytes: 2000 })
  bench.answer = () => ({ records: 10 })
  const state = bench.add(0)
  await bench.simulation.advance(50)
  assert.deepEqual([state.fetchOffset, state.fetched.length], [20, 2])
  state.fetched.shift()
  state.bufferedBytes -= 1200
  bench.fetcher.poke()
  await bench.simulation.advance(50)
  assert.equal(state.fetchOffset, 30)
  assert.deepEqual(bench.asked, ['1: 0@0', '1: 0@10', '1: 0@20'])
})

test('a partition that gets room while the broker waits for data takes the second lane', async () => {
  const bench = new Bench()
  bench.add(0)
  await bench.simulation.advance(100)
  bench.answer = (partition) => (partition === 1 ? { records: 1 } : undefined)
  const late = bench.add(1)
  await bench.simulation.advance(20)
  assert.ok(late.fetchOffset > 0)
  assert.deepEqual(bench.asked.slice(0, 2), ['1: 0@0', "1': 1@0"])
})

test('an answer for a position that was left does not count', async () => {
  const bench = new Bench()
  const state = bench.add(0)
  await bench.simulation.advance(100)
  state.moveTo(0, -1)
  bench.answer = () => ({ records: 5 })
  bench.fetcher.poke()
  await bench.simulation.advance(10)
  bench.answer = () => undefined
  await bench.simulation.advance(50)
  assert.ok(bench.asked.filter((line) => line.endsWith('0@0')).length === 2, 'both lanes had it for offset 0')
  assert.ok(state.fetchOffset >= 5)
  assert.equal(state.fetched.length, state.fetchOffset / 5, 'and one of the answers counted')
})

test('a leader that moved: by hint at once, else after asking', async () => {
  const bench = new Bench()
  bench.answer = (_, __, node) => (node === 1 ? { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, currentLeader: { leaderId: 2, leaderEpoch: 5 } } : undefined)
  bench.add(0)
  await bench.simulation.advance(10)
  assert.deepEqual([bench.asked, bench.refreshed], [['1: 0@0', '2: 0@0'], 0])
  const other = new Bench()
  other.answer = (_, __, node) => (node === 1 ? { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER } : undefined)
  other.add(0)
  await other.simulation.advance(10)
  assert.ok(other.refreshed > 0)
  other.lead({ 0: 2, 1: 2 }, 2)
  await other.simulation.advance(300)
  assert.equal(other.asked.at(-1), '2: 0@0')
})

test('a preferred replica is read from; when it has not got the offset, the leader is', async () => {
  const bench = new Bench()
  bench.answer = (_, __, node) => (node === 1 ? { preferredReadReplica: 2 } : undefined)
  const state = bench.add(0)
  await bench.simulation.advance(10)
  assert.deepEqual(bench.asked, ['1: 0@0', '2: 0@0'])
  bench.answer = () => ({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE })
  await bench.simulation.advance(5)
  assert.equal(state.preferredReplica, -1)
  assert.ok(bench.outOfRange.length > 0, 'the leader said so too')
})

test('a lost session is begun anew; a broken connection is tried again', async () => {
  const bench = new Bench({ fetchMaxWaitMs: 20 })
  let refusals = 0
  bench.add(0)
  await bench.simulation.advance(100)
  bench.refuse = () => (refusals++ < 1 ? ErrorCode.FETCH_SESSION_ID_NOT_FOUND : refusals < 4 ? new KafkaError('CONNECTION_CLOSED', 'gone', { retriable: true }) : undefined)
  await bench.simulation.advance(2000)
  assert.equal(bench.asked.at(-1), '1: 0@0')
  bench.answer = () => ({ records: 3 })
  await bench.simulation.advance(50)
  assert.ok([...bench.assigned][0]!.fetchOffset >= 3)
  assert.deepEqual(bench.fatal, [])
})

test('one partition that fails holds up no other; what is refused for good is fatal', async () => {
  const bench = new Bench({ fetchMaxPartitionBytes: 100_000 })
  bench.answer = (partition) => (partition === 0 ? { errorCode: ErrorCode.KAFKA_STORAGE_ERROR } : { records: 1 })
  const [bad, good] = [bench.add(0), bench.add(1)]
  await bench.simulation.advance(200)
  assert.ok(good.fetchOffset > 50 && bad.fetchOffset === 0)
  assert.ok(bad.failures >= 1 && bad.failures < 10, `${bad.failures} attempts`)
  bench.answer = () => ({ errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED })
  await bench.simulation.advance(2000)
  assert.equal(bench.fatal[0]?.code, 'TOPIC_AUTHORIZATION_FAILED')
})
