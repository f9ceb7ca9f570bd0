/** Typed topics with the schema libraries that people use, and the types that come out of them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'
import { startBroker, type TestBroker } from '@odradek/testing'
import { createKafka, type Kafka, type StandardSchema, text, type Topic, topic } from './index.ts'

interface Order {
  readonly id: string
  readonly cents: number
}

let broker: TestBroker
let kafka: Kafka
before(async () => {
  broker = await startBroker()
  kafka = createKafka({ brokers: broker.bootstrap })
})
after(() => broker.close())

/** Compiles only when the two types are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never

const zod = topic('zod', { key: z.string().min(2), value: z.object({ id: z.string(), cents: z.number().int() }) })
const valibot = topic('valibot', { key: v.pipe(v.string(), v.minLength(2)), value: v.object({ id: v.string(), cents: v.pipe(v.number(), v.integer()) }) })
const arktype = topic('arktype', { key: type('string>=2'), value: type({ id: 'string', cents: 'number.integer' }) })
true satisfies Same<typeof zod, Topic<string, { id: string; cents: number }>>
true satisfies Same<typeof valibot, Topic<string, { id: string; cents: number }>>
true satisfies Same<typeof arktype, Topic<string, { id: string; cents: number }>>

for (const orders of [zod, valibot, arktype] as readonly Topic<string, Order>[]) {
  test(`${orders.name}: what fits goes through, what does not is refused when sent and when read`, async () => {
    const producer = kafka.producer()
    await producer.sendBatch(orders, [{ key: 'k1', value: { id: 'o1', cents: 995 } }])
    await assert.rejects(producer.send(orders, { key: 'k1', value: { id: 'o2', cents: 9.5 } }), { code: 'SERIALIZATION', message: /cents/ })
    await assert.rejects(producer.send(orders, { key: 'k', value: { id: 'o2', cents: 9 } }), { code: 'SERIALIZATION' })
    await producer.sendBatch(orders.name, [{ key: 'k1', value: '{"id":3,"cents":1}' }, { key: 'k1', value: '{"id":"o4","cents":4}' }, { key: 'k', value: '{"id":"o5","cents":5}' }])
    await producer.close()
    const strict = kafka.consumer({ autoOffsetReset: 'earliest' })
    await strict.assign([{ topic: orders, partition: 0 }])
    const records = strict.records()
    assert.deepEqual((await records.next()).value?.value, { id: 'o1', cents: 995 })
    await assert.rejects(records.next(), { code: 'DESERIALIZATION', message: /id/ })
    await strict.close()
    const lenient = kafka.consumer({ autoOffsetReset: 'earliest', onPoison: 'skip' })
    await lenient.assign([{ topic: orders, partition: 0 }])
    const seen: unknown[] = []
    for await (const record of lenient) if (seen.push(record.value) === 2) break
    assert.deepEqual(seen, [{ id: 'o1', cents: 995 }, { id: 'o4', cents: 4 }])
    await lenient.close()
  })
}

test('values that a schema changes are written and read changed; asynchronous schemas are waited for, in order', async () => {
  const dated = topic('dated', { value: z.object({ at: z.coerce.number() }) })
  const slow: StandardSchema<{ n: number }> = z.object({ n: z.number() }).refine(async ({ n }) => (await new Promise((resolve) => setTimeout(resolve, Math.abs(n) % 3)), n >= 0), 'negative')
  const slowly = topic('slowly', { value: slow })
  const producer = kafka.producer()
  await producer.sendBatch(dated, [{ value: { at: '17' } }])
  await producer.sendBatch(slowly, Array.from({ length: 20 }, (_, n) => ({ value: { n }, partition: 0 })))
  await assert.rejects(producer.send(slowly, { value: { n: -1 } }), { code: 'SERIALIZATION', message: /negative/ })
  await producer.close()
  const consumer = kafka.consumer({ autoOffsetReset: 'earliest' })
  await consumer.assign([{ topic: slowly, partition: 0 }])
  const seen: unknown[] = []
  for await (const record of consumer) if (seen.push(record.value) === 20) break
  assert.deepEqual(seen, Array.from({ length: 20 }, (_, n) => ({ n })))
  await consumer.close()
  const raw = kafka.consumer({ autoOffsetReset: 'earliest' })
  await raw.assign([{ topic: 'dated', partition: 0 }])
  assert.equal(String((await raw.records().next()).value?.value), '{"at":17}')
  await raw.close()
})

test('types of what is written and of what is read; a tombstone goes through whatever the schema says', async () => {
  const tagged = topic('tagged', { key: z.string(), value: z.object({ tags: z.string().default('none'), at: z.iso.datetime().transform((at) => new Date(at)) }) })
  true satisfies Same<typeof tagged, Topic<string, { tags: string; at: Date }, string, { tags?: string | undefined; at: string }>>
  const words = topic('words', { value: text(z.string().min(2)) })
  const producer = kafka.producer()
  await producer.sendBatch(tagged, [{ key: 'a', value: { at: '2026-01-01T00:00:00Z' } }, { key: 'a', value: null }])
  await producer.sendBatch(words, [{ value: null }, { value: 'word' }])
  await producer.close()
  const read = async (from: typeof tagged | typeof words): Promise<readonly (readonly [boolean, unknown])[]> => {
    const consumer = kafka.consumer({ autoOffsetReset: 'earliest' })
    await consumer.assign([{ topic: from, partition: 0 }])
    const seen: [boolean, unknown][] = []
    for await (const record of consumer) if (seen.push([record.isTombstone, record.value]) === 2) break
    await consumer.close()
    return seen
  }
  assert.deepEqual(await read(tagged), [[false, { tags: 'none', at: new Date('2026-01-01T00:00:00Z') }], [true, null]])
  assert.deepEqual(await read(words), [[true, null], [false, 'word']])
})
