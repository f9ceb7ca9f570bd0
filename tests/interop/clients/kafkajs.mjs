// The scenario with kafkajs. See ../scenario.ts for how a program talks to the runner.
import { createInterface } from 'node:readline'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import kafkajs from 'kafkajs'

const { Kafka, logLevel, CompressionTypes, CompressionCodecs } = kafkajs
// kafkajs itself has gzip only and takes others from outside; this one is Node's.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({ compress: async (encoder) => zstdCompressSync(encoder.buffer), decompress: async (bytes) => zstdDecompressSync(bytes) })
const [bootstrap, prefix] = process.argv.slice(2)
const print = (step, seen) => console.log(JSON.stringify({ step, ...seen }))
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
async function ask(what) {
  console.log(JSON.stringify({ ask: what }))
  await answers.next()
}
async function outcome(promise) {
  try {
    return { ok: (await promise) ?? true }
  } catch (error) {
    return { error: error.name, type: error.type, code: error.code }
  }
}
/** Every record once: a member that has to join again may read some twice. */
const once = (rows) => rows.filter((row, at) => rows.findIndex(([offset]) => offset === row[0]) === at)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function until(condition, what, ms = 30_000) {
  const deadline = Date.now() + ms
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`timed out: ${what}`)
    await sleep(20)
  }
}

const kafka = new Kafka({ clientId: 'scenario', brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 12, initialRetryTime: 100, maxRetryTime: 1000 } })
const admin = kafka.admin()
await admin.connect()
const topic = `${prefix}orders`
const fixed = Date.now() - 3_600_000

// topics
print('create', { created: await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 3, configEntries: [{ name: 'retention.ms', value: '86400000' }] }] }) })
print('create again', { created: await admin.createTopics({ topics: [{ topic, numPartitions: 3 }] }) })
print('create with a bad name', await outcome(admin.createTopics({ topics: [{ topic: 'a/b' }] })))
print('create with a bad replication factor', await outcome(admin.createTopics({ topics: [{ topic: `${prefix}rf`, replicationFactor: 3 }] })))
const metadata = await admin.fetchTopicMetadata({ topics: [topic] })
print('metadata', { partitions: metadata.topics[0].partitions.map((p) => [p.partitionId, p.partitionErrorCode, p.replicas.length, p.isr.length]).sort() })

// produce
const producer = kafka.producer({ allowAutoTopicCreation: false })
await producer.connect()
const send = async (messages, options = {}) => (await producer.send({ topic, messages, ...options })).map((r) => [r.partition, r.baseOffset, r.errorCode])
print('produce', { results: await send([{ key: 'k', value: 'v', partition: 0, timestamp: String(fixed), headers: { h: 'x', e: '' } }]) })
print('produce nulls', { results: await send([{ key: null, value: 'no key', partition: 0, timestamp: String(fixed + 1) }, { key: 'tombstone', value: null, partition: 0, timestamp: String(fixed + 2) }]) })
print('produce gzip', { results: await send(Array.from({ length: 50 }, (_, i) => ({ key: `g${i}`, value: `zipped ${i}`, partition: 1, timestamp: String(fixed + i) })), { compression: CompressionTypes.GZIP }) })
print('produce zstd', { results: await send(Array.from({ length: 50 }, (_, i) => ({ key: `z${i}`, value: `packed ${i}`, partition: 1, timestamp: String(fixed + 50 + i) })), { compression: CompressionTypes.ZSTD }) })
print('produce acks 0', { results: await send([{ value: 'fire and forget', partition: 2, timestamp: String(fixed) }], { acks: 0 }).then((r) => r.length) })
print('produce acks 1', { results: await send([{ value: 'leader only', partition: 2, timestamp: String(fixed) }], { acks: 1 }) })
print('produce 1 MB', { results: await send([{ value: Buffer.alloc(1_000_000, 'x'), partition: 1, timestamp: String(fixed + 100) }]) })
print('produce too large', await outcome(send([{ value: Buffer.alloc(1_100_000, 'x'), partition: 1 }])))
const large = `${prefix}large`
await admin.createTopics({ waitForLeaders: true, topics: [{ topic: large, numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '1200000' }] }] })
print('produce 1 MiB', { results: await send([{ value: Buffer.alloc(1_048_576, 'm'), partition: 0, timestamp: String(fixed) }], { topic: large }) })
print('produce more than the topic takes', await outcome(send([{ value: Buffer.alloc(1_200_000, 'm'), partition: 0, timestamp: String(fixed) }], { topic: large })))
print('produce to an unknown partition', await outcome(kafka.producer({ retry: { retries: 1 } }).connect().then(() => send([{ value: 'x', partition: 99 }]))))
print('offsets', { offsets: (await admin.fetchTopicOffsets(topic)).sort((a, b) => a.partition - b.partition) })
print('offsets by time', { offsets: (await admin.fetchTopicOffsetsByTimestamp(topic, fixed + 2)).sort((a, b) => a.partition - b.partition) })

