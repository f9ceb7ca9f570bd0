import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Consumer, KafkaError } from '../index.ts'
import { stage, type Stage } from '../testing/stage.ts'

/** Milliseconds of the simulated world that this takes. */
async function took(one: Stage, work: Promise<unknown>): Promise<number> {
  const before = one.simulation.nowMs
  await one.simulation.settle(work, { withinMs: 120_000 })
  return one.simulation.nowMs - before
}

const stopped = (one: Stage, consumer: Consumer): Promise<KafkaError | undefined> =>
  one.simulation.settle(consumer.stop({ timeoutMs: 8000 }).then(() => undefined, (error: KafkaError) => error), { withinMs: 60_000 })

test('a loop that is left, by break or by an exception, holds up no end', async () => {
  for (const how of ['break', 'throw'] as const) {
    const one = await stage(1, 5)
    const run = async (): Promise<void> => {
      await using consumer = one.consumer()
      for await (const record of consumer.subscribe('t')) {
        if (record.offset < 2) continue
        if (how === 'throw') throw new Error('two')
        break
      }
    }
    assert.ok((await took(one, run().catch(() => {}))) < 3000)
    assert.deepEqual(await one.committed(), [2])
  }
})

test('a consumer that is stopped in its own loop, or handler, does not wait for the record that this is at', async () => {
  const ways: ((consumer: Consumer) => Promise<void>)[] = [
    async (consumer) => {
      for await (const record of consumer.records()) if (record.offset === 0) await consumer.stop()
    },
    async (consumer) => {
      for await (const record of consumer.records()) if (record.offset === 2) await consumer.stop({ drain: true })
    },
    async (consumer) => {
      for await (const record of consumer.records({ ack: 'manual' })) {
        if (record.offset === 2) await consumer.stop()
        record.ack()
      }
    },
    (consumer) => consumer.each(async (record) => {
      await Promise.resolve()
      if (record.offset === 2) await consumer.stop()
    }),
    async (consumer) => {
      await consumer.records().next()
      await consumer.stop()
    },
  ]
  for (const [index, way] of ways.entries()) {
    const one = await stage(1, 5)
    const consumer = one.consumer()
    consumer.subscribe('t')
    assert.ok((await took(one, way(consumer))) < 3000, `way ${index}`)
    assert.deepEqual(await one.committed(), [[-1], [2], [2], [2], [-1]][index])
  }
})

test('what is at work in a loop or in handlers is finished, and committed', async () => {
  const work: ((one: Stage, consumer: Consumer) => Promise<void>)[] = [
    async (one, consumer) => {
      for await (const record of consumer.records()) await one.simulation.host('client').scheduler.sleep(record.offset === 1 ? 2000 : 1)
    },
    (one, consumer) => consumer.each((record) => one.simulation.host('client').scheduler.sleep(record.offset === 1 ? 2000 : 1)),
  ]
  for (const [index, run] of work.entries()) {
    for (const how of ['stop', 'close', 'dispose', 'hurry'] as const) {
      const one = await stage(1, 5)
      const consumer = one.consumer()
      consumer.subscribe('t')
      const running = run(one, consumer)
      await one.simulation.run({ until: () => consumer.assignment().length > 0 && consumer.lag()[0]!.position === 2, withinMs: 10_000 })
      const ending = { stop: () => consumer.stop(), close: () => consumer.close(), dispose: () => consumer[Symbol.asyncDispose](), hurry: () => consumer.stop() }[how]()
      if (how === 'hurry') void consumer.stop({ drain: false })
      await one.simulation.settle(ending)
      await one.simulation.settle(running)
      assert.deepEqual(await one.committed(), [how === 'hurry' ? 1 : 2], `${index} ${how}`)
      await one.simulation.settle(consumer.closed)
    }
  }
})

