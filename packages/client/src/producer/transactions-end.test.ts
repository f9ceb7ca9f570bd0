/** The end of a transaction beside what is still under way: offsets, a second end, a close, an end of which nothing is known. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ErrorCode } from '@odradek/protocol/internal'
import { KafkaError } from '../errors.ts'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'
import type { OffsetsConsumer } from './transaction.ts'
import type { TransactionalProducerOptions } from './options.ts'
import { TransactionalProducer } from './transactional-producer.ts'

const place = { topic: 'in', partition: 0 }
const record = (value: string): { value: string; partition: number } => ({ value, partition: 0 })
const lost = (): KafkaError => new KafkaError('CONNECTION_CLOSED', 'gone', { retriable: true })
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function open(isV2: boolean, options: Partial<TransactionalProducerOptions> = {}): Promise<{ cluster: ScriptedCluster; producer: TransactionalProducer }> {
  const cluster = new ScriptedCluster(isV2)
  const producer = new TransactionalProducer(cluster.asCluster, { transactionalId: 'tx', lingerMs: 0, maxBlockMs: 2000, ...options })
  await producer.initTransactions()
  producer.beginTransaction()
  return { cluster, producer }
}

for (const isV2 of [false, true]) {
  describe(`the end of a transaction, version ${isV2 ? 2 : 1}`, () => {
    test('offsets whose wait was aborted are not sent once the transaction is', async () => {
      const { cluster, producer } = await open(isV2)
      cluster.answers['TxnOffsetCommit'] = Array.from({ length: 1000 }, () => ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
      const aborting = new AbortController()
      const sent = producer.sendOffsetsToTransaction([{ ...place, offset: 5 }], 'g', { signal: aborting.signal })
      while (cluster.of('TxnOffsetCommit').length === 0) await turn()
      aborting.abort()
      await assert.rejects(sent, { code: 'ABORTED' })
      await producer.abortTransaction()
      const asked = cluster.of('TxnOffsetCommit').length
      producer.beginTransaction()
      await producer.send('t', record('next'))
      await new Promise((resolve) => setTimeout(resolve, 60))
      assert.equal(cluster.of('TxnOffsetCommit').length, asked, 'they would be part of the next transaction')
      await producer.commitTransaction()
      await producer.close()
    })

    test('a commit waits for offsets that nobody awaits', async () => {
      const { cluster, producer } = await open(isV2)
      cluster.answers['TxnOffsetCommit'] = [ErrorCode.COORDINATOR_LOAD_IN_PROGRESS]
      const sent = producer.sendOffsetsToTransaction([{ ...place, offset: 5 }], 'g')
      await producer.commitTransaction()
      await sent
      assert.match(cluster.names(), /TxnOffsetCommit TxnOffsetCommit EndTxn$/)
      await producer.close()
    })

    test('two commits at once are one', async () => {
      const { cluster, producer } = await open(isV2)
      await producer.send('t', record('a'))
      cluster.answers['EndTxn'] = [ErrorCode.CONCURRENT_TRANSACTIONS]
      await Promise.all([producer.commitTransaction(), producer.commitTransaction()])
      assert.equal(cluster.of('EndTxn').length, 2)
      producer.beginTransaction()
      await Promise.all([producer.abortTransaction(), producer.abortTransaction()])
      await producer.close()
    })

    test('close aborts what is open, and waits for a commit that is under way', async () => {
      const first = await open(isV2)
      await first.producer.send('t', record('a'))
      await first.producer.close()
      assert.equal(first.cluster.written().at(-1), 'abort')
      const second = await open(isV2)
      await second.producer.send('t', record('a'))
      const committed = second.producer.commitTransaction()
      await Promise.all([committed, second.producer.close()])
      assert.deepEqual(second.cluster.written().filter((what) => /commit|abort/.test(what)), ['commit'])
    })

    test('a record that found no place leaves only abort; one that was given wrong is the caller\'s alone', async () => {
      const { producer } = await open(isV2, { maxRequestBytes: 1000 })
      await assert.rejects(producer.send('t', { value: 5 as never }), { code: 'SERIALIZATION' })
      await producer.commitTransaction()
      producer.beginTransaction()
      await assert.rejects(producer.send('t', record('x'.repeat(2000))), { code: 'RECORD_TOO_LARGE' })
      await assert.rejects(producer.commitTransaction(), { code: 'RECORD_TOO_LARGE' })
      await producer.abortTransaction()
      await producer.close()
    })

    test('the next transaction after one that was aborted between two attempts begins where the broker is', async () => {
      const { cluster, producer } = await open(isV2)
      await producer.send('t', record('a'))
      cluster.answers['Produce'] = Array.from({ length: 1000 }, () => ErrorCode.NOT_ENOUGH_REPLICAS)
      const sent = assert.rejects(producer.send('t', record('b')), { code: 'TRANSACTION_ABORTED' })
      while (cluster.of('Produce').length < 3) await turn()
      await producer.abortTransaction()
      await sent
      cluster.answers['Produce'] = []
      const epoch = cluster.epoch
      assert.equal(epoch, 1, 'a sequence was given away that is never written')
      producer.beginTransaction()
      await producer.send('t', record('c'))
      await producer.commitTransaction()
      await producer.close()
    })
  })
}

test('transaction(work) first finishes an end of which nothing is known, and a consumer goes back all the same', async () => {
  const cluster = new ScriptedCluster(true)
  const producer = new TransactionalProducer(cluster.asCluster, { transactionalId: 'tx', lingerMs: 0, maxBlockMs: 60 })
  const sought: number[] = []
  const consumer: OffsetsConsumer = {
    groupMetadata: () => ({ groupId: 'g' }), assignment: () => [place], committed: async () => [{ ...place, offset: 40 }], seek: (_, offset) => void sought.push(offset),
  }
  for (const end of ['commit', 'abort']) {
    cluster.answers['EndTxn'] = Array.from({ length: 100 }, lost)
    await assert.rejects(producer.transaction(async (tx) => {
      await tx.send('t', record('a'))
      await tx.sendOffsets({ ...place, offset: 41, value: null }, consumer)
      if (end === 'abort') throw new Error('work broke')
    }))
    cluster.answers['EndTxn'] = []
    await producer.transaction((tx) => tx.send('t', record('b')))
    assert.deepEqual(cluster.written().slice(-3), [end, 'b', 'commit'])
  }
  assert.deepEqual(sought, [40], 'after the abort; what the commit did is not known')
  await producer.close()
})

test('taking the transactional id twice at once is one request; an aborted signal begins nothing', async () => {
  const cluster = new ScriptedCluster(true)
  const producer = new TransactionalProducer(cluster.asCluster, { transactionalId: 'tx' })
  await assert.rejects(producer.initTransactions({ signal: AbortSignal.abort() }), { code: 'ABORTED' })
  await Promise.all([producer.initTransactions(), producer.initTransactions()])
  assert.equal(cluster.of('InitProducerId').length, 1)
  producer.beginTransaction()
  await producer.send('t', record('a'))
  await assert.rejects(producer.commitTransaction({ signal: AbortSignal.abort() }), { code: 'ABORTED' })
  await turn()
  assert.equal(cluster.of('EndTxn').length, 0)
  await producer.commitTransaction()
  await producer.close()
})