// consume with a group
function show(message) {
  const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([k, v]) => [k, v.toString()]))
  const value = message.value === null ? null : message.value.length > 40 ? `${message.value.length} bytes` : message.value.toString()
  return [message.offset, Number(message.timestamp) - fixed, message.key === null ? null : message.key.toString(), value, headers]
}
async function consume(groupId, options = {}, name = topic) {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 6000, rebalanceTimeout: 4000, heartbeatInterval: 500, maxWaitTimeInMs: 200, allowAutoTopicCreation: false, ...options })
  const seen = new Map([[0, []], [1, []], [2, []]])
  let assigned
  consumer.on(consumer.events.GROUP_JOIN, (e) => (assigned = e.payload.memberAssignment[name] ?? []))
  await consumer.connect()
  await consumer.subscribe({ topics: [name], fromBeginning: true })
  await consumer.run({ eachMessage: async ({ partition, message }) => void seen.get(partition).push(show(message)) })
  return { consumer, seen, assigned: () => assigned, total: () => [...seen.values()].reduce((n, list) => n + list.length, 0) }
}
const reader = await consume(`${prefix}large-group`, {}, large)
await until(() => reader.total() >= 1, 'reads 1 MiB')
print('read 1 MiB', { read: reader.seen.get(0) })
await reader.consumer.disconnect()
const group = `${prefix}group`
const one = await consume(group)
await until(() => one.total() >= 106, 'first consumer reads everything')
for (const [partition, messages] of one.seen) if (partition !== 2) print(`read partition ${partition}`, { count: messages.length, first: messages.slice(0, 3), last: messages.at(-1) })
const two = await consume(group)
await until(() => two.assigned() !== undefined && one.assigned().length < 3, 'second member gets a share')
print('two members', { shares: [one.assigned().length, two.assigned().length].sort() })
const described = (await admin.describeGroups([group])).groups[0]
print('describe group', { state: described.state, protocol: described.protocol, protocolType: described.protocolType, members: described.members.length, error: described.errorCode })
await two.consumer.disconnect()
await until(() => one.assigned().length === 3, 'first member takes over')
await one.consumer.disconnect()
print('group after all left', { groups: (await admin.describeGroups([group])).groups.map((g) => [g.state, g.members.length]) })
print('committed', { offsets: (await admin.fetchOffsets({ groupId: group, topics: [topic] })).map((t) => t.partitions.sort((a, b) => a.partition - b.partition).map((p) => [p.partition, p.offset])) })

// the broker dies and comes back
await ask('kill-and-restart')
print('produce after restart', { results: await send([{ value: 'after', partition: 0, timestamp: String(fixed + 10) }]) })
const again = await consume(group)
await until(() => again.seen.get(0).length >= 1, 'reads on after restart')
await sleep(300)
print('read on', { read: [...again.seen].map(([p, list]) => [p, list]) })
again.consumer.seek({ topic, partition: 0, offset: '1' })
await until(() => again.seen.get(0).length >= 4, 'seek')
print('seek', { read: again.seen.get(0).slice(1, 4).map((m) => m[0]) })
const found = (await admin.fetchTopicOffsetsByTimestamp(topic, fixed + 49)).find((one) => one.partition === 1)
const before = again.seen.get(1).length
again.consumer.seek({ topic, partition: 1, offset: found.offset })
await until(() => again.seen.get(1).length >= before + 52, 'seek by time')
print('seek by time', { offset: found.offset, read: [again.seen.get(1).length - before, again.seen.get(1)[before]] })
await again.consumer.disconnect()

// admin
print('delete records', await outcome(admin.deleteTopicRecords({ topic, partitions: [{ partition: 1, offset: '10' }] })))
print('offsets after', { offsets: (await admin.fetchTopicOffsets(topic)).sort((a, b) => a.partition - b.partition) })
print('more partitions', { done: await outcome(admin.createPartitions({ topicPartitions: [{ topic, count: 5 }] })) })
print('fewer partitions', await outcome(admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] })))
const configs = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name: topic }] })
print('describe configs', { entries: configs.resources[0].configEntries.filter((e) => /retention.ms|cleanup.policy|max.message.bytes/.test(e.configName)).map((e) => [e.configName, e.configValue, e.isDefault, e.configSource]).sort() })
print('alter configs', await outcome(admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries: [{ name: 'retention.ms', value: '1000000' }] }] }).then(() => 'ok')))
print('alter configs badly', await outcome(admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries: [{ name: 'retention.ms', value: 'soon' }] }] })))
print('set offsets', await outcome(admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '2' }] })))
print('reset offsets', await outcome(admin.resetOffsets({ groupId: group, topic, earliest: true })))
print('offsets after the reset', { offsets: (await admin.fetchOffsets({ groupId: group, topics: [topic] })).map((t) => t.partitions.sort((a, b) => a.partition - b.partition).map((p) => [p.partition, p.offset])) })
const cluster = await admin.describeCluster()
print('cluster', { brokers: cluster.brokers.length, controller: cluster.controller !== null, id: cluster.clusterId.length })
print('reassignments', await outcome(admin.listPartitionReassignments({ topics: [{ topic, partitions: [0, 1] }] })))
print('describe acls', await outcome(admin.describeAcls({ resourceType: 1, resourcePatternType: 1, operation: 1, permissionType: 1 })))
print('list groups', { groups: (await admin.listGroups()).groups.filter((g) => g.groupId.startsWith(prefix)).sort((a, b) => (a.groupId < b.groupId ? -1 : 1)) })
print('delete group', { results: (await admin.deleteGroups([group])).map((r) => [r.groupId, r.errorCode ?? 0]) })
print('delete unknown group', await outcome(admin.deleteGroups([`${prefix}nobody`])))

