/** When a receiver commits, and what: R1, R13 to R27, R38 and R39, against a real broker. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { KafkaError } from '@odradek/client'
import { type ConsumedRecord, KafkaReceiver, type MeterRegistry, MicrometerConsumerListener, MicrometerProducerListener, type RecordBatch } from '@odradek/rx'
import { asapScheduler, concatMap, firstValueFrom, lastValueFrom, map, retry, take, tap, toArray } from 'rxjs'
import { type Options, type Record_, type Text, ack, committedOf, numbered, receiverOf, receiverOptions, receiverOver, senderOf, until, values, within } from './rx-bench.ts'
import type { Bench, Scenario } from './suite.ts'

/** Subscribes; answers what comes, and what ended it. */
function open(receiver: KafkaReceiver<Text, Text>, each: (record: Record_) => void = () => {}): { readonly seen: Record_[]; failure: unknown } {
  const result = { seen: [] as Record_[], failure: undefined as unknown }
  receiver.receive().subscribe({
    next: (record) => {
      result.seen.push(record)
      each(record)
    },
    error: (error: unknown) => (result.failure = error),
  })
  return result
}

const committed = async (bench: Bench, options: Options): Promise<number | undefined> => (await committedOf(bench, options.groupId()!)).get(0)

/** Options without periodic commits over a topic of one partition with `count` records. */
async function manual(bench: Bench, count: number, properties: Readonly<Record<string, number>> = {}): Promise<Options> {
  const topic = await bench.topic(1)
  await bench.produce(topic, count)
  return receiverOptions(bench, [topic], properties).commitInterval(0)
}

/** Commits fail with these, one after the other, then succeed; what was asked for is kept. */
function failing(bench: Bench, options: Options, failures: readonly KafkaError[]): { readonly receiver: KafkaReceiver<Text, Text>; readonly offsets: number[] } {
  const left = [...failures]
  const offsets: number[] = []
  const receiver = receiverOver(bench, options, (consumer) => ({
    commit: async (wanted) => {
      offsets.push(wanted[0]!.offset)
      const failure = left.shift()
      if (failure !== undefined) throw failure
      await consumer.commit(wanted)
    },
  }))
  return { receiver, offsets }
}

const retriable = (count: number): KafkaError[] => Array.from({ length: count }, () => new KafkaError('COORDINATOR_NOT_AVAILABLE', 'not there', { retriable: true }))

