/**
 * First steps with the reactive layer: a stream of orders goes out, a stream of records comes back.
 *
 *   npm start                                              # in another terminal, or any Kafka broker
 *   node scripts/node.mjs examples/reactive-first-steps.ts
 */
import { createKafka, json, topic } from '@odradek/client'
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } from '@odradek/rx'
import { lastValueFrom, take, tap } from 'rxjs'

interface Order {
  readonly id: string
  readonly cents: number
}

const orders = topic('rx-first-orders', { value: json<Order>() })

/** Sends `count` orders and receives them again; answers what was received. */
export async function firstSteps(bootstrap: string, count: number = 10): Promise<Order[]> {
  const kafka = createKafka({ brokers: bootstrap })
  const sender = KafkaSender.create(SenderOptions.of<string | null, Order>(kafka))
  const receiver = KafkaReceiver.create(ReceiverOptions.of(kafka, orders, { 'group.id': 'rx-first-billing', 'auto.offset.reset': 'earliest' }))

  // Any iterable or async iterable will do, of any length: the next record is asked for when there is room for it. So will
  // any Observable, which cannot be asked. The third argument of SenderRecord.of comes back with the record's result.
  function* records(): Generator<SenderRecord<string | null, Order, string>> {
    for (let n = 0; n < count; n++) yield SenderRecord.of(orders, { key: `o${n}`, value: { id: `o${n}`, cents: 100 * n } }, `o${n}`)
  }
  // Nothing is sent before this subscription (lastValueFrom subscribes).
  await lastValueFrom(
    sender.send(records()).pipe(tap((result) => console.log(`sent ${result.correlationMetadata()} as offset ${result.recordMetadata()?.offset}`))),
  )

  // Acknowledging commits by and by, and gives back the credit that lets more records come.
  const received: Order[] = []
  await lastValueFrom(
    receiver.receive().pipe(
      tap((record) => {
        received.push(record.value)
        console.log(`received ${record.value.id} of ${record.value.cents} cents from ${record.topic}-${record.partition}`)
        record.receiverOffset().acknowledge()
      }),
      take(count),
    ),
  )
  // The stream has ended; its consumer commits and leaves the group in the background. `stop` waits for that.
  await receiver.stop()
  await sender.close()
  return received
}

if (import.meta.main) await firstSteps(process.env['KAFKA'] ?? '127.0.0.1:9092')
