/**
 * Where Reactor Kafka's documentation leaves room: the real one (1.3.23) and ours are asked the same questions against
 * the same Apache Kafka, and the answers compared. Differences that are meant stand in `meant`, with the reason.
 *
 *   node scripts/node.mjs --conditions=@odradek/source tests/client/reactor-behaviours.ts
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createKafka, stringSerde } from '@odradek/client'
import { KafkaReceiver, KafkaSender, ReceiverOptions, type ReceiverRecord, SenderOptions, SenderRecord } from '@odradek/rx'
import { concatMap, lastValueFrom, take, tap, timeout } from 'rxjs'
import { apacheKafka } from '../interop/brokers.ts'
import { javaClasses, mavenJars } from '../interop/peers.ts'

type Text = string | null

const meant: Readonly<Record<string, string>> = {
  'acknowledge 5, then 2, then close': 'an acknowledgement never moves the committed offset back: the records in between were processed',
  'two receives at once': 'doOnConsumer and stop would not know which of them is meant; another receiver is one line',
}

const broker = await apacheKafka()
await broker.start()
const kafka = createKafka({ brokers: broker.bootstrap })
const admin = kafka.admin()
let ids = 0

async function topic(partitions: number): Promise<string> {
  const name = `behaviour-ours-${process.pid}-${ids++}`
  await admin.createTopics([{ name, partitions }])
  return name
}

async function fill(name: string, partition: number, count: number): Promise<void> {
  const producer = kafka.producer()
  await producer.sendBatch(name, Array.from({ length: count }, (_, i) => ({ partition, value: `v${i}` })))
  await producer.close()
}

const options = (name: string, group: string): ReceiverOptions<Text, Text> =>
  ReceiverOptions.of<Text, Text>(kafka, { 'group.id': group, 'auto.offset.reset': 'earliest' }).withKeyDeserializer(stringSerde).withValueDeserializer(stringSerde)
    .subscription([name]).commitInterval(0)

async function committed(group: string, partition: number): Promise<string> {
  const found = (await admin.fetchGroupOffsets(group)).find((item) => item.partition === partition)
  return found === undefined ? 'nothing' : String(found.offset)
}

/** Receives until there are `count`, and leaves the stream open. */
async function collect(receiver: KafkaReceiver<Text, Text>, count: number): Promise<ReceiverRecord<Text, Text>[]> {
  const seen: ReceiverRecord<Text, Text>[] = []
  receiver.receive().subscribe((record) => seen.push(record))
  while (seen.length < count) await sleep(10)
  return seen
}

async function serialization(stopOnError: boolean): Promise<string> {
  const name = await topic(1)
  const failing = { serialize: (value: string) => { if (value === 'v1') throw new Error('v1'); return value } }
  const sender = KafkaSender.create(SenderOptions.of<never, string>(kafka).withValueSerializer(failing).stopOnError(stopOnError).maxInFlight(1))
  let results = 0
  let failed = 0
  const end = await lastValueFrom(sender.send(Array.from({ length: 5 }, (_, i) => SenderRecord.of(name, { value: `v${i}` }, i))).pipe(tap((r) => {
    results++
    if (r.exception() !== null) failed++
  }))).then(() => 'completes', () => 'fails')
  await sender.close()
  return `${results} results, ${failed} failed, the stream ${end}`
}

