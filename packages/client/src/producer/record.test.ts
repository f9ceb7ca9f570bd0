/** What a producer is given is checked when it is given: each wrong field is told by its name, and nothing of it is written. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KafkaError } from '../errors.ts'
import { stringSerde, topic } from '../serde.ts'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'
import { Producer } from './producer.ts'

type Loose = Record<'send' | 'enqueue' | 'sendBatch', (...given: unknown[]) => Promise<unknown>> & { accept(...given: unknown[]): unknown }

const open = (options = {}): { cluster: ScriptedCluster; producer: Producer; loose: Loose } => {
  const cluster = new ScriptedCluster(true)
  const producer = new Producer(cluster.asCluster, { idempotent: false, lingerMs: 0, ...options })
  return { cluster, producer, loose: producer as never as Loose }
}

const refused = async (call: () => unknown, code: RegExp, message: RegExp): Promise<void> => {
  await assert.rejects(async () => call(), (error: unknown) => {
    assert.ok(error instanceof KafkaError, String(error))
    assert.match(error.code, code)
    assert.match(error.message, message)
    return true
  })
}

const wrong: readonly [unknown, RegExp, RegExp][] = [
  [{ value: 'x', headers: { n: ['a', 'b'] } }, /SERIALIZATION/, /header "n" .* topic t .*a list/],
  [{ value: 'x', headers: { n: { length: 3 } } }, /SERIALIZATION/, /header "n" .*an object/],
  [{ value: 'x', headers: { n: undefined } }, /SERIALIZATION/, /header "n" .*undefined/],
  [{ value: 'x', headers: { n: 1 } }, /SERIALIZATION/, /header "n" .*a number/],
  [{ value: 'x', headers: [{ key: 'n', value: 1 }] }, /SERIALIZATION/, /header "n" .*a number/],
  [{ value: 'x', headers: [['n', 'v']] }, /INVALID_ARGUMENT/, /headers .* topic t/],
  [{ value: 'x', headers: 'abc' }, /INVALID_ARGUMENT/, /headers .* topic t.*a string/],
  [{ value: 'x', headers: new Map([['n', 'v']]) }, /INVALID_ARGUMENT/, /headers .*a Map/],
  [{ value: 'x', timestamp: Number.NaN }, /INVALID_ARGUMENT/, /timestamp .* topic t.*NaN/],
  [{ value: 'x', timestamp: '2026-01-01' }, /INVALID_ARGUMENT/, /timestamp .*"2026-01-01"/],
  [{ value: 'x', timestamp: -5 }, /INVALID_ARGUMENT/, /timestamp .*-5/],
  [{ value: 'x', timestamp: 1.5 }, /INVALID_ARGUMENT/, /timestamp .*1\.5/],
  [{ value: 'x', timestamp: new Date(0) }, /INVALID_ARGUMENT/, /timestamp .*getTime/],
  [{ value: 'x', partition: 'one' }, /INVALID_ARGUMENT/, /partition .*"one"/],
  [{ value: 'x', partition: -1 }, /INVALID_ARGUMENT/, /partition .*-1/],
  [{ value: 'x', partition: 3 }, /INVALID_ARGUMENT/, /partitions 0 to 2, not 3/],
  [{ value: 5 }, /SERIALIZATION/, /value .*topic t/],
  [{ value: { length: 3 } }, /SERIALIZATION/, /value .*topic t/],
  [{ key: 'k' }, /SERIALIZATION/, /value .*topic t.*undefined/],
  [{ key: 7, value: 'x' }, /SERIALIZATION/, /key .*topic t/],
  [undefined, /INVALID_ARGUMENT/, /a record for topic t is .* not undefined/],
  [null, /INVALID_ARGUMENT/, /a record for topic t is .* not null/],
  ['text', /INVALID_ARGUMENT/, /a record for topic t is .* not a string/],
  [[{ value: 'x' }], /INVALID_ARGUMENT/, /not a list.*sendBatch/],
]

test('each wrong field of a record is refused by its name, whichever way it comes in, also while the topic is not known', async () => {
  for (const known of [true, false]) {
    for (const [record, code, message] of wrong) {
      const { cluster, producer, loose } = open({ maxBlockMs: 1000 })
      let asked = (): void => {}
      if (!known) cluster.unknown = new Promise((resolve) => (asked = resolve))
      const calls = [() => loose.send('t', record), () => loose.enqueue('t', record), () => loose.accept('t', record)]
      const ends = calls.map((call) => refused(call, code, message))
      ends.push(refused(() => loose.sendBatch('t', [{ value: 'good' }, record]), code, new RegExp(`^record 1 .*${message.source}`)))
      asked()
      await Promise.all(ends)
      await producer.send('t', { value: 'after' })
      await producer.close()
      assert.deepEqual(cluster.values().toSorted(), ['after', 'good'])
    }
  }
})

test('what serializers make is checked, and what they and partitioners throw is the cause', async () => {
  const cause = new TypeError('broken')
  const broken = (): never => {
    throw cause
  }
  const serde = (serialize: () => unknown): never => ({ serialize, deserialize: String }) as never
  const { producer, loose } = open()
  await refused(() => loose.send(topic('t', { value: serde(() => 5) }), { value: 'x' }), /SERIALIZATION/, /value .*topic t.*a number/)
  await refused(() => loose.send(topic('t', { value: serde(async () => 5) }), { value: 'x' }), /SERIALIZATION/, /value .*topic t.*a number/)
  await refused(() => loose.send(topic('t', { key: serde(() => undefined), value: stringSerde }), { value: 'x' }), /SERIALIZATION/, /key .*topic t.*undefined/)
  await assert.rejects(loose.send(topic('t', { value: serde(broken) }), { value: 'x' }), { name: 'KafkaError', code: 'SERIALIZATION', cause })
  await assert.rejects(loose.send(topic('t', { value: serde(async () => broken()) }), { value: 'x' }), { name: 'KafkaError', code: 'SERIALIZATION', cause })
  await producer.close()
  const parted = open({ partitioner: { partition: broken } })
  await assert.rejects(parted.producer.send('t', { value: 'x' }), { name: 'KafkaError', code: 'INVALID_ARGUMENT', cause })
  await parted.producer.close()
})

test('the shapes of other clients are refused with a sentence that names the right call', async () => {
  const { producer, loose } = open()
  const right = /producer\.send\('orders', \{ key, value \}\).*producer\.sendBatch\('orders', \[\{ key, value \}\]\)/
  for (const name of ['send', 'enqueue', 'sendBatch', 'accept'] as const) {
    await refused(() => loose[name]({ topic: 't', messages: [{ value: 'x' }] }), /INVALID_ARGUMENT/, right)
    await refused(() => loose[name]({ messages: [{ topic: 't', value: 'x' }] }), /INVALID_ARGUMENT/, right)
    for (const given of [undefined, null, 7, '', {}, { name: 't' }, ['t']]) await refused(() => loose[name](given, { value: 'x' }), /INVALID_ARGUMENT/, /topic/)
  }
  for (const records of [undefined, null, { value: 'x' }, 'text', new Set()]) await refused(() => loose.sendBatch('t', records), /INVALID_ARGUMENT/, /sendBatch takes a list.*topic t/)
  await refused(() => loose.send('t', { value: 'x' }, { signal: {} }), /INVALID_ARGUMENT/, /signal/)
  await producer.close()
})

test('absent is absent: null and undefined for partition, timestamp and headers', async () => {
  const { cluster, producer, loose } = open()
  await loose.send('t', { value: 'a', partition: null, timestamp: null, headers: null })
  await loose.sendBatch('t', [{ value: 'b', partition: undefined, timestamp: undefined, headers: undefined }])
  await producer.close()
  assert.deepEqual(cluster.values(), ['a', 'b'])
})
