import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Bytes, bytesSerde, json, type StandardSchema, stringSerde, text, topic } from './serde.ts'

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

test('what cannot be written as text or JSON is SERIALIZATION, and what is no Buffer is not read', () => {
  const round: { self?: unknown } = {}
  round.self = round
  for (const value of [undefined, Symbol('s'), () => {}, 5n, round]) assert.throws(() => json().serialize(value, 'orders'), { code: 'SERIALIZATION', message: /topic orders cannot be written as JSON/ })
  for (const value of [undefined, 5, {}]) assert.throws(() => stringSerde.serialize(value as never, 'orders'), { code: 'SERIALIZATION', message: /topic orders is not text, but / })
  assert.throws(() => json().deserialize(5 as never, 'orders'), { code: 'DESERIALIZATION' })
  assert.throws(() => stringSerde.deserialize('text' as never, 'orders'), { code: 'DESERIALIZATION', message: /no Buffer, but "text"/ })
})

test('a topic is made of a name and of serdes or schemas by their part', () => {
  const schema: StandardSchema<string> = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: String(value) }) } }
  const wrong: readonly (readonly [unknown, unknown, RegExp])[] = [
    [undefined, undefined, /^topic: name must be a string that is not empty, not undefined/],
    [{ topic: 't' }, undefined, /not an object/],
    ['t', schema, /given by its part: topic\('t', \{ value: json\(\) \}\)/],
    ['t', stringSerde, /given by its part/],
    ['t', null, /serdes must be an object of value, key, not null/],
    ['t', { key: stringSerde }, /serdes\.value must be a serde, .*not undefined/],
    ['t', { value: JSON }, /serdes\.value\.serialize must be a function/],
    ['t', { value: 'json' }, /serdes\.value must be a serde.* or a Standard Schema, not "json"/],
    ['t', { value: json }, /serdes\.value must be .*Standard Schema/],
    ['t', { values: stringSerde, value: stringSerde }, /serdes has no "values" \(did you mean "value"\?\)/],
  ]
  for (const [name, serdes, message] of wrong) assert.throws(() => topic(name as never, serdes as never), { code: 'INVALID_ARGUMENT', message })
  assert.throws(() => json({} as never), { code: 'INVALID_ARGUMENT', message: /json: schema must be a Standard Schema/ })
  assert.throws(() => text(undefined as never), { code: 'INVALID_ARGUMENT', message: /text: schema/ })
})

test('a schema that does not take what it made of a value says so when the first is written; the input can be written instead', () => {
  const toDate: StandardSchema<Date, string> = {
    '~standard': { version: 1, vendor: 'test', validate: (value) => (typeof value === 'string' && !value.endsWith('Z') ? { value: new Date(`${value}Z`) } : { issues: [{ message: 'no local time' }] }) },
  }
  assert.throws(() => json(toDate).serialize('2026-01-01T00:00', 't'), { code: 'SERIALIZATION', message: /does not take what it made of a value \(no local time\).*writes: 'input'/ })
  const serde = json(toDate, { writes: 'input' })
  const written = serde.serialize('2026-01-01T00:00', 't') as string
  assert.equal(written, '"2026-01-01T00:00"')
  assert.equal((serde.deserialize(Buffer.from(written), 't') as Date).getTime(), Date.UTC(2026, 0, 1))
})

test('a schema that throws, or rejects, is said with the record', async () => {
  const thrown = (validate: () => never | Promise<never>): StandardSchema<string> => ({ '~standard': { version: 1, vendor: 'test', validate } })
  assert.throws(() => json(thrown(() => { throw new TypeError('oops') })).serialize('x', 't'), { code: 'SERIALIZATION', message: /could not be checked by its schema: oops/ })
  await assert.rejects(async () => text(thrown(() => Promise.reject(new TypeError('oops')))).deserialize(Buffer.from('x'), 't'), { code: 'DESERIALIZATION', message: /oops/ })
})
