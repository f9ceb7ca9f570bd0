import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Bytes, bytesSerde, json, stringSerde, text, topic } from './serde.ts'

const loose = (value: unknown): Buffer | null => value as Buffer | null

test('without a serde bytes, text and null go, and everything else is refused by name', () => {
  for (const value of [Buffer.from('b'), new Uint8Array(2), 'text', null] satisfies Bytes[]) {
    assert.equal(bytesSerde.serialize(loose(value), 'orders'), value)
  }
  for (const value of [undefined, 7, true, { id: 1 }, [1, 2], new ArrayBuffer(2)]) {
    assert.throws(() => bytesSerde.serialize(loose(value), 'orders'), { code: 'SERIALIZATION', message: /for topic orders .*\(\w+\).*json\(\)/s })
  }
})

test('text and JSON there and back; null stays null', () => {
  for (const value of ['ä €', '', null]) {
    const bytes = stringSerde.serialize(value, 't') as string | null
    assert.equal(stringSerde.deserialize(bytes === null ? null : Buffer.from(bytes), 't'), value)
  }
  const serde = json<{ id: number } | null>()
  assert.deepEqual(serde.deserialize(Buffer.from(serde.serialize({ id: 1 }, 't') as string), 't'), { id: 1 })
  assert.equal(serde.serialize(null, 't'), null)
  assert.equal(serde.deserialize(null, 't'), null)
  assert.throws(() => serde.deserialize(Buffer.from('{'), 't'), { code: 'DESERIALIZATION' })
})

test('a schema judges in both directions, synchronously or later, and says where', async () => {
  const issues = [{ message: 'too small', path: ['cents', { key: 0 }] }]
  const schema = (later: boolean) => ({
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (value: unknown) => {
        const result = value === 'good' ? { value } : { issues }
        return later ? Promise.resolve(result) : result
      },
    },
  })
  const now = text(schema(false))
  assert.equal(now.serialize('good', 't'), 'good')
  assert.throws(() => now.serialize('bad', 't'), { code: 'SERIALIZATION', message: /cents\.0: too small/ })
  assert.throws(() => now.deserialize(Buffer.from('bad'), 't'), { code: 'DESERIALIZATION' })
  const later = topic('t', { value: schema(true) }).value
  assert.equal(await later.serialize('good', 't'), '"good"')
  await assert.rejects(async () => later.deserialize(Buffer.from('"bad"'), 't'), { code: 'DESERIALIZATION' })
})
