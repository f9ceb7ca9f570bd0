// The scenario with @platformatic/kafka. See ../scenario.ts for how a program talks to the runner.
import { createInterface } from 'node:readline'
import { Admin, Consumer, Producer } from '@platformatic/kafka'

const [bootstrap, prefix] = process.argv.slice(2)
const print = (step, seen) => console.log(JSON.stringify({ step, seen }, (_, value) => (typeof value === 'bigint' ? Number(value) : value)))
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
async function ask(what) {
  console.log(JSON.stringify({ ask: what }))
  await answers.next()
}
/** The names of Kafka's errors that lie somewhere inside. */
function names(error, found = new Set(), depth = 0) {
  if (error === undefined || error === null || depth > 6) return found
  if (typeof error.apiId === 'string') found.add(error.apiId)
  for (const inner of [...(error.errors ?? []), error.cause]) names(inner, found, depth + 1)
  return found
}
async function outcome(call) {
  try {
    return (await call()) ?? 'ok'
  } catch (error) {
    const found = [...names(error)].sort()
    return found.length > 0 ? found : [error.constructor.name, error.code]
  }
}
/** Every record once: a member that has to join again may read some twice. */
const once = (rows) => rows.filter((row, at) => rows.findIndex(([offset]) => offset === row[0]) === at)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function until(condition, what, ms = 40_000) {
  const deadline = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`timed out: ${what}`)
    await sleep(20)
  }
}

const base = { clientId: 'scenario', bootstrapBrokers: [bootstrap], retries: 20, retryDelay: 250, metadataMaxAge: 1000, autocreateTopics: false }
const topic = `${prefix}orders`
const group = `${prefix}group`
const fixed = Math.floor(Date.now() / 1000) * 1000 - 3_600_000
const admin = new Admin({ ...base, retries: 3 })

// topics
const created = (list) => list.map((one) => [one.name.slice(prefix.length), one.partitions, one.replicas, one.id.length])
const create = (name, options = {}) => outcome(async () => created(await admin.createTopics({ topics: [name], partitions: 3, replicas: 1, ...options })))
print('create', await create(topic, { configs: [{ name: 'retention.ms', value: '86400000' }] }))
print('create again', await create(topic))
print('create with a bad name', await create('a/b'))
print('create with too many replicas', await create(`${prefix}rf`, { replicas: 3 }))
print('create with a bad configuration', await create(`${prefix}cfg`, { configs: [{ name: 'retention.ms', value: 'soon' }] }))
// A controller answers before every broker shows what it has made.
await until(async () => (await admin.listTopics()).includes(topic), 'the topic is listed')
print('list', (await admin.listTopics()).filter((name) => name.startsWith(prefix)))
await until(async () => (await admin.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic).partitions.every((p) => p.leader >= 0), 'leaders')
const metadata = await admin.metadata({ topics: [topic], forceUpdate: true })
print('metadata', metadata.topics.get(topic).partitions.map((p) => [p.replicas.length, p.isr.length, p.offlineReplicas.length, p.leader >= 0]))
print('metadata of an unknown topic', await outcome(() => admin.metadata({ topics: [`${prefix}missing`], retries: 0 })))

// produce
const bytes = (text) => (text === null ? null : Buffer.from(text))
const producer = new Producer({ ...base })
async function send(messages, options = {}) {
  const mapped = messages.map((m) => ({ topic, timestamp: BigInt(fixed + (m.at ?? 0)), partition: m.partition, value: bytes(m.value), key: m.key === undefined ? undefined : bytes(m.key), headers: m.headers }))
  const result = await producer.send({ messages: mapped, acks: -1, ...options })
  return (result.offsets ?? []).map((o) => [o.partition, o.offset])
}
print('produce', await outcome(() => send([
  { key: 'k', value: 'v', partition: 0, headers: new Map([[Buffer.from('h'), Buffer.from('x')]]) },
  { value: 'no key', partition: 0, at: 1 }, { key: 'tombstone', value: null, partition: 0, at: 2 }, { key: '', value: '', partition: 0, at: 3 }])))
