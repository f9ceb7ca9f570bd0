/** The types of the public surface: what must compile, and what must not (`tsc` reads the expectations). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKafka, json, stringSerde, topic } from '@odradek/client'
import type { Observable } from 'rxjs'
import { of } from 'rxjs'
import {
  type ConsumedRecord, KafkaReceiver, KafkaSender, type PartitionInfo, type ReceiveStream, ReceiverOptions, type ReceiverRecord, type RecordBatch, SenderOptions,
  SenderRecord, type SenderResult,
} from './index.ts'

interface Order {
  readonly id: string
}
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(verdict: Same<A, B>): void => assert.equal(verdict, true)

test('types of the public surface', () => {
  const kafka = createKafka({ brokers: '127.0.0.1:1' })
  const orders = topic('orders', { value: json<Order>() })

  // Senders: key, value and correlation metadata go through.
  const sender = KafkaSender.create(SenderOptions.of<string | null, Order>(kafka))
  const results = sender.send(of(SenderRecord.of(orders, { key: 'u', value: { id: 'o' } }, 7)))
  same<typeof results, Observable<SenderResult<number>>>(true)
  same<ReturnType<SenderResult<number>['correlationMetadata']>, number>(true)
  void ((): unknown => sender.send([SenderRecord.of('orders', { value: { id: 'o' } })]))
  // @ts-expect-error a value of another type
  void ((): unknown => sender.send([SenderRecord.of(orders, { value: { name: 'o' } })]))
  // @ts-expect-error a topic's value is checked against its type
  void ((): unknown => SenderRecord.of(orders, { value: 'text' }))
  const info = sender.doOnProducer((producer) => producer.partitionsFor('orders'))
  same<typeof info, Observable<readonly PartitionInfo[]>>(true)
  // @ts-expect-error not among the methods that are allowed
  void ((): unknown => sender.doOnProducer((producer) => producer.send()))

  // Options: getters and setters share a name; serializers change the type.
  same<ReturnType<() => number>, number>(true)
  const inFlight: number = SenderOptions.create().maxInFlight()
  assert.equal(inFlight, 256)
  const typed: SenderOptions<string | null, string | null> = SenderOptions.create().withKeySerializer(stringSerde).withValueSerializer(stringSerde)
  assert.equal(typed.stopOnError(), true)
  // @ts-expect-error a number is wanted
  void ((): unknown => SenderOptions.create().maxInFlight('many'))

  // Receivers: the topic's types, and each way of receiving.
  const receiver = KafkaReceiver.create(ReceiverOptions.of(kafka, orders, { 'group.id': 'g' }))
  const received = receiver.receive()
  same<typeof received, ReceiveStream<ReceiverRecord<string | null, Order>>>(true)
  const batches = receiver.receiveBatch()
  same<typeof batches, ReceiveStream<RecordBatch<ReceiverRecord<string | null, Order>>>>(true)
  const once = receiver.receiveAtmostOnce()
  same<typeof once, AsyncIterable<ConsumedRecord<string | null, Order>>>(true)
  const handled = receiver.receiveAtmostOnce((record) => of(record.value.id.length), 4)
  same<typeof handled, Observable<number>>(true)
  // @ts-expect-error at most once has no Observable that could not wait
  void ((): unknown => receiver.receiveAtmostOnce().subscribe())
  // @ts-expect-error not among the methods that are allowed
  void ((): unknown => receiver.doOnConsumer((consumer) => consumer.poll()))

  const plain = ReceiverOptions.create({ 'group.id': 'g' }).withValueDeserializer(stringSerde)
  same<typeof plain, ReceiverOptions<Buffer | null, string | null>>(true)
  const subscribed = ReceiverOptions.create().subscription([orders])
  same<typeof subscribed, ReceiverOptions<string | null, Order>>(true)
})
