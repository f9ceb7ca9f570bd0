/** Against a small registry over HTTP, beside `@kafkajs/confluent-schema-registry`: the same bytes, read by each other. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, before, test } from 'node:test'
import { inspect } from 'node:util'
import confluent from '@kafkajs/confluent-schema-registry'
import avsc from 'avsc'
import protobufjs from 'protobufjs'
import { createKafka, type KafkaError, stringSerde, topic } from '@odradek/client'
import { startBroker } from '@odradek/testing'
import { avro, type Fetch, frame, jsonSchema, protobuf, recordName, SchemaRegistry, topicRecordName, unframe } from './index.ts'
import { messageIndexes, splitMessageIndexes } from './internal.ts'

interface Stored {
  readonly subject: string
  readonly schemaType: string
  readonly schema: string
}

const stored: Stored[] = []
const asked: string[] = []
let failures = 0
let server: Server
let url: string

/** What Confluent's registry answers, as far as it is needed: register, look up, by id. */
function answer(method: string, path: string, body: string): [status: number, answer: object] {
  const byId = /^\/schemas\/ids\/(\d+)/.exec(path)
  if (byId !== null) {
    const found = stored[Number(byId[1]) - 1]
    if (found === undefined) return [404, { error_code: 40403, message: 'Schema not found' }]
    return [200, { schema: found.schema, ...(found.schemaType === 'AVRO' ? {} : { schemaType: found.schemaType }) }]
  }
  const subject = /^\/subjects\/([^/?]+)(\/versions)?$/.exec(path)
  if (method === 'GET' && path.startsWith('/config/')) return [404, { error_code: 40401, message: 'none' }]
  if (method === 'PUT') return [200, { compatibility: 'BACKWARD' }]
  if (method !== 'POST' || subject === null) return [404, { error_code: 404, message: 'HTTP 404 Not Found' }]
  const given = JSON.parse(body) as { schema: string; schemaType?: string }
  const entry = { subject: decodeURIComponent(subject[1]!), schemaType: given.schemaType ?? 'AVRO', schema: given.schema }
  const at = stored.findIndex((one) => one.subject === entry.subject && one.schema === entry.schema)
  if (at >= 0) return [200, { id: at + 1 }]
  if (subject[2] === undefined) return [404, { error_code: 40403, message: 'Schema not found' }]
  if (given.schema.includes('incompatible')) return [409, { error_code: 409, message: 'Schema being registered is incompatible' }]
  stored.push(entry)
  return [200, { id: stored.length }]
}

