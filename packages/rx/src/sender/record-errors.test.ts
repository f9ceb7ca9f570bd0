/** What is wrong with one record reaches the result of that record: said by the broker, by a serializer or by the partitioner. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { KafkaError, stringSerde } from '@odradek/client'
import { type TestBroker, startBroker } from '@odradek/testing'
import { lastValueFrom, tap } from 'rxjs'
import { KafkaSender, SenderOptions, SenderRecord } from '../index.ts'

type Key = string | null

let broker: TestBroker
before(async () => {
  broker = await startBroker({ topics: { plain: 3 } })
  const admin = broker.client().admin()
  await admin.createTopics([{ name: 'compacted', partitions: 1, configs: { 'cleanup.policy': 'compact' } }])
  await admin.close()
})
after(() => broker.close())

/** What became of each record, by its correlation; and what the stream ended with. */
async function outcomes(sender: KafkaSender<Key, string>, records: readonly SenderRecord<Key, string, number>[]): Promise<{ codes: string[]; errors: (Error | null)[]; end: unknown }> {
  const errors: (Error | null)[] = []
  const end: unknown = await lastValueFrom(sender.send(records).pipe(tap((result) => (errors[result.correlationMetadata()] = result.exception()))))
    .then(() => undefined, (error: unknown) => error)
  return { errors, codes: errors.map((error) => (error === null ? 'stored' : (error as KafkaError).code)), end }
}

const options = (): SenderOptions<Key, string> => SenderOptions.of<Key, string>(broker.client()).stopOnError(false)

test('a batch that the broker refuses for two of its records: those two are named, the others are told', async () => {
  const sender = KafkaSender.create(options())
  const records = Array.from({ length: 20 }, (_, n) => SenderRecord.create<Key, string, number>({ topic: 'compacted', key: n === 3 || n === 7 ? null : `k${n}`, value: `v${n}` }, n))
  const { codes, errors, end } = await outcomes(sender, records)
  assert.deepEqual(codes, records.map((_, n) => (n === 3 || n === 7 ? 'INVALID_RECORD' : 'REFUSED_WITH_BATCH')))
  assert.equal(end, errors[0], 'the first failure')
  assert.deepEqual((await outcomes(sender, [SenderRecord.create<Key, string, number>({ topic: 'compacted', key: 'k', value: 'v' }, 0)])).codes, ['stored'])
  await sender.close()
})

test('with stopOnError the first failure ends the stream, and close does not tell it again', async () => {
  const sender = KafkaSender.create(options().stopOnError(true))
  const { codes, end } = await outcomes(sender, [SenderRecord.create<Key, string, number>({ topic: 'compacted', key: null, value: 'v' }, 0)])
  assert.deepEqual(codes, [])
  assert.equal((end as KafkaError).code, 'INVALID_RECORD')
  await sender.close()
})

test('a serializer that throws, or rejects, is the failure of its record', async () => {
  for (const fail of [(): never => { throw new Error('cannot write it') }, () => Promise.reject(new Error('cannot write it'))]) {
    const serializer = { ...stringSerde, serialize: (value: string | null) => (value === 'v2' ? fail() : stringSerde.serialize(value, 'plain')) }
    const sender = KafkaSender.create(options().withValueSerializer(serializer as never))
    const { codes, errors, end } = await outcomes(sender, Array.from({ length: 5 }, (_, n) => SenderRecord.create<Key, string, number>({ topic: 'plain', key: `k${n}`, value: `v${n}` }, n)))
    assert.deepEqual(codes, ['stored', 'stored', errors[2] instanceof KafkaError ? errors[2].code : 'raw', 'stored', 'stored'])
    assert.ok(errors[2] instanceof KafkaError)
    assert.match(errors[2].message, /cannot write it/)
    assert.equal(end, errors[2])
    await sender.close()
  }
})

test('a partitioner that throws is the failure of its record, and so is a record that is none', async () => {
  const partitioner = { partition: ({ key }: { key: unknown }): number => {
    if (String(key) === 'k1') throw new Error('cannot place it')
    return 0
  } }
  const sender = KafkaSender.create(SenderOptions.of<Key, string>(broker.client(), { 'partitioner.class': partitioner }).stopOnError(false))
  const wrong = [{ topic: 'plain', messages: [] }, { value: 'x' }, { topic: 'plain', value: 5 }].map((record, n) => Object.assign(record, { correlationMetadata: () => 3 + n }))
  const { codes, errors } = await outcomes(sender, [
    ...Array.from({ length: 3 }, (_, n) => SenderRecord.create<Key, string, number>({ topic: 'plain', key: `k${n}`, value: `v${n}` }, n)), ...(wrong as never[]),
  ])
  assert.deepEqual([codes[0], codes[2]], ['stored', 'stored'])
  for (const at of [1, 3, 4, 5]) assert.ok(errors[at] instanceof KafkaError, `${at}: ${String(errors[at])}`)
  await sender.close()
})
