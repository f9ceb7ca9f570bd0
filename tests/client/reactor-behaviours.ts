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
import { concatMap, lastValueFrom, take, tap, timeout, toArray } from 'rxjs'
import { apacheKafka } from '../interop/brokers.ts'
import { javaClasses } from '../interop/peers.ts'
import { registered } from './suite.ts'
import { committedSurface, reactorKafka, reactorSurface } from './reactor-surface.ts'

type Text = string | null

const meant: Readonly<Record<string, string>> = {
  'negative values': 'a negative pause, limit or time limit is a mistake in every setter, not only in some',
  'at most once, 3 ahead, all 6, close': 'the offset behind the last record, which is the end of the log; one more is out of range, and loses the next record',
  'acknowledge 5, then 2, then close': 'an acknowledgement never moves the committed offset back: the records in between were processed',
  'two receives at once': 'doOnConsumer and stop would not know which of them is meant; another receiver is one line',
}

const broker = await apacheKafka()
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
  async 'defaults of a receiver'() {
    const o = ReceiverOptions.create()
    return [
      `poll ${ms(o.pollTimeout())}`, `close ${ms(o.closeTimeout())}`, `interval ${ms(o.commitInterval())}`, `batch ${o.commitBatchSize()}`, `ahead ${o.atmostOnceCommitAheadSize()}`,
      `attempts ${o.maxCommitAttempts()}`, `retry ${ms(o.commitRetryInterval())}`, `deferred ${o.maxDeferredCommits()}`, `delay ${ms(o.maxDelayRebalance())}`,
      `during ${o.commitIntervalDuringDelay()}`, `pauseAll ${o.pauseAllAfterRebalance()}`, `auto ${String(o.consumerProperty('enable.auto.commit'))}`,
      `heartbeat ${ms(o.heartbeatInterval())}`, `listeners ${o.assignListeners().length}${o.revokeListeners().length}`, `topics ${none(o.subscriptionTopics())}`,
      `pattern ${none(o.subscriptionPattern())}`, `assignment ${none(o.assignment())}`, `group ${none(o.groupId())}`, `listener ${none(o.consumerListener())}`,
    ].join(' ')
  },
  async 'defaults of a sender'() {
    const o = SenderOptions.create()
    return [
      `inFlight ${o.maxInFlight()}`, `stop ${o.stopOnError()}`, `close ${ms(o.closeTimeout())}`, `transactional ${o.isTransactional()}`, `id ${none(o.transactionalId())}`,
      `listener ${none(o.producerListener())}`, `key ${none(o.keySerializer())}`, `properties ${Object.keys(o.producerProperties()).length}`,
    ].join(' ')
  },
  async 'negative values'() {
    const o = ReceiverOptions.create()
    const attempts = [
      () => o.pollTimeout(-1), () => o.commitInterval(-1), () => o.commitBatchSize(-1), () => o.atmostOnceCommitAheadSize(-1), () => o.maxCommitAttempts(-1),
      () => o.commitRetryInterval(-1), () => o.maxDeferredCommits(-1), () => o.closeTimeout(-1), () => SenderOptions.create().closeTimeout(-1),
    ]
    return attempts.map((attempt) => {
      try {
        attempt()
        return 'taken'
      } catch {
        return 'refused'
      }
    }).join(' ')
  },
  'at most once, 3 ahead, all 6, close': () => atmostOnce(3, 6),
  'at most once, 0 ahead, take(2) of 6, close': () => atmostOnce(0, 2),
  async 'receiveBatch, the third of each acknowledged, close'() {
    const name = await topic(1)
    await fill(name, 0, 6)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`))
    const seen = await lastValueFrom(receiver.receiveBatch().pipe(concatMap((batch) => batch), tap((r) => r.offset === 2 && r.receiverOffset().acknowledge()), take(6), toArray()))
    await receiver.stop()
    return `committed ${seen.length === 6 ? await committed(`${name}-g`, 0) : 'too early'}`
  },
  async 'commit with nothing acknowledged since'() {
    const name = await topic(1)
    await fill(name, 0, 6)
    const receiver = KafkaReceiver.create(options(name, `${name}-g`))
    const seen = await collect(receiver, 6)
    await lastValueFrom(seen[3]!.receiverOffset().commit())
    const answer = await lastValueFrom(seen[3]!.receiverOffset().commit().pipe(timeout(3000))).then(() => 'completes', () => 'waits')
    await receiver.stop()
    return `${answer}, committed ${await committed(`${name}-g`, 0)}`
  },
  async 'send of nothing'() {
    const sender = KafkaSender.create(SenderOptions.of<never, string>(kafka))
    const results = await lastValueFrom(sender.send([]).pipe(toArray()))
    await sender.close()
    return `${results.length} results`
  },
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

/** Hoisted: the questions above use them. */
function ms(duration: number): string {
  return Number.isFinite(duration) ? String(duration) : 'forever'
}

function none(value: unknown): string {
  return value === undefined || value === null ? 'none' : String(value)
}

async function atmostOnce(ahead: number, count: number): Promise<string> {
  const name = await topic(1)
  await fill(name, 0, 6)
  const receiver = KafkaReceiver.create(options(name, `${name}-g`).atmostOnceCommitAheadSize(ahead))
  let left = count
  for await (const _ of receiver.receiveAtmostOnce()) if (--left === 0) break
  await receiver.stop()
  return `committed ${await committed(`${name}-g`, 0)}`
}

async function theirs(): Promise<Map<string, string>> {
  const classPath = await javaClasses('reactor-behaviours', [join(import.meta.dirname, 'java/ReactorBehaviours.java')], await reactorKafka())
  const { stdout } = await promisify(execFile)('java', ['-cp', classPath, 'ReactorBehaviours', broker.bootstrap], { timeout: 120_000 })
  return new Map(stdout.split('\n').filter((line) => line.includes(' = ')).map((line) => line.split(' = ') as [string, string]))
}

let failed = 0
/** `same` or `meant` is well; a difference that is meant and is gone is not. */
function judge(name: string, mine: string, his: string): void {
  const reason = meant[name]
  const isWell = (mine === his) === (reason === undefined)
  if (!isWell) failed++
  const answer = mine === his ? mine : `${mine} (Reactor Kafka: ${his}${reason === undefined ? '' : `; ${reason}`})`
  console.log(`${isWell ? 'ok      ' : 'FAILED  '}${mine === his ? 'same' : reason === undefined ? 'different' : 'meant'}  ${name}: ${answer}`)
}

try {
  await broker.start()
  await registered(broker)
  const [known, now] = [committedSurface(), await reactorSurface()]
  judge('public types and methods', `${known.length} names`, known.join() === now.join() ? `${known.length} names` : `others: ${now.join()}`)
  const reactor = await theirs()
  for (const [name, question] of Object.entries(questions)) judge(name, await question(), reactor.get(name) ?? 'no answer')
} finally {
  await admin.close()
  await broker.dispose()
}
console.log(failed === 0 ? 'all well' : `${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
