/**
 * Reactor Kafka's sample scenarios on RxJS: sink, chain of sinks, source, transform, at most once, fan-out, by partition.
 * Each function is one scenario over a client; `node scripts/node.mjs examples/reactive-samples.ts` runs them in turn.
 */
import { type Kafka, createKafka, json, topic } from '@odradek/client'
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions, SenderRecord } from '@odradek/rx'
import { concatMap, defer, groupBy, lastValueFrom, map, merge, mergeMap, range, share, take, tap, toArray } from 'rxjs'

interface Person {
  readonly id: number
  readonly name: string
}

const people = topic('sample-people', { value: json<Person>() })
const copies = topic('sample-copies', { value: json<Person>() })
const evens = topic('sample-evens', { value: json<Person>() })
const odds = topic('sample-odds', { value: json<Person>() })
const persons$ = range(1, 10).pipe(map((id): Person => ({ id, name: `person ${id}` })))

const senderOf = (kafka: Kafka): KafkaSender<string | null, Person> => KafkaSender.create(SenderOptions.of<string | null, Person>(kafka))
const optionsOf = (kafka: Kafka, group: string, from: typeof people = people): ReceiverOptions<string | null, Person> =>
  ReceiverOptions.of(kafka, from, { 'group.id': `sample-${group}-${process.pid}`, 'auto.offset.reset': 'earliest' })

/** A stream into a topic. */
export async function sink(kafka: Kafka): Promise<number> {
  const sender = senderOf(kafka)
  const results = await lastValueFrom(sender.send(persons$.pipe(map((p) => SenderRecord.of(people, { key: String(p.id), value: p }, p.id)))).pipe(toArray()))
  await sender.close()
  return results.length
}

/** One link after the other; the second is sent when the first is delivered. */
export async function sinkChain(kafka: Kafka): Promise<void> {
  const sender = senderOf(kafka)
  await sender
    .createOutbound()
    .send([{ topic: evens, value: { id: 0, name: 'first' } }])
    .then(defer(async () => 'anything that answers an Observable may stand between the links'))
    .send([{ topic: odds, value: { id: 1, name: 'second' } }])
    .run()
  await sender.close()
}

/** A topic as a stream: a record is acknowledged when the work on it is done. */
export async function source(kafka: Kafka): Promise<string[]> {
  const receiver = KafkaReceiver.create(optionsOf(kafka, 'source').commitInterval(0).commitBatchSize(2))
  const names: string[] = []
  await lastValueFrom(receiver.receive().pipe(
    concatMap(async (record) => {
      names.push(record.value.name)
      record.receiverOffset().acknowledge()
    }),
    take(10),
  ))
  await receiver.stop()
  return names
}

/** From topic to topic, at least once: acknowledged when the copy is delivered. */
export async function transform(kafka: Kafka): Promise<number> {
  const [receiver, sender] = [KafkaReceiver.create(optionsOf(kafka, 'transform')), senderOf(kafka)]
  const copied = receiver.receive().pipe(map((r) => SenderRecord.of(copies, { key: r.key, value: { ...r.value, name: r.value.name.toUpperCase() } }, r.receiverOffset())))
  const results = await lastValueFrom(sender.send(copied).pipe(tap((result) => result.correlationMetadata().acknowledge()), take(10), toArray()))
  await receiver.stop()
  await sender.close()
  return results.length
}

/** Committed before it is handled, two handlers at a time: never twice. */
export async function atmostOnce(kafka: Kafka): Promise<number> {
  const receiver = KafkaReceiver.create(optionsOf(kafka, 'once'))
  const handled = await lastValueFrom(receiver.receiveAtmostOnce((record) => Promise.resolve(record.value.id), 2).pipe(take(10), toArray()))
  await receiver.stop()
  return handled.length
}

/** One receive into two topics. */
export async function fanOut(kafka: Kafka): Promise<number> {
  const [receiver, sender] = [KafkaReceiver.create(optionsOf(kafka, 'fan-out')), senderOf(kafka)]
  const records$ = receiver.receive().pipe(tap((record) => record.receiverOffset().acknowledge()), take(10), map((record) => record.value), share())
  const into = (to: typeof evens, remainder: number): ReturnType<typeof sender.send> =>
    sender.send(records$.pipe(mergeMap((p) => (p.id % 2 === remainder ? [SenderRecord.of(to, { value: p })] : []))))
  const results = await lastValueFrom(merge(into(evens, 0), into(odds, 1)).pipe(toArray()))
  await receiver.stop()
  await sender.close()
  return results.length
}

/** In order within a partition, partitions at the same time. */
export async function byPartition(kafka: Kafka): Promise<Map<number, number[]>> {
  const receiver = KafkaReceiver.create(optionsOf(kafka, 'partition'))
  const offsets = new Map<number, number[]>()
  await lastValueFrom(receiver.receive().pipe(
    groupBy((record) => record.partition),
    mergeMap((partition$) => partition$.pipe(concatMap(async (record) => {
      offsets.set(record.partition, [...(offsets.get(record.partition) ?? []), record.offset])
      record.receiverOffset().acknowledge()
    }))),
    take(10),
  ))
  await receiver.stop()
  return offsets
}

if (import.meta.main) {
  const kafka = createKafka({ brokers: process.env['KAFKA'] ?? '127.0.0.1:9092' })
  console.log('sink', await sink(kafka))
  await sinkChain(kafka)
  console.log('source', await source(kafka))
  console.log('transform', await transform(kafka))
  console.log('at most once', await atmostOnce(kafka))
  console.log('fan-out', await fanOut(kafka))
  console.log('by partition', await byPartition(kafka))
}
