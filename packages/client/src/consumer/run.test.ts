import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Consumer, type ConsumerRecord, type EachBatchPayload, type EachMessagePayload, json, topic } from '../index.ts'
import { stage, type Stage } from '../testing/stage.ts'

/** Until the consumer has committed everything that it acknowledged. */
async function end(one: Stage, consumer: Consumer, running: Promise<unknown>): Promise<number[]> {
  await one.simulation.settle(consumer.stop())
  await one.simulation.settle(running)
  return one.committed()
}

const until = (one: Stage, what: () => boolean): Promise<unknown> => one.simulation.run({ until: what, withinMs: 120_000 })

test('handlers by topic, each with its types; nothing to do is said', async () => {
  const one = await stage(1, 4)
  const consumer = one.consumer()
  await assert.rejects(consumer.run(), { code: 'INVALID_ARGUMENT', message: /consumer\.on\(topic, handler\)/ })
  const sums: number[] = []
  consumer.on(topic('t', { value: json<number>() }), (record) => void sums.push(record.value + 1)).on('other', () => {})
  assert.throws(() => consumer.on('t', () => {}), { code: 'INVALID_ARGUMENT' })
  assert.throws(() => consumer.on('consumer.crash', () => {}), /consumer\.closed/)
  assert.equal(consumer.state, 'idle')
  const running = consumer.run()
  assert.equal(consumer.state, 'joining')
  await until(one, () => sums.length === 4)
  assert.deepEqual([sums, consumer.state, consumer.subscription()], [[1, 2, 3, 4], 'running', ['other', 't']])
  assert.ok(consumer.lastActivity > 0)
  assert.deepEqual(await end(one, consumer, running), [4])
  assert.equal(consumer.state, 'stopped')
})

test('a record that fails is tried again, its partition waits, and then it is put aside with what says why', async () => {
  const one = await stage(2, 4)
  // Longer than a member may be silent.
  const consumer = one.consumer({ maxPollIntervalMs: 1000, rebalanceTimeoutMs: 5000 })
  const lost: unknown[] = []
  consumer.onRebalance({ lost: (partitions) => void lost.push(partitions) })
  const seen: string[] = []
  const running = consumer.on('t', ({ partition, offset }) => {
    seen.push(`${partition}/${offset}`)
    if (partition === 0 && offset === 1) throw new Error('never')
  }, { onError: { attempts: 3, backoffMs: 2000, deadLetter: 'graves' } }).run({ concurrency: 2 })
  await until(one, () => seen.filter((at) => at.startsWith('1/')).length === 4)
  assert.deepEqual(seen.filter((at) => at.startsWith('0/')), ['0/0', '0/1'])
  await until(one, () => seen.length === 10)
  assert.deepEqual(seen.filter((at) => at.startsWith('0/')), ['0/0', '0/1', '0/1', '0/1', '0/2', '0/3'])
  assert.deepEqual([lost, await end(one, consumer, running)], [[], [4, 4]])
  const graves = one.consumer({ groupId: 'graves' })
  const { value } = await one.simulation.settle(graves.subscribe('graves').records().next())
  const headers = Object.fromEntries(value!.headers.map((header) => [header.key, String(header.value)]))
  assert.deepEqual([String(value!.value), headers], ['2', {
    'odradek.dead-letter.topic': 't', 'odradek.dead-letter.partition': '0', 'odradek.dead-letter.offset': '1', 'odradek.dead-letter.error': 'never',
  }])
  await one.simulation.settle(graves.stop())
})

test('without a dead letter the last error ends it; a function decides by itself; the end does not wait for a pause', async () => {
  const one = await stage(1, 4)
  const consumer = one.consumer()
  consumer.subscribe('t')
  const seen: string[] = []
  const handler = ({ offset }: ConsumerRecord): void => {
    seen.push(String(offset))
    if (offset === 1) throw new Error(`at ${seen.length}`)
  }
  await assert.rejects(one.simulation.settle(consumer.each(handler, { onError: { attempts: 2, backoffMs: 100 } })), /at 3/)
  const attempts: number[] = []
  const second = consumer.each(handler, {
    onError(_, record, attempt) {
      attempts.push(attempt)
      assert.equal(record.offset, 1)
      return attempt === 1 ? { retryInMs: 50 } : 'skip'
    },
  })
  await until(one, () => seen.at(-1) === '3')
  assert.deepEqual([seen, attempts], [['0', '1', '1', '1', '1', '2', '3'], [1, 2]])
  assert.deepEqual(await end(one, consumer, second), [4])
  const other = await stage(1, 4)
  const pausing = other.consumer()
  const running = pausing.on('t', handler, { onError: { backoffMs: 20_000 } }).run()
  seen.length = 0
  await until(other, () => seen.length === 2)
  const before = other.simulation.nowMs
  assert.deepEqual(await end(other, pausing, running), [1])
  assert.ok(other.simulation.nowMs - before < 3000)
  await assert.rejects(pausing.each(() => {}, { onError: { attempts: 0 } }), { code: 'INVALID_ARGUMENT' })
})