const questions: Readonly<Record<string, () => Promise<string>>> = {
  async 'acknowledge 5, then 2, then close'() {
    const name = await topic(1)
    await fill(name, 0, 6)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`))
    const seen = await collect(receiver, 6)
    seen[5]!.receiverOffset().acknowledge()
    seen[2]!.receiverOffset().acknowledge()
    await receiver.stop()
    return `committed ${await committed(`${name}-g`, 0)}`
  },
  async 'commit behind a gap'() {
    const name = await topic(1)
    await fill(name, 0, 6)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`).maxDeferredCommits(10))
    const seen = await collect(receiver, 6)
    const outcome = await lastValueFrom(seen[3]!.receiverOffset().commit().pipe(timeout(3000))).then(() => 'completes', () => 'waits')
    const first = await committed(`${name}-g`, 0)
    for (const at of [0, 1, 2]) await lastValueFrom(seen[at]!.receiverOffset().commit())
    const second = await committed(`${name}-g`, 0)
    await receiver.stop()
    return `${outcome}, committed ${first}, then ${second}`
  },
  async 'auto-ack, inner cancelled after 2 of 6'() {
    const name = await topic(1)
    await fill(name, 0, 6)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`))
    await lastValueFrom(receiver.receiveAutoAck().pipe(concatMap((inner) => inner.pipe(take(2))), take(2)))
    await receiver.stop()
    return `committed ${await committed(`${name}-g`, 0)}`
  },
  'stopOnError(false), the second of 5 does not serialize': () => serialization(false),
  'stopOnError(true), the second of 5 does not serialize': () => serialization(true),
  async 'commitBatchSize 4, acknowledged 2 and 2'() {
    const name = await topic(2)
    await fill(name, 0, 2)
    await fill(name, 1, 2)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`).commitBatchSize(4))
    const seen = await collect(receiver, 4)
    const now = async (): Promise<string> => `${await committed(`${name}-g`, 0)}/${await committed(`${name}-g`, 1)}`
    for (const record of seen.slice(0, 3)) record.receiverOffset().acknowledge()
    await sleep(700)
    const before = await now()
    seen[3]!.receiverOffset().acknowledge()
    await sleep(700)
    const after = await now()
    await receiver.stop()
    return `${before}, then ${after}`
  },
  async 'take(3) of 6, all three acknowledged'() {
    const name = await topic(1)
    await fill(name, 0, 6)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`))
    await lastValueFrom(receiver.receive().pipe(tap((r) => r.receiverOffset().acknowledge()), take(3)))
    await receiver.stop()
    return `committed ${await committed(`${name}-g`, 0)}`
  },
  async 'two receives at once'() {
    const name = await topic(1)
    await fill(name, 0, 6)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`))
    await collect(receiver, 6)
    const answer = await lastValueFrom(receiver.receive().pipe(timeout(500))).then(() => 'allowed', (error: Error) => (/active receive/.test(error.message) ? 'refused' : 'allowed'))
    await receiver.stop()
    return answer
  },
}

async function theirs(): Promise<Map<string, string>> {
  const libs = await mavenJars('reactor-kafka-1.3.23', [
    { group: 'io.projectreactor.kafka', artifact: 'reactor-kafka', version: '1.3.23' },
    { group: 'org.slf4j', artifact: 'slf4j-nop', version: '1.7.36' },
  ])
  const classPath = await javaClasses('reactor-behaviours', [join(import.meta.dirname, 'java/ReactorBehaviours.java')], libs)
  const { stdout } = await promisify(execFile)('java', ['-cp', classPath, 'ReactorBehaviours', broker.bootstrap], { timeout: 120_000 })
  return new Map(stdout.split('\n').filter((line) => line.includes(' = ')).map((line) => line.split(' = ') as [string, string]))
}

let different = 0
try {
  const reactor = await theirs()
  for (const [name, question] of Object.entries(questions)) {
    const [mine, his] = [await question(), reactor.get(name) ?? 'no answer']
    const verdict = mine === his ? 'same     ' : meant[name] === undefined ? 'DIFFERENT' : 'meant    '
    if (verdict === 'DIFFERENT' || (mine === his && meant[name] !== undefined)) different++
    console.log(`${verdict} ${name}: ${mine}${mine === his ? '' : ` (Reactor Kafka: ${his}${meant[name] === undefined ? '' : `; ${meant[name]}`})`}`)
  }
} finally {
  await admin.close()
  await broker.dispose()
}
console.log(different === 0 ? 'all well' : `${different} different`)
process.exit(different === 0 ? 0 : 1)
