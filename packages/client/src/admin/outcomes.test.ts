/** What becomes of each thing of a call for many: against a broker in process, whose answers some tests change or lose. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startBroker, type TestBroker } from '@odradek/testing'
import type { AnyApi } from '@odradek/protocol/internal'
import type { Cluster } from '../cluster.ts'
import { createKafka, type Kafka, KafkaError } from '../index.ts'
import { Admin } from './admin.ts'
import { AdminError } from './outcomes.ts'

let broker: TestBroker
let kafka: Kafka

before(async () => {
  broker = await startBroker({ topics: { there: 2 } })
  kafka = createKafka({ brokers: broker.bootstrap, retryBackoffMs: 1 })
})
after(() => broker.close())

const lost = (): KafkaError => new KafkaError('CONNECTION_CLOSED', 'the connection is gone', { retriable: true })

interface Asked {
  readonly api: string
  readonly input: Readonly<Record<string, unknown>>
}

/** An admin whose requests with this name pass by `change` first: what it answers is the answer. */
function between(
  name: string, change: (input: never, send: () => Promise<never>, round: number) => Promise<unknown>, written = true,
): { readonly admin: Admin; readonly asked: Asked[] } {
  const cluster: Cluster = kafka.cluster()
  const asked: Asked[] = []
  const send = cluster.send.bind(cluster)
  let round = 0
  cluster.send = ((node: number, api: AnyApi, input: Asked['input'], options: { beforeWrite?: () => void }) => {
    if (api.name !== name) return send(node, api, input, options as object)
    asked.push({ api: api.name, input })
    if (written) options.beforeWrite?.()
    return change(input as never, () => send(node, api, input, { ...options, beforeWrite: undefined }) as Promise<never>, round++)
  }) as typeof cluster.send
  return { admin: new Admin(cluster), asked }
}

async function failure(promise: Promise<unknown>): Promise<AdminError> {
  const error = await promise.then(() => undefined, (thrown: unknown) => thrown)
  assert.ok(error instanceof AdminError, String(error))
  assert.ok(error instanceof KafkaError)
  return error
}

const told = ({ results }: AdminError): readonly unknown[] => results.map(({ name, error, mayBeDone }) => [name, error?.code, mayBeDone])

test('who creates many topics is told of each', async () => {
  const admin = kafka.admin()
  const error = await failure(admin.createTopics([{ name: 'a', partitions: 2 }, { name: 'there' }, { name: 'b/c' }]))
  assert.deepEqual(told(error), [['a', undefined, false], ['there', 'TOPIC_ALREADY_EXISTS', false], ['b/c', 'INVALID_TOPIC_EXCEPTION', false]])
  assert.equal((error.results[0]!.value as { partitions: number }).partitions, 2)
  assert.deepEqual([error.code, error.errorCode, error.retriable, error.name], ['TOPIC_ALREADY_EXISTS', 36, false, 'AdminError'])
  assert.match(error.message, /^createTopics: 2 of 3 failed, see results .* create topic there: TOPIC_ALREADY_EXISTS/)
  assert.match(error.remedy, /ifNotExists/)
  assert.ok(!(new KafkaError('CLOSED', 'x') instanceof AdminError))
  await admin.deleteTopics(['a'])
  await admin.close()
})

test('the other calls for many tell of each, too', async () => {
  const admin = kafka.admin()
  await admin.createTopics([{ name: 'many', partitions: 1 }])
  const at = { topic: 'many', partition: 0 }
  const nowhere = { topic: 'many', partition: 7 }
  assert.deepEqual(told(await failure(admin.createPartitions({ many: 1, there: 3, none: 2 }))),
    [['many', 'INVALID_PARTITIONS', false], ['there', undefined, false], ['none', 'UNKNOWN_TOPIC_OR_PARTITION', false]])
  const offsets = await failure(admin.listOffsets([{ ...at, at: 'latest' }, { ...nowhere, at: 'latest' }, { ...at, at: 'earliest' }]))
  assert.deepEqual(told(offsets), [['many-0', undefined, false], ['many-7', 'UNKNOWN_TOPIC_OR_PARTITION', false], ['many-0', undefined, false]])
  assert.match(offsets.message, /many-7: .*1 partition\(s\), counted from 0/)
  assert.deepEqual(told(await failure(admin.deleteRecords([{ ...at, offset: 5 }, { ...at, topic: 'there', offset: 0 }]))),
    [['many-0', 'OFFSET_OUT_OF_RANGE', false], ['there-0', undefined, false]])
  await admin.setGroupOffsets('g', [{ ...at, offset: 1 }])
  assert.deepEqual(told(await failure(admin.deleteGroups(['g', 'h']))), [['g', undefined, false], ['h', 'GROUP_ID_NOT_FOUND', false]])
  assert.deepEqual(told(await failure(admin.deleteTopics(['many', 'none', 'many']))), [['many', undefined, false], ['none', 'UNKNOWN_TOPIC_OR_PARTITION', false]])
  await admin.close()
})

