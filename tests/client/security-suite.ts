/**
 * TLS, SASL and the admin calls that need a secured cluster, against Apache Kafka 4.3.1:
 *   node scripts/node.mjs --conditions=@odradek/source tests/client/security-suite.ts [--only text]
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Admin, type ClientOptions, createKafka, KafkaError, type SaslOptions } from '@odradek/client'
import { testCertificate } from '../../packages/platform/src/testing/certificate.ts'
import { type SecureBroker, secureBroker } from './secure-broker.ts'
import { unsecuredToken } from './unsecured-token.ts'

type Run = (secure: SecureBroker, admin: Admin) => Promise<void>

let topics = 0
async function newTopic(admin: Admin, partitions = 1): Promise<string> {
  const name = `secure-${topics++}`
  await admin.createTopics([{ name, partitions }])
  return name
}

/** What one producer sends, one consumer of the same client reads. */
async function roundTrip(options: ClientOptions, topic: string): Promise<void> {
  const kafka = createKafka(options)
  const producer = kafka.producer()
  await producer.sendBatch(topic, Array.from({ length: 100 }, (_, i) => ({ value: `v${i}` })))
  await producer.close()
  const consumer = kafka.consumer()
  await consumer.assign([{ topic, partition: 0, offset: 0 }])
  const seen: string[] = []
  for await (const record of consumer) {
    seen.push(String(record.value))
    if (seen.length === 100) break
  }
  await consumer.close()
  assert.deepEqual(seen, Array.from({ length: 100 }, (_, i) => `v${i}`))
}

async function refusedAtOnce(brokers: string, sasl: SaslOptions, pattern: RegExp): Promise<void> {
  const admin = createKafka({ brokers, sasl }).admin()
  const startedAt = performance.now()
  await assert.rejects(admin.listTopics(), (error) => {
    assert.ok(error instanceof KafkaError)
    assert.deepEqual([error.code, error.retriable], ['AUTHENTICATION_FAILED', false])
    assert.match(error.message, pattern)
    return true
  })
  assert.ok(performance.now() - startedAt < 5000, 'an authentication that failed is not tried again')
  const producer = createKafka({ brokers, sasl }).producer()
  await assert.rejects(producer.sendBatch('any', [{ value: 'x' }]), { code: 'AUTHENTICATION_FAILED' })
  await producer.close()
  await admin.close()
}

const users = { admin: { mechanism: 'PLAIN', username: 'admin', password: 'admin-secret' } } as const

