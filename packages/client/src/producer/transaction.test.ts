/** `transaction(work)`: begun, committed or aborted by itself; what was read is read again after an abort. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ErrorCode } from '@odradek/protocol/internal'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'
import type { OffsetsConsumer, Transaction } from './transaction.ts'
import { TransactionalProducer } from './transactional-producer.ts'

const record = (value: string): { value: string; partition: number } => ({ value, partition: 0 })
const place = { topic: 'in', partition: 0 }

function open(isV2: boolean): { cluster: ScriptedCluster; producer: TransactionalProducer } {
  const cluster = new ScriptedCluster(isV2)
  return { cluster, producer: new TransactionalProducer(cluster.asCluster, { transactionalId: 'tx', lingerMs: 0, maxBlockMs: 2000 }) }
}

/** A consumer of partitions 0 and 1 whose group has committed 40 of partition 0. */
function consumer(): OffsetsConsumer & { readonly sought: string[] } {
  const sought: string[] = []
  return {
    sought,
    groupMetadata: () => ({ groupId: 'g', memberId: 'm', generationId: 3 }),
    assignment: () => [place, { ...place, partition: 1 }],
    committed: async (partitions) => partitions.filter(({ partition }) => partition === 0).map(() => ({ ...place, offset: 40 })),
    seek: ({ partition }, offset) => void sought.push(`${partition}@${offset}`),
  }
}

const batch = (partition: number, firstOffset: number, nextOffset: number): { topic: string; partition: number; firstOffset: number; nextOffset: number } => ({ topic: 'in', partition, firstOffset, nextOffset })

for (const isV2 of [false, true]) {
  describe(`transaction(work), version ${isV2 ? 2 : 1}`, () => {
    test('takes the id the first time, commits what the work sent, awaited or not, and answers what it answered', async () => {
      const { cluster, producer } = open(isV2)
      for (const name of ['a', 'b']) {
        const answer = await producer.transaction(async (tx) => {
          await tx.send('t', record(`${name}0`))
          await tx.sendBatch('t', [record(`${name}1`)])
          void tx.enqueue('t', record(`${name}2`))
          return name
        })
        assert.equal(answer, name)
      }
      assert.equal(cluster.of('InitProducerId').length, 1)
      assert.deepEqual(cluster.written().filter((what) => !/Init|AddP/.test(what)), ['a0', 'a1', 'a2', 'commit', 'b0', 'b1', 'b2', 'commit'])
      await producer.close()
    })

    test('aborts when the work throws, throws that, and takes the consumer back to what is committed', async () => {
      const { cluster, producer } = open(isV2)
      const reader = consumer()
      const broken = new Error('work broke')
      const work = async (tx: Transaction): Promise<never> => {
        await tx.send('t', record('a'))
        await tx.sendOffsets(batch(0, 50, 60), reader)
        await tx.sendOffsets([batch(1, 5, 7), { ...place, partition: 1, offset: 3, value: null }, { topic: 'lost', partition: 9, offset: 2, value: null }], reader)
        throw broken
      }
      await assert.rejects(producer.transaction(work), (error) => error === broken)
      assert.equal(cluster.written().filter((what) => what === 'abort').length, 1)
      assert.deepEqual(reader.sought, ['0@40', '1@3'], 'what is not committed: where the first of it lay; what is not assigned: nowhere')
      const groups = cluster.of('TxnOffsetCommit').map(({ request }) => [request['groupId'], request['memberId'], JSON.stringify(request['topics'])])
      assert.deepEqual(groups.map(([group, member]) => [group, member]), [['g', 'm'], ['g', 'm']])
      assert.match(String(groups[0]![2]), /"committedOffset":60/)
      assert.match(String(groups[1]![2]), /"partitionIndex":1,"committedOffset":7.*"partitionIndex":9,"committedOffset":3/)
      await producer.transaction((tx) => tx.send('t', record('b')))
      assert.equal(cluster.written().at(-1), 'commit')
      await producer.close()
    })

    test('does the work again after an error that may pass, without taking the consumer back', async () => {
      const { cluster, producer } = open(isV2)
      const reader = consumer()
      let times = 0
      const work = async (tx: Transaction): Promise<void> => {
        times++
        cluster.answers['TxnOffsetCommit'] = times < 3 ? [ErrorCode.TRANSACTION_ABORTABLE] : []
        await tx.send('t', record(`try ${times}`))
        await tx.sendOffsets(batch(0, 50, 60), reader)
      }
      await assert.rejects(producer.transaction(work, { attempts: 2 }), { code: 'TRANSACTION_ABORTABLE' })
      assert.deepEqual([times, reader.sought], [2, ['0@40']])
      reader.sought.length = times = 0
      await producer.transaction(work, { attempts: 3 })
      assert.deepEqual([times, reader.sought], [3, []])
      cluster.answers['TxnOffsetCommit'] = [ErrorCode.ILLEGAL_GENERATION]
      await assert.rejects(producer.transaction((tx) => tx.sendOffsets(batch(0, 50, 60), 'g'), { attempts: 5 }), { code: 'ILLEGAL_GENERATION' })
      await producer.close()
    })
  })
}

test('a producer that was fenced says so, and nothing is taken back that it has no say in', async () => {
  const { cluster, producer } = open(true)
  const reader = consumer()
  cluster.answers['TxnOffsetCommit'] = [ErrorCode.PRODUCER_FENCED]
  await assert.rejects(producer.transaction((tx) => tx.sendOffsets(batch(0, 50, 60), reader), { attempts: 3 }), { code: 'PRODUCER_FENCED' })
  assert.deepEqual(reader.sought, [])
  await producer.close()
})

test('a signal ends the work; what comes after the end, or is no work at all, is refused', async () => {
  const { cluster, producer } = open(true)
  const ending = new AbortController()
  let left: Transaction | undefined
  const work = async (tx: Transaction): Promise<void> => {
    left = tx
    await tx.send('t', record('a'))
    ending.abort()
  }
  await assert.rejects(producer.transaction(work, { signal: ending.signal, attempts: 3 }), { code: 'ABORTED' })
  assert.equal(cluster.written().at(-1), 'abort')
  producer.beginTransaction()
  await assert.rejects(left!.send('t', record('late')), { code: 'INVALID_TXN_STATE' })
  await assert.rejects(left!.sendOffsets(batch(0, 50, 60), 'g'), { code: 'INVALID_TXN_STATE' })
  await assert.rejects(producer.transaction(async () => {}), { code: 'INVALID_TXN_STATE' })
  await producer.abortTransaction()
  await assert.rejects(producer.transaction(undefined as never), { code: 'INVALID_ARGUMENT' })
  await assert.rejects(producer.transaction(async () => {}, { attempts: 0 }), { code: 'INVALID_ARGUMENT' })
  await assert.rejects(producer.transaction((tx) => tx.sendOffsets({ messages: [] } as never, 'g')), { code: 'INVALID_ARGUMENT', message: /sendOffsets/ })
  assert.deepEqual(cluster.values(), ['a'])
  await producer.close()
})