test('a revoked listener that throws keeps nothing from being committed; the end says what it threw', async () => {
  const one = await stage(1, 5)
  const consumer = one.consumer()
  consumer.subscribe('t', { revoked: () => { throw new Error('no') } })
  await one.simulation.settle((async () => {
    for await (const record of consumer) if (record.offset === 3) break
  })())
  const error = await stopped(one, consumer)
  assert.equal((error?.cause as Error | undefined)?.message, 'no')
  assert.deepEqual(await one.committed(), [3])
  await assert.rejects(consumer.closed, (thrown) => thrown === error)
})

test('no broker at the last commit: the end says so, within its time; with nothing to commit it is well', async () => {
  for (const reads of [3, 0]) {
    const one = await stage(1, 5)
    const consumer = one.consumer()
    const stream = consumer.subscribe('t').records()
    for (let count = 0; count <= reads; count++) await one.simulation.settle(stream.next())
    if (reads === 0) await one.simulation.settle(stream.return!())
    one.killBroker()
    const before = one.simulation.nowMs
    const error = await stopped(one, consumer)
    assert.ok(one.simulation.nowMs - before < 8200, String(one.simulation.nowMs - before))
    assert.equal(error?.code, reads === 0 ? undefined : 'COMMIT_FAILED')
    if (reads > 0) assert.ok((error!.cause as KafkaError).retriable)
    assert.equal(consumer.stop(), consumer.stop())
  }
})

test('a listener that never ends: the consumer ends nevertheless, and says what was not committed', async () => {
  const one = await stage(1, 5)
  const consumer = one.consumer()
  consumer.subscribe('t', { revoked: () => new Promise(() => {}) })
  await one.simulation.settle((async () => {
    for await (const record of consumer) if (record.offset === 3) break
  })())
  const error = await stopped(one, consumer)
  assert.deepEqual([error?.code, (error?.cause as KafkaError | undefined)?.code], ['COMMIT_FAILED', 'TIMEOUT'])
})

test('a consumer that cannot go on commits what was acknowledged before, and says why it is over', async () => {
  const one = await stage(1, 5)
  const consumer = one.consumer()
  const stream = consumer.subscribe('t').records()
  for (let count = 0; count <= 3; count++) await one.simulation.settle(stream.next())
  consumer.core.fatal(Object.assign(new Error('over'), { code: 'FATAL' }) as unknown as KafkaError)
  await assert.rejects(one.simulation.settle(consumer.closed), /over/)
  assert.deepEqual(await one.committed(), [3])
  assert.equal(await stopped(one, consumer), undefined)
})

test('the end while joining, while a revocation is under way, and before anything', async () => {
  const one = await stage(2, 5)
  const idle = one.consumer()
  assert.ok((await took(one, idle.stop())) < 100)
  const joining = one.consumer()
  joining.subscribe('t')
  assert.ok((await took(one, Promise.all([joining.stop(), joining.close()]))) < 1000)
  const first = one.consumer({ assignors: ['range'], revokeDrainMs: 2000 })
  const held = first.subscribe('t').records({ ack: 'manual' })
  const { value } = await one.simulation.settle(held.next())
  const second = one.consumer({ assignors: ['range'] })
  second.subscribe('t')
  await one.simulation.advance(1000)
  const ending = Promise.all([first.stop(), second.stop()])
  await one.simulation.advance(200)
  assert.equal(value!.ack(), true)
  assert.ok((await took(one, ending)) < 2000)
  const committed = await one.committed()
  assert.equal(committed[value!.partition], 1)
})

test('nothing is subscribed: who asks for records is told', async () => {
  const one = await stage(1, 1)
  const consumer = one.consumer()
  const nothing = { code: 'INVALID_ARGUMENT', message: /subscribe\(topic\)/ }
  await assert.rejects(consumer.records().next(), nothing)
  await assert.rejects(consumer.batches().next(), nothing)
  await assert.rejects(consumer.each(() => {}), nothing)
  await one.simulation.settle(consumer.stop())
})

