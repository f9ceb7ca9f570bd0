/** Receivers of one group that come and go: R9, R26, R30 and R33, with the classic protocol and with the one of KIP-848. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { KafkaReceiver, Properties } from '@odradek/rx'
import { firstValueFrom } from 'rxjs'
import { type Record_, type Text, ack, groupProtocol, newGroupProtocol, receiverOf, receiverOptions, until, v } from './rx-bench.ts'
import type { Scenario } from './suite.ts'

const assigned = (r: KafkaReceiver<Text, Text>): Promise<number> => firstValueFrom(r.doOnConsumer((c) => c.assignment().length))
const pausedOf = (r: KafkaReceiver<Text, Text>): Promise<number> => firstValueFrom(r.doOnConsumer((c) => c.paused().length))

const protocols: readonly (readonly [name: string, properties: Properties, needs?: readonly [number, number]])[] = [
  ['classic, eager', { 'partition.assignment.strategy': 'range' }],
  ['classic, cooperative', { 'partition.assignment.strategy': 'cooperative-sticky' }],
  ['KIP-848', groupProtocol('consumer'), newGroupProtocol],
]

const inEachProtocol = protocols.flatMap(([label, properties, needs]): Scenario[] => [
  {
    name: `R9 R33 receivers of one group share the partitions, each record once; pauses stay with what stays (${label})`,
    timeoutMs: 60_000,
    ...(needs === undefined ? {} : { needs }),
    async run(bench) {
      const topic = await bench.topic(4)
      const options = receiverOptions(bench, [topic], properties)
      const seen: string[] = []
      const start = (): KafkaReceiver<Text, Text> => {
        const receiver = receiverOf(bench, options)
        receiver.receive().subscribe((record) => {
          seen.push(record.value!)
          ack(record)
        })
        return receiver
      }
      const first = start()
      await until(async () => (await assigned(first)) === 4)
      await firstValueFrom(first.doOnConsumer((c) => c.pause(c.assignment())))
      const second = start()
      await until(async () => (await assigned(second)) === 2 && (await assigned(first)) === 2)
      await until(async () => (await pausedOf(first)) === 2)
      assert.equal(await pausedOf(second), 0)
      await firstValueFrom(first.doOnConsumer((c) => c.resume(c.assignment())))
      await bench.produce(topic, 200)
      await until(() => seen.length >= 200)
      await sleep(200)
      assert.deepEqual(seen.toSorted(), v(0, 200).toSorted())
      await Promise.all([first.stop(), second.stop()])
    },
  },
  {
    name: `R26 a revocation waits for slow work and commits as it gets done: nothing comes twice (${label})`,
    timeoutMs: 60_000,
    ...(needs === undefined ? {} : { needs }),
    async run(bench) {
      const topic = await bench.topic(2)
      for (const partition of [0, 1]) await bench.produce(topic, 10, { partition, from: partition * 10 })
      const options = receiverOptions(bench, [topic], properties).maxDeferredCommits(100).commitInterval(0).commitIntervalDuringDelay(20)
      const seen: string[] = []
      const held: Record_[] = []
      const first = receiverOf(bench, options)
      first.receive().subscribe((record) => {
        seen.push(record.value!)
        held.push(record)
      })
      await until(() => held.length === 20)
      const second = receiverOf(bench, options)
      second.receive().subscribe((record) => {
        seen.push(record.value!)
        ack(record)
      })
      // Slow work, done from the back to the front.
      for (const record of held.toReversed()) {
        await sleep(30)
        ack(record)
      }
      await until(async () => (await assigned(second)) === 1 && (await assigned(first)) === 1)
      await bench.produce(topic, 10, { from: 20 })
      const finished = (): boolean => {
        for (const record of held) ack(record)
        return new Set(seen).size === 30
      }
      await until(finished)
      await Promise.all([first.stop(), second.stop()])
      assert.deepEqual(seen.toSorted(), v(0, 30).toSorted())
    },
  },
])

export const rebalancingScenarios: readonly Scenario[] = [
  ...inEachProtocol,
  {
    name: 'R30 partitions that come during back-pressure are paused at once',
    timeoutMs: 60_000,
    async run(bench) {
      const topic = await bench.topic(2)
      for (const partition of [0, 1]) await bench.produce(topic, 10, { partition, from: partition * 10 })
      const options = receiverOptions(bench, [topic], { 'max.poll.records': 2 }).maxDelayRebalance(0)
      const blocked = receiverOf(bench, options.inFlight({ records: 2 }))
      const seen: Record_[] = []
      blocked.receive().subscribe((record) => seen.push(record))
      await until(() => seen.length === 2)
      const other = receiverOf(bench, options.inFlight({ records: 1 }))
      const others: Record_[] = []
      other.receive().subscribe((record) => others.push(record))
      await until(async () => (await assigned(other)) === 1 && (await assigned(blocked)) === 1)
      // Whoever kept its partition has no credit; with a new one of the records in hand only what credit allows comes.
      await until(() => others.length > 0)
      await other.stop()
      await until(async () => (await assigned(blocked)) === 2)
      await until(async () => (await pausedOf(blocked)) === 2)
      const stopped = seen.length
      await sleep(200)
      assert.equal(seen.length, stopped)
      for (let done = 0; done < seen.length; ) {
        done = seen.length
        for (const record of seen.slice()) ack(record)
        await sleep(100)
      }
      assert.ok(new Set(seen.map((record) => record.value)).size === 20)
    },
  },
  {
    name: 'R33 pauseAllAfterRebalance pauses everything once anything was paused',
    timeoutMs: 60_000,
    async run(bench) {
      const topic = await bench.topic(4)
      const options = receiverOptions(bench, [topic])
      const first = receiverOf(bench, options.pauseAllAfterRebalance(true))
      first.receive().subscribe(ack)
      await until(async () => (await assigned(first)) === 4)
      await firstValueFrom(first.doOnConsumer((c) => c.pause([{ topic, partition: 0 }])))
      assert.equal(await pausedOf(first), 1)
      const second = receiverOf(bench, options)
      second.receive().subscribe(ack)
      await until(async () => (await assigned(first)) === 2 && (await pausedOf(first)) === 2)
      await second.stop()
      await until(async () => (await assigned(first)) === 4 && (await pausedOf(first)) === 4)
    },
  },
]