for (const compression of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
  const messages = Array.from({ length: 50 }, (_, i) => ({ key: String(i), value: `${compression} record ${i} `.repeat(20), partition: 1, at: i }))
  print(`produce ${compression}`, await outcome(() => send(messages, { compression })))
}
print('produce acks 0', await outcome(() => send([{ value: '0', partition: 2 }], { acks: 0 })))
print('produce acks 1', await outcome(() => send([{ value: '1', partition: 2 }], { acks: 1 })))
print('produce acks all', await outcome(() => send([{ value: 'all', partition: 2 }])))
print('produce 1 MB', await outcome(() => send([{ value: 'x'.repeat(999_000), partition: 1, at: 100 }])))
print('produce too large', await outcome(() => send([{ value: 'x'.repeat(1_100_000), partition: 1 }])))
const large = `${prefix}large`
await create(large, { partitions: 1, configs: [{ name: 'max.message.bytes', value: '1200000' }] })
const sendLarge = (length) => outcome(async () => (await producer.send({ acks: -1, messages: [{ topic: large, partition: 0, value: Buffer.alloc(length, 'm'), timestamp: BigInt(fixed) }] })).offsets.map((o) => o.offset))
print('produce 1 MiB', await sendLarge(1_048_576))
print('produce more than the topic takes', await sendLarge(1_200_000))
print('produce to a partition that is not there', await outcome(async () => {
  const impatient = new Producer({ ...base, retries: 1 })
  try {
    await impatient.send({ messages: [{ topic, partition: 7, value: Buffer.from('x'), timestamp: BigInt(fixed) }], acks: -1 })
  } finally {
    await impatient.close()
  }
}))

async function offsets(timestamp) {
  const listed = await admin.listOffsets({ topics: [{ name: topic, partitions: [0, 1, 2].map((partitionIndex) => ({ partitionIndex, timestamp: BigInt(timestamp) })) }] })
  return listed[0].partitions.map((p) => [p.partitionIndex, p.offset, p.timestamp > 0n ? Number(p.timestamp) - fixed : Number(p.timestamp)]).sort()
}
print('earliest', await offsets(-2))
print('latest', await offsets(-1))
print('max timestamp', await offsets(-3))
print('for a timestamp', await offsets(fixed + 2))

// consume with a group
const show = (m) => {
  const text = (b) => (b === undefined || b === null ? null : b.length > 40 ? b.length : b.toString())
  return [m.offset, Number(m.timestamp) - fixed, text(m.key), text(m.value), [...m.headers].map(([k, v]) => [k.toString(), v.toString()])]
}
async function join(groupId, name, options = {}) {
  const consumer = new Consumer({ ...base, groupId, sessionTimeout: 10_000, heartbeatInterval: 300, rebalanceTimeout: 10_000, maxWaitTime: 200, autocommit: false, ...options })
  const member = { consumer, seen: new Map(), total: 0, stream: undefined }
  member.start = async (streamOptions = {}) => {
    member.stream = await consumer.consume({ topics: [name], mode: 'committed', fallbackMode: 'earliest', ...streamOptions })
    member.stream.on('data', (m) => {
      member.seen.set(m.partition, [...(member.seen.get(m.partition) ?? []), m])
      member.total++
    })
    member.stream.on('error', () => {})
  }
  await member.start()
  member.described = (partition) => (member.seen.get(partition) ?? []).map(show)
  member.assigned = () => (consumer.assignments ?? []).reduce((n, a) => n + a.partitions.length, 0)
  return member
}
const reader = await join(`${prefix}large-group`, large)
await until(() => reader.total >= 1, 'reads 1 MiB')
print('read 1 MiB', reader.described(0))
await reader.consumer.close(true)
const one = await join(group, topic)
await until(() => one.total >= 258, 'reads everything')
print('read partition 0', one.described(0))
const p1 = one.described(1)
print('read partition 1', [p1.length, p1[0], p1[50], p1[249], p1[250]])
print('read partition 2', one.described(2))
print('commit', await outcome(() => one.consumer.commit({ offsets: [[0, 4], [1, 251], [2, 3]].map(([partition, offset]) => ({ topic, partition, offset: BigInt(offset), leaderEpoch: 0 })) })))
print('committed', [...(await one.consumer.listCommittedOffsets({ topics: [{ topic, partitions: [0, 1, 2] }] })).values()])
print('lag', [...(await one.consumer.getLag({ topics: [topic] })).values()])
const two = await join(group, topic)
await until(() => one.assigned() > 0 && two.assigned() > 0 && one.assigned() + two.assigned() === 3, 'shares')
print('two members', [one.assigned(), two.assigned()].sort())
const described = (await admin.describeGroups({ groups: [group] })).get(group)
print('describe group', [described.state, described.protocolType, described.protocol, described.members.size])
print('delete a group in use', await outcome(() => admin.deleteGroups({ groups: [group] })))
await two.consumer.close(true)
await until(() => one.assigned() === 3, 'takeover')
print('takeover', one.assigned())
await one.consumer.close(true)
const after = (await admin.describeGroups({ groups: [group] })).get(group)
print('after all left', [after.state, after.members.size])

