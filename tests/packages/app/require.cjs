// A program of CommonJS: `require()` of every package a user installs, one record there and back.
const assert = require('node:assert/strict')
const { createKafka, KafkaError, topic } = require('@odradek/client')
const { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } = require('@odradek/rx')
const { startBroker } = require('@odradek/testing')
const { firstValueFrom } = require('rxjs')

async function main() {
  // What is required and what is imported are one thing: no second copy, or `instanceof` would fail.
  assert.equal((await import('@odradek/client')).KafkaError, KafkaError)
  const broker = await startBroker({ topics: { orders: 3 } })
  const kafka = createKafka({ brokers: broker.bootstrap })
  const sender = KafkaSender.create(SenderOptions.of(kafka))
  const result = await firstValueFrom(sender.send([SenderRecord.of('orders', { key: 'k', value: 'v' }, 7)]))
  const receiver = KafkaReceiver.create(ReceiverOptions.of(kafka, topic('orders'), { 'group.id': 'g', 'auto.offset.reset': 'earliest' }))
  const record = await firstValueFrom(receiver.receive())
  console.log(`${result.correlationMetadata()} ${record.value}`)
  await receiver.stop()
  await sender.close()
  await broker.close()
}
void main()