// idempotent producer
const idempotent = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
await idempotent.connect()
const idem = async (value) => (await idempotent.send({ topic: dropped, acks: -1, messages: [{ value, partition: 0, timestamp: String(fixed) }] })).map((r) => [r.partition, r.baseOffset])
const dropped = `${prefix}dropped`
await admin.createTopics({ waitForLeaders: true, topics: [{ topic: dropped, numPartitions: 1 }] })
// Reads through all that follows.
const through = await consume(`${prefix}dropped-group`, { retry: { retries: 100, initialRetryTime: 100, maxRetryTime: 500 } }, dropped)
print('idempotent', { results: [await idem('a'), await idem('b'), await idem('c')] })
await until(() => once(through.seen.get(0)).length >= 3, 'a running consumer reads')
await sleep(300)
await ask('kill-and-restart')
print('idempotent after restart', { results: [await idem('d')] })
await ask('lose-answers')
print('idempotent with lost answers', { results: [await idem('e')] })
await ask('cut-connections')
print('idempotent after a cut', { results: [await idem('f')] })
await idempotent.disconnect()
await until(() => once(through.seen.get(0)).length >= 6, 'a running consumer after a restart, lost answers and a cut', 60_000)
await sleep(300)
print('every record once, by a running consumer', { read: once(through.seen.get(0)) })
await through.consumer.disconnect()

// things that happen under a running consumer
const moving = `${prefix}moving`
const fill = (kind, count) => producer.send({ topic: moving, messages: Array.from({ length: count }, (_, i) => ({ value: `${kind} ${i}`, partition: 0, timestamp: String(fixed) })) })
await admin.createTopics({ waitForLeaders: true, topics: [{ topic: moving, numPartitions: 1 }] })
await fill('old', 10)
const runner = kafka.consumer({ groupId: `${prefix}moving-group`, sessionTimeout: 6000, allowAutoTopicCreation: false, maxWaitTimeInMs: 200, heartbeatInterval: 500, retry: { retries: 100, initialRetryTime: 100, maxRetryTime: 500 } })
const passed = []
await runner.connect()
await runner.subscribe({ topics: [moving], fromBeginning: true })
await runner.run({ eachMessage: async ({ message }) => void passed.push([message.offset, message.value.toString()]) })
await until(() => passed.length >= 10, 'reads ten')
let deleted
for (let attempt = 0; attempt < 5 && deleted?.ok !== true; attempt++) {
  // The admin client may still hold a connection that the cut or the kill ended, and does not try this call again itself.
  if (attempt > 0) await sleep(300)
  deleted = await outcome(admin.deleteTopicRecords({ topic: moving, partitions: [{ partition: 0, offset: '6' }] }))
}
print('delete records under a consumer', deleted)
runner.seek({ topic: moving, partition: 0, offset: '2' })
await until(() => passed.length >= 14, 'starts at the new beginning')
print('reads from the new beginning', { read: passed.slice(10) })
print('delete the topic under a consumer', await outcome(admin.deleteTopics({ topics: [moving] })))
await sleep(1500)
print('create it again', { created: await admin.createTopics({ waitForLeaders: true, topics: [{ topic: moving, numPartitions: 1 }] }) })
await fill('new', 3)
await until(() => passed.length >= 17, 'reads the topic created again')
print('reads the topic created again', { read: passed.slice(14) })
await runner.disconnect()

// delete
print('delete topic', await outcome(admin.deleteTopics({ topics: [topic] })))
let there = true
for (let i = 0; i < 50 && there; i++) {
  there = (await admin.listTopics()).includes(topic)
  if (there) await sleep(100)
}
print('topic is gone', { there })
const impatient = kafka.admin({ retry: { retries: 1 } })
await impatient.connect()
print('delete again', await outcome(impatient.deleteTopics({ topics: [topic] })))
await impatient.disconnect()
await producer.disconnect()
await admin.disconnect()
process.exit(0)