const scenarios: Readonly<Record<string, Run>> = {
  async 'TLS: by a CA, refused without, and a plain connection to it fails'(secure, admin) {
    const topic = await newTopic(admin)
    await roundTrip({ brokers: secure.tls, tls: { ca: testCertificate } }, topic)
    const untrusting = createKafka({ brokers: secure.tls, tls: true }).admin()
    await assert.rejects(untrusting.createPartitions({ [topic]: 2 }), (error) => error instanceof KafkaError && error.code === 'AUTHENTICATION_FAILED' && /certificate/i.test(error.message))
    await untrusting.close()
    const plain = createKafka({ brokers: secure.tls, requestTimeoutMs: 2000, defaultTimeoutMs: 3000 }).admin()
    await assert.rejects(plain.listTopics(), KafkaError)
    await plain.close()
  },
  async 'PLAIN'(secure, admin) {
    await roundTrip({ brokers: secure.sasl, sasl: users.admin }, await newTopic(admin))
    await refusedAtOnce(secure.sasl, { ...users.admin, password: 'wrong' }, /Invalid username or password/)
  },
  async 'SCRAM: credentials made by the admin, both hashes'(secure, admin) {
    const odd = 'al,i=ce'
    await admin.alterScramCredentials([
      { user: 'alice', mechanism: 'SCRAM-SHA-256', password: 'pässword' },
      { user: odd, mechanism: 'SCRAM-SHA-256', password: 'x' },
    ])
    await admin.alterScramCredentials([{ user: 'alice', mechanism: 'SCRAM-SHA-512', password: 'other', iterations: 4096 }])
    await sleep(300)
    const [described] = await admin.describeScramCredentials(['alice'])
    assert.deepEqual(described?.credentials.toSorted((a, b) => a.iterations - b.iterations), [{ mechanism: 'SCRAM-SHA-512', iterations: 4096 }, { mechanism: 'SCRAM-SHA-256', iterations: 8192 }])
    assert.deepEqual(await admin.describeScramCredentials(['nobody']), [])
    await roundTrip({ brokers: secure.sasl, sasl: { mechanism: 'SCRAM-SHA-256', username: 'alice', password: 'pässword' } }, await newTopic(admin))
    await roundTrip({ brokers: secure.sasl, sasl: { mechanism: 'SCRAM-SHA-512', username: 'alice', password: 'other' } }, await newTopic(admin))
    const other = createKafka({ brokers: secure.sasl, sasl: { mechanism: 'SCRAM-SHA-256', username: odd, password: 'x' } }).admin()
    await other.listTopics()
    await other.close()
    await refusedAtOnce(secure.sasl, { mechanism: 'SCRAM-SHA-256', username: 'alice', password: 'other' }, /invalid credentials/)
    await refusedAtOnce(secure.sasl, { mechanism: 'SCRAM-SHA-512', username: odd, password: 'x' }, /invalid credentials/)
    await admin.alterScramCredentials([{ user: odd, mechanism: 'SCRAM-SHA-256' }])
    await sleep(300)
    assert.deepEqual((await admin.describeScramCredentials()).map(({ user }) => user), ['alice'])
    await assert.rejects(admin.alterScramCredentials([{ user: odd, mechanism: 'SCRAM-SHA-256' }]), { code: 'RESOURCE_NOT_FOUND' })
  },
  async 'OAUTHBEARER: the token is asked for each session'(secure, admin) {
    let asked = 0
    const token = (): string => (asked++, unsecuredToken('admin', 60))
    await roundTrip({ brokers: secure.sasl, sasl: { mechanism: 'OAUTHBEARER', token } }, await newTopic(admin))
    assert.ok(asked > 1)
    await refusedAtOnce(secure.sasl, { mechanism: 'OAUTHBEARER', token: () => unsecuredToken('admin', -60) }, /invalid_token/)
    await refusedAtOnce(secure.sasl, { mechanism: 'OAUTHBEARER', token: () => Promise.reject(new Error('no identity provider')) }, /no identity provider/)
  },
  async 'sessions end, connections live on: nothing lost, doubled or out of order'(secure, admin) {
    const topic = await newTopic(admin)
    let asked = 0
    const kafka = createKafka({ brokers: secure.sasl, sasl: { mechanism: 'OAUTHBEARER', token: async () => (asked++, unsecuredToken('admin', 60)) } })
    const producer = kafka.producer({ lingerMs: 1 })
    const reading = kafka.cluster()
    const connection = await reading.anyConnection()
    const askedToOpen = asked
    const endAt = performance.now() + secure.sessionMs * 2.5
    let sent = 0
    const reports: Promise<unknown>[] = []
    while (performance.now() < endAt) {
      for (let i = 0; i < 20; i++) reports.push((await producer.enqueue(topic, { value: String(sent++) })).delivered)
      await sleep(5)
    }
    await Promise.all(reports)
    assert.ok(asked >= askedToOpen + 3, `the token was asked for ${asked} times`)
    assert.equal(connection.closed, false, 'the connection outlived its first session')
    await producer.close()
    await reading.close()
    const consumer = kafka.consumer()
    let next = 0
    await consumer.assign([{ topic, partition: 0, offset: 0 }])
    for await (const record of consumer) {
      assert.equal(String(record.value), String(next++))
      if (next === sent) break
    }
    await consumer.close()
    const [end] = await admin.listOffsets([{ topic, partition: 0, at: 'latest' }])
    assert.equal(end?.offset, sent)
  },
  async 'ACLs: made, found, enforced, deleted'(secure, admin) {
    const topic = await newTopic(admin)
    const kafka = createKafka({ brokers: secure.sasl, sasl: { mechanism: 'PLAIN', username: 'bob', password: 'bob-secret' } })
    const send = async (): Promise<unknown> => {
      const producer = kafka.producer({ maxBlockMs: 2000 })
      try {
        return await producer.sendBatch(topic, [{ value: 'x' }])
      } finally {
        await producer.close()
      }
    }
    await assert.rejects(send(), { code: 'TOPIC_AUTHORIZATION_FAILED' })
    const acl = { resourceType: 'topic', resourceName: 'secure-', patternType: 'prefixed', principal: 'User:bob' } as const
    await admin.createAcls([{ ...acl, operation: 'write' }, { ...acl, operation: 'describe', host: '*', permission: 'allow' }])
    await sleep(300)
    assert.deepEqual((await admin.describeAcls({ principal: 'User:bob' })).map(({ operation }) => operation).toSorted(), ['describe', 'write'])
    assert.equal((await admin.describeAcls({ resourceType: 'topic', resourceName: topic, patternType: 'match', operation: 'write' })).length, 1)
    assert.equal((await admin.describeAcls({ resourceType: 'group' })).length, 0)
    await send()
    const deleted = await admin.deleteAcls([{ principal: 'User:bob', operation: 'write' }])
    assert.deepEqual(deleted, [{ ...acl, host: '*', operation: 'write', permission: 'allow' }])
    await sleep(300)
    // Without a right to write anywhere there is no producer id either.
    await assert.rejects(send(), { code: 'CLUSTER_AUTHORIZATION_FAILED' })
    await admin.deleteAcls([{ principal: 'User:bob' }])
    assert.deepEqual(await admin.describeAcls(), [])
    await assert.rejects(admin.createAcls([{ ...acl, principal: 'bob', operation: 'write' }]), KafkaError)
  },
  async 'quotas'(_secure, admin) {
    await admin.alterClientQuotas([
      { entity: { user: 'bob', 'client-id': null }, quotas: { producer_byte_rate: 1_000_000 } },
      { entity: { user: null }, quotas: { consumer_byte_rate: 2_000_000 } },
    ])
    await sleep(300)
    assert.deepEqual(await admin.describeClientQuotas({ match: { user: 'bob' } }), [{ entity: { user: 'bob', 'client-id': null }, quotas: { producer_byte_rate: 1_000_000 } }])
    assert.deepEqual(await admin.describeClientQuotas({ match: { user: 'bob' }, strict: true }), [])
    assert.equal((await admin.describeClientQuotas({ match: { user: '*' } })).length, 2)
    await assert.rejects(admin.alterClientQuotas([{ entity: { user: 'bob' }, quotas: { nonsense: 1 } }]), { code: 'INVALID_REQUEST' })
    await admin.alterClientQuotas([{ entity: { user: 'bob', 'client-id': null }, quotas: { producer_byte_rate: null } }, { entity: { user: null }, quotas: { consumer_byte_rate: null } }])
    await sleep(300)
    assert.deepEqual(await admin.describeClientQuotas(), [])
  },
  async 'transactions and producers: listed, described, aborted'(secure, admin) {
    const topic = await newTopic(admin)
    const producer = createKafka({ brokers: secure.plaintext }).transactionalProducer({ transactionalId: 'hanging', transactionTimeoutMs: 600_000 })
    await producer.initTransactions()
    producer.beginTransaction()
    await producer.sendBatch(topic, [{ value: 'a' }, { value: 'b' }])
    const [listed] = await admin.listTransactions({ states: ['Ongoing'] })
    assert.deepEqual([listed?.transactionalId, listed?.state, listed?.coordinator], ['hanging', 'Ongoing', 1])
    assert.deepEqual(await admin.listTransactions({ producerIds: [listed!.producerId + 1000] }), [])
    assert.deepEqual(await admin.listTransactions({ runningForMs: 3_600_000 }), [])
    const described = await admin.describeTransaction('hanging')
    assert.deepEqual([described.partitions, described.timeoutMs, described.producerId], [[{ topic, partition: 0 }], 600_000, listed!.producerId])
    await assert.rejects(admin.describeTransaction('unheard-of'), { code: 'TRANSACTIONAL_ID_NOT_FOUND' })
    const [active] = await admin.describeProducers([{ topic, partition: 0 }])
    assert.deepEqual([active?.producerId, active?.lastSequence, active?.transactionStartOffset], [listed!.producerId, 1, 0])
    const stable = async (): Promise<number | undefined> => (await admin.listOffsets([{ topic, partition: 0, at: 'latest' }], { isolation: 'read_committed' }))[0]?.offset
    assert.equal(await stable(), 0)
    await assert.rejects(admin.abortTransaction({ topic, partition: 0 }, 1), { code: 'INVALID_ARGUMENT' })
    await admin.abortTransaction({ topic, partition: 0 }, 0)
    assert.equal(await stable(), 3)
    await producer.close()
  },
  async 'groups of the new protocol'(secure, admin) {
    const topic = await newTopic(admin, 3)
    const kafka = createKafka({ brokers: secure.plaintext, clientId: 'described' })
    const consumer = kafka.consumer({ groupId: 'new-group', protocol: 'consumer' })
    consumer.subscribe(topic)
    const reading = (async () => {
      for await (const _ of consumer) void _
    })().catch(() => {})
    const until = Date.now() + 15_000
    let group = await admin.describeConsumerGroup('new-group').catch(() => undefined)
    while (Date.now() < until && group?.members[0]?.assignment.length !== 3) {
      await sleep(200)
      group = await admin.describeConsumerGroup('new-group').catch(() => undefined)
    }
    const [member] = group?.members ?? []
    assert.deepEqual([group?.state, group?.assignor, member?.clientId, member?.subscribedTopics, member?.isClassic], ['Stable', 'uniform', 'described', [topic], false])
    assert.deepEqual(member?.assignment, [0, 1, 2].map((partition) => ({ topic, partition })))
    assert.deepEqual(member?.targetAssignment, member?.assignment)
    await consumer.close()
    await reading
    assert.equal((await admin.describeConsumerGroup('new-group')).state, 'Empty')
    await admin.deleteGroups(['new-group'])
    await assert.rejects(admin.describeConsumerGroup('new-group'), { code: 'GROUP_ID_NOT_FOUND' })
  },
  async 'log directories, elections, reassignments'(secure, admin) {
    const topic = await newTopic(admin, 2)
    await sleep(500)
    const [directory] = await admin.describeLogDirectories({ partitions: [{ topic, partition: 1 }] })
    assert.deepEqual([directory?.brokerId, directory?.error, directory?.replicas.map(({ partition }) => partition)], [1, undefined, [1]])
    assert.ok(directory!.totalBytes > 0 && directory!.usableBytes > 0)
    await admin.alterReplicaLogDirectories(1, [{ topic, partition: 0, path: directory!.path }])
    await assert.rejects(admin.alterReplicaLogDirectories(1, [{ topic, partition: 0, path: '/nowhere' }]), { code: 'LOG_DIR_NOT_FOUND' })
    assert.deepEqual(await admin.electLeaders('preferred', [{ topic, partition: 0 }]), [])
    await assert.rejects(admin.electLeaders('preferred', [{ topic: 'unheard-of', partition: 0 }]), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    await admin.alterPartitionReassignments([{ topic, partition: 0, replicas: [1] }])
    assert.deepEqual(await admin.listPartitionReassignments(), [])
    await assert.rejects(admin.alterPartitionReassignments([{ topic, partition: 0, replicas: [7] }]), { code: 'INVALID_REPLICA_ASSIGNMENT' })
    await assert.rejects(admin.alterPartitionReassignments([{ topic, partition: 0, replicas: null }]), { code: 'NO_REASSIGNMENT_IN_PROGRESS' })
    void secure
  },
  async 'a topic that is not there is said at once'(_secure, admin) {
    const startedAt = performance.now()
    await assert.rejects(admin.deleteTopics(['unheard-of']), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    await assert.rejects(admin.createPartitions({ 'unheard-of': 4 }), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    assert.ok(performance.now() - startedAt < 5000)
  },
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const secure = await secureBroker()
let failed = 0
try {
  await secure.broker.start()
  for (const [name, run] of Object.entries(scenarios)) {
    if (values.only !== undefined && !name.includes(values.only)) continue
    const admin = createKafka({ brokers: secure.plaintext }).admin()
    const startedAt = performance.now()
    let timer: NodeJS.Timeout | undefined
    try {
      await Promise.race([run(secure, admin), new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('not done after 40 s')), 40_000)))])
      console.log(`ok      ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
    } catch (error) {
      failed++
      console.log(`FAILED  ${name}\n${error instanceof Error ? `${error.stack}\n${String(error.cause ?? '')}` : String(error)}`)
    }
    clearTimeout(timer)
    await admin.close()
  }
  if (failed > 0) console.log(secure.broker.output().split('\n').slice(-20).join('\n'))
} finally {
  await secure.dispose()
}
console.log(failed === 0 ? 'all well' : `${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