test('eachMessage in the shape of kafkajs', async () => {
  const one = await stage(1, 3)
  const producer = one.kafka.producer()
  await one.simulation.settle(producer.sendBatch('t', [{ key: null, value: null, timestamp: 7, headers: [{ key: 'a', value: '1' }, { key: 'b', value: '2' }, { key: 'b', value: '3' }] }]))
  await one.simulation.settle(producer.close())
  const consumer = one.consumer()
  consumer.subscribe('t')
  const seen: EachMessagePayload[] = []
  const running = consumer.run({
    partitionsConsumedConcurrently: 2,
    async eachMessage(payload) {
      await payload.heartbeat()
      seen.push(payload)
      if (payload.message.offset !== '1') return
      const resume = payload.pause()
      assert.equal(consumer.paused().length, 1)
      resume()
    },
  })
  await until(one, () => seen.length === 4)
  const { topic: name, partition, message } = seen[3]!
  assert.deepEqual([name, partition, { ...message, size: 0, headers: { ...message.headers } }], ['t', 0, {
    key: null, value: null, timestamp: '7', size: 0, attributes: 0, offset: '3', headers: { a: Buffer.from('1'), b: [Buffer.from('2'), Buffer.from('3')] },
  }])
  assert.deepEqual(seen.map((payload) => String(payload.message.value)), ['0', '1', '2', 'null'])
  assert.deepEqual(await end(one, consumer, running), [4])
})

test('eachBatch in the shape of kafkajs: what is resolved is done, what is not comes again', async () => {
  const one = await stage(1, 6)
  const consumer = one.consumer()
  consumer.subscribe('t')
  const batches: string[][] = []
  const running = consumer.run({
    eachBatchAutoResolve: false,
    async eachBatch({ batch, resolveOffset, isRunning, isStale, commitOffsetsIfNecessary, uncommittedOffsets }: EachBatchPayload) {
      batches.push(batch.messages.map(({ offset }) => offset))
      assert.deepEqual([isRunning(), isStale(), batch.isEmpty(), batch.highWatermark, batch.offsetLag()], [true, false, false, '6', '0'])
      resolveOffset(batches.length === 1 ? '2' : batch.lastOffset())
      if (batches.length > 1) return
      assert.deepEqual(uncommittedOffsets(), { topics: [{ topic: 't', partitions: [{ partition: 0, offset: '3' }] }] })
      await commitOffsetsIfNecessary()
      assert.deepEqual(uncommittedOffsets(), { topics: [] })
    },
  })
  await until(one, () => batches.length === 2 && consumer.core.assigned.get({ topic: 't', partition: 0 })!.isSettled)
  assert.deepEqual(batches, [['0', '1', '2', '3', '4', '5'], ['3', '4', '5']])
  assert.deepEqual(await end(one, consumer, running), [6])
  const other = await stage(1, 6)
  const failing = other.consumer()
  failing.subscribe('t')
  await assert.rejects(other.simulation.settle(failing.run({
    eachBatch({ resolveOffset }) {
      resolveOffset('1')
      throw new Error('two')
    },
  })), /two/)
  await other.simulation.settle(failing.run({ eachBatch: async () => failing.stop() }))
  assert.deepEqual(await other.committed(), [2])
})

test('lag, as the brokers say it now', async () => {
  const one = await stage(1, 3)
  const consumer = one.consumer()
  await one.simulation.settle(consumer.subscribe('t').records().next())
  const producer = one.kafka.producer()
  await one.simulation.settle(producer.sendBatch('t', [{ value: 'more' }]))
  const [lag] = await one.simulation.settle(consumer.lag({ refresh: true }))
  assert.deepEqual(lag, { topic: 't', partition: 0, position: 1, endOffset: 4, lag: 3 })
  await one.simulation.settle(Promise.all([producer.close(), consumer.stop()]))
})

test('eachBatch: what another loop has of a partition comes after what comes again', async () => {
  for (const how of ['throws', 'resolves nothing'] as const) {
    const one = await stage(1, 6)
    const consumer = one.consumer({ maxBatchRecords: 2 })
    consumer.subscribe('t')
    const seen: string[] = []
    let failures = 0
    const running = consumer.run({
      partitionsConsumedConcurrently: 3,
      eachBatchAutoResolve: false,
      async eachBatch({ batch, resolveOffset }) {
        seen.push(batch.firstOffset()!)
        await one.simulation.host('client').scheduler.sleep(100)
        if (batch.firstOffset() === '0' && failures++ === 0) {
          if (how === 'throws') throw new Error('zero')
          return
        }
        resolveOffset(batch.lastOffset())
      },
    })
    if (how === 'throws') {
      await assert.rejects(one.simulation.settle(running), /zero/)
      assert.deepEqual(seen, ['0'])
      await one.simulation.settle(consumer.stop())
    } else {
      await until(one, () => seen.includes('4') && consumer.core.assigned.get({ topic: 't', partition: 0 })!.isSettled)
      assert.deepEqual([seen, await end(one, consumer, running)], [['0', '0', '2', '4'], [6]])
    }
  }
})
