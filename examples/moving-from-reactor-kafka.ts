/** Reactor Kafka's `transform` sample: from one topic to another, at least once. KAFKA names the broker. */
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } from '@odradek/rx'
import { lastValueFrom, map, range, take, tap } from 'rxjs'

// #region options
const servers = { 'bootstrap.servers': process.env['KAFKA'] ?? '127.0.0.1:9092' }
const serializers = {
  'key.serializer': 'org.apache.kafka.common.serialization.IntegerSerializer',
  'value.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
}
const deserializers = {
  'key.deserializer': 'org.apache.kafka.common.serialization.IntegerDeserializer',
  'value.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
}
const senderOptions = SenderOptions.create<number, string>({ ...servers, ...serializers })
const receiverOptions = ReceiverOptions.create<number, string>({
  ...servers, ...deserializers, 'group.id': `transform-${process.pid}`, 'auto.offset.reset': 'earliest',
}).subscription(['people'])
// #endregion

const sender = KafkaSender.create(senderOptions)
await lastValueFrom(sender.send(range(1, 3).pipe(map((n) => SenderRecord.create({ topic: 'people', key: n, value: `person ${n}` }, n)))))

// #region transform
const receiver = KafkaReceiver.create(receiverOptions)
const copies$ = sender
  .send(receiver.receive().pipe(map((m) => SenderRecord.create('upper', null, null, m.key, m.value.toUpperCase(), m.receiverOffset()))))
  .pipe(tap((result) => result.correlationMetadata().acknowledge())) // only when the copy is delivered
// #endregion
await lastValueFrom(copies$.pipe(take(3), tap((result) => console.log(`copied as ${result.recordMetadata()?.topic} ${result.recordMetadata()?.offset}`))))
await receiver.stop()
await sender.close()
