/** Kafka's own keys, as they come from a Java application's configuration. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKafka, KafkaError } from '@odradek/client'
import { ReceiverOptions, SenderOptions } from './index.ts'
import { consumerSettings, producerSettings } from './properties.ts'

test('security as a Java client is given it', () => {
  const jaas = 'org.apache.kafka.common.security.scram.ScramLoginModule required username="alice" password="se\\"cr\\\\et;";'
  const { client } = consumerSettings({ 'bootstrap.servers': 'a:1,b:2', 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'SCRAM-SHA-512', 'sasl.jaas.config': jaas })
  assert.deepEqual(client, { brokers: ['a:1', 'b:2'], tls: true, sasl: { mechanism: 'SCRAM-SHA-512', username: 'alice', password: 'se"cr\\et;' } })
  assert.deepEqual(producerSettings({ 'security.protocol': 'SSL' }).client, { tls: true })
  assert.deepEqual(producerSettings({ 'security.protocol': 'PLAINTEXT' }).client, { tls: false })
  assert.deepEqual(producerSettings({}).client, {})
})

test('what is missing or does not fit is refused by name, and a password is never shown', () => {
  const refused = (properties: Readonly<Record<string, string>>, expected: RegExp): void =>
    assert.throws(() => producerSettings(properties), (error: unknown) => error instanceof KafkaError && error.code === 'INVALID_CONFIG' && expected.test(error.message) && !error.message.includes('hidden'))
  refused({ 'security.protocol': 'SASL_PLAINTEXT' }, /sasl\.mechanism and sasl\.jaas\.config/)
  refused({ 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'GSSAPI' }, /sasl\.mechanism must be PLAIN/)
  refused({ 'security.protocol': 'kerberos' }, /security\.protocol must be one of/)
  refused({ 'sasl.jaas.config': 'PlainLoginModule required password="hidden";' }, /username="\.\.\."/)
})

test('numbers, switches and names of classes are read as Java reads them', () => {
  const { producer } = producerSettings({ acks: '-1', 'linger.ms': '7', 'enable.idempotence': 'true', 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' })
  assert.deepEqual(producer, { acks: -1, lingerMs: 7, idempotent: true, partitioner: 'round-robin' })
  const { side } = consumerSettings({ 'group.id': 'g', 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor', 'max.poll.records': 5 })
  assert.deepEqual(side, { groupId: 'g', assignors: ['cooperative-sticky'], maxPollRecords: 5 })
  assert.throws(() => producerSettings({ 'linger.ms': 'soon' }), { code: 'INVALID_CONFIG' })
  assert.equal(ReceiverOptions.create({ 'key.deserializer': 'org.apache.kafka.common.serialization.LongDeserializer' }).keyDeserializer()!.deserialize(Buffer.from('0000000000000007', 'hex'), 't'), 7)
  assert.throws(() => SenderOptions.create({ 'key.serializer': 'com.example.Own' }), { code: 'INVALID_CONFIG' })
})

test('values as text mean what Java reads in them; a level is that of the codec', () => {
  const { client, producer } = producerSettings({
    'request.timeout.ms': '500', 'connections.max.idle.ms': '-1', 'compression.type': 'ZSTD', 'compression.gzip.level': '9', 'compression.zstd.level': '3', retries: '2147483647',
    'client.id': '5', 'delivery.timeout.ms': 1000, 'enable.idempotence': false, 'partitioner.class': 'org.apache.kafka.clients.producer.UniformStickyPartitioner',
  })
  assert.deepEqual(client, { requestTimeoutMs: 500, connectionsMaxIdleMs: Number.POSITIVE_INFINITY, clientId: '5' })
  assert.deepEqual(producer, { compression: 'zstd', compressionLevel: 3, retries: 2_147_483_647, deliveryTimeoutMs: 1000, idempotent: false, partitioner: 'default' })
  const { side } = consumerSettings({ 'isolation.level': 'READ_COMMITTED', 'check.crcs': 'false', 'exclude.internal.topics': 'true', 'auto.offset.reset': 'by_duration:PT1H30M', 'fetch.min.bytes': '1' })
  assert.deepEqual(side, { isolation: 'read_committed', checkCrcs: false, includeInternalTopics: false, autoOffsetReset: { byDurationMs: 5_400_000 }, fetchMinBytes: 1 })
  const refused = (properties: Readonly<Record<string, string>>, message: RegExp): void => assert.throws(() => consumerSettings(properties), { code: 'INVALID_CONFIG', message })
  refused({ 'auto.offset.reset': 'smallest' }, /^auto\.offset\.reset must be one of earliest, latest, none, .*not smallest/)
  refused({ 'fetch.max.wait.ms': '0.5' }, /^fetch\.max\.wait\.ms must be a whole number/)
  refused({ 'check.crcs': 'yes' }, /^check\.crcs must be true or false/)
})

test('what has no meaning here is passed over, listed, and said once in the log', () => {
  const lines: { readonly fields: object; readonly message: string }[] = []
  const logger = { warn: (message: string, fields: object) => void lines.push({ message, fields }), error: () => {} }
  const kafka = createKafka({ brokers: '127.0.0.1:1', logger })
  const properties = { 'interceptor.classes': 'com.example.Traced', 'ssl.truststore.location': '/x.jks', 'send.buffer.bytes': '131072', 'linger.mss': '5' }
  const options = SenderOptions.of(kafka, properties)
  assert.deepEqual(options.ignoredProperties(), Object.keys(properties))
  options.resolve()
  options.resolve()
  assert.deepEqual(lines.map(({ message }) => message), ['properties without a meaning here are ignored'])
  assert.deepEqual(Reflect.get(lines[0]!.fields, 'ignored'), Object.keys(properties))
  assert.equal(Reflect.get(Reflect.get(lines[0]!.fields, 'meant') as object, 'linger.mss'), 'linger.ms')
  assert.deepEqual(ReceiverOptions.of(kafka, { 'group.id': 'g', 'metric.reporters': '' }).ignoredProperties(), ['metric.reporters'])
})
