/** What the scenarios of the reactive layer share: receivers and senders of a scenario, and what they are asked. */
import { setTimeout as sleep } from 'node:timers/promises'
import { stringSerde } from '@odradek/client'
import { KafkaReceiver, KafkaSender, type Properties, ReceiverOptions, type ReceiverRecord, type ReceivingConsumer, SenderOptions, SenderRecord } from '@odradek/rx'
import { clientConsumers } from '@odradek/rx/internal'
import { type Observable, lastValueFrom, take, tap, timeout, toArray } from 'rxjs'
import type { Bench } from './suite.ts'

export type Text = string | null
export type Options = ReceiverOptions<Text, Text>
export type Record_ = ReceiverRecord<Text, Text>

/** Options of a receiver with a group of its own that begins at the start. */
export function receiverOptions(bench: Bench, topics: readonly string[], properties: Properties = {}): Options {
  return ReceiverOptions.of<Text, Text>(bench.kafka, { 'group.id': bench.group(), 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 300, ...properties })
    .withKeyDeserializer(stringSerde).withValueDeserializer(stringSerde).subscription(topics)
}

/** ConsumerGroupHeartbeat 1: a broker with the new group protocol. Apache Kafka 3.9 lists version 0, and refuses it with ZooKeeper. */
export const newGroupProtocol = [68, 1] as const

/** The new protocol (KIP-848) takes its timings from the broker. */
export function groupProtocol(protocol: 'classic' | 'consumer'): Properties {
  return protocol === 'classic' ? {} : { 'group.protocol': 'consumer', 'session.timeout.ms': undefined, 'heartbeat.interval.ms': undefined }
}

export function receiverOf(bench: Bench, options: Options): KafkaReceiver<Text, Text> {
  const receiver = KafkaReceiver.create(options)
  bench.defer(() => receiver.stop())
  return receiver
}

export function senderOf(bench: Bench, properties: Properties = {}, change: (options: SenderOptions<Text, Text>) => SenderOptions<Text, Text> = (o) => o): KafkaSender<Text, Text> {
  const sender = KafkaSender.create(change(SenderOptions.of<Text, Text>(bench.kafka, properties).withKeySerializer(stringSerde).withValueSerializer(stringSerde)))
  bench.defer(() => sender.close())
  return sender
}

export const numbered = (topic: string, count: number, from = 0, partition?: number): SenderRecord<Text, Text, number>[] =>
  Array.from({ length: count }, (_, i) => SenderRecord.create<Text, Text, number>({ topic, partition, key: `k${from + i}`, value: `v${from + i}` }, from + i))

export const ack = (record: Record_): void => record.receiverOffset().acknowledge()
export const within = <T>(stream: Observable<T>, ms = 15_000): Promise<T> => lastValueFrom(stream.pipe(timeout({ each: ms })))

/** Acknowledges and answers the values of the next `count` records. */
export async function receive(receiver: KafkaReceiver<Text, Text>, count: number): Promise<Record_[]> {
  const records = await within(receiver.receive().pipe(tap(ack), take(count), toArray()))
  await receiver.stop()
  return records
}

export async function committedOf(bench: Bench, groupId: string): Promise<Map<number, number>> {
  const admin = bench.kafka.admin()
  try {
    return new Map((await admin.fetchGroupOffsets(groupId)).map(({ partition, offset }) => [partition, offset]))
  } finally {
    await admin.close()
  }
}

export const values = (records: readonly Record_[]): string[] => records.map(({ value }) => value!)
export const v = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `v${from + i}`)

/** A receiver whose consumers are the client's, with some methods replaced: failures, counts, a process that dies. */
export function receiverOver(bench: Bench, options: Options, change: (consumer: ReceivingConsumer<Text, Text>) => Partial<ReceivingConsumer<Text, Text>>): KafkaReceiver<Text, Text> {
  const createConsumer = (made: never): unknown => {
    const consumer = clientConsumers.createConsumer<Text, Text>(made)
    return { ...bound(consumer), ...change(consumer) }
  }
  const receiver = KafkaReceiver.create<Text, Text>({ createConsumer, world: bench.kafka.world } as never, options)
  bench.defer(() => receiver.stop())
  return receiver
}

/** Methods of a class instance as own functions. */
function bound<T extends object>(target: T): T {
  const methods: Record<string, unknown> = {}
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(target))) {
    const value: unknown = Reflect.get(target, name)
    if (typeof value === 'function' && name !== 'constructor') methods[name] = value.bind(target)
  }
  return methods as T
}

/** Waits until it holds; the scenario's own time limit ends the waiting. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20)
}
