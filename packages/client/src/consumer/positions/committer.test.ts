import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode, type OffsetCommitRequestInput } from '@odradek/protocol/internal'
import { type Simulation, simWorld } from '@odradek/platform/sim'
import { KafkaError } from '../../errors.ts'
import { Committer, type OffsetToCommit } from './committer.ts'
import type { GroupLink } from '../membership/group-link.ts'
import type { GroupIdentity } from '../membership/member.ts'

interface Asked {
  readonly generation: number
  readonly offsets: Record<string, number>
}

interface Bench {
  readonly simulation: Simulation
  readonly committer: Committer
  readonly asked: Asked[]
  readonly committed: OffsetToCommit[]
  /** Error codes by partition, or an exception, for the requests to come; then all is well. */
  readonly answers: (Record<number, number> | KafkaError)[]
  generation: number
  owned: (partition: number) => boolean
}

function bench(): Bench {
  const simulation = simWorld(1)
  const host = simulation.host('client')
  const one: Bench = {
    simulation, asked: [], committed: [], answers: [], generation: 1, owned: () => true,
    committer: undefined as unknown as Committer,
  }
  const link = {
    groupId: 'g',
    cluster: { options: { world: host, defaultTimeoutMs: 10_000, retryBackoffMs: 100, retryBackoffMaxMs: 1000 } },
    hasMoved: (code: number) => code === ErrorCode.NOT_COORDINATOR,
    async request(_: unknown, request: OffsetCommitRequestInput) {
      one.asked.push({
        generation: request.generationIdOrMemberEpoch ?? -1,
        offsets: Object.fromEntries(request.topics.flatMap(({ name, partitions }) => partitions.map(({ partitionIndex, committedOffset }) => [`${name}-${partitionIndex}`, committedOffset]))),
      })
      await host.scheduler.sleep(10)
      const answer = one.answers.shift() ?? {}
      if (answer instanceof KafkaError) throw answer
      return { topics: request.topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: answer[partitionIndex] ?? 0 })) })) }
    },
  } as unknown as GroupLink
  const committer = new Committer(link, {
    identity: (): GroupIdentity => ({ memberId: 'm', generation: one.generation, groupInstanceId: null }),
    owns: ({ partition }) => one.owned(partition),
    committed: (item) => void one.committed.push(item),
  })
  return Object.assign(one, { committer })
}

const at = (partition: number, offset: number): OffsetToCommit => ({ topic: 't', partition, offset })

test('what is asked for during a request goes together in the next; the newest offset wins', async () => {
  const { simulation, committer, asked } = bench()
  const all = [committer.commit([at(0, 1)]), committer.commit([at(0, 2), at(1, 7)]), committer.commit([at(0, 5)]), committer.commit([])]
  await simulation.settle(Promise.all(all))
  assert.deepEqual(asked.map(({ offsets }) => offsets), [{ 't-0': 1 }, { 't-0': 5, 't-1': 7 }])
})

test('each caller learns the fate of its own partitions', async () => {
  const { simulation, committer, answers, committed } = bench()
  answers.push({}, { 1: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION })
  const first = committer.commit([at(9, 1)])
  const good = committer.commit([at(0, 1)])
  const bad = committer.commit([at(1, 1)]).catch((error: KafkaError) => error.code)
  await simulation.settle(Promise.all([first, good]))
  assert.equal(await simulation.settle(bad), 'UNKNOWN_TOPIC_OR_PARTITION')
  assert.deepEqual(committed.map(({ partition }) => partition), [9, 0])
})

test('a coordinator that moved, or loads, or is gone for a while is asked again, with the generation of then', async () => {
  const one = bench()
  one.answers.push({ 0: ErrorCode.NOT_COORDINATOR }, { 0: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS }, new KafkaError('CONNECTION_CLOSED', 'gone', { retriable: true }), { 0: ErrorCode.REBALANCE_IN_PROGRESS })
  const commit = one.committer.commit([at(0, 3)])
  await one.simulation.advance(600)
  one.generation = 2
  await one.simulation.settle(commit)
  const generations = one.asked.map(({ generation }) => generation)
  assert.deepEqual([generations.length, generations[0], generations[4]], [5, 1, 2])
})

test('an old generation is repeated only for what is still ours', async () => {
  const one = bench()
  one.owned = (partition) => partition === 0
  one.answers.push({ 0: ErrorCode.ILLEGAL_GENERATION, 1: ErrorCode.ILLEGAL_GENERATION })
  const kept = one.committer.commit([at(0, 3)]).catch((error: KafkaError) => error.code)
  await one.simulation.settle(kept)
  one.answers.push({ 1: ErrorCode.ILLEGAL_GENERATION })
  const lost = one.committer.commit([at(1, 3)]).catch((error: KafkaError) => error.code)
  assert.deepEqual([await kept, await one.simulation.settle(lost)], [undefined, 'ILLEGAL_GENERATION'])
  assert.equal(one.asked.length, 3)
})

test('one attempt gives the coordinator\'s own answer; time that runs out says what was last', async () => {
  const one = bench()
  one.answers.push({ 0: ErrorCode.REBALANCE_IN_PROGRESS })
  const once = one.committer.commit([at(0, 1)], { attempts: 1 }).catch((error: KafkaError) => [error.code, error.retriable])
  assert.deepEqual(await one.simulation.settle(once), ['REBALANCE_IN_PROGRESS', true])
  for (let index = 0; index < 100; index++) one.answers.push({ 0: ErrorCode.COORDINATOR_NOT_AVAILABLE })
  const slow = one.committer.commit([at(0, 1)], { timeoutMs: 700 }).catch((error: KafkaError) => error)
  const error = (await one.simulation.settle(slow)) as KafkaError
  assert.deepEqual([error.code, (error.cause as KafkaError).code], ['TIMEOUT', 'COORDINATOR_NOT_AVAILABLE'])
  assert.ok(one.simulation.nowMs < 1500)
})

test('a caller that gives up leaves the commit under way', async () => {
  const one = bench()
  const abort = new AbortController()
  const commit = one.committer.commit([at(0, 1)], { signal: abort.signal }).catch((error: KafkaError) => [error.code, error.cause])
  abort.abort('enough')
  assert.deepEqual(await one.simulation.settle(commit), ['ABORTED', 'enough'])
  await one.simulation.advance(50)
  assert.deepEqual(one.committed.map(({ offset }) => offset), [1])
})