// the broker dies and comes back
await ask('kill-and-restart')
print('produce after restart', await outcome(() => send([{ value: 'after', partition: 0, at: 10 }])))
const again = await join(group, topic)
await until(() => again.total >= 1, 'reads on')
await sleep(300)
print('read on', [again.described(0), again.described(1), again.described(2)])
await again.consumer.close(true)
const manual = new Consumer({ ...base, groupId: `${prefix}manual`, maxWaitTime: 200, autocommit: false, sessionTimeout: 10_000, heartbeatInterval: 300, rebalanceTimeout: 10_000 })
const from = await manual.consume({ topics: [topic], mode: 'manual', offsets: [[0, 1], [1, 251], [2, 3]].map(([partition, offset]) => ({ topic, partition, offset: BigInt(offset) })) })
const read = []
from.on('data', (m) => read.push(show(m)))
await until(() => read.length >= 4, 'reads from an offset')
print('read from an offset', read)
print('offsets by time', [...(await manual.listOffsetsWithTimestamps({ topics: [topic], timestamp: BigInt(fixed + 2) })).get(topic)].map(([p, o]) => [p, o.offset]).sort())
const when = (await manual.listOffsetsWithTimestamps({ topics: [topic], timestamp: BigInt(fixed + 49) })).get(topic).get(1).offset
await manual.close(true)
const timed = new Consumer({ ...base, groupId: `${prefix}timed`, maxWaitTime: 200, autocommit: false, sessionTimeout: 10_000, heartbeatInterval: 300, rebalanceTimeout: 10_000 })
const since = await timed.consume({ topics: [topic], mode: 'manual', offsets: [[0, 5], [1, when], [2, 3]].map(([partition, offset]) => ({ topic, partition, offset: BigInt(offset) })) })
const later = []
since.on('data', (m) => later.push(show(m)))
await until(() => later.length >= 202, 'seek by time')
print('seek by time', [when, later.length, later[0]])
await timed.close(true)

// idempotent producer through a dropped connection
const dropped = `${prefix}dropped`
await admin.createTopics({ topics: [dropped], partitions: 1, replicas: 1 })
const idempotent = new Producer({ ...base, idempotent: true, acks: -1, strict: false })
const idem = (value) => outcome(async () => (await idempotent.send({ messages: [{ topic: dropped, partition: 0, value: Buffer.from(value), timestamp: BigInt(fixed) }] })).offsets.map((o) => o.offset))
print('idempotent before', await idem('first'))
const through = await join(`${prefix}dropped-group`, dropped) // reads through all that follows
await until(() => once(through.described(0)).length >= 1, 'a running consumer reads')
await ask('cut-connections')
print('idempotent after a cut', await idem('after the cut'))
await ask('lose-answers')
print('idempotent with lost answers', await idem('lost'))
await until(() => once(through.described(0)).length >= 3, 'a running consumer after a cut and lost answers')
await through.consumer.commit({ offsets: [{ topic: dropped, partition: 0, offset: 3n, leaderEpoch: 0 }] })
await ask('kill-and-restart')
print('idempotent after a restart', await idem('after the restart'))
await idempotent.close()
await until(() => once(through.described(0)).length >= 4, 'a running consumer after a restart')
await sleep(300)
print('every record once, by a running consumer', once(through.described(0)))
await through.consumer.close(true)

