/** What a consumer does with records: delivery, acknowledgement, positions, poison, isolation, faults. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ConsumerRecord, json, KafkaError, topic as typedTopic, type Consumer, type ConsumerOptions } from '@odradek/client'
import type { Bench, Scenario } from './suite.ts'

export async function collect(consumer: Consumer, count: number): Promise<ConsumerRecord[]> {
  const records: ConsumerRecord[] = []
  for await (const record of consumer.records({ ack: 'manual' })) {
    records.push(record)
    record.ack()
    if (records.length === count) break
  }
  return records
}

/** Records that are not acknowledged, of a stream that is not left: they stay in hand. */
export async function hold(consumer: Consumer, count: number): Promise<ConsumerRecord[]> {
  const stream = consumer.records({ ack: 'manual' })
  const records: ConsumerRecord[] = []
  while (records.length < count) {
    const { value } = await stream.next()
    assert.ok(value !== undefined)
    records.push(value)
  }
  return records
}

/** Nothing comes within the time. */
export async function nothingFor(consumer: Consumer, ms: number): Promise<void> {
  const stream = consumer.records({ ack: 'manual', signal: AbortSignal.timeout(ms) })
  await assert.rejects(stream.next(), { code: 'ABORTED' })
}

function consumerOf(bench: Bench, options: ConsumerOptions = {}): Consumer {
  const consumer = bench.kafka.consumer({ autoOffsetReset: 'earliest', ...options })
  bench.defer(() => consumer.close())
  return consumer
}

const values = (records: readonly ConsumerRecord[]): string[] => records.map(({ value }) => String(value))
const numbered = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `v${from + index}`)