test('what exists already is no failure with ifNotExists, and in what it differs is said', async () => {
  const admin = kafka.admin()
  const [fresh, plain, other] = await admin.createTopics([
    { name: 'fresh', partitions: 1 }, { name: 'there' }, { name: 'fresh-2', partitions: 1, configs: { 'retention.ms': 5000 } },
  ], { ifNotExists: true })
  assert.deepEqual([fresh!.existed, plain!.existed, plain!.differences, other!.existed], [false, true, [], false])
  const [same, differs] = await admin.createTopics([
    { name: 'fresh-2', partitions: 1, replicationFactor: 1, configs: { 'retention.ms': '5000' } },
    { name: 'there', partitions: 9, configs: { 'retention.ms': 1, 'cleanup.policy': 'delete', 'no.such': '1' } },
  ], { ifNotExists: true })
  assert.deepEqual([same!.existed, same!.differences, same!.topicId], [true, [], other!.topicId])
  assert.match(differs!.differences.join('; '), /^it has \d partition\(s\), not 9; retention\.ms is \d+, not 1; it has no no\.such$/)
  const error = await failure(admin.createTopics([{ name: 'there' }, { name: '?' }], { ifNotExists: true }))
  assert.deepEqual([(error.results[0]!.value as { existed: boolean }).existed, error.results[1]!.error!.code], [true, 'INVALID_TOPIC_EXCEPTION'])
  assert.deepEqual(await admin.deleteTopics(['fresh', 'fresh-2', 'none'], { ifExists: true }), ['fresh', 'fresh-2'])
  assert.deepEqual(await admin.deleteGroups(['none'], { ifExists: true }), [])
  await admin.close()
})

test('a lost answer leaves in doubt what it was about, and nothing else', async () => {
  const { admin } = between('CreateTopics', () => Promise.reject(lost()))
  const error = await failure(admin.createTopics([{ name: 'x' }, { name: 'y' }], { timeoutMs: 30 }))
  assert.deepEqual(told(error), [['x', 'TIMEOUT', true], ['y', 'TIMEOUT', true]])
  assert.match(error.results[1]!.error!.message, /no success within 30 ms; last: .*the connection is gone; .*it may have been done$/)
  await admin.close()
  const unreachable = between('CreateTopics', () => Promise.reject(new KafkaError('CONNECTION_FAILED', 'refused', { retriable: true })), false)
  assert.deepEqual(told(await failure(unreachable.admin.createTopics([{ name: 'x' }], { timeoutMs: 30 }))), [['x', 'TIMEOUT', false]])
  await unreachable.admin.close()
  const reading = between('ListOffsets', () => Promise.reject(lost()))
  assert.deepEqual(told(await failure(reading.admin.listOffsets([{ topic: 'there', partition: 0, at: 'latest' }], { timeoutMs: 30 }))), [['there-0', 'TIMEOUT', false]])
  await reading.admin.close()
})

test('what an attempt without an answer has done is told as that, when the next one finds it', async () => {
  const { admin, asked } = between('CreateTopics', async (_, send, round) => {
    await send()
    if (round === 0) throw lost()
    return send()
  })
  const error = await failure(admin.createTopics([{ name: 'twice', partitions: 1 }]))
  assert.deepEqual([told(error), asked.length], [[['twice', 'TOPIC_ALREADY_EXISTS', true]], 2])
  assert.deepEqual(await admin.deleteTopics(['twice']), ['twice'])
  await admin.close()
})

test('only what may still succeed is asked for again', async () => {
  const { admin, asked } = between('CreateTopics', async (input: { topics: { name: string }[] }, _, round) => ({
    throttleTimeMs: 40,
    topics: input.topics.map(({ name }) => ({
      name, topicId: '', numPartitions: 1, replicationFactor: 1, configs: [], errorMessage: null,
      errorCode: name === 'bad' ? 37 : name === 'slow' && round < 2 ? 89 : 0,
    })),
  }))
  const error = await failure(admin.createTopics([{ name: 'good' }, { name: 'bad' }, { name: 'slow' }]))
  assert.deepEqual(told(error), [['good', undefined, false], ['bad', 'INVALID_PARTITIONS', false], ['slow', undefined, false]])
  assert.deepEqual(asked.map(({ input }) => (input['topics'] as { name: string }[]).map(({ name }) => name)), [['good', 'bad', 'slow'], ['slow'], ['slow']])
  await admin.close()
})

