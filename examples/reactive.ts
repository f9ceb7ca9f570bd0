/** What the reactive guide shows. KAFKA names the broker. */
// #region setup
import { createKafka, json, topic } from '@odradek/client'
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } from '@odradek/rx'
import { catchError, concatMap, EMPTY, from, lastValueFrom, map, mergeMap, of, take, tap, toArray } from 'rxjs'

interface Order {
  readonly id: string
  readonly cents: number
}

const kafka = createKafka({ brokers: process.env['KAFKA'] ?? '127.0.0.1:9092' })
const orders = topic('rx-orders', { value: json<Order>() })
const bill = async (order: Order): Promise<number> => order.cents
const options = (group: string): ReceiverOptions<string | null, Order> =>
  ReceiverOptions.of(kafka, orders, { 'group.id': `${group}-${process.pid}`, 'auto.offset.reset': 'earliest' })
// #endregion

async function send(): Promise<void> {
  // #region send
  const sender = KafkaSender.create(SenderOptions.of<string | null, Order>(kafka).maxInFlight(256).stopOnError(false))
  function* records(): Generator<SenderRecord<string | null, Order, string>> {
    for (let n = 1; n <= 20; n++) yield SenderRecord.of(orders, { key: `o${n}`, value: { id: `o${n}`, cents: n } }, `order ${n}`)
  }

  // A generator is pulled, maxInFlight ahead: it may be as long as it likes, or have no end.
  const results$ = sender.send(records()) // nothing is sent yet, and never if nobody subscribes
  const failed = await lastValueFrom(results$.pipe(toArray(), map((results) => results.filter((result) => result.exception() !== null))))
  console.log(`20 sent, ${failed.length} failed`)
  // #endregion

  // #region send-one
  const record = SenderRecord.of(orders, { key: 'o21', value: { id: 'o21', cents: 21 } }, 'order 21')
  const result = await sender.sendRecord(record) // the Promise form sends at once
  console.log(`${result.correlationMetadata()} is offset ${result.recordMetadata()?.offset}`)
  await sender.close()
  // #endregion
}

async function receive(): Promise<void> {
  // #region receive
  const receiver = KafkaReceiver.create(options('billing').commitBatchSize(10).inFlight({ records: 100 }))
  let cents = 0
  const billed$ = receiver.receive().pipe(
    mergeMap(
      (record) =>
        from(bill(record.value)).pipe(
          tap((paid) => {
            cents += paid
            record.receiverOffset().acknowledge() // gives the credit back, and commits by and by
          }),
          catchError(() => EMPTY), // an error that is not caught here would end the stream
        ),
      8, // eight at work at a time
    ),
    take(21),
  )
  await lastValueFrom(billed$)
  await receiver.stop() // a stream that ended commits and leaves its group in the background: this waits for it
  // #endregion
  console.log(`billed ${cents} cents`)
}

async function pull(): Promise<void> {
  let seen = 0
  // #region pull
  const receiver = KafkaReceiver.create(options('pull'))
  for await (const record of receiver.receive()) {
    record.receiverOffset().acknowledge() // the next one is asked for when the loop comes round: exact demand
    if (++seen === 21) break
  }
  await receiver.stop()
  // #endregion
  console.log(`pulled ${seen}`)
}

async function autoAck(): Promise<void> {
  let seen = 0
  // #region auto-ack
  const receiver = KafkaReceiver.create(options('auto'))
  for await (const batch of receiver.receiveAutoAck()) {
    for await (const record of batch) seen += record.value.id === '' ? 0 : 1
    if (seen === 21) break // the batch whose loop has ended is acknowledged
  }
  await receiver.stop()
  // #endregion
  console.log(`acknowledged ${seen} by batches`)
}

async function atmostOnce(): Promise<void> {
  // #region atmost-once
  const receiver = KafkaReceiver.create(options('once').atmostOnceCommitAheadSize(10))
  const ids$ = receiver.receiveAtmostOnce((record) => of(record.value.id), 4) // committed before the handler sees it
  console.log(`at most once: ${(await lastValueFrom(ids$.pipe(take(21), toArray()))).length}`)
  await receiver.stop()
  // #endregion
}

async function chain(): Promise<void> {
  // #region chain
  const sender = KafkaSender.create(SenderOptions.of<string | null, Order>(kafka))
  const record = (id: string) => ({ topic: orders, key: id, value: { id, cents: 1 } })
  await sender
    .createOutbound()
    .send([record('a1'), record('a2')])
    .send(of(record('b1')).pipe(concatMap(async (later) => later))) // after a1 and a2 are delivered
    .run()
  await sender.close()
  // #endregion
  console.log('chain delivered')
}

async function stop(): Promise<void> {
  // #region stop
  const receiver = KafkaReceiver.create(options('stop'))
  let acknowledged = 0
  const done = lastValueFrom(
    receiver.receive().pipe(
      tap((record) => {
        acknowledged++
        record.receiverOffset().acknowledge()
        if (acknowledged === 5) void receiver.stop({ drain: '20s' }) // no more fetching; what was delivered may finish
      }),
    ),
  )
  await done // the stream completes
  await receiver.stop()
  // #endregion
  console.log(acknowledged >= 5 ? 'stopped in order' : 'stopped early')
}

await send()
await receive()
await pull()
await autoAck()
await atmostOnce()
await chain()
await stop()
