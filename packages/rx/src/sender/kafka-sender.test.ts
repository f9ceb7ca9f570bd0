/** S1 to S13: the sender against a broker in this process, and against a producer that fails on command. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Accepted, type BatchReport, KafkaError, type ProducerRecord, json, stringSerde, topic } from '@odradek/client'
import { type TestBroker, startBroker } from '@odradek/testing'
import {
  Subject, asapScheduler, catchError, concatMap, defer, delay, firstValueFrom, from, lastValueFrom, map, mergeMap, of, range, retry, take, tap, throwError, toArray,
} from 'rxjs'
import { KafkaSender, SenderOptions, SenderRecord, type SenderResult, type SendingProducer } from '../index.ts'

/** A producer whose batches are done when the test says so. */
class ScriptedProducer implements SendingProducer {
  readonly availableBytes = 0
  readonly sent: { topic: string; value: unknown }[] = []
  /** Accepted and not answered. */
  open: { resolve: (report: BatchReport) => void; reject: (error: Error) => void }[] = []
  maxOpen = 0
  closed = false
  failAt: (value: unknown) => Error | undefined = () => undefined
  refuse: (value: unknown) => Error | undefined = () => undefined
  answerAtOnce = true

  accept(to: string | { name: string }, record: ProducerRecord<never, never>): Accepted {
    const error = this.refuse(record.value)
    if (error !== undefined) throw error
    const name = typeof to === 'string' ? to : to.name
    const offset = this.sent.push({ topic: name, value: record.value }) - 1
    const done = new Promise<BatchReport>((resolve, reject) => {
      this.open.push({ resolve, reject })
      this.maxOpen = Math.max(this.maxOpen, this.open.length)
      const failure = this.failAt(record.value)
      if (this.answerAtOnce) setImmediate(() => this.#answer(resolve, reject, failure, name, offset))
    })
    done.catch(() => {})
    return { batch: { topic: name, partition: 0, done }, index: 0, timestamp: 1 }
  }

  #answer(resolve: (report: BatchReport) => void, reject: (error: Error) => void, failure: Error | undefined, name: string, offset: number): void {
    this.open.shift()
    if (failure !== undefined) reject(failure)
    else resolve(report(name, offset))
  }

  hurry(): void {}
  async flush(): Promise<void> {}
  async partitionsFor(): Promise<[]> {
    return []
  }
  async close(): Promise<void> {
    this.closed = true
  }
}

function report(name: string, baseOffset: number): BatchReport {
  const timings = { metadataMs: 0, serializeMs: 0, partitionMs: 0, bufferMs: 0, accumulateMs: 0, requestMs: 0, totalMs: 0 }
  return { topic: name, partition: 0, baseOffset, logAppendTimeMs: -1, recordCount: 1, bytes: 1, compressionRatio: 1, closeReason: 'full', attempts: 1, timings }
}

function scripted(options: (o: SenderOptions<string, number>) => SenderOptions<string, number> = (o) => o): { producer: ScriptedProducer; sender: KafkaSender<string, number>; made: () => number } {
  const producer = new ScriptedProducer()
  let made = 0
  const factory = { createProducer: () => (made++, producer) }
  return { producer, sender: KafkaSender.create(factory, options(SenderOptions.create<string, number>())), made: () => made }
}

const numbers = (count: number, from_ = 0): SenderRecord<string, number, number>[] =>
  Array.from({ length: count }, (_, i) => SenderRecord.create<string, number, number>({ topic: 't', key: null, value: from_ + i }, from_ + i))

const failing = (value: unknown): Error => new KafkaError('NOT_LEADER_OR_FOLLOWER', `no leader for ${String(value)}`)

