import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AnyApi, ErrorCode } from '@odradek/protocol/internal'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import type { Cluster } from '../../cluster.ts'
import { KafkaError } from '../../errors.ts'
import { Metadata } from '../../metadata.ts'
import { Credits } from '../delivery/credits.ts'
import { Ledger } from '../delivery/ledger.ts'
import { type ConsumerOptions, resolveConsumerOptions } from '../options.ts'
import { PartitionState } from './partition-state.ts'
import { Positions } from './positions.ts'

interface Bench {
  readonly simulation: Simulation
  readonly positions: Positions
  readonly state: PartitionState
  readonly asked: string[]
  /** What ListOffsets (offset, or an error code below 0) and OffsetForLeaderEpoch answer, in turn. */
  readonly answers: unknown[]
  readonly fatal: KafkaError[]
  readonly located: () => number
  lead(leader: number, leaderEpoch: number): void
}

function bench(options: ConsumerOptions = {}): Bench {
  const simulation = simWorld(1)
  const world = simulation.host('client')
  const metadata = new Metadata()
  const asked: string[] = []
  const answers: unknown[] = []
  const fatal: KafkaError[] = []
  let located = 0
  const cluster = {
    options: { world, retryBackoffMs: 100, retryBackoffMaxMs: 1000 },
    metadata,
    refreshMetadata: async () => void asked.push('metadata'),
    async send(node: number, api: AnyApi, request: { topics: { topic: string; partitions: { timestamp?: number; leaderEpoch?: number }[] }[] }) {
      const partition = request.topics[0]?.partitions[0]
      asked.push(`${api.name}@${node} ${partition?.timestamp ?? partition?.leaderEpoch}`)
      await world.scheduler.sleep(5)
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return { topics: [{ name: 't', topic: 't', partitions: [{ partitionIndex: 0, partition: 0, errorCode: 0, timestamp: -1, leaderEpoch: 4, ...(answer as object) }] }] }
    },
  } as unknown as Cluster
  const state = new PartitionState('t', 0, () => new Ledger(new Credits(resolveConsumerOptions({}).inFlight), () => {}))
  const positions = new Positions(cluster, resolveConsumerOptions(options), { located: () => located++, fatal: (error) => fatal.push(error) })
  const lead = (leader: number, leaderEpoch: number): boolean =>
    metadata.update({
      throttleTimeMs: 0, brokers: [], clusterId: 'c', controllerId: 1, errorCode: 0, clusterAuthorizedOperations: 0,
      topics: [{ errorCode: 0, name: 't', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', isInternal: false, topicAuthorizedOperations: 0, partitions: [
        { errorCode: 0, partitionIndex: 0, leaderId: leader, leaderEpoch, replicaNodes: [], isrNodes: [], offlineReplicas: [] },
      ] }],
    }, 0)
  lead(1, 4)
  return { simulation, positions, state, asked, answers, fatal, located: () => located, lead }
}

test('a reset is tried until the leader answers', async () => {
  const { simulation, positions, state, asked, answers, located } = bench({ autoOffsetReset: 'earliest' })
  answers.push({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }, new KafkaError('CONNECTION_CLOSED', 'gone', { retriable: true }), { offset: 17 })
  await simulation.settle(positions.reset(state))
  assert.deepEqual(asked, ['ListOffsets@1 -2', 'metadata', 'ListOffsets@1 -2', 'metadata', 'ListOffsets@1 -2'])
  assert.deepEqual([state.position, state.fetchOffset, state.isLocating, located()], [17, 17, false, 1])
})

test('no record is that young: then the end', async () => {
  const { simulation, positions, state, asked, answers } = bench({ autoOffsetReset: { byDurationMs: 1000 } })
  answers.push({ offset: -1 }, { offset: 99 })
  await simulation.settle(positions.reset(state))
  assert.equal(state.position, 99)
  assert.match(asked[0] ?? '', /@1 \d{13}$/)
  assert.equal(asked[1], 'ListOffsets@1 -1')
})

test('a later wish, or the end of the assignment, makes an earlier look-up moot', async () => {
  const { simulation, positions, state, answers } = bench()
  answers.push({ offset: 5 }, { offset: 6 })
  const first = positions.locate(state, 1000)
  const second = positions.locate(state, 2000)
  await simulation.settle(Promise.all([first, second]))
  assert.equal(state.position, 6)
  const third = positions.locate(state, 3000)
  state.close()
  await simulation.settle(third)
  assert.equal(state.position, 6)
})

test('what is refused for good ends the consumer', async () => {
  const { simulation, positions, state, answers, fatal } = bench()
  answers.push({ errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED })
  await simulation.settle(positions.locate(state, -2))
  assert.equal(fatal[0]?.code, 'TOPIC_AUTHORIZATION_FAILED')
})

test('a new leader is asked whether it has what was read', async () => {
  const { simulation, positions, state, asked, answers, lead } = bench()
  state.moveTo(50, 4)
  assert.equal(positions.needsValidation(state), false, 'the epoch is the one we read in')
  lead(2, 6)
  answers.push({ endOffset: 80, leaderEpoch: 4 })
  assert.equal(positions.needsValidation(state), true)
  await simulation.advance(20)
  assert.deepEqual(asked, ['OffsetForLeaderEpoch@2 4'])
  assert.deepEqual([positions.needsValidation(state), state.isLocating, state.position], [false, false, 50])
})

test('a log that was cut off behind the position only costs what was fetched ahead', async () => {
  const { simulation, positions, state, answers, lead } = bench()
  state.moveTo(50, 4)
  state.fetchOffset = 70
  lead(2, 6)
  answers.push({ endOffset: 60, leaderEpoch: 4 })
  positions.needsValidation(state)
  await simulation.advance(20)
  assert.deepEqual([state.position, state.fetchOffset], [50, 50])
})

test('a log that was cut off before the position: go there, or say so', async () => {
  const lenient = bench({ autoOffsetReset: 'latest' })
  lenient.state.moveTo(50, 4)
  lenient.lead(2, 6)
  lenient.answers.push({ endOffset: 30, leaderEpoch: 3 })
  lenient.positions.needsValidation(lenient.state)
  await lenient.simulation.advance(20)
  assert.deepEqual([lenient.state.position, lenient.fatal.length], [30, 0])
  const strict = bench({ autoOffsetReset: 'none' })
  strict.state.moveTo(50, 4)
  strict.lead(2, 6)
  strict.answers.push({ endOffset: 30, leaderEpoch: 3 })
  strict.positions.needsValidation(strict.state)
  await strict.simulation.advance(20)
  assert.equal(strict.fatal[0]?.code, 'LOG_TRUNCATED')
})
