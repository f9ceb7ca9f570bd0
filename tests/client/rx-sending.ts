/** What a sender does against a real broker (S), with the traces of both sides (O) and a broker that goes down and comes back. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringSerde } from '@odradek/client'
import { type ObservationContext, type ObservationRegistry, SenderRecord, observeReceive } from '@odradek/rx'
import { Subject, concatMap, defer, firstValueFrom, lastValueFrom, map, retry, take, tap, toArray } from 'rxjs'
import { type Text, ack, committedOf, numbered, receive, receiverOf, receiverOptions, senderOf, v, values, within } from './rx-bench.ts'
import type { Scenario } from './suite.ts'

export const sendingScenarios: readonly Scenario[] = [
  {
    name: 'S1 S2 the producer is made lazily, once; close closes it, and the sender with it',
    async run(bench) {
      const topic = await bench.topic(1)
      const events: string[] = []
      const sender = senderOf(bench, {}, (o) => o.producerListener({ producerAdded: () => void events.push('+'), producerRemoved: () => void events.push('-') }))
      void sender.send(numbered(topic, 1))
      await sleep(50)
      assert.deepEqual(events, [], 'a send that nobody subscribes to sends nothing, and makes nothing')
      await Promise.all(Array.from({ length: 10 }, () => firstValueFrom(sender.doOnProducer((p) => p.partitionsFor(topic)))))
      await within(sender.send(numbered(topic, 1)))
      assert.deepEqual(events, ['+'])
      await sender.close()
      assert.deepEqual(events, ['+', '-'])
      await assert.rejects(within(sender.send(numbered(topic, 1))), { code: 'CLOSED' })
      assert.deepEqual(values(await receive(receiverOf(bench, receiverOptions(bench, [topic])), 1)), ['v0'])
    },
  },
  {
    name: 'S5 a record that does not serialize is its own failure; the source goes on',
    async run(bench) {
      const topic = await bench.topic(1)
      const refusing = { ...stringSerde, serialize: (value: Text) => {
        if (value === 'v3') throw new Error('cannot write v3')
        return stringSerde.serialize(value, topic)
      } }
      const sender = senderOf(bench, {}, (o) => o.withValueSerializer(refusing).stopOnError(false))
      const source = new Subject<SenderRecord<Text, Text, number>>()
      const failed: number[] = []
      const done = within(sender.send(source).pipe(tap((r) => r.exception() !== null && failed.push(r.correlationMetadata()))))
      for (const record of numbered(topic, 10)) source.next(record)
      assert.ok(source.observed, 'the source is still listened to')
      source.complete()
      await assert.rejects(done, /cannot write v3/)
      assert.deepEqual(failed, [3])
      assert.deepEqual(values(await receive(receiverOf(bench, receiverOptions(bench, [topic])), 9)), [...v(0, 3), ...v(4, 10)])
    },
  },
  {
    name: 'S7 a slow handler of results holds up neither the producer nor another send',
    async run(bench) {
      const [slow, other] = [await bench.topic(1), await bench.topic(1)]
      const sender = senderOf(bench)
      const release = new Subject<void>()
      const handled = within(sender.send(numbered(slow, 3)).pipe(concatMap((r) => release.pipe(take(1), map(() => r))), toArray()))
      await within(sender.send(numbered(other, 100)))
      assert.equal((await receive(receiverOf(bench, receiverOptions(bench, [slow])), 3)).length, 3, 'delivered, although nobody has handled a result')
      for (let i = 0; i < 3; i++) {
        release.next()
        await sleep(1)
      }
      assert.deepEqual((await handled).map((r) => r.recordMetadata()!.offset), [0, 1, 2])
    },
  },
  {
    name: 'S8 never more than maxInFlight records without an answer',
    async run(bench) {
      const topic = await bench.topic(2)
      const sender = senderOf(bench, { 'linger.ms': 20 }, (o) => o.maxInFlight(7))
      let [taken, answered, most] = [0, 0, 0]
      await within(sender.send((function* () {
        for (const record of numbered(topic, 200)) {
          most = Math.max(most, ++taken - answered)
          yield record
        }
      })()).pipe(tap(() => answered++)))
      assert.deepEqual([taken, answered, most], [200, 200, 7])
    },
  },
  {
    name: 'S9 retry(2) goes on from the record that failed',
    async run(bench) {
      const topic = await bench.topic(1)
      let failures = 2
      const flaky = { ...stringSerde, serialize: (value: Text) => {
        if (value === 'v4' && failures-- > 0) throw new Error('not yet')
        return stringSerde.serialize(value, topic)
      } }
      const sender = senderOf(bench, {}, (o) => o.withValueSerializer(flaky).maxInFlight(1))
      let next = 0
      const remaining = defer(() => sender.send(numbered(topic, 10 - next, next)).pipe(tap((r) => (next = r.correlationMetadata() + 1))))
      await within(remaining.pipe(retry(2)))
      assert.ok(failures < 0, 'it failed twice')
      assert.deepEqual(values(await receive(receiverOf(bench, receiverOptions(bench, [topic])), 10)), v(0, 10))
    },
  },
  {
    name: 'S3 chains: order, exact counts between links',
    async run(bench) {
      const topic = await bench.topic(1)
      const sender = senderOf(bench)
      const admin = bench.kafka.admin()
      bench.defer(() => admin.close())
      const counts: number[] = []
      const count = defer(async () => counts.push((await admin.listOffsets([{ topic, partition: 0, at: 'latest' }]))[0]!.offset))
      await sender.createOutbound().send(numbered(topic, 10)).then(count).send(numbered(topic, 5, 10)).then(count).run()
      assert.deepEqual(counts, [10, 15])
      assert.deepEqual(values(await receive(receiverOf(bench, receiverOptions(bench, [topic])), 15)), v(0, 15))
    },
  },
  {
    name: 'S4 stopOnError(false): every record is tried, then the first error',
    async run(bench) {
      const topic = await bench.topic(1)
      const sender = senderOf(bench, { 'max.request.size': 2000 }, (o) => o.stopOnError(false))
      const records = numbered(topic, 20).map((r) => (r.correlationMetadata() % 4 === 1 ? SenderRecord.of<Text, Text, number>(topic, { value: 'x'.repeat(3000) }, r.correlationMetadata()) : r))
      const failed: number[] = []
      let results = 0
      await assert.rejects(within(sender.send(records).pipe(tap((r) => {
        results++
        if (r.exception() !== null) failed.push(r.correlationMetadata())
      }))), { code: 'RECORD_TOO_LARGE' })
      assert.equal(results, 20)
      assert.deepEqual(failed.toSorted((a, b) => a - b), [1, 5, 9, 13, 17])
      assert.equal((await receive(receiverOf(bench, receiverOptions(bench, [topic])), 15)).length, 15)
    },
  },
  {
    name: 'S6 S12 metadata of 5,000 records matches, in order per partition',
    async run(bench) {
      const topic = await bench.topic(4)
      const sender = senderOf(bench)
      const next = new Map<number, number>()
      let count = 0
      await within(sender.send((function* () {
        for (let i = 0; i < 5000; i++) yield SenderRecord.create<Text, Text, number>(topic, i % 4, null, null, `v${i}`, i)
      })()).pipe(tap((r) => {
        const { partition, offset } = r.recordMetadata()!
        const i = r.correlationMetadata()
        assert.deepEqual([partition, offset], [i % 4, Math.floor(i / 4)])
        assert.equal(offset, next.get(partition) ?? 0)
        next.set(partition, offset + 1)
        count++
      })))
      assert.equal(count, 5000)
    },
  },
  {
    name: 'S10 concurrent sends and chains on one sender',
    async run(bench) {
      const topic = await bench.topic(3)
      const sender = senderOf(bench)
      await Promise.all([
        ...Array.from({ length: 5 }, (_, i) => within(sender.send(numbered(topic, 100, i * 100)))),
        ...Array.from({ length: 3 }, (_, i) => sender.createOutbound().send(numbered(topic, 50, 1000 + i * 100)).send(numbered(topic, 50, 1050 + i * 100)).run()),
      ])
      assert.equal((await receive(receiverOf(bench, receiverOptions(bench, [topic])), 800)).length, 800)
    },
  },
  {
    name: 'S13 partitionsFor; an invalid topic',
    async run(bench) {
      const topic = await bench.topic(3)
      const sender = senderOf(bench)
      assert.deepEqual((await firstValueFrom(sender.doOnProducer((p) => p.partitionsFor(topic)))).map((p) => p.partition), [0, 1, 2])
      await assert.rejects(firstValueFrom(sender.doOnProducer((p) => p.partitionsFor('not a topic!'))), { code: 'INVALID_TOPIC_EXCEPTION' })
    },
  },
]

export const traced: Scenario = {
  name: 'O1 sender and receiver spans share the trace; kinds, names, tags; by hand too',
  async run(bench) {
    const topic = await bench.topic(1)
    const spans: { context: ObservationContext; traceId: string; parent: string | undefined; stopped: boolean }[] = []
    let next = 0
    const registry: ObservationRegistry = {
      start(context) {
        const parent = context.carrier.get('traceparent')
        const traceId = context.kind === 'CONSUMER' && parent !== undefined ? parent.split('-')[1]! : String(++next).padStart(32, '0')
        const span = { context, traceId, parent, stopped: false }
        spans.push(span)
        if (context.kind === 'PRODUCER') context.carrier.set('traceparent', `00-${traceId}-${String(next).padStart(16, '0')}-01`)
        return { error() {}, stop: () => void (span.stopped = true) }
      },
    }
    const sender = senderOf(bench, { 'client.id': 'tracer' }, (o) => o.withObservation(registry))
    await within(sender.send(numbered(topic, 3)))
    const options = receiverOptions(bench, [topic], { 'client.id': 'tracee' })
    const receiver = receiverOf(bench, options.withObservation(registry, { keyValues: () => ({ mine: 'yes' }) }))
    const records = await receive(receiver, 3)
    const sent = spans.filter((s) => s.context.kind === 'PRODUCER')
    const got = spans.filter((s) => s.context.kind === 'CONSUMER')
    assert.deepEqual(got.map((s) => s.traceId), sent.map((s) => s.traceId))
    assert.deepEqual([sent[0]!.context.contextualName, got[0]!.context.contextualName], [`${topic} publish`, `${topic} receive`])
    assert.deepEqual(sent[0]!.context.keyValues, { 'reactor.kafka.type': 'sender', 'reactor.kafka.client.id': 'tracer' })
    assert.deepEqual([got[0]!.context.keyValues['reactor.kafka.type'], got[0]!.context.keyValues['mine']], ['receiver', 'yes'])
    assert.ok(spans.every((s) => s.stopped))
    observeReceive(registry, records[1]!, { clientId: 'tracee' }).stop()
    assert.equal(spans.at(-1)!.traceId, sent[1]!.traceId)
  },
}

export const restarting: Scenario = {
  name: 'R35 S11 broker down and up: nothing lost, one copy each, in order; R12 commits survive',
  timeoutMs: 120_000,
  async run(bench) {
    const topic = await bench.topic(1)
    const sender = senderOf(bench, { 'delivery.timeout.ms': 90_000 })
    const options = receiverOptions(bench, [topic])
    const receiver = receiverOf(bench, options)
    const seen: string[] = []
    let failure: unknown
    const subscription = receiver.receive().subscribe({
      next: (r) => {
        seen.push(r.value!)
        ack(r)
      },
      error: (error: unknown) => (failure = error),
    })
    const source = async function* (): AsyncGenerator<SenderRecord<Text, Text, number>> {
      for (const record of numbered(topic, 1000)) {
        if (record.correlationMetadata() % 10 === 0) await sleep(20)
        yield record
      }
    }
    const sent = lastValueFrom(sender.send(source()).pipe(toArray()))
    while (seen.length < 200) await sleep(20)
    await bench.broker.kill()
    await sleep(5000)
    await bench.broker.start()
    const results = await sent
    assert.ok(results.every((r) => r.exception() === null))
    const deadline = Date.now() + 40_000
    while (new Set(seen).size < 1000 && failure === undefined && Date.now() < deadline) await sleep(50)
    assert.equal(failure, undefined)
    assert.deepEqual([...new Set(seen)], v(0, 1000))
    subscription.unsubscribe()
    await receiver.stop()
    const admin = bench.kafka.admin()
    const [end] = await admin.listOffsets([{ topic, partition: 0, at: 'latest' }])
    await admin.close()
    assert.equal((await committedOf(bench, options.groupId()!)).get(0), end?.offset)
    const all = values(await receive(receiverOf(bench, receiverOptions(bench, [topic])), end?.offset ?? 0))
    // A killed Apache Kafka remembers the last batch of a producer alone: those before it may be stored twice there.
    assert.deepEqual(bench.broker.name.startsWith('kafka-') ? [...new Set(all)] : all, v(0, 1000), 'one copy of each, in order')
  },
}
