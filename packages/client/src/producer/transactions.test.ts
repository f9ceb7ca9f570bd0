/** Transactions against a coordinator that answers as it is told: both protocols, what is retried, what is fatal, what is left. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { batchBaseSequence, batchIsTransactional, batchProducerEpoch, ErrorCode } from '@odradek/protocol/internal'
import type { Cluster } from '../cluster.ts'
import { KafkaError } from '../errors.ts'
import { ScriptedCluster, type SentRequest } from '../testing/scripted-cluster.ts'
import { TransactionalProducer } from './transactional-producer.ts'

function open(isV2: boolean, maxBlockMs = 20_000): { cluster: ScriptedCluster; producer: TransactionalProducer } {
  const cluster = new ScriptedCluster(isV2)
  const producer = new TransactionalProducer(cluster as unknown as Cluster, { transactionalId: 'tx', lingerMs: 0, maxBlockMs, deliveryTimeoutMs: 20_000 })
  return { cluster, producer }
}

const record = (partition: number): { value: string; partition: number } => ({ value: 'v', partition })
const lost = (): KafkaError => new KafkaError('CONNECTION_CLOSED', 'gone', { retriable: true })

function batchOf(sent: SentRequest): { epoch: number; sequence: number; transactional: boolean; id: unknown } {
  const [topic] = sent.request['topicData'] as { partitionData: { records: Buffer }[] }[]
  const { records } = topic!.partitionData[0]!
  return { epoch: batchProducerEpoch(records, 0), sequence: batchBaseSequence(records, 0), transactional: batchIsTransactional(records, 0), id: sent.request['transactionalId'] }
}

describe('transactions', () => {
  test('version 1: partitions are added before they are written, once per transaction; sequences go on', async () => {
    const { cluster, producer } = open(false)
    await producer.initTransactions()
    for (let round = 0; round < 2; round++) {
      producer.beginTransaction()
      await producer.sendBatch('t', [record(0)])
      await producer.sendBatch('t', [record(0)])
      await producer.sendBatch('t', [record(1)])
      await producer.commitTransaction()
    }
    const round = 'AddPartitionsToTxn Produce Produce AddPartitionsToTxn Produce EndTxn'
    assert.equal(cluster.names(), `InitProducerId ${round} ${round}`)
    const batches = cluster.of('Produce').map(batchOf)
    assert.ok(batches.every(({ transactional, id, epoch }) => transactional && id === 'tx' && epoch === 0))
    assert.deepEqual(batches.map(({ sequence }) => sequence), [0, 1, 0, 2, 3, 1])
    assert.deepEqual([cluster.of('Produce')[0]!.maxVersion, cluster.of('EndTxn')[0]!.maxVersion], [11, 4])
    await producer.close()
  })

  test('version 2: nothing is added; the end of a transaction brings the next epoch', async () => {
    const { cluster, producer } = open(true)
    await producer.initTransactions()
    for (let round = 0; round < 2; round++) {
      producer.beginTransaction()
      await producer.sendBatch('t', [record(0)])
      await producer.sendOffsetsToTransaction([{ topic: 't', partition: 0, offset: 5 }], { groupId: 'g', memberId: 'm', generationId: 3 })
      await producer.commitTransaction()
    }
    assert.equal(cluster.names(), 'InitProducerId Produce TxnOffsetCommit EndTxn Produce TxnOffsetCommit EndTxn')
    assert.deepEqual(cluster.of('Produce').map(batchOf).map(({ epoch, sequence }) => [epoch, sequence]), [[0, 0], [1, 0]])
    assert.deepEqual([cluster.of('Produce')[0]!.maxVersion, cluster.of('TxnOffsetCommit')[0]!.maxVersion, cluster.of('EndTxn')[0]!.maxVersion], [12, 5, 5])
    const { generationIdOrMemberEpoch, memberId, producerEpoch } = cluster.of('TxnOffsetCommit')[1]!.request
    assert.deepEqual([generationIdOrMemberEpoch, memberId, producerEpoch], [3, 'm', 1])
    await producer.close()
  })

  test('version 1 adds the group before its offsets', async () => {
    const { cluster, producer } = open(false)
    await producer.initTransactions()
    producer.beginTransaction()
    await producer.sendOffsetsToTransaction([{ topic: 't', partition: 0, offset: 5 }], 'g')
    await producer.commitTransaction()
    assert.equal(cluster.names(), 'InitProducerId AddOffsetsToTxn TxnOffsetCommit EndTxn')
    await producer.close()
  })

  test('an empty transaction costs no request', async () => {
    const { cluster, producer } = open(true)
    await producer.initTransactions()
    producer.beginTransaction()
    await producer.commitTransaction()
    producer.beginTransaction()
    await producer.abortTransaction()
    assert.equal(cluster.names(), 'InitProducerId')
    await producer.close()
  })

  test('lost answers, moved coordinators and concurrent transactions are tried again', async () => {
    const { cluster, producer } = open(false)
    cluster.answers['InitProducerId'] = [ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, ErrorCode.NOT_COORDINATOR]
    cluster.answers['AddPartitionsToTxn'] = [ErrorCode.CONCURRENT_TRANSACTIONS, lost()]
    cluster.answers['EndTxn'] = [lost(), ErrorCode.CONCURRENT_TRANSACTIONS]
    await producer.initTransactions()
    const forgotten = cluster.forgotten
    assert.equal(forgotten, 2)
    producer.beginTransaction()
    await producer.sendBatch('t', [record(0)])
    await producer.commitTransaction()
    assert.deepEqual([cluster.of('AddPartitionsToTxn').length, cluster.of('EndTxn').length], [3, 3])
    await producer.close()
  })

  for (const api of ['InitProducerId', 'AddPartitionsToTxn', 'AddOffsetsToTxn', 'Produce', 'EndTxn']) {
    test(`fenced at ${api}: nothing works any more`, async () => {
      const { cluster, producer } = open(false)
      cluster.answers[api] = [api === 'EndTxn' ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.PRODUCER_FENCED]
      const everything = async (): Promise<void> => {
        await producer.initTransactions()
        producer.beginTransaction()
        await producer.sendBatch('t', [record(0)])
        await producer.sendOffsetsToTransaction([{ topic: 't', partition: 0, offset: 1 }], 'g')
        await producer.commitTransaction()
      }
      await assert.rejects(everything(), { code: 'PRODUCER_FENCED' })
      for (const call of [() => producer.beginTransaction(), () => producer.abortTransaction(), () => producer.send('t', record(0))]) {
        await assert.rejects(async () => call(), { code: 'PRODUCER_FENCED' })
      }
      await producer.close()
    })
  }

  test('a record that fails leaves only abort; version 1 then takes a new epoch', async () => {
    const { cluster, producer } = open(false)
    await producer.initTransactions()
    producer.beginTransaction()
    cluster.answers['Produce'] = [ErrorCode.TOPIC_AUTHORIZATION_FAILED]
    await assert.rejects(producer.sendBatch('t', [record(0)]), { code: 'TOPIC_AUTHORIZATION_FAILED' })
    await assert.rejects(producer.send('t', record(1)), { code: 'TOPIC_AUTHORIZATION_FAILED' })
    await assert.rejects(producer.commitTransaction(), { code: 'TOPIC_AUTHORIZATION_FAILED' })
    await producer.abortTransaction()
    assert.equal(cluster.of('EndTxn')[0]!.request['committed'], false)
    assert.deepEqual(cluster.of('InitProducerId').map(({ request }) => request['producerEpoch']), [-1, 0])
    producer.beginTransaction()
    await producer.sendBatch('t', [record(0)])
    await producer.commitTransaction()
    assert.deepEqual(batchOf(cluster.of('Produce').at(-1)!).epoch, 1)
    await producer.close()
  })

  test('offsets of a member that lost its place leave only abort', async () => {
    const { cluster, producer } = open(true)
    await producer.initTransactions()
    producer.beginTransaction()
    cluster.answers['TxnOffsetCommit'] = [ErrorCode.ILLEGAL_GENERATION]
    await assert.rejects(producer.sendOffsetsToTransaction([{ topic: 't', partition: 0, offset: 5 }], 'g'), { code: 'ILLEGAL_GENERATION' })
    await assert.rejects(producer.commitTransaction(), { code: 'ILLEGAL_GENERATION' })
    await producer.abortTransaction()
    producer.beginTransaction()
    await producer.commitTransaction()
    await producer.close()
  })

  test('abort drops what was not sent', async () => {
    const { cluster, producer } = open(false)
    await producer.initTransactions()
    producer.beginTransaction()
    cluster.answers['AddPartitionsToTxn'] = Array.from({ length: 1000 }, () => ErrorCode.CONCURRENT_TRANSACTIONS)
    const sent = await producer.enqueue('t', record(0))
    const delivered = assert.rejects(sent.delivered, { code: 'TRANSACTION_ABORTED' })
    while (cluster.of('AddPartitionsToTxn').length === 0) await new Promise((resolve) => setImmediate(resolve))
    await producer.abortTransaction()
    await delivered
    assert.equal(cluster.of('Produce').length, 0)
    // Additions that are still tried would begin a transaction that nobody ends.
    const { length } = cluster.of('AddPartitionsToTxn')
    await new Promise((resolve) => setTimeout(resolve, 60))
    assert.equal(cluster.of('AddPartitionsToTxn').length, length)
    assert.equal(cluster.sent.at(-1)!.api, 'EndTxn')
    await producer.close()
  })

  test('a commit that is not known to be done can only be done again', async () => {
    const { cluster, producer } = open(true, 100)
    await producer.initTransactions()
    producer.beginTransaction()
    await producer.sendBatch('t', [record(0)])
    cluster.answers['EndTxn'] = Array.from({ length: 100 }, lost)
    await assert.rejects(producer.commitTransaction(), { code: 'TIMEOUT' })
    await assert.rejects(producer.abortTransaction(), { code: 'INVALID_TXN_STATE' })
    assert.throws(() => producer.beginTransaction(), { code: 'INVALID_TXN_STATE' })
    cluster.answers['EndTxn'] = []
    await producer.commitTransaction()
    producer.beginTransaction()
    await producer.abortTransaction()
    await producer.close()
  })

  test('what is out of turn is refused', async () => {
    const { producer } = open(true)
    assert.throws(() => producer.beginTransaction(), { code: 'INVALID_TXN_STATE' })
    await producer.initTransactions()
    await assert.rejects(producer.initTransactions(), { code: 'INVALID_TXN_STATE' })
    await assert.rejects(producer.send('t', record(0)), { code: 'INVALID_TXN_STATE' })
    await assert.rejects(producer.commitTransaction(), { code: 'INVALID_TXN_STATE' })
    producer.beginTransaction()
    assert.throws(() => producer.beginTransaction(), { code: 'INVALID_TXN_STATE' })
    await producer.abortTransaction()
    await producer.close()
    assert.throws(() => new TransactionalProducer(new ScriptedCluster(true) as unknown as Cluster, { transactionalId: '' }), { code: 'INVALID_CONFIG' })
  })

  test('nothing is accepted once the end has begun', async () => {
    const { producer } = open(true)
    await producer.initTransactions()
    producer.beginTransaction()
    await producer.sendBatch('t', [record(0)])
    const committed = producer.commitTransaction()
    await assert.rejects(producer.send('t', record(0)), { code: 'INVALID_TXN_STATE' })
    await committed
    await producer.close()
  })
})