export const committingScenarios: readonly Scenario[] = [
  {
    name: 'R1 no consumer until subscribed; closed by take(n), by an error, by unsubscribing',
    async run(bench) {
      const options = await manual(bench, 10)
      const events: string[] = []
      const receiver = receiverOf(bench, options.consumerListener({ consumerAdded: () => void events.push('+'), consumerRemoved: () => void events.push('-') }))
      const stream = receiver.receive()
      await sleep(50)
      assert.deepEqual(events, [])
      await within(stream.pipe(take(3)))
      await receiver.stop()
      await assert.rejects(within(stream.pipe(map(() => { throw new Error('handler') }))), /handler/)
      await receiver.stop()
      stream.subscribe().unsubscribe()
      await receiver.stop()
      assert.deepEqual(events, ['+', '-', '+', '-', '+', '-'])
    },
  },
  {
    name: 'R3 assign listeners are over before the first record, revoke listeners come at the end',
    async run(bench) {
      const options = await manual(bench, 3)
      const events: string[] = []
      const receiver = receiverOf(bench, options.addAssignListener(async ([p]) => {
        events.push(`assigned at ${await p!.position()}`)
        await sleep(100)
        events.push('ready')
      }).addRevokeListener(() => void events.push('revoked')))
      await within(receiver.receive().pipe(tap((r) => events.push(r.value!)), take(3)))
      await receiver.stop()
      assert.deepEqual(events, ['assigned at 0', 'ready', 'v0', 'v1', 'v2', 'revoked'])
    },
  },
  {
    name: 'R13 autoAck: nothing of a batch is committed before its stream has ended',
    async run(bench) {
      const options = (await manual(bench, 5)).commitBatchSize(1)
      const receiver = receiverOf(bench, options)
      const batches: RecordBatch<ConsumedRecord<Text, Text>>[] = []
      receiver.receiveAutoAck().subscribe((batch) => batches.push(batch))
      await until(() => batches.length === 1)
      await sleep(200)
      assert.equal(await committed(bench, options), undefined)
      await within(batches[0]!)
      await until(async () => (await committed(bench, options)) === 5)
    },
  },
  {
    name: 'R14 only what is acknowledged is committed: every third',
    async run(bench) {
      const options = await manual(bench, 20)
      const receiver = receiverOf(bench, options)
      const { seen } = open(receiver, (record) => record.offset % 3 === 0 && ack(record))
      await until(() => seen.length === 20)
      await receiver.stop()
      assert.equal(await committed(bench, options), 19)
    },
  },
  {
    name: 'R15 by batch size, by interval, by what comes first',
    async run(bench) {
      const options = await manual(bench, 10)
      const sized = receiverOf(bench, options.commitBatchSize(4))
      const first = open(sized)
      await until(() => first.seen.length === 10)
      for (const record of first.seen.slice(0, 3)) ack(record)
      await sleep(200)
      assert.equal(await committed(bench, options), undefined)
      ack(first.seen[3]!)
      await until(async () => (await committed(bench, options)) === 4)
      await sized.stop()
      const timed = receiverOf(bench, options.commitInterval(100))
      const second = open(timed)
      await until(() => second.seen.length === 6)
      ack(second.seen[0]!)
      await until(async () => (await committed(bench, options)) === 5)
      await timed.stop()
      // The size comes long before the time.
      const either = receiverOf(bench, options.commitInterval('1h').commitBatchSize(2))
      const third = open(either)
      await until(() => third.seen.length === 5)
      for (const record of third.seen.slice(0, 2)) ack(record)
      await until(async () => (await committed(bench, options)) === 7)
    },
  },
  {
    name: 'R17 R18 both zero: nothing is committed meanwhile, the acknowledged at the end; receiveBatch never by itself',
    async run(bench) {
      const options = await manual(bench, 10)
      const receiver = receiverOf(bench, options)
      const { seen } = open(receiver, (record) => record.offset < 6 && ack(record))
      await until(() => seen.length === 10)
      await sleep(200)
      assert.equal(await committed(bench, options), undefined)
      await receiver.stop()
      assert.equal(await committed(bench, options), 6)
      await within(receiver.receiveBatch().pipe(concatMap((batch) => batch), take(4)))
      await receiver.stop()
      assert.equal(await committed(bench, options), 6, 'what nobody acknowledged is not committed')
    },
  },
  {
    name: 'R19 R20 a commit needs no demand and no poll, and is there for the next record',
    async run(bench) {
      const options = await manual(bench, 3, { 'max.poll.records': 1 })
      const receiver = receiverOf(bench, options)
      for await (const record of receiver.receive()) {
        // Nobody asks for a record now.
        await within(record.receiverOffset().commit())
        assert.equal(await committed(bench, options), record.offset + 1)
        const [known] = await firstValueFrom(receiver.doOnConsumer((c) => c.committed([record])))
        assert.equal(known!.offset, record.offset + 1)
        if (record.offset === 2) break
      }
    },
  },
  {
    name: 'R22 retriable failures are tried again; maxCommitAttempts(1) leaves that to retry(); exhausted or fatal ends',
    async run(bench) {
      const options = (await manual(bench, 5)).commitRetryInterval(20)
      const twice = failing(bench, options, retriable(2))
      const first = await within(twice.receiver.receive().pipe(take(1), concatMap((r) => r.receiverOffset().commit().pipe(map(() => r)))))
      await twice.receiver.stop()
      assert.deepEqual(twice.offsets, [1, 1, 1])
      assert.equal(await committed(bench, options), first.offset + 1)
      const once = failing(bench, options.maxCommitAttempts(1), retriable(2))
      const records = open(once.receiver)
      await until(() => records.seen.length === 4)
      await within(records.seen[0]!.receiverOffset().commit().pipe(retry(2)))
      assert.deepEqual(once.offsets, [2, 2, 2])
      await once.receiver.stop()
      // Without a caller the failure is the stream's, and with one it is not.
      const fatal = failing(bench, options.commitBatchSize(1), [new KafkaError('OFFSET_METADATA_TOO_LARGE', 'too large')])
      const ended = open(fatal.receiver, ack)
      await until(() => ended.failure !== undefined)
      assert.equal((ended.failure as KafkaError).code, 'OFFSET_METADATA_TOO_LARGE')
      await fatal.receiver.stop()
    },
  },
  {
    name: 'R23 R24 exactly maxCommitAttempts(5) commits, commitRetryInterval apart; a rebalance in progress is one of the retriable',
    async run(bench) {
      const options = (await manual(bench, 2)).maxCommitAttempts(5).commitRetryInterval(30)
      const { receiver, offsets } = failing(bench, options, [...retriable(4), new KafkaError('REBALANCE_IN_PROGRESS', 'not now')])
      const { seen } = open(receiver)
      await until(() => seen.length === 2)
      await assert.rejects(within(seen[0]!.receiverOffset().commit()), { code: 'REBALANCE_IN_PROGRESS' })
      assert.deepEqual(offsets, [1, 1, 1, 1, 1])
      await within(seen[1]!.receiverOffset().commit())
      assert.equal(await committed(bench, options), 2)
    },
  },
  {
    name: 'R25 out of order: 3, 1, 2, 0 is one commit of 4; two gaps are commits of 2 and of 4; a failed one comes again',
    async run(bench) {
      const options = (await manual(bench, 8)).maxDeferredCommits(20).commitRetryInterval(20)
      const { receiver, offsets } = failing(bench, options, retriable(1))
      const { seen } = open(receiver)
      await until(() => seen.length === 8)
      await Promise.all([3, 1, 2, 0].map((at) => within(seen[at]!.receiverOffset().commit())))
      assert.deepEqual(offsets, [4, 4])
      await within(seen[5]!.receiverOffset().commit())
      assert.equal(await committed(bench, options), 4)
      await within(seen[4]!.receiverOffset().commit())
      assert.equal(await committed(bench, options), 6)
      await within(seen[7]!.receiverOffset().commit())
      await within(seen[6]!.receiverOffset().commit())
      assert.equal(await committed(bench, options), 8)
      assert.deepEqual(offsets, [4, 4, 6, 8])
    },
  },
  {
    name: 'R27 at most once: committed before it is handed out; ahead by no more than asked; a failed one does not come again',
    async run(bench) {
      const options = await manual(bench, 30)
      const receiver = receiverOf(bench, options)
      for await (const record of receiver.receiveAtmostOnce()) {
        assert.equal(await committed(bench, options), record.offset + 1)
        if (record.offset === 4) break
      }
      await receiver.stop()
      const ahead = receiverOf(bench, options.atmostOnceCommitAheadSize(4))
      for await (const record of ahead.receiveAtmostOnce()) {
        const found = (await committed(bench, options))!
        assert.ok(found > record.offset && found <= record.offset + 1 + 4, `${found} at ${record.offset}`)
        if (record.offset === 19) break
      }
      await ahead.stop()
      assert.equal(await committed(bench, options), 20, 'an orderly end takes the rest back')
      await assert.rejects(within(receiver.receiveAtmostOnce(() => { throw new Error('handler') })), /handler/)
      await receiver.stop()
      assert.equal((await within(receiver.receiveAtmostOnce(async (r) => r.offset).pipe(take(1)))), 21)
      await receiver.stop()
      const refused = failing(bench, options, [new KafkaError('OFFSET_METADATA_TOO_LARGE', 'too large')])
      await assert.rejects(within(refused.receiver.receiveAtmostOnce(async (r) => r.offset)), { code: 'OFFSET_METADATA_TOO_LARGE' })
    },
  },
  {
    name: 'R38 delivered in place by default, or on a scheduler',
    async run(bench) {
      const options = await manual(bench, 5)
      const inPlace = await within(receiverOf(bench, options).receive().pipe(take(5), toArray()))
      let scheduled = 0
      const counting = Object.assign(Object.create(asapScheduler) as typeof asapScheduler, {
        schedule: (...args: Parameters<typeof asapScheduler.schedule>) => (scheduled++, asapScheduler.schedule(...args)),
      })
      const onIt = await within(receiverOf(bench, receiverOptions(bench, options.subscriptionTopics()!).schedulerSupplier(() => counting)).receive().pipe(take(5), toArray()))
      assert.deepEqual(values(onIt), values(inPlace))
      assert.ok(scheduled >= 5)
    },
  },
  {
    name: 'R39 stopped from inside another receive; meters are there while it is open and gone after',
    async run(bench) {
      const topic = await bench.topic(1)
      const gauges = new Map<string, () => number>()
      const registry: MeterRegistry = {
        gauge(name, tags, read) {
          const key = `${name} ${tags['app']}`
          gauges.set(key, read)
          return () => gauges.delete(key)
        },
      }
      const sender = senderOf(bench, {}, (o) => o.producerListener(new MicrometerProducerListener(registry, { app: 'a' })))
      await lastValueFrom(sender.send(numbered(topic, 2)))
      assert.ok(gauges.get('kafka.producer.buffer.available.bytes a')!() > 0)
      const first = KafkaReceiver.create(receiverOptions(bench, [topic]).consumerListener(new MicrometerConsumerListener(registry, { app: 'a' })))
      await new Promise<void>((resolve) => first.receive().subscribe(() => resolve()))
      assert.equal(gauges.get('kafka.consumer.assigned.partitions a')!(), 1)
      const other = receiverOf(bench, receiverOptions(bench, [topic]))
      await within(other.receive().pipe(take(1), concatMap(() => first.stop())))
      await sender.close()
      assert.equal(gauges.size, 0)
    },
  },
]