test('who acknowledges record by record is at work, also while nothing is asked for', async () => {
  const one = await stage(1, 100)
  const consumer = one.consumer({ maxPollIntervalMs: 1000, rebalanceTimeoutMs: 5000 })
  const lost: unknown[] = []
  consumer.subscribe('t', { lost: (partitions) => void lost.push(partitions) })
  const { value: batch } = await one.simulation.settle(consumer.batches({ ack: 'manual' }).next())
  for (const record of batch!) {
    await one.simulation.advance(60)
    assert.equal(record.ack(), true)
  }
  assert.deepEqual(lost, [])
  await one.simulation.settle(consumer.stop())
  assert.deepEqual(await one.committed(), [100])
})

test('stopped in its handlers while others wait behind them, or stop it too: nobody waits for those', async () => {
  for (const both of [false, true]) {
    const one = await stage(2, 20)
    const consumer = one.consumer()
    consumer.subscribe('t')
    let stops = 0
    const running = consumer.each(async (record) => {
      await one.simulation.host('client').scheduler.sleep(10)
      if (record.offset !== 2 || (!both && record.partition === 1)) return
      stops++
      while (both && stops < 2) await one.simulation.host('client').scheduler.sleep(1)
      await consumer.stop()
    }, { concurrency: 3 })
    assert.ok((await took(one, running)) < 3000, both ? 'both' : 'one')
  }
})

test('a stop that is hurried later ends at once', async () => {
  const one = await stage(1, 5)
  const consumer = one.consumer()
  const stream = consumer.subscribe('t').records({ ack: 'manual' })
  for (let count = 0; count < 3; count++) await one.simulation.settle(stream.next())
  const own = consumer.stop()
  await one.simulation.advance(1000)
  assert.ok((await took(one, Promise.all([own, consumer.stop({ drain: false })]))) < 1000)
})

test('a stop that has less time than the one before it ends both by then', async () => {
  const one = await stage(1, 5)
  const consumer = one.consumer()
  const stream = consumer.subscribe('t').records({ ack: 'manual' })
  for (let count = 0; count < 3; count++) await one.simulation.settle(stream.next())
  const own = consumer.stop()
  await one.simulation.advance(1000)
  assert.ok((await took(one, Promise.all([own, consumer.stop({ timeoutMs: 2000 }), consumer.stop({ timeoutMs: 20_000 })]))) <= 2000)
})

test('stopped and awaited in a rebalance listener', async () => {
  for (const kind of ['assigned', 'revoked'] as const) {
    const one = await stage(2, 5)
    const consumer = one.consumer({ assignors: ['range'] })
    const stream = consumer.subscribe('t', { [kind]: () => consumer.stop() }).records()
    const reading = (async () => { for await (const record of stream) record.ack() })()
    if (kind === 'revoked') {
      await one.simulation.advance(1000)
      const other = one.consumer({ assignors: ['range'] })
      other.subscribe('t')
      assert.ok((await took(one, consumer.closed)) < 5000, kind)
      await one.simulation.settle(other.stop())
    } else assert.ok((await took(one, consumer.closed)) < 5000, kind)
    await one.simulation.settle(reading)
  }
})

test('eachBatch: an end from outside lets the first batch be finished, too', async () => {
  const one = await stage(1, 5)
  const consumer = one.consumer()
  consumer.subscribe('t')
  let isAtWork = false
  const running = consumer.run({
    async eachBatch() {
      isAtWork = true
      await one.simulation.host('client').scheduler.sleep(1000)
    },
  })
  while (!isAtWork) await one.simulation.advance(50)
  await one.simulation.settle(consumer.stop())
  await one.simulation.settle(running)
  assert.deepEqual(await one.committed(), [5])
})

test('assign again before the first is done: the last one counts', async () => {
  const one = await stage(3, 5)
  const consumer = one.consumer()
  const assigning = [[0, 1], [1], [1, 2]].map((list) => consumer.assign(list.map((partition) => ({ topic: 't', partition }))))
  await one.simulation.settle(Promise.all(assigning))
  assert.deepEqual(consumer.assignment().map(({ partition }) => partition), [1, 2])
  await one.simulation.settle(consumer.stop())
})