before(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`)
      const [status, content] = failures > 0 ? (failures--, [503, { message: 'leader unknown' }] as const) : answer(request.method!, request.url!, body)
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json', connection: 'close' }).end(JSON.stringify(content))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
})
after(() => new Promise((resolve) => server.close(resolve)))

interface Order {
  readonly id: string
  readonly cents: number
}
const orderSchema = { type: 'record', name: 'Order', namespace: 'shop', fields: [{ name: 'id', type: 'string' }, { name: 'cents', type: 'int' }] }
const registryOf = (): SchemaRegistry => new SchemaRegistry({ urls: url })

test('Avro: the bytes are those of the library, and each reads the other', async () => {
  const library = new confluent.SchemaRegistry({ host: url })
  const orders = avro<Order>({ registry: registryOf(), avsc, schema: orderSchema })
  const ours = await orders.serialize({ id: 'o1', cents: 995 }, 'orders') as Buffer
  const { id } = await library.register({ type: confluent.SchemaType.AVRO, schema: JSON.stringify(orderSchema) }, { subject: 'orders-value' })
  const theirs = await library.encode(id, { id: 'o1', cents: 995 })
  assert.deepEqual(ours, theirs)
  assert.deepEqual({ ...(await library.decode(ours)) as Order }, { id: 'o1', cents: 995 })
  assert.deepEqual({ ...await orders.deserialize(theirs, 'orders') }, { id: 'o1', cents: 995 })
  assert.equal(stored[id - 1]!.subject, 'orders-value')
  // Known now: nothing is waited for, nothing asked.
  const before = asked.length
  assert.ok(Buffer.isBuffer(orders.serialize({ id: 'o2', cents: 1 }, 'orders')))
  assert.equal(orders.deserialize(theirs, 'orders') instanceof Promise, false)
  assert.equal(asked.length, before)
})

test('Avro: bytes of another version become ours; without a schema, what was written', async () => {
  const registry = registryOf()
  const written = await avro<Order>({ registry, avsc, schema: orderSchema }).serialize({ id: 'o1', cents: 7 }, 'orders') as Buffer
  const wider = { ...orderSchema, fields: [...orderSchema.fields, { name: 'currency', type: 'string', default: 'EUR' }] }
  assert.deepEqual({ ...await avro({ registry, avsc, schema: wider }).deserialize(written, 'orders') as object }, { id: 'o1', cents: 7, currency: 'EUR' })
  const anything = avro({ registry, avsc })
  assert.deepEqual({ ...await anything.deserialize(written, 'orders') as object }, { id: 'o1', cents: 7 })
  assert.throws(() => anything.serialize({}, 'orders'), { code: 'SERIALIZATION' })
})

test('JSON: the bytes are those of the library; values are checked', async () => {
  const library = new confluent.SchemaRegistry({ host: url })
  const schema = { type: 'object', title: 'Order', properties: { id: { type: 'string' } }, required: ['id'] }
  const check = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => (typeof (value as { id?: unknown }).id === 'string' ? { value: value as { id: string } } : { issues: [{ message: 'no id' }] }) } } as const
  const orders = jsonSchema<{ id: string }>({ registry: registryOf(), schema, check })
  const ours = await orders.serialize({ id: 'o1' }, 'json-orders') as Buffer
  const { id } = await library.register({ type: confluent.SchemaType.JSON, schema: JSON.stringify(schema) }, { subject: 'json-orders-value' })
  assert.deepEqual(ours, await library.encode(id, { id: 'o1' }))
  assert.deepEqual(await library.decode(ours), { id: 'o1' })
  assert.throws(() => orders.serialize({} as never, 'json-orders'), { code: 'SERIALIZATION', message: /json-orders.*no id/ })
  await assert.rejects(async () => orders.deserialize(frame(id, Buffer.from('{}')), 'json-orders'), { code: 'DESERIALIZATION', message: /json-orders.*no id/ })
})

test('Protobuf: the bytes are those of the library and the indexes that it leaves out', async () => {
  const library = new confluent.SchemaRegistry({ host: url })
  const schema = 'syntax = "proto3";\nmessage Order { string id = 1; int32 cents = 2; }'
  const type = protobufjs.parse(schema).root.lookupType('Order')
  const orders = protobuf<Order>({ registry: registryOf(), schema, name: 'Order', encode: (value) => type.encode(type.create(value)).finish(), decode: (bytes) => type.toObject(type.decode(bytes)) as Order })
  const ours = await orders.serialize({ id: 'o1', cents: 995 }, 'proto-orders') as Buffer
  const { id } = await library.register({ type: confluent.SchemaType.PROTOBUF, schema }, { subject: 'proto-orders-value' })
  const theirs = await library.encode(id, { id: 'o1', cents: 995 })
  // Confluent's serializers write which message of the file it is, here the first one; this library never does.
  assert.deepEqual(ours, Buffer.concat([theirs.subarray(0, 5), Buffer.from([0]), theirs.subarray(5)]))
  assert.deepEqual(await orders.deserialize(ours, 'proto-orders'), { id: 'o1', cents: 995 })
  // By Confluent's documentation: [1, 0] is 2, 1, 0 in zigzag.
  assert.deepEqual([...messageIndexes([1, 0])], [4, 2, 0])
  assert.deepEqual([...messageIndexes([0])], [0])
  for (const path of [[0], [1], [1, 0], [0, 0], [300, 2, 70_000]]) {
    const { path: found, message } = splitMessageIndexes(Buffer.concat([messageIndexes(path), Buffer.from('rest')]))
    assert.deepEqual([found, String(message)], [path, 'rest'])
  }
  assert.throws(() => splitMessageIndexes(Buffer.from([4, 2])), RangeError)
  assert.throws(() => orders.deserialize(frame(id, Buffer.from([4, 2, 0])), 'proto-orders'), { code: 'DESERIALIZATION' })
})

test('subjects: by topic and part, by record, by both, or as given', async () => {
  const subjectFor = async (options: object, part: 'key' | 'value' = 'value'): Promise<string> => {
    const serde = avro<Order>({ registry: registryOf(), avsc, schema: { ...orderSchema, doc: JSON.stringify(options) + part + String((options as { subject?: unknown }).subject) }, part, ...options })
    const { schemaId } = unframe(await serde.serialize({ id: '', cents: 0 }, 't') as Buffer, 't')
    return stored[schemaId - 1]!.subject
  }
  assert.deepEqual([await subjectFor({}), await subjectFor({}, 'key'), await subjectFor({ subject: recordName }), await subjectFor({ subject: topicRecordName }), await subjectFor({ subject: 'my/own' })],
    ['t-value', 't-key', 'shop.Order', 't-shop.Order', 'my/own'])
})

test('what goes wrong is said: a foreign record, an unknown id, a refused schema, a value that does not fit', async () => {
  const orders = avro<Order>({ registry: registryOf(), avsc, schema: orderSchema })
  assert.throws(() => orders.deserialize(Buffer.from('{"id":1}'), 'orders'), (error: KafkaError) => error.code === 'DESERIALIZATION' && /without a schema registry/.test(error.message))
  await assert.rejects(async () => orders.deserialize(frame(9999, Buffer.from('x')), 'orders'), { code: 'DESERIALIZATION', retriable: false, message: /404.*Schema not found/ })
  await assert.rejects(async () => avro({ registry: registryOf(), avsc, schema: { ...orderSchema, doc: 'incompatible' } }).serialize({}, 'orders'), { code: 'SERIALIZATION', message: /409.*incompatible/ })
  await assert.rejects(async () => avro({ registry: registryOf(), avsc, register: false, schema: { ...orderSchema, doc: 'never registered' } }).serialize({}, 'orders'), { code: 'SERIALIZATION' })
  await orders.serialize({ id: 'o', cents: 1 }, 'orders')
  assert.throws(() => orders.serialize({ id: 'o', cents: 'many' } as never, 'orders'), { code: 'SERIALIZATION', message: /cents: "many" is no "int"/ })
  assert.deepEqual([orders.serialize(null as never, 'orders'), orders.deserialize(null, 'orders')], [null, null])
  assert.throws(() => new SchemaRegistry({ urls: 'localhost' }), { code: 'INVALID_CONFIG' })
})

test('a registry that is ill: the next is asked; a failure is not kept; questions at once are one; who asks says who it is', async () => {
  const registry = new SchemaRegistry({ urls: [url, `${url}/`], auth: { username: 'u', password: 'p' } })
  asked.length = 0
  failures = 2
  await assert.rejects(async () => registry.byId(1), { code: 'CONNECTION_FAILED', retriable: true, message: /503/ })
  failures = 1
  const both = [registry.byId(1), registry.byId(1)]
  const [one, other] = await Promise.all(both)
  assert.equal(one, other)
  assert.deepEqual(asked, Array.from({ length: 4 }, () => `GET /schemas/ids/1 Basic ${Buffer.from('u:p').toString('base64')}`))
  const withToken = new SchemaRegistry({ urls: url, token: () => Promise.resolve('t0') })
  await withToken.byId(1)
  assert.match(asked.at(-1)!, /Bearer t0$/)
})

test('a user and a password in the URL are sent, and shown to nobody', async () => {
  const withUser = url.replace('//', '//u%40x:pass%3Aword@')
  asked.length = 0
  await new SchemaRegistry({ urls: withUser }).byId(1)
  assert.deepEqual(asked, [`GET /schemas/ids/1 Basic ${Buffer.from('u@x:pass:word').toString('base64')}`])
  const shown: string[] = []
  for (const work of [
    () => new SchemaRegistry({ urls: withUser }).byId(9999),
    () => new SchemaRegistry({ urls: 'http://u:pass%3Aword@127.0.0.1:1' }).byId(1),
    async () => new SchemaRegistry({ urls: 'u:pass%3Aword@127.0.0.1:8081' }),
    async () => new SchemaRegistry({ urls: 'http://u:pass%3Aword@127.0.0.1:x' }),
  ]) await assert.rejects(async () => work(), (error: KafkaError) => shown.push(inspect(error)) > 0)
  assert.equal(shown.length, 4)
  for (const text of shown) assert.doesNotMatch(text, /pass/)
})

test('an answer that is no JSON is that of an ill registry; who may not ask is told so, whatever the record', async () => {
  const answering = (status: number, text: string): Fetch => () => Promise.resolve({ ok: status === 200, status, text: () => Promise.resolve(text) })
  const registry = (status: number, text: string): SchemaRegistry => new SchemaRegistry({ urls: 'http://127.0.0.1:8081', fetch: answering(status, text) })
  for (const text of ['<html>Sign in</html>', '', 'null']) {
    await assert.rejects(async () => registry(200, text).byId(1), { code: 'CONNECTION_FAILED', retriable: true })
    await assert.rejects(async () => registry(200, text).register('s', { type: 'AVRO', schema: '"int"' }), { code: 'CONNECTION_FAILED' })
  }
  for (const status of [401, 403]) {
    await assert.rejects(async () => registry(status, 'no').byId(1), { code: 'AUTHENTICATION_FAILED', retriable: false })
    await assert.rejects(async () => registry(status, 'no').register('s', { type: 'AVRO', schema: '"int"' }), { code: 'AUTHENTICATION_FAILED' })
  }
  await assert.rejects(async () => registry(408, 'slow').byId(1), { code: 'CONNECTION_FAILED', retriable: true })
})

test('a typed topic over a broker', async () => {
  const broker = await startBroker({ topics: { orders: 1 } })
  const kafka = createKafka({ brokers: broker.bootstrap })
  const orders = topic('orders', { key: stringSerde, value: avro<Order>({ registry: registryOf(), avsc, schema: orderSchema }) })
  const producer = kafka.producer()
  await producer.sendBatch(orders, Array.from({ length: 100 }, (_, cents) => ({ key: 'k', value: { id: `o${cents}`, cents } })))
  await producer.close()
  const consumer = kafka.consumer({ groupId: 'g', autoOffsetReset: 'earliest' })
  const seen: Order[] = []
  for await (const record of consumer.subscribe(orders)) if (seen.push({ ...record.value }) === 100) break
  assert.deepEqual(seen, Array.from({ length: 100 }, (_, cents) => ({ id: `o${cents}`, cents })))
  await consumer.close()
  await broker.close()
})