// things that happen under a running consumer
const moving = `${prefix}moving`
await admin.createTopics({ topics: [moving], partitions: 1, replicas: 1 })
const fill = (kind, count) => producer.send({ acks: -1, messages: Array.from({ length: count }, (_, i) => ({ topic: moving, partition: 0, value: Buffer.from(`${kind} ${i}`), timestamp: BigInt(fixed) })) })
await fill('old', 10)
const runner = await join(`${prefix}moving-group`, moving)
await until(() => runner.total >= 10, 'reads ten')
print('delete records under a consumer', await outcome(() => admin.deleteRecords({ topics: [{ name: moving, partitions: [{ partition: 0, offset: 6n }] }] })).then((d) => d[0].partitions))
await fill('more', 2)
await until(() => runner.total >= 12, 'reads on after the records went')
print('reads on', runner.described(0).slice(10))
const beginner = await join(`${prefix}moving-beginner`, moving)
await until(() => beginner.total >= 6, 'reads from the new beginning')
print('reads from the new beginning', beginner.described(0).map((r) => [r[0], r[3]]))
await beginner.consumer.close(true)
print('delete the topic under a consumer', await outcome(() => admin.deleteTopics({ topics: [moving] })))
await until(async () => !(await admin.listTopics()).includes(moving), 'it goes')
await sleep(1500)
print('create it again', (await create(moving, { partitions: 1 }))[0].slice(1))
await fill('new', 3)
await sleep(2000)
// It keeps to the topic id it first saw and reads nothing more: a consumer that should follow is made anew.
print('a running consumer and the topic created again', runner.total - 12)
await runner.consumer.close(true)
const anew = await join(`${prefix}moving-anew`, moving)
await until(() => anew.total >= 3, 'reads the topic created again')
print('reads the topic created again', anew.described(0))
await anew.consumer.close(true)

// admin
print('delete records', await outcome(async () => (await admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 1, offset: 60n }] }] }))[0].partitions))
print('delete records beyond the end', await outcome(() => admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 1, offset: 100000n }] }] })))
print('earliest after', await offsets(-2))
print('more partitions', await outcome(() => admin.createPartitions({ topics: [{ name: topic, count: 5, assignments: null }] })))
print('fewer partitions', await outcome(() => admin.createPartitions({ topics: [{ name: topic, count: 2, assignments: null }] })))
const describe = async (names) =>
  (await admin.describeConfigs({ resources: [{ resourceType: 2, resourceName: topic, configurationKeys: names }], includeSynonyms: true }))[0].configs
    .map((c) => [c.name, c.value, c.readOnly, c.configSource, c.isSensitive, c.configType, c.synonyms]).sort((a, b) => (a[0] < b[0] ? -1 : 1))
print('describe configs', await describe(['retention.ms', 'cleanup.policy', 'max.message.bytes']))
const alter = (name, value, configOperation = 0) => outcome(() => admin.incrementalAlterConfigs({ resources: [{ resourceType: 2, resourceName: topic, configs: [{ name, configOperation, value }] }] }))
print('alter', await alter('retention.ms', '1000000'))
print('alter badly', await alter('retention.ms', 'soon'))
print('alter an unknown key', await alter('no.such.key', '1'))
await until(async () => (await describe(['retention.ms']))[0][1] === '1000000', 'the configuration arrives')
print('altered', await describe(['retention.ms']))
print('list groups', [...(await admin.listGroups()).values()].filter((g) => g.id.startsWith(prefix)).map((g) => [g.id.slice(prefix.length), g.state, g.protocolType, g.groupType]).sort())
print('group offsets', await outcome(async () => (await admin.listConsumerGroupOffsets({ groups: [group] }))[0].topics.map((t) => t.partitions.map((p) => [p.partitionIndex, p.committedOffset, p.metadata]).sort())))
print('alter group offsets', await outcome(() => admin.alterConsumerGroupOffsets({ groupId: group, topics: [{ name: topic, partitionOffsets: [{ partition: 0, offset: 2n }] }] })))
print('delete group offsets', await outcome(async () => (await admin.deleteConsumerGroupOffsets({ groupId: group, topics: [{ name: topic, partitionIndexes: [1] }] })).map((t) => t.partitionIndexes)))
print('delete group', await outcome(() => admin.deleteGroups({ groups: [group] })))
print('delete unknown group', await outcome(() => admin.deleteGroups({ groups: [`${prefix}nobody`] })))
print('log directories', await outcome(async () => (await admin.describeLogDirs({ topics: [{ name: topic, partitions: [0, 1, 2] }] })).map((b) => b.results.map((d) => d.topics.map((t) => t.partitions.map((p) => [p.partitionIndex, Number(p.offsetLag), p.isFutureKey]).sort())))))
print('delete topic', await outcome(() => admin.deleteTopics({ topics: [topic] })))
await until(async () => !(await admin.listTopics()).includes(topic), 'the topic goes')
print('delete again', await outcome(() => admin.deleteTopics({ topics: [topic] })))
await producer.close()
await admin.close()
process.exit(0)
