/** Kafka's own keys, as they come from a Java application's configuration. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KafkaError } from '@odradek/client'
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

test('what is missing or not known is refused by name, and a password is never shown', () => {
  const refused = (properties: Readonly<Record<string, string>>, expected: RegExp): void =>
    assert.throws(() => producerSettings(properties), (error: unknown) => error instanceof KafkaError && error.code === 'INVALID_CONFIG' && expected.test(error.message) && !error.message.includes('hidden'))
  refused({ 'security.protocol': 'SASL_PLAINTEXT' }, /sasl\.mechanism and sasl\.jaas\.config/)
  refused({ 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'GSSAPI' }, /sasl\.mechanism must be PLAIN/)
  refused({ 'security.protocol': 'kerberos' }, /security\.protocol must be one of/)
  refused({ 'sasl.jaas.config': 'PlainLoginModule required password="hidden";' }, /username="\.\.\."/)
  refused({ 'linger.millis': '5' }, /linger\.millis is no producer property/)
})

test('numbers, switches and names of classes are read as Java reads them', () => {
  const { producer } = producerSettings({ acks: '-1', 'linger.ms': '7', 'enable.idempotence': 'true', 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' })
  assert.deepEqual(producer, { acks: 'all', lingerMs: 7, idempotent: true, partitioner: 'round-robin' })
  const { side } = consumerSettings({ 'group.id': 'g', 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor', 'max.poll.records': 5 })
  assert.deepEqual(side, { groupId: 'g', assignors: ['cooperative-sticky'], maxPollRecords: 5 })
  assert.throws(() => producerSettings({ 'linger.ms': 'soon' }), { code: 'INVALID_CONFIG' })
  assert.equal(ReceiverOptions.create({ 'key.deserializer': 'org.apache.kafka.common.serialization.LongDeserializer' }).keyDeserializer()!.deserialize(Buffer.from('0000000000000007', 'hex'), 't'), 7)
  assert.throws(() => SenderOptions.create({ 'key.serializer': 'com.example.Own' }), { code: 'INVALID_CONFIG' })
})