export const consumerScenarios: readonly Scenario[] = [
  {
    name: 'records come in order, whole, and are committed on close',
    async run(bench) {
      const [topic, groupId] = [await bench.topic(3), bench.group()]
      await bench.produce(topic, 300)
      const first = consumerOf(bench, { groupId })
      first.subscribe(topic)
      const records = await collect(first, 300)
      assert.deepEqual(values(records).toSorted(), numbered(0, 300).toSorted())
      for (const record of records) {
        assert.equal(String(record.key), `k${String(record.value).slice(1)}`)
        assert.deepEqual(record.headers.map(({ key, value }) => [key, String(value)]), [['n', String(record.value).slice(1)]])
        assert.ok(Math.abs(record.timestamp - Date.now()) < 60_000)
      }
      const next = new Map<number, number>()
      for (const { partition, offset } of records) {
        assert.equal(offset, next.get(partition) ?? 0)
        next.set(partition, offset + 1)
      }
      await first.close()
      await bench.produce(topic, 5, { from: 300 })
      const second = consumerOf(bench, { groupId })
      second.subscribe(topic)
      assert.deepEqual(values(await collect(second, 5)).toSorted(), numbered(300, 305).toSorted())
    },
  },
  {
    name: 'a loop acknowledges what it went on from, not what it was at',
    async run(bench) {
      const [topic, groupId] = [await bench.topic(), bench.group()]
      await bench.produce(topic, 10)
      const consumer = consumerOf(bench, { groupId })
      consumer.subscribe(topic)
      for await (const record of consumer.records()) if (record.offset === 4) break
      await consumer.commit()
      assert.equal((await consumer.committed([{ topic, partition: 0 }]))[0]?.offset, 4)
    },
  },
  {
    name: 'acknowledgements in any order are committed up to the first gap',
    async run(bench) {
      const [topic, groupId] = [await bench.topic(), bench.group()]
      await bench.produce(topic, 10)
      const consumer = consumerOf(bench, { groupId, autoCommit: false })
      consumer.subscribe(topic)
      const records = await hold(consumer, 10)
      const committed = async (): Promise<number | undefined> => (await consumer.committed([{ topic, partition: 0 }]))[0]?.offset
      for (const at of [3, 1, 2]) assert.equal(records[at]?.ack(), true)
      await consumer.commit()
      assert.equal(await committed(), undefined)
      records[0]?.ack()
      assert.equal(records[0]?.ack(), false)
      await consumer.commit()
      assert.equal(await committed(), 4)
      for (const at of [9, 8, 7, 6, 4]) records[at]?.ack()
      await consumer.commit()
      assert.equal(await committed(), 5)
      await consumer.commit([{ topic, partition: 0, offset: 2, metadata: 'by hand' }])
      assert.deepEqual(await consumer.committed([{ topic, partition: 0 }]), [{ topic, partition: 0, offset: 2, leaderEpoch: -1, metadata: 'by hand' }])
    },
  },
  {
    name: 'a full partition does not stall the others',
    async run(bench) {
      const topic = await bench.topic(2)
      await bench.produce(topic, 100, { partition: 0 })
      const consumer = consumerOf(bench, { inFlight: { perPartition: 10 } })
      await consumer.assign([{ topic, partition: 0 }, { topic, partition: 1 }])
      const stuck = await hold(consumer, 10)
      await nothingFor(consumer, 200)
      await bench.produce(topic, 500, { partition: 1 })
      const flowing = await collect(consumer, 500)
      assert.ok(flowing.every(({ partition }) => partition === 1))
      for (const record of stuck) record.ack()
      assert.equal((await collect(consumer, 90)).at(-1)?.offset, 99)
    },
  },
  {
    name: 'batches hold all records, also compressed ones',
    async run(bench) {
      const topic = await bench.topic(2)
      for (const [index, compression] of (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const).entries()) {
        await bench.produce(topic, 1000, { from: index * 1000, compression })
      }
      const consumer = consumerOf(bench, { maxBatchRecords: 300 })
      await consumer.assign([{ topic, partition: 0 }, { topic, partition: 1 }])
      const seen: string[] = []
      for await (const batch of consumer.batches()) {
        assert.ok(batch.length <= 300)
        assert.ok(batch.records.every(({ partition }) => partition === batch.partition))
        seen.push(...values(batch.records))
        if (seen.length === 5000) break
      }
      assert.deepEqual(seen.toSorted(), numbered(0, 5000).toSorted())
    },
  },
  {
    name: 'seek by offset and time, to beginning and end; pause and resume',
    async run(bench) {
      const topic = await bench.topic()
      await bench.produce(topic, 50)
      await sleep(20)
      const between = Date.now()
      await sleep(20)
      await bench.produce(topic, 50, { from: 50 })
      const consumer = consumerOf(bench)
      const partition = { topic, partition: 0 }
      await consumer.assign([{ ...partition, offset: 10 }])
      assert.deepEqual(values(await collect(consumer, 2)), ['v10', 'v11'])
      assert.equal(await consumer.position(partition), 12)
      consumer.seek(partition, 3)
      assert.deepEqual(values(await collect(consumer, 1)), ['v3'])
      await consumer.seekToTime([partition], between)
      assert.deepEqual(values(await collect(consumer, 1)), ['v50'])
      await consumer.seekToBeginning()
      assert.deepEqual(values(await collect(consumer, 1)), ['v0'])
      await consumer.seekToEnd()
      assert.equal(await consumer.position(partition), 100)
      await nothingFor(consumer, 200)
      consumer.pause()
      assert.deepEqual(consumer.paused(), [partition])
      await bench.produce(topic, 1, { from: 100 })
      await nothingFor(consumer, 300)
      consumer.resume()
      assert.deepEqual(values(await collect(consumer, 1)), ['v100'])
      assert.equal(consumer.lag()[0]?.lag, 0)
      assert.equal((await consumer.endOffsets([partition]))[0]?.offset, 101)
    },
  },
  {
    name: 'a late acknowledgement after a seek is refused',
    async run(bench) {
      const topic = await bench.topic()
      await bench.produce(topic, 5)
      const consumer = consumerOf(bench)
      await consumer.assign([{ topic, partition: 0 }])
      const [record] = await hold(consumer, 1)
      consumer.seek({ topic, partition: 0 }, 0)
      assert.equal(record?.ack(), false)
      assert.equal((await collect(consumer, 5)).length, 5)
    },
  },
  {
    name: 'where to begin without a committed offset',
    async run(bench) {
      const topic = await bench.topic()
      await bench.produce(topic, 10)
      const partition = { topic, partition: 0 }
      const latest = consumerOf(bench, { autoOffsetReset: 'latest' })
      await latest.assign([partition])
      assert.equal(await latest.position(partition), 10)
      const recent = consumerOf(bench, { autoOffsetReset: { byDurationMs: 3_600_000 } })
      await recent.assign([partition])
      assert.equal(await recent.position(partition), 0)
      const none = consumerOf(bench, { autoOffsetReset: 'none' })
      await assert.rejects(none.assign([partition]), { code: 'NO_OFFSET' })
      await assert.rejects(none.records().next(), { code: 'NO_OFFSET' })
    },
  },
  {
    name: 'an offset that is gone is reset by the policy, or rejects',
    async run(bench) {
      const topic = await bench.topic()
      await bench.produce(topic, 20)
      const admin = bench.kafka.admin()
      bench.defer(() => admin.close())
      await admin.deleteRecords([{ topic, partition: 0, offset: 15 }])
      const consumer = consumerOf(bench)
      await consumer.assign([{ topic, partition: 0, offset: 2 }])
      assert.deepEqual(values(await collect(consumer, 5)), numbered(15, 20))
      const strict = consumerOf(bench, { autoOffsetReset: 'none' })
      await strict.assign([{ topic, partition: 0, offset: 2 }])
      await assert.rejects(strict.records().next(), { code: 'NO_OFFSET' })
    },
  },
  {
    name: 'poison: fail, skip, dead letter',
    async run(bench) {
      const name = await bench.topic()
      const graves = await bench.topic()
      const producer = bench.kafka.producer()
      bench.defer(() => producer.close())
      await producer.sendBatch(name, [{ value: '{"a":1}' }, { value: 'no json' }, { value: '{"a":2}', key: 'k' }])
      const Typed = typedTopic(name, { value: json<{ a: number }>() })
      const strict = consumerOf(bench)
      await strict.assign([{ topic: Typed, partition: 0 }])
      const stream = strict.records()
      assert.deepEqual((await stream.next()).value?.value, { a: 1 })
      await assert.rejects(stream.next(), (error: KafkaError) => error.code === 'DESERIALIZATION' && /offset 1/.test(error.message))
      strict.seek({ topic: name, partition: 0 }, 2)
      assert.deepEqual((await strict.records().next()).value?.value, { a: 2 })
      const lenient = consumerOf(bench, { onPoison: 'skip' })
      await lenient.assign([{ topic: Typed, partition: 0 }])
      assert.deepEqual((await collect(lenient, 2)).map(({ value }) => value), [{ a: 1 }, { a: 2 }])
      const burying = consumerOf(bench, { onPoison: { deadLetter: graves } })
      await burying.assign([{ topic: Typed, partition: 0 }])
      assert.deepEqual((await collect(burying, 2)).map(({ value }) => value), [{ a: 1 }, { a: 2 }])
      const digger = consumerOf(bench)
      await digger.assign([{ topic: graves, partition: 0 }])
      const [grave] = await collect(digger, 1)
      assert.equal(String(grave?.value), 'no json')
      assert.ok(grave?.headers.some(({ key, value }) => key === 'odradek.dead-letter.offset' && String(value) === '1'))
    },
  },
  {
    name: 'deserializers that take their time keep the order',
    async run(bench) {
      const name = await bench.topic()
      await bench.produce(name, 50)
      const Slow = typedTopic(name, {
        key: { serialize: (key: string) => key, deserialize: (bytes: Buffer | null) => String(bytes) },
        value: { serialize: (value: string) => value, deserialize: (bytes: Buffer | null) => sleep(Math.random() * 5).then(() => `<${String(bytes)}>`) },
      })
      const consumer = bench.kafka.consumer({ groupId: bench.group(), autoOffsetReset: 'earliest' })
      bench.defer(() => consumer.close())
      const seen: string[] = []
      for await (const record of consumer.subscribe(Slow)) {
        seen.push(record.value)
        if (seen.length === 50) break
      }
      assert.deepEqual(seen, numbered(0, 50).map((value) => `<${value}>`))
    },
  },
  {
    name: 'each: key order, concurrency, contiguous commits; a handler that throws ends it',
    async run(bench) {
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      const producer = bench.kafka.producer()
      bench.defer(() => producer.close())
      await producer.sendBatch(topic, Array.from({ length: 400 }, (_, index) => ({ key: `key-${index % 10}`, value: String(index) })))
      const consumer = consumerOf(bench, { groupId })
      consumer.subscribe(topic)
      const enough = new AbortController()
      const perKey = new Map<string, number[]>()
      let working = 0
      let most = 0
      let done = 0
      await consumer.each(async (record) => {
        most = Math.max(most, ++working)
        await sleep(Math.random() * 3)
        const list = perKey.get(String(record.key)) ?? []
        perKey.set(String(record.key), [...list, Number(String(record.value))])
        working--
        if (++done === 400) enough.abort()
      }, { concurrency: 8, order: 'key', signal: enough.signal })
      assert.ok(most > 1 && most <= 8, `${most} at a time`)
      for (const list of perKey.values()) assert.deepEqual(list, list.toSorted((a, b) => a - b))
      await consumer.commit()
      assert.equal((await consumer.committed()).reduce((sum, { offset }) => sum + offset, 0), 400)
      await consumer.seekToBeginning()
      await assert.rejects(consumer.each((record) => {
        if (record.offset === 3) throw new Error('no')
      }), /^Error: no$/)
    },
  },
  {
    name: 'stop drains what is in flight, commits it, and ends the stream',
    async run(bench) {
      const [topic, groupId] = [await bench.topic(), bench.group()]
      await bench.produce(topic, 10)
      const consumer = consumerOf(bench, { groupId })
      consumer.subscribe(topic)
      const records = await hold(consumer, 4)
      const stopped = consumer.stop({ drain: true, timeoutMs: 5000 })
      assert.deepEqual(await consumer.records().next(), { done: true, value: undefined })
      await sleep(100)
      for (const record of records) assert.equal(record.ack(), true)
      await stopped
      const admin = bench.kafka.admin()
      bench.defer(() => admin.close())
      assert.equal((await admin.fetchGroupOffsets(groupId))[0]?.offset, 4)
      assert.equal((await admin.describeGroup(groupId)).members.length, 0)
      assert.equal(records[0]?.ack(), false)
      assert.throws(() => consumer.subscribe(topic), { code: 'CLOSED' })
    },
  },
  {
    name: 'the broker goes away and comes back: nothing is lost, the stream goes on',
    timeoutMs: 60_000,
    async run(bench) {
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      await bench.produce(topic, 100)
      const consumer = consumerOf(bench, { groupId })
      consumer.subscribe(topic)
      await collect(consumer, 50)
      await consumer.commit()
      await bench.broker.kill()
      await sleep(1000)
      await bench.broker.start()
      await bench.produce(topic, 50, { from: 100 })
      const seen = new Set(values(await collect(consumer, 100)))
      assert.equal(seen.size, 100)
      await consumer.commit()
      assert.equal((await consumer.committed()).reduce((sum, { offset }) => sum + offset, 0), 150)
    },
  },
  {
    name: 'read_committed leaves out aborted records, and waits for open transactions',
    needs: [26, 0],
    async run(bench) {
      const topic = await bench.topic()
      const producer = bench.kafka.transactionalProducer({ transactionalId: `${topic}-tx` })
      bench.defer(() => producer.close())
      await producer.initTransactions()
      const transaction = async (list: readonly string[]): Promise<void> => {
        producer.beginTransaction()
        await producer.sendBatch(topic, list.map((value) => ({ value })))
      }
      await transaction(['v0', 'v1'])
      await producer.commitTransaction()
      await transaction(['lost', 'lost'])
      await producer.abortTransaction()
      await transaction(['v2'])
      await producer.commitTransaction()
      const committed = consumerOf(bench, { isolation: 'read_committed', groupId: bench.group() })
      committed.subscribe(topic)
      assert.deepEqual(values(await collect(committed, 3)), ['v0', 'v1', 'v2'])
      await committed.commit()
      await transaction(['v3'])
      await nothingFor(committed, 700)
      // Behind the markers, too: nothing is left to read before the open transaction.
      assert.equal((await committed.committed())[0]?.offset, 8)
      const uncommitted = consumerOf(bench)
      await uncommitted.assign([{ topic, partition: 0 }])
      assert.equal(values(await collect(uncommitted, 6)).filter((value) => value === 'lost').length, 2)
      await producer.commitTransaction()
      assert.deepEqual(values(await collect(committed, 1)), ['v3'])
    },
  },
  {
    name: 'transaction(work): what was read in one that was aborted is read again, and has its effect once',
    needs: [26, 0],
    async run(bench) {
      const [from, to] = [await bench.topic(), await bench.topic()]
      const producer = bench.kafka.transactionalProducer({ transactionalId: `${to}-tx` })
      bench.defer(() => producer.close())
      await bench.produce(from, 40)
      const reader = consumerOf(bench, { groupId: bench.group(), autoCommit: false })
      reader.subscribe(from)
      let done = 0
      let failures = 0
      for await (const batch of reader.batches({ ack: 'manual', maxRecords: 10 })) {
        await producer.transaction(async (tx) => {
          for (const { value } of batch.records) void tx.enqueue(to, { value })
          await tx.sendOffsets(batch, reader)
          // After what was sent is written, before it is committed.
          await producer.flush()
          if (failures < 2 && done >= failures * 20) throw new Error(`failure ${failures++}`)
          done += batch.length
        }).catch((error: Error) => assert.match(error.message, /^failure/))
        batch.ack()
        if (done >= 40) break
      }
      assert.deepEqual([done, failures], [40, 2])
      const copies = consumerOf(bench, { isolation: 'read_committed' })
      await copies.assign([{ topic: to, partition: 0 }])
      assert.deepEqual(values(await collect(copies, 40)), Array.from({ length: 40 }, (_, index) => `v${index}`))
      assert.equal((await reader.committed())[0]?.offset, 40)
    },
  },
  {
    name: 'a listener may ask for the position and seek before anything is read',
    async run(bench) {
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      await bench.produce(topic, 10, { partition: 0 })
      await bench.produce(topic, 10, { partition: 1, from: 10 })
      const consumer = consumerOf(bench, { groupId })
      const positions: number[] = []
      consumer.subscribe(topic, {
        assigned: async (partitions) => {
          for (const partition of partitions) positions.push(await consumer.position(partition))
          positions.push((await consumer.endOffsets([{ topic, partition: 1 }]))[0]?.offset ?? -1)
          consumer.seek({ topic, partition: 0 }, 8)
          await consumer.seekToEnd([{ topic, partition: 1 }])
        },
      })
      assert.deepEqual(values(await collect(consumer, 2)), ['v8', 'v9'])
      assert.deepEqual(positions, [0, 0, 10])
      await nothingFor(consumer, 200)
      const failing = consumerOf(bench, { groupId: bench.group() })
      failing.subscribe(topic, { assigned: () => Promise.reject(new Error('no')) })
      await assert.rejects(failing.records().next(), (error: KafkaError) => (error.cause as Error).message === 'no')
    },
  },
  {
    name: 'what cannot be is said: refused topics, absent groups, bad options',
    async run(bench) {
      const consumer = consumerOf(bench, { groupId: bench.group() })
      consumer.subscribe('no/such topic')
      await assert.rejects(consumer.records().next(), { code: 'INVALID_TOPIC_EXCEPTION' })
      const lonely = consumerOf(bench)
      assert.throws(() => lonely.subscribe('t'), { code: 'INVALID_CONFIG' })
      await assert.rejects(lonely.commit(), { code: 'INVALID_CONFIG' })
      assert.throws(() => lonely.seek({ topic: 't', partition: 0 }, 0), { code: 'INVALID_ARGUMENT' })
      assert.throws(() => bench.kafka.consumer({ groupId: 'g', heartbeatIntervalMs: 9, sessionTimeoutMs: 8 }), { code: 'INVALID_CONFIG' })
      const topic = await bench.topic()
      const committing = consumerOf(bench, { groupId: bench.group() })
      await committing.assign([{ topic, partition: 0 }])
      await assert.rejects(committing.commit([{ topic: `${topic}-not`, partition: 0, offset: 1 }]), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    },
  },
  {
    name: 'reused buffers: bytes are right until the acknowledgement, and refused after it',
    async run(bench) {
      const topic = await bench.topic(4)
      const producer = bench.kafka.producer({ batchBytes: 100_000, compression: 'none' })
      bench.defer(() => producer.close())
      const valueOf = (index: number): string => `${index}:`.repeat(1 + (index % 700))
      const count = 12_000
      await producer.sendBatch(topic, Array.from({ length: count }, (_, index) => ({ key: String(index), value: valueOf(index) })))
      const partitions = [0, 1, 2, 3].map((partition) => ({ topic, partition }))
      const check = ({ key, value }: ConsumerRecord): void => assert.equal(String(value), valueOf(Number(String(key))))
      const byBatch = consumerOf(bench, { reuseBuffers: true })
      await byBatch.assign(partitions)
      let seen = 0
      for await (const batch of byBatch.batches()) {
        if (seen % 3 === 0) await sleep(1)
        for (const record of batch) check(record)
        if ((seen += batch.length) === count) break
      }
      const byHandler = consumerOf(bench, { reuseBuffers: true, inFlight: { perPartition: 200 }, fetchMaxPartitionBytes: 200_000 })
      await byHandler.assign(partitions)
      const enough = new AbortController()
      seen = 0
      await byHandler.each(async (record) => {
        check(record)
        await sleep(Number(String(record.key)) % 5)
        check(record)
        if (++seen === count) enough.abort()
      }, { concurrency: 100, order: 'key', signal: enough.signal })
      const late = consumerOf(bench, { reuseBuffers: true })
      await late.assign([{ topic, partition: 0 }])
      const first = (await late.batches().next()).value
      assert.ok(first !== undefined)
      const enoughBytes = first.records.length
      const kept = first.records[0]?.value
      assert.ok(kept !== undefined && kept !== null && kept.length > 0)
      let acked = 0
      for await (const batch of late.batches({ ack: 'manual' })) {
        batch.ack()
        if ((acked += batch.length) + enoughBytes >= 1500) break
      }
      first.ack()
      assert.throws(() => first.records[0]?.value, { code: 'INVALID_ARGUMENT' })
      assert.equal(kept.length, 0)
    },
  },
]
