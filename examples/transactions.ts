/** What the guide to transactions shows. KAFKA names a broker that serves them: Apache Kafka. */
// #region setup
import { KafkaError, type Transaction, createKafka } from '@odradek/client'
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } from '@odradek/rx'
import { catchError, concat, concatMap, ignoreElements, lastValueFrom, map, take, throwError } from 'rxjs'

const kafka = createKafka({ brokers: process.env['KAFKA'] ?? '127.0.0.1:9092' })
const run = process.pid
// #endregion

// #region served
async function served(): Promise<boolean> {
  const producer = kafka.transactionalProducer({ transactionalId: `probe-${run}` })
  try {
    await producer.initTransactions()
    return true
  } catch (error) {
    if (error instanceof KafkaError && error.message.includes('does not serve transactions')) return false
    throw error
  } finally {
    await producer.close()
  }
}
// #endregion

async function together(): Promise<void> {
  // #region together
  const producer = kafka.transactionalProducer({ transactionalId: `orders-${run}` })
  await producer.transaction(async (tx) => {
    await tx.send('tx-orders', { key: 'o1', value: 'ordered' })
    await tx.send('tx-bills', { key: 'o1', value: '995' })
  }) // both are visible now; had the function thrown, neither would ever be
  await producer.close()
  // #endregion
  console.log('committed together')
}

async function byHand(): Promise<void> {
  // #region by-hand
  const producer = kafka.transactionalProducer({ transactionalId: `by-hand-${run}` })
  await producer.initTransactions() // fences whoever had this id
  producer.beginTransaction()
  try {
    await producer.sendBatch('tx-bills', [{ key: 'o2', value: '1295' }, { key: 'o3', value: '495' }])
    await producer.commitTransaction()
  } catch (error) {
    await producer.abortTransaction()
    throw error
  }
  await producer.close()
  // #endregion
}

async function readProcessWrite(): Promise<void> {
  // #region read-process-write
  const consumer = kafka.consumer({ groupId: `tx-${run}`, autoCommit: false, isolation: 'read_committed', autoOffsetReset: 'earliest' })
  const producer = kafka.transactionalProducer({ transactionalId: `shipper-${run}` })
  consumer.subscribe('tx-orders')
  for await (const batch of consumer.batches({ ack: 'manual' })) {
    const work = async (tx: Transaction): Promise<void> => {
      await tx.sendBatch('tx-shipments', batch.records.map(({ key }) => ({ key, value: 'shipped' })))
      await tx.sendOffsets(batch, consumer)
    }
    await producer.transaction(work, { attempts: 3 }) // the shipments and the offset, or neither
    batch.ack()
    break
  }
  await consumer.stop()
  await producer.close()
  // #endregion
  console.log('shipped exactly once')
}

async function reactive(): Promise<void> {
  // #region reactive
  const sender = KafkaSender.create(SenderOptions.of(kafka, { 'transactional.id': `copy-${run}` }))
  const receiver = KafkaReceiver.create(
    ReceiverOptions.of(kafka, { 'group.id': `copy-${run}`, 'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed' })
      .subscription(['tx-orders']),
  )
  const manager = sender.transactionManager()
  const copy$ = receiver.receiveExactlyOnce(manager).pipe(
    concatMap((batch) =>
      concat(
        sender.send(batch.pipe(map((record) => SenderRecord.of('tx-copy', { value: record.value }, record.offset)))),
        manager.commit().pipe(ignoreElements()),
      ).pipe(catchError((error: unknown) => concat(manager.abort().pipe(ignoreElements()), throwError(() => error)))),
    ),
  )
  // #endregion
  const result = await lastValueFrom(copy$.pipe(take(1)))
  console.log(`copied offset ${result.correlationMetadata()}`)
  await receiver.stop()
  await sender.close()
}

if (await served()) {
  await together()
  await byHand()
  await readProcessWrite()
  await reactive()
} else console.log('transactions: not served by this broker')
