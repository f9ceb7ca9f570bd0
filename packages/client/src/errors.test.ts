import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKafka } from './client.ts'
import { KafkaError, protocolError } from './errors.ts'

test('every error says what to do', () => {
  assert.match(new KafkaError('BUFFER_EXHAUSTED', 'full').remedy, /bufferBytes/)
  assert.match(protocolError(29, 'Produce').remedy, /ACL/)
  // A code without a row: whether it may pass is known all the same.
  assert.match(new KafkaError('UNKNOWN_ERROR_CODE_999', 'x', { retriable: true }).remedy, /try again/)
  assert.match(new KafkaError('UNKNOWN_ERROR_CODE_999', 'x').remedy, /will not help/)
})

test('every call of the admin ends when its signal aborts', async () => {
  const admin = createKafka({ brokers: '127.0.0.1:1' }).admin()
  const options = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(30) })
  const at = { topic: 't', partition: 0 }
  const calls: Promise<unknown>[] = [
    admin.createTopics([{ name: 't' }], options()), admin.deleteTopics(['t'], options()), admin.listTopics(options()), admin.describeTopic('t', options()),
    admin.createPartitions({ t: 2 }, options()), admin.deleteRecords([{ ...at, offset: 1 }], options()), admin.listOffsets([{ ...at, at: 'latest' }], options()),
    admin.listGroups(options()), admin.describeGroup('g', options()), admin.deleteGroups(['g'], options()), admin.fetchGroupOffsets('g', [at], options()),
    admin.setGroupOffsets('g', [{ ...at, offset: 1 }], options()), admin.deleteGroupOffsets('g', [at], options()),
    admin.describeConfigs({ type: 'topic', name: 't' }, options()), admin.describeConfigs({ type: 'broker', name: '1' }, options()),
    admin.alterConfigs({ type: 'topic', name: 't' }, { set: { 'retention.ms': '1' } }, options()), admin.describeConsumerGroup('g', options()),
    admin.describeAcls({}, options()), admin.createAcls([{ resourceType: 'topic', resourceName: 't', principal: 'User:u', operation: 'read' }], options()), admin.deleteAcls([{}], options()),
    admin.describeClientQuotas({}, options()), admin.alterClientQuotas([{ entity: { user: 'u' }, quotas: { producer_byte_rate: 1 } }], options()), admin.describeScramCredentials(['u'], options()),
    admin.alterScramCredentials([{ user: 'u', mechanism: 'SCRAM-SHA-256' }], options()), admin.listTransactions({}, options()), admin.describeTransaction('x', options()),
    admin.abortTransaction(at, 0, options()), admin.describeProducers([at], options()), admin.describeLogDirectories(options()),
    admin.alterReplicaLogDirectories(1, [{ ...at, path: '/x' }], options()), admin.electLeaders('preferred', [at], options()),
    admin.alterPartitionReassignments([{ ...at, replicas: [1] }], options()), admin.listPartitionReassignments([at], options()), admin.describeCluster(options()),
  ]
  for (const [index, outcome] of (await Promise.allSettled(calls)).entries()) {
    assert.equal(outcome.status, 'rejected')
    assert.equal((outcome as PromiseRejectedResult).reason.code, 'ABORTED', `call ${index}: ${String((outcome as PromiseRejectedResult).reason)}`)
  }
  await admin.close()
})

test('what a consumer and a transactional producer wait for ends when the signal aborts', async (t) => {
  const kafka = createKafka({ brokers: '127.0.0.1:1' })
  const consumer = kafka.consumer({ groupId: 'g' })
  const options = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(30) })
  const aborts = (promise: Promise<unknown>): Promise<void> => assert.rejects(promise, { code: 'ABORTED' })
  const at = { topic: 't', partition: 0 }
  const producer = kafka.transactionalProducer({ transactionalId: 'x' })
  t.after(() => Promise.all([consumer.stop({ timeoutMs: 100 }), producer.close({ timeoutMs: 0 })]))
  await Promise.all([
    aborts(consumer.listTopics(options())), aborts(consumer.partitionsFor('t', options())), aborts(consumer.endOffsets([at], options())),
    aborts(consumer.committed([at], options())), aborts(consumer.commit([{ ...at, offset: 1 }], options())),
  ])
  consumer.subscribe('t')
  await aborts(consumer.records(options()).next())
  await aborts(consumer.batches(options()).next())
  await aborts(producer.initTransactions(options()))
})
