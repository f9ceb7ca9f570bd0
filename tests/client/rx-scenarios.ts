/** What a receiver does against a real broker, named as in Reactor Kafka's list. Commits and rebalances: rx-committing.ts, rx-rebalancing.ts. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { KafkaError, json, topic as typedTopic } from '@odradek/client'
import { KafkaReceiver, ReceiverOptions, type ReceiverPartition, SenderRecord } from '@odradek/rx'
import { concatMap, firstValueFrom, groupBy, lastValueFrom, map, mergeMap, of, scan, skip, take, takeWhile, tap, timeout, toArray } from 'rxjs'
import {
  type Options, type Record_, type Text, ack, committedOf, numbered, receive, receiverOf, receiverOptions, receiverOver, senderOf, v, values, within,
} from './rx-bench.ts'
import { committingScenarios } from './rx-committing.ts'
import { rebalancingScenarios } from './rx-rebalancing.ts'
import { restarting, sendingScenarios, traced } from './rx-sending.ts'
import type { Scenario } from './suite.ts'

const delivery: readonly Scenario[] = [
  {
    name: 'R2 records in offset order per partition, whole',
    async run(bench) {
      const topic = await bench.topic(3)
      const sender = senderOf(bench)
      const at = 1_700_000_000_000
      await within(sender.send(Array.from({ length: 300 }, (_, i) => SenderRecord.of(topic, { key: `k${i}`, value: `v${i}`, timestamp: at + i, headers: { n: String(i) } }, i))))
      const records = await receive(receiverOf(bench, receiverOptions(bench, [topic])), 300)
      const next = new Map<number, number>()
      for (const record of records) {
        const n = Number(record.key!.slice(1))
        assert.deepEqual([record.value, record.timestamp, record.headers.map((h) => String(h.value))], [`v${n}`, at + n, [String(n)]])
        assert.equal(record.offset, next.get(record.partition) ?? 0)
        next.set(record.partition, record.offset + 1)
      }
      assert.equal(records.length, 300)
    },
  },
  {
    name: 'R4 R8 seek in the assign listener: beginning, end, offset, time; offsets are visible there',
    async run(bench) {
      const topic = await bench.topic(1)
      const sender = senderOf(bench)
      await within(sender.send(Array.from({ length: 20 }, (_, i) => SenderRecord.of(topic, { value: `v${i}`, timestamp: 1_000_000 + i * 10 }, i))))
      const options = receiverOptions(bench, [topic])
      const seeking = async (seek: (p: ReceiverPartition) => unknown, first: number): Promise<void> => {
        const receiver = receiverOf(bench, options.addAssignListener(([p]) => void seek(p!)))
        const record = await within(receiver.receive().pipe(take(1)))
        assert.equal(record.offset, first)
        await receiver.stop()
      }
      await seeking((p) => p.seekToBeginning(), 0)
      await seeking((p) => p.seek(7), 7)
      await seeking((p) => p.seekToTimestamp(1_000_000 + 115), 12)
      const ends: number[] = []
      const receiver = receiverOf(bench, options.addAssignListener(async ([p]) => {
        ends.push(await p!.beginningOffset(), await p!.endOffset(), await p!.position())
        await p!.seekToTimestamp(9_000_000_000_000)
      }))
      const got = within(receiver.receive().pipe(take(1)))
      while (ends.length < 3) await sleep(20)
      await sleep(200)
      await within(sender.send(numbered(topic, 1, 20)))
      assert.equal((await got).offset, 20, 'no record is that young: the end')
      assert.deepEqual(ends, [0, 20, 0])
      await receiver.stop()
      const bad = receiverOf(bench, options.addAssignListener(([p]) => p!.seek(-1)))
      await assert.rejects(within(bad.receive()), { code: 'INVALID_ARGUMENT' })
    },
  },
  {
    name: 'R5 auto.offset.reset latest brings nothing old',
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 10)
      const receiver = receiverOf(bench, receiverOptions(bench, [topic], { 'auto.offset.reset': 'latest' }))
      const first = within(receiver.receive().pipe(tap(ack), take(1)))
      const position = (): Promise<number> => firstValueFrom(receiver.doOnConsumer(async (c) => (c.assignment().length === 0 ? -1 : c.position({ topic, partition: 0 }))))
      while ((await position()) < 0) await sleep(20)
      await bench.produce(topic, 1, { from: 10 })
      assert.equal((await first).value, 'v10')
    },
  },
  {
    name: 'R6 a pattern',
    async run(bench) {
      const [one, two, other] = [await bench.topic(), await bench.topic(), await bench.topic()]
      for (const [topic, from] of [[one, 0], [two, 10], [other, 20]] as const) await bench.produce(topic, 5, { from })
      const records = await receive(receiverOf(bench, receiverOptions(bench, []).subscription(new RegExp(`^(${one}|${two})$`))), 10)
      assert.deepEqual(values(records).toSorted(), [...v(0, 5), ...v(10, 15)].toSorted())
    },
  },
  {
    name: 'R7 manual assignment: commits, lag, listeners',
    async run(bench) {
      const topic = await bench.topic(2)
      await bench.produce(topic, 10, { partition: 1 })
      const events: string[] = []
      const options = receiverOptions(bench, []).assignment([{ topic, partition: 1 }])
        .addAssignListener((ps) => void events.push(`+${ps.map((p) => p.topicPartition().partition)}`))
        .addRevokeListener((ps) => void events.push(`-${ps.map((p) => p.topicPartition().partition)}`))
      const receiver = receiverOf(bench, options)
      await within(receiver.receive().pipe(tap(ack), take(4), toArray()))
      await receiver.stop()
      assert.deepEqual(events, ['+1', '-1'])
      assert.deepEqual([...(await committedOf(bench, options.groupId()!))], [[1, 4]])
      const rest = await within(receiver.receive().pipe(concatMap(async (record) => {
        const lag = await firstValueFrom(receiver.doOnConsumer((c) => c.currentLag({ topic, partition: 1 })))
        assert.equal(lag, 0)
        return record
      }), take(6), toArray()))
      assert.deepEqual(values(rest), v(4, 10))
    },
  },
  {
    name: 'R10 a second receive after the first, in every mode',
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 30)
      const receiver = receiverOf(bench, receiverOptions(bench, [topic], { 'max.poll.records': 5 }))
      const got: string[] = []
      for (let round = 0; round < 2; round++) {
        await within(receiver.receive().pipe(tap((r) => (got.push(r.value!), ack(r))), take(3)))
        await within(receiver.receiveBatch().pipe(take(1), mergeMap((batch) => batch), tap((r) => (got.push(r.value!), ack(r)))))
        for await (const batch of receiver.receiveAutoAck()) {
          for await (const record of batch) got.push(record.value!)
          break
        }
        let left = 2
        for await (const record of receiver.receiveAtmostOnce()) {
          got.push(record.value!)
          if (--left === 0) break
        }
      }
      assert.deepEqual(got, v(0, 30))
    },
  },
  {
    name: 'R11 every method of doOnConsumer',
    async run(bench) {
      const topic = await bench.topic(2)
      await bench.produce(topic, 10, { partition: 0 })
      const receiver = receiverOf(bench, receiverOptions(bench, [topic]))
      const subscription = receiver.receive().subscribe(ack)
      const p = { topic, partition: 0 }
      while ((await firstValueFrom(receiver.doOnConsumer((c) => c.assignment().length))) < 2) await sleep(20)
      const found = await firstValueFrom(receiver.doOnConsumer(async (c) => {
        await c.seekToBeginning([p])
        await c.seekToEnd([p])
        const end = await c.position(p)
        c.seek(p, 3)
        c.pause([p])
        const paused = c.paused().length
        c.resume([p])
        return [
          end, await c.position(p), paused, c.subscription().join(), (await c.partitionsFor(topic)).length, topic in (await c.listTopics()),
          (await c.beginningOffsets([p]))[0]!.offset, (await c.endOffsets([p]))[0]!.offset, (await c.offsetsForTimes([{ ...p, timestamp: 0 }]))[0]!.offset, (await c.committed([{ topic, partition: 1 }])).length,
          'records-lag-max' in c.metrics(),
        ]
      }))
      assert.deepEqual(found, [10, 3, 1, topic, 2, true, 0, 10, 0, 0, true])
      subscription.unsubscribe()
    },
  },
  {
    name: 'R12 autoAck commits on close, the next receiver sees only new records',
    async run(bench) {
      const topic = await bench.topic(2)
      await bench.produce(topic, 50)
      const options = receiverOptions(bench, [topic])
      const first = receiverOf(bench, options)
      const seen: string[] = []
      const subscription = first.receiveAutoAck().pipe(concatMap((batch) => batch)).subscribe((r) => seen.push(r.value!))
      while (seen.length < 50) await sleep(20)
      subscription.unsubscribe()
      await first.stop()
      await bench.produce(topic, 5, { from: 50 })
      assert.deepEqual(values(await receive(receiverOf(bench, options), 5)).toSorted(), v(50, 55).toSorted())
    },
  },
  {
    name: 'R16 redelivery after a crash: as many as are not committed; none at most once',
    timeoutMs: 60_000,
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 30)
      const crashing = (options: Options): { receiver: KafkaReceiver<Text, Text>; crash: () => void } => {
        let crashed = false
        // A process that dies commits nothing more.
        const receiver = receiverOver(bench, options, (consumer) => ({ commit: async (offsets) => (crashed ? undefined : consumer.commit(offsets)) }))
        return { receiver, crash: () => (crashed = true) }
      }
      const nextAfter = async (options: Options): Promise<number> => {
        const receiver = receiverOf(bench, options)
        const record = await within(receiver.receive().pipe(take(1)))
        await receiver.stop()
        return record.offset
      }
      // Every record committed: at most the one in work.
      const each = receiverOptions(bench, [topic]).commitInterval(0)
      const one = crashing(each)
      await within(one.receiver.receive().pipe(concatMap((r) => r.receiverOffset().commit()), take(10)))
      one.crash()
      await one.receiver.stop()
      assert.equal(await nextAfter(each), 10)
      // By batch size: fewer than a batch.
      const sized = receiverOptions(bench, [topic]).commitInterval(0).commitBatchSize(4)
      const two = crashing(sized)
      await within(two.receiver.receive().pipe(concatMap(async (r) => {
        ack(r)
        await sleep(5)
      }), take(10)))
      two.crash()
      await two.receiver.stop()
      const next = await nextAfter(sized)
      assert.ok(next > 10 - 4 && next <= 10, `${next}`)
      // At most once: none.
      const once = receiverOptions(bench, [topic])
      const three = crashing(once)
      const offsets = await within(three.receiver.receiveAtmostOnce((r) => of(r.offset)).pipe(take(10), toArray()))
      three.crash()
      await three.receiver.stop()
      assert.ok((await nextAfter(once)) > offsets.at(-1)!)
    },
  },
  {
    name: 'R21 committing a partition that is gone fails the Mono, not the stream',
    async run(bench) {
      const [gone, stays] = [await bench.topic(1), await bench.topic(1)]
      await bench.produce(gone, 1)
      const receiver = receiverOf(bench, receiverOptions(bench, []).assignment([{ topic: gone, partition: 0 }, { topic: stays, partition: 0 }]).commitInterval(0))
      const seen: Record_[] = []
      let failure: unknown
      receiver.receive().subscribe({ next: (r) => seen.push(r), error: (error: unknown) => (failure = error) })
      while (seen.length < 1) await sleep(20)
      const admin = bench.kafka.admin()
      await admin.deleteTopics([gone])
      await admin.close()
      await assert.rejects(within(seen[0]!.receiverOffset().commit()), (error: KafkaError) => /UNKNOWN_TOPIC|GROUP_ID_NOT_FOUND|UNKNOWN_MEMBER/.test(`${error.code} ${error.message}`))
      await bench.produce(stays, 1)
      while (seen.length < 2) await sleep(20)
      assert.equal(failure, undefined)
    },
  },
  {
    name: 'R28 R32 pulled: exactly what is asked for; overlapping demand',
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 20)
      const receiver = receiverOf(bench, receiverOptions(bench, [topic], { 'max.poll.records': 1 }))
      const stream = receiver.receive()[Symbol.asyncIterator]()
      for (let i = 0; i < 5; i++) assert.equal((await stream.next()).value.value, `v${i}`)
      assert.equal(await firstValueFrom(receiver.doOnConsumer((c) => c.position({ topic, partition: 0 }))), 5)
      assert.equal((await firstValueFrom(receiver.doOnConsumer((c) => c.paused()))).length, 1)
      const rest = await Promise.all(Array.from({ length: 15 }, () => stream.next()))
      assert.deepEqual(rest.map(({ value }) => value.value), v(5, 20))
      await stream.return?.()
      assert.equal((await within(receiver.receive().pipe(skip(1), take(1)))).offset, 1)
    },
  },
  {
    name: 'reused buffers: bytes are right until they are acknowledged, in any order; later refused or empty, never another\'s',
    async run(bench) {
      const topic = await bench.topic(2)
      const valueOf = (index: number): string => `${index}:`.repeat(1 + (index % 700))
      const producer = bench.kafka.producer({ batchBytes: 100_000, compression: 'none' })
      bench.defer(() => producer.close())
      const count = 6000
      await producer.sendBatch(topic, Array.from({ length: count }, (_, index) => ({ key: String(index), value: valueOf(index) })))
      const reusing = (deferred = 0): KafkaReceiver<Buffer | null, Buffer | null> => {
        const options = ReceiverOptions.of(bench.kafka, { 'group.id': bench.group(), 'auto.offset.reset': 'earliest', 'max.partition.fetch.bytes': 200_000 })
        const receiver = KafkaReceiver.create(options.subscription([topic]).maxDeferredCommits(deferred).reuseBuffers(true))
        bench.defer(() => receiver.stop())
        return receiver
      }
      const check = ({ key, value }: { key: Buffer | null; value: Buffer | null }): void => assert.equal(String(value), valueOf(Number(String(key))))
      // Out of order: a record is as it was until it is acknowledged itself.
      await within(reusing(1000).receive().pipe(mergeMap(async (record) => {
        check(record)
        await sleep(Number(String(record.key)) % 5)
        check(record)
        record.receiverOffset().acknowledge()
      }, 100), take(count)))
      const kept: Buffer[] = []
      let first: { readonly value: Buffer | null } | undefined
      await within(reusing().receiveBatch().pipe(concatMap((batch) => batch.pipe(toArray())), concatMap(async (records) => {
        await sleep(1)
        for (const record of records) {
          check(record)
          kept.push(record.value!)
          first ??= record
        }
        for (const end of new Map(records.map((record) => [record.partition, record])).values()) end.receiverOffset().acknowledge()
        return records.length
      }), scan((sum, length) => sum + length, 0), takeWhile((sum) => sum < count, true)))
      assert.throws(() => first!.value, { code: 'INVALID_ARGUMENT' })
      assert.equal(kept[0]!.length, 0)
      let seen = 0
      for await (const batch of reusing().receiveAutoAck()) {
        for await (const record of batch) {
          if (seen++ % 50 === 0) await sleep(1)
          check(record)
        }
        if (seen === count) break
      }
    },
  },
  {
    name: 'R28 pulled one at a time in every mode: nothing is taken that was not asked for',
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 6)
      const modes: Readonly<Record<string, (receiver: KafkaReceiver<Text, Text>) => AsyncIterable<unknown>>> = {
        receive: (receiver) => receiver.receive(),
        receiveBatch: (receiver) => receiver.receiveBatch(),
        receiveAutoAck: (receiver) => receiver.receiveAutoAck(),
        receiveAtmostOnce: (receiver) => receiver.receiveAtmostOnce(),
      }
      for (const [mode, stream] of Object.entries(modes)) {
        const receiver = receiverOf(bench, receiverOptions(bench, [topic], { 'max.poll.records': 1 }))
        const iterator = stream(receiver)[Symbol.asyncIterator]()
        for (let asked = 1; asked <= 5; asked++) {
          assert.equal((await iterator.next()).done, false)
          await sleep(20)
          const position = await firstValueFrom(receiver.doOnConsumer((c) => c.position({ topic, partition: 0 })))
          assert.equal(position, asked, mode)
        }
        await iterator.return?.()
        await receiver.stop()
      }
    },
  },
  {
    name: 'R31 pulled: a record that comes later is handed out at once, whatever pollTimeout is',
    async run(bench) {
      const topic = await bench.topic(1)
      const receiver = receiverOf(bench, receiverOptions(bench, [topic]).pollTimeout('1m'))
      const iterator = receiver.receive()[Symbol.asyncIterator]()
      for (let n = 0; n < 3; n++) {
        const next = iterator.next()
        await sleep(100)
        await bench.produce(topic, 1, { from: n })
        assert.equal((await next).value.value, `v${n}`)
      }
      await iterator.return?.()
    },
  },
  {
    name: 'R29 R31 a slow consumer pauses everything; demand resumes it at once',
    async run(bench) {
      const topic = await bench.topic(4)
      for (let p = 0; p < 4; p++) await bench.produce(topic, 10, { partition: p, from: p * 10 })
      const receiver = receiverOf(bench, receiverOptions(bench, [topic]).inFlight({ records: 8 }).pollTimeout('1m'))
      const seen: Record_[] = []
      receiver.receive().subscribe((r) => seen.push(r))
      while (seen.length < 8) await sleep(20)
      await sleep(100)
      assert.equal(seen.length, 8)
      assert.equal((await firstValueFrom(receiver.doOnConsumer((c) => c.paused()))).length, 4)
      for (let done = 0; done < 40; done = seen.length) {
        for (const record of seen.slice()) ack(record)
        while (seen.length === done && done < 40) await sleep(5)
      }
      assert.equal(seen.length, 40)
    },
  },
  {
    name: 'R34 work that takes longer than the session timeout keeps the partitions; revoked on close',
    timeoutMs: 40_000,
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 3)
      const events: string[] = []
      const options = receiverOptions(bench, [topic], { 'session.timeout.ms': 6000, 'max.poll.records': 1 })
        .addAssignListener(() => void events.push('+')).addRevokeListener(() => void events.push('-'))
      const receiver = receiverOf(bench, options)
      const stream = receiver.receive()[Symbol.asyncIterator]()
      await stream.next()
      await sleep(7500)
      assert.equal((await stream.next()).value.offset, 1)
      assert.deepEqual(events, ['+'])
      await stream.return?.()
      assert.deepEqual(events, ['+', '-'])
    },
  },
  {
    name: 'R36 a failed handler: unacknowledged records come again on the next subscription',
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 10)
      const receiver = receiverOf(bench, receiverOptions(bench, [topic]))
      await assert.rejects(within(receiver.receive().pipe(tap((r) => {
        if (r.offset === 3) throw new Error('at 3')
        ack(r)
      }))), /at 3/)
      assert.deepEqual(values(await receive(receiver, 7)), v(3, 10))
    },
  },
  {
    name: 'R37 groupBy(partition) keeps the order with 50 partitions and little concurrency',
    async run(bench) {
      const topic = await bench.topic(50)
      const sender = senderOf(bench)
      await within(sender.send(Array.from({ length: 1000 }, (_, i) => SenderRecord.of(topic, { partition: i % 50, value: `v${i}` }))))
      const receiver = receiverOf(bench, receiverOptions(bench, [topic]))
      const last = new Map<number, number>()
      await within(receiver.receive().pipe(
        groupBy((r) => r.partition),
        mergeMap((group) => group.pipe(concatMap(async (r) => {
          await sleep(0)
          assert.equal(r.offset, (last.get(r.partition) ?? -1) + 1)
          last.set(r.partition, r.offset)
          ack(r)
        }))),
        take(1000),
      ))
      assert.equal(last.size, 50)
    },
  },
  {
    name: 'records that do not decode: fail, skip, dead letter',
    async run(bench) {
      const topic = await bench.topic(1)
      const sender = senderOf(bench)
      await within(sender.send(['{"n":1}', 'not json', '{"n":3}'].map((value) => SenderRecord.of<Text, Text>(topic, { value }))))
      const typed = typedTopic(topic, { value: json<{ n: number }>() })
      const options = (): ReceiverOptions<string | null, { n: number }> =>
        ReceiverOptions.of(bench.kafka, typed, { 'group.id': bench.group(), 'auto.offset.reset': 'earliest' })
      const failing = KafkaReceiver.create(options())
      await assert.rejects(lastValueFrom(failing.receive().pipe(timeout(15_000))), { code: 'DESERIALIZATION' })
      await failing.stop()
      const skipping = KafkaReceiver.create(options().onDeserializationError('skip'))
      assert.deepEqual(await lastValueFrom(skipping.receive().pipe(map((r) => r.value.n), take(2), toArray())), [1, 3])
      await skipping.stop()
      const letters: string[] = []
      const saving = KafkaReceiver.create(options().onDeserializationError({ deadLetter: (poison) => void letters.push(String(poison.value)) }))
      assert.deepEqual(await lastValueFrom(saving.receive().pipe(map((r) => r.value.n), take(2), toArray())), [1, 3])
      await saving.stop()
      assert.deepEqual(letters, ['not json'])
    },
  },
  {
    name: 'stop({ drain }) commits what is acknowledged meanwhile',
    async run(bench) {
      const topic = await bench.topic(1)
      await bench.produce(topic, 20)
      const options = receiverOptions(bench, [topic], { 'max.poll.records': 10 }).inFlight({ records: 10 })
      const receiver = receiverOf(bench, options)
      let completed = false
      const seen: Record_[] = []
      receiver.receive().subscribe({ next: (r) => seen.push(r), complete: () => (completed = true) })
      while (seen.length < 10) await sleep(20)
      const stopped = receiver.stop({ drain: '10s' })
      await sleep(50)
      ack(seen[9]!)
      await stopped
      assert.equal(completed, true)
      assert.equal((await committedOf(bench, options.groupId()!)).get(0), 10)
    },
  },
]

export const rxScenarios: readonly Scenario[] = [...delivery, ...committingScenarios, ...rebalancingScenarios, ...sendingScenarios, traced, restarting]
/** For the unit tests: without what has to last long, or restarts the broker. */
export const quickScenarios: readonly Scenario[] = rxScenarios.filter(({ name }) => !/^R3[45] /.test(name))