describe('sender, scripted producer', () => {
  test('S1 the producer is made lazily, once for ten doOnProducer', async () => {
    const { sender, made } = scripted()
    assert.equal(made(), 0)
    sender.send(numbers(1))
    assert.equal(made(), 0, 'a send that nobody subscribed to makes nothing')
    await Promise.all(Array.from({ length: 10 }, () => firstValueFrom(sender.doOnProducer((p) => p.flush()))))
    assert.equal(made(), 1)
  })

  test('S1 a transactional producer is made at once and takes its id', async () => {
    let initialized = 0
    const producer = Object.assign(new ScriptedProducer(), {
      initTransactions: async () => void initialized++,
      beginTransaction() {}, commitTransaction: async () => {}, abortTransaction: async () => {}, sendOffsetsToTransaction: async () => {},
    })
    const sender = KafkaSender.create({ createProducer: () => producer }, SenderOptions.create({ 'transactional.id': 'tx' }))
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(initialized, 1)
    assert.equal(sender.transactionManager().transactionalId(), 'tx')
    assert.throws(() => scripted().sender.transactionManager(), /Transactions are not enabled/)
  })

  test('S2 close closes the producer, and the sender with it', async () => {
    const events: string[] = []
    const { sender, producer } = scripted((o) => o.producerListener({ producerAdded: () => events.push('added'), producerRemoved: () => events.push('removed') }))
    await lastValueFrom(sender.send(numbers(3)))
    await sender.close()
    await sender.close()
    assert.equal(producer.closed, true)
    assert.deepEqual(events, ['added', 'removed'])
    await assert.rejects(lastValueFrom(sender.send(numbers(1))), { code: 'CLOSED' })
  })

  test('S2 close does not wait for a transactional id that cannot be taken', async () => {
    let fail = (_error: Error): void => {}
    const producer = Object.assign(new ScriptedProducer(), {
      initTransactions: () => new Promise<void>((_, reject) => (fail = reject)),
      beginTransaction() {}, commitTransaction: async () => {}, abortTransaction: async () => {}, sendOffsetsToTransaction: async () => {},
      close: async () => fail(new KafkaError('CLOSED', 'the client is closed')),
    })
    const sender = KafkaSender.create<string, number>({ createProducer: () => producer }, SenderOptions.create({ 'transactional.id': 'tx' }))
    const sent = assert.rejects(lastValueFrom(sender.send(numbers(1))), { code: 'CLOSED' })
    await sender.close()
    await sent
  })

  test('S3 a chain runs in order, `then` between links sees exact counts, and a failing link ends it', async () => {
    const { sender, producer } = scripted()
    const counts: number[] = []
    const count = defer(() => (counts.push(producer.sent.length), of(0)))
    const chain = sender.createOutbound().send(numbers(10)).then(count).send(numbers(5, 10)).then(count)
    assert.equal(producer.sent.length, 0, 'nothing is sent before the chain is subscribed')
    assert.equal(await firstValueFrom(chain.then()), undefined)
    assert.deepEqual(counts, [10, 15])
    assert.deepEqual(producer.sent.map(({ value }) => value), Array.from({ length: 15 }, (_, i) => i))

    producer.failAt = (value) => (value === 3 ? failing(value) : undefined)
    let after_ = false
    await assert.rejects(lastValueFrom(sender.createOutbound().send(numbers(10)).then(defer(() => ((after_ = true), of(0)))).then()), /no leader for 3/)
    assert.equal(after_, false)
  })

  test('S3 a failed link stops taking records after maxInFlight', async () => {
    const { sender, producer } = scripted((o) => o.maxInFlight(4))
    producer.failAt = (value) => (value === 0 ? failing(value) : undefined)
    let taken = 0
    const source = function* (): Generator<SenderRecord<string, number>> {
      for (let i = 0; ; i++) yield (taken++, SenderRecord.create<string, number>({ topic: 't', key: null, value: i }))
    }
    await assert.rejects(sender.createOutbound().send(source()).run(), /no leader for 0/)
    assert.equal(taken, 4)
  })

  test('S4 stopOnError(false) tries all 20, answers 20 results, then fails with the first error', async () => {
    const { sender, producer } = scripted((o) => o.stopOnError(false))
    producer.failAt = (value) => ((value as number) % 5 === 2 ? failing(value) : undefined)
    const results: SenderResult<number>[] = []
    await assert.rejects(lastValueFrom(sender.send(numbers(20)).pipe(tap((result) => results.push(result)))), /no leader for 2$/)
    assert.equal(results.length, 20)
    assert.deepEqual(results.filter((r) => r.exception() !== null).map((r) => r.correlationMetadata()), [2, 7, 12, 17])
    assert.ok(results.every((r) => (r.recordMetadata() === null) === (r.exception() !== null)))
  })

  test('S4 a fatal error ends the stream even with stopOnError(false)', async () => {
    const { sender, producer } = scripted((o) => o.stopOnError(false))
    producer.failAt = (value) => (value === 2 ? new KafkaError('PRODUCER_FENCED', 'fenced') : undefined)
    let results = 0
    await assert.rejects(lastValueFrom(sender.send(numbers(20)).pipe(tap(() => results++))), { code: 'PRODUCER_FENCED' })
    assert.equal(results, 2)
  })

  test('S5 a record that does not serialize is that record\'s failure; the source goes on', async () => {
    const { sender, producer } = scripted((o) => o.stopOnError(false))
    producer.refuse = (value) => (value === 1 ? new KafkaError('SERIALIZATION', 'cannot') : undefined)
    const source = new Subject<SenderRecord<string, number, number>>()
    const results: number[] = []
    const done = lastValueFrom(sender.send(source).pipe(tap((r) => results.push(r.correlationMetadata()))))
    await new Promise((resolve) => setImmediate(resolve))
    for (const record of numbers(3)) source.next(record)
    assert.equal(source.observed, true)
    source.complete()
    await assert.rejects(done, { code: 'SERIALIZATION' })
    assert.deepEqual(results.toSorted(), [0, 1, 2])
    assert.deepEqual(producer.sent.map(({ value }) => value), [0, 2])
  })

  test('S7 a slow handler of results holds up neither the producer nor another send', async () => {
    const { sender } = scripted()
    const release = new Subject<void>()
    const slow = lastValueFrom(sender.send(numbers(3)).pipe(concatMap((r) => release.pipe(take(1), map(() => r))), toArray()))
    const other = await lastValueFrom(sender.send(numbers(10)).pipe(toArray()))
    assert.equal(other.length, 10)
    for (let i = 0; i < 3; i++) {
      release.next()
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal((await slow).length, 3)
  })

  test('S8 never more than maxInFlight, for an iterable and for an Observable', async () => {
    for (const source of [numbers(50), from(numbers(50))]) {
      const { sender, producer } = scripted((o) => o.maxInFlight(7))
      await lastValueFrom(sender.send(source))
      assert.equal(producer.maxOpen, 7)
    }
  })

  test('S8 an async iterable is pulled, never read ahead of maxInFlight', async () => {
    const { sender, producer } = scripted((o) => o.maxInFlight(2))
    producer.answerAtOnce = false
    let taken = 0
    const source = async function* (): AsyncGenerator<SenderRecord<string, number, number>> {
      for (const record of numbers(5)) yield (taken++, record)
    }
    const results: number[] = []
    const subscription = sender.send(source()).subscribe((r) => results.push(r.correlationMetadata()))
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(taken, 2)
    producer.open.shift()!.resolve(report('t', 0))
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(taken, 3)
    assert.deepEqual(results, [0])
    subscription.unsubscribe()
  })

  test('S9 retry and catchError go on from the record that failed', async () => {
    const { sender, producer } = scripted((o) => o.maxInFlight(1))
    let failures = 2
    producer.failAt = (value) => (value === 4 && failures-- > 0 ? failing(value) : undefined)
    let next = 0
    const remaining = defer(() => sender.send(numbers(10 - next, next)).pipe(tap((r) => r.exception() === null && (next = r.correlationMetadata() + 1))))
    await lastValueFrom(remaining.pipe(retry(2)))
    assert.deepEqual(producer.sent.map(({ value }) => value), [0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8, 9])

    next = 0
    producer.sent.length = 0
    failures = 1
    const resumed = await lastValueFrom(remaining.pipe(catchError(() => remaining), toArray()))
    assert.deepEqual(resumed.filter((r) => r.exception() === null).map((r) => r.correlationMetadata()), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('S10 concurrent sends and chains on one sender do not disturb each other', async () => {
    const { sender, producer } = scripted()
    const sends = await Promise.all(Array.from({ length: 5 }, (_, i) => lastValueFrom(sender.send(numbers(20, i * 100)).pipe(toArray()))))
    sends.forEach((results, i) => assert.deepEqual(results.map((r) => r.correlationMetadata()), Array.from({ length: 20 }, (_, at) => i * 100 + at)))
    producer.failAt = (value) => (value === 1001 ? failing(value) : undefined)
    const [failed, fine] = await Promise.allSettled([sender.createOutbound().send(numbers(3, 1000)).run(), sender.createOutbound().send(numbers(3, 2000)).send(numbers(3, 3000)).run()])
    assert.equal(failed.status, 'rejected')
    assert.equal(fine.status, 'fulfilled')
  })

  test('an Observable that emits too much fails the stream, or drops by the policy', async () => {
    const flood = range(0, 20).pipe(map((i) => numbers(1, i)[0]!))
    const strict = scripted((o) => o.maxInFlight(2).sourceBuffer({ records: 5 }))
    await assert.rejects(lastValueFrom(strict.sender.send(flood)), { code: 'BUFFER_EXHAUSTED' })
    const newest = scripted((o) => o.maxInFlight(2).sourceBuffer({ records: 5, overflow: 'drop-oldest' }))
    await lastValueFrom(newest.sender.send(flood))
    assert.deepEqual(newest.producer.sent.map(({ value }) => value), [0, 1, 15, 16, 17, 18, 19])
    const oldest = scripted((o) => o.maxInFlight(2).sourceBuffer({ records: 5, overflow: 'drop-newest' }))
    await lastValueFrom(oldest.sender.send(flood))
    assert.deepEqual(oldest.producer.sent.map(({ value }) => value), [0, 1, 2, 3, 4, 5, 6])
  })

  test('what is no record is the failure of itself, what is no source that of the call', async () => {
    const { sender, producer } = scripted((o) => o.stopOnError(false))
    const [one, two] = numbers(2)
    const mixed = [one, undefined, null, 'text', 5, two] as unknown as SenderRecord<string, number, number>[]
    for (const source of [mixed, from(mixed)]) {
      producer.sent.length = 0
      const failures: unknown[] = []
      await assert.rejects(
        lastValueFrom(sender.send(source).pipe(tap((r) => r.exception() !== null && failures.push(r.exception())))),
        { code: 'INVALID_ARGUMENT', message: /SenderRecord\.of.*emitted null/ },
      )
      assert.ok(failures.length === 4 && failures.every((error) => error instanceof KafkaError))
      assert.equal(producer.sent.length, 2)
    }
    assert.throws(() => sender.send(one as never), { code: 'INVALID_ARGUMENT', message: /send\(\[record\]\)/ })
    assert.throws(() => sender.createOutbound().send(undefined as never), { code: 'INVALID_ARGUMENT' })
    assert.throws(() => SenderOptions.create().sourceBuffer({ overflow: 'block' as never }), { code: 'INVALID_ARGUMENT', message: /'drop-newest', not "block"/ })
    assert.throws(() => SenderOptions.create().sourceBuffer({ records: 0 }), { code: 'INVALID_ARGUMENT' })
  })

  test('an error of the source is the stream\'s error', async () => {
    const { sender } = scripted()
    await assert.rejects(lastValueFrom(sender.send(throwError(() => new Error('source broke')))), /source broke/)
    await assert.rejects(lastValueFrom(sender.send((function* (): Generator<never> { yield* []; throw new Error('iterable broke') })())), /iterable broke/)
  })

  test('a scheduler delivers the results', async () => {
    const { sender } = scripted((o) => o.scheduler(asapScheduler))
    assert.equal((await lastValueFrom(sender.send(numbers(4)).pipe(toArray()))).length, 4)
  })

  test('doOnProducer refuses what would disturb the streams', async () => {
    const { sender } = scripted()
    for (const method of ['send', 'close', 'beginTransaction', 'initTransactions', 'commitTransaction', 'abortTransaction']) {
      await assert.rejects(firstValueFrom(sender.doOnProducer((p) => (p as unknown as Record<string, () => void>)[method]!())), { code: 'UNSUPPORTED' }, method)
    }
  })

  test('sendTransactionally: one transaction at a time; abort and fail on an error', async () => {
    const log: string[] = []
    const producer = Object.assign(new ScriptedProducer(), {
      initTransactions: async () => {}, sendOffsetsToTransaction: async () => {},
      beginTransaction: () => void log.push('begin'),
      commitTransaction: async () => void log.push(`commit ${producer.sent.length}`),
      abortTransaction: async () => void log.push('abort'),
    })
    const sender = KafkaSender.create<string, number>({ createProducer: () => producer }, SenderOptions.create({ 'transactional.id': 'tx' }))
    const complete: boolean[] = []
    sender.transactionManager().transactionComplete((committed) => complete.push(committed))
    const windows = sender.sendTransactionally(of(numbers(3), numbers(4, 3)))
    const counts = await lastValueFrom(windows.pipe(concatMap((window) => window.pipe(toArray(), map((r) => r.length))), toArray()))
    assert.deepEqual(counts, [3, 4])
    assert.deepEqual(log, ['begin', 'commit 3', 'begin', 'commit 7'])

    log.length = 0
    producer.failAt = (value) => (value === 12 ? failing(value) : undefined)
    await assert.rejects(lastValueFrom(sender.sendTransactionally([numbers(3, 10), numbers(3, 20)]).pipe(mergeMap((window) => window))), /no leader for 12/)
    assert.deepEqual(log, ['begin', 'abort'])
    assert.deepEqual(complete, [true, true, false])
    await assert.rejects(lastValueFrom(sender.createOutbound().sendTransactionally([numbers(3, 10)]).then()), /no leader for 12/)
  })
})

describe('sender, broker in this process', () => {
  let broker: TestBroker
  before(async () => {
    broker = await startBroker({ topics: { one: 1, three: 3 } })
  })
  after(() => broker.close())

  const options = (): SenderOptions<number, string> => SenderOptions.of<number, string>(broker.client()).withValueSerializer(stringSerde)
    .withKeySerializer({ serialize: (key: number | null) => (key === null ? null : String(key)) })

  test('S6 correlation metadata comes back with its own record', async () => {
    const sender = KafkaSender.create(options())
    const records = Array.from({ length: 30 }, (_, i) => SenderRecord.create<number, string, number>('three', i % 3, null, i, `v${i}`, i))
    const results = await lastValueFrom(sender.send(records).pipe(toArray()))
    assert.equal(results.length, 30)
    for (const result of results) {
      const { partition, offset, topic: name } = result.recordMetadata()!
      assert.deepEqual([name, partition, offset], ['three', result.correlationMetadata() % 3, Math.floor(result.correlationMetadata() / 3)])
    }
    await sender.close()
  })

  test('S12 results of 5,000 records come in order within each partition, from a slow source too', async () => {
    const sender = KafkaSender.create(options().maxInFlight(1000))
    const source = range(0, 5000).pipe(map((i) => SenderRecord.create<number, string, number>({ topic: 'three', key: i, value: 'x' }, i)))
    const last = new Map<number, { offset: number; sequence: number }>()
    let count = 0
    await lastValueFrom(sender.send(source).pipe(tap((r) => {
      const { partition, offset } = r.recordMetadata()!
      const before_ = last.get(partition)
      if (before_ !== undefined) {
        assert.equal(offset, before_.offset + 1)
        assert.ok(r.correlationMetadata() > before_.sequence)
      }
      last.set(partition, { offset, sequence: r.correlationMetadata() })
      count++
    })))
    assert.equal(count, 5000)
    await sender.close()
  })

  test('S13 partitionsFor answers, and an invalid topic fails', async () => {
    const sender = KafkaSender.create(options())
    const partitions = await firstValueFrom(sender.doOnProducer((p) => p.partitionsFor('three')))
    assert.deepEqual(partitions.map((p) => [p.topic, p.partition]), [['three', 0], ['three', 1], ['three', 2]])
    await assert.rejects(firstValueFrom(sender.doOnProducer((p) => p.partitionsFor('no such topic!'))), { code: 'INVALID_TOPIC_EXCEPTION' })
    await sender.close()
  })

  test('acks=0 answers with offset -1; options by Kafka\'s keys', async () => {
    const sender = KafkaSender.create(SenderOptions.create<string, string>({
      'bootstrap.servers': broker.bootstrap, acks: '0', 'linger.ms': '0', 'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer', 'value.serializer': stringSerde,
    }))
    const results = await lastValueFrom(sender.send([SenderRecord.create({ topic: 'one', value: 'x' }, 'a')]).pipe(toArray()))
    assert.equal(results[0]!.recordMetadata()!.offset, -1)
    await sender.close()
    assert.deepEqual(SenderOptions.create({ 'bootstrap.servers': 'x:1', 'no.such.key': 1 }).ignoredProperties(), ['no.such.key'])
  })

  test('one record as a Promise; a typed topic; a source that waits', async () => {
    const orders = topic('one', { value: json<{ id: string }>() })
    const sender = KafkaSender.create<string | null, { id: string }>(SenderOptions.of(broker.client()))
    const result = await sender.sendRecord(SenderRecord.of(orders, { key: 'u', value: { id: 'o1' } }, 'mine'))
    assert.equal(result.correlationMetadata(), 'mine')
    assert.ok(result.recordMetadata()!.offset >= 0)
    const slow = of(1, 2, 3).pipe(concatMap((i) => of(SenderRecord.of(orders, { value: { id: String(i) } }, i)).pipe(delay(1))))
    assert.equal((await lastValueFrom(sender.send(slow).pipe(toArray()))).length, 3)
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    await assert.rejects(sender.sendRecord(SenderRecord.of(orders, { value: circular as never })), /circular/i)
    await sender.close()
  })
})