test('a wait longer than there is time for is not begun', async () => {
  const { admin, asked } = between('CreatePartitions', async () => ({ throttleTimeMs: 60_000, results: [{ name: 'there', errorCode: 89, errorMessage: null }] }))
  const error = await failure(admin.createPartitions({ there: 4 }, { timeoutMs: 10_000 }))
  assert.deepEqual([told(error), asked.length], [[['there', 'TIMEOUT', false]], 1])
  assert.match(error.message, /last: .*THROTTLING_QUOTA_EXCEEDED/)
  await admin.close()
})

test('the broker is given the time that is left, and an answer that leaves something out is a failure', async () => {
  const { admin, asked } = between('DeleteTopics', async () => ({ throttleTimeMs: 0, responses: [{ name: 'a', topicId: '', errorCode: 0, errorMessage: null }] }))
  const error = await failure(admin.deleteTopics(['a', 'b'], { timeoutMs: 700 }))
  assert.deepEqual(told(error), [['a', undefined, false], ['b', 'UNKNOWN_SERVER_ERROR', false]])
  assert.match(error.message, /answer says nothing about it/)
  const given = Number(asked[0]!.input['timeoutMs'])
  assert.ok(given > 0 && given <= 700, String(given))
  await admin.close()
})

test('an aborted call tells what was done until then', async () => {
  const controller = new AbortController()
  const { admin } = between('CreateTopics', async (input: { topics: { name: string }[] }) => {
    setTimeout(() => controller.abort(new Error('enough')), 5)
    return {
      throttleTimeMs: 0,
      topics: input.topics.map(({ name }) => ({ name, topicId: '', numPartitions: 1, replicationFactor: 1, configs: [], errorMessage: null, errorCode: name === 'a' ? 0 : 7 })),
    }
  })
  const error = await failure(admin.createTopics([{ name: 'a' }, { name: 'b' }], { signal: controller.signal }))
  assert.deepEqual(told(error), [['a', undefined, false], ['b', 'ABORTED', true]])
  await admin.close()
})

test('groups are described in the order of their names; one that is not there is a failure of its own', async () => {
  const admin = kafka.admin()
  await admin.setGroupOffsets('here', [{ topic: 'there', partition: 0, offset: 1 }])
  assert.deepEqual((await admin.describeGroups(['here', 'here'])).map(({ groupId, type, state }) => [groupId, type, state]), [['here', 'classic', 'Empty'], ['here', 'classic', 'Empty']])
  assert.deepEqual(told(await failure(admin.describeGroups(['gone', 'here']))), [['gone', 'GROUP_ID_NOT_FOUND', false], ['here', undefined, false]])
  await assert.rejects(admin.describeGroup('gone'), { code: 'GROUP_ID_NOT_FOUND', message: /there is no group "gone" of any kind/, retriable: false })
  await admin.close()
})

test('what is not there is told soon, by every call that names it', async () => {
  const admin = kafka.admin()
  const nobody = { topic: 'nobody', partition: 0 }
  const missing = (call: Promise<unknown>): Promise<void> => assert.rejects(call, { name: 'AdminError', code: 'UNKNOWN_TOPIC_OR_PARTITION', retriable: false })
  await Promise.all([
    missing(admin.describeConfigs({ type: 'topic', name: 'nobody' })), missing(admin.alterConfigs({ type: 'topic', name: 'nobody' }, { set: { 'retention.ms': 1 } })),
    missing(admin.replaceConfigs({ type: 'topic', name: 'nobody' }, {})), missing(admin.setGroupOffsets('g', [{ ...nobody, offset: 1 }])),
    missing(admin.setGroupOffsets('g', [{ topic: 'there', partition: 99, offset: 1 }])), missing(admin.deleteRecords([{ ...nobody, offset: 0 }])),
    missing(admin.describeProducers([nobody])),
    assert.rejects(admin.describeConfigs({ type: 'broker', name: '77' }), { code: 'BROKER_NOT_AVAILABLE', message: /the cluster has no broker 77 at the moment; it has 0/ }),
    assert.rejects(admin.describeLogDirectories({ brokers: [77] }), { code: 'BROKER_NOT_AVAILABLE', retriable: false }),
  ])
  await admin.close()
})

test('an empty list asks nobody', async () => {
  const admin = createKafka({ brokers: '127.0.0.1:1' }).admin()
  assert.deepEqual(await admin.createTopics([]), [])
  assert.deepEqual(await admin.deleteTopics([]), [])
  assert.deepEqual(await admin.listOffsets([]), [])
  await admin.createPartitions({})
  await admin.createAcls([])
  await admin.close()
})
