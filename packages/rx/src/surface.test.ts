/**
 * Every public type and method of Reactor Kafka 1.3.23 is here under its own name, or in the list of what was translated
 * and why. `testing/reactor-kafka-1.3.23.txt` comes from its jar (tests/client/reactor-surface.ts).
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ConsumerListener, ProducerListener } from './index.ts'
import * as rx from './index.ts'
import { KafkaReceiver, KafkaSender, ReceiverOptions, SenderOptions } from './index.ts'
import { ScriptedCluster } from './testing/scripted-cluster.ts'

const theirs: readonly string[] = readFileSync(join(import.meta.dirname, 'testing/reactor-kafka-1.3.23.txt'), 'utf8').trim().split('\n')

/** Types without a class of ours: the members that the compiler knows. */
const interfaces: Readonly<Record<string, readonly string[]>> = {
  'ReceiverOptions.ConsumerListener': ['consumerAdded', 'consumerRemoved'] satisfies (keyof ConsumerListener)[],
  'SenderOptions.ProducerListener': ['producerAdded', 'producerRemoved'] satisfies (keyof ProducerListener)[],
}


/** What is not here under its own name, and what is there instead. A `*` stands for any method of the type. */
const translated: Readonly<Record<string, string>> = {
  'KafkaRecordReceiverContext.*': 'ObservationContext: a plain object with kind, topic, keyValues, carrier and record',
  'KafkaRecordSenderContext.*': 'ObservationContext',
  'KafkaReceiverObservation.*': 'an enumeration for documentation; its names and tags are the defaults of every ObservationContext',
  'KafkaSenderObservation.*': 'as KafkaReceiverObservation',
  'KafkaReceiverObservationConvention.*': 'ObservationConvention: contextualName and keyValues; one interface for both sides',
  'KafkaSenderObservationConvention.*': 'ObservationConvention',
}

const isTranslated = (name: string): boolean =>
  name in translated || Object.keys(translated).some((pattern) => pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1)))

/** Names of a class: its own and inherited methods, static ones too. */
function methodsOf(type: string): ReadonlySet<string> | undefined {
  const known = interfaces[type]
  if (known !== undefined) return new Set(known)
  const made: unknown = Reflect.get(rx, type)
  if (typeof made !== 'function') return undefined
  const names = new Set(['new', ...Object.getOwnPropertyNames(made)])
  for (let prototype: unknown = made.prototype; prototype !== null && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
    for (const name of Object.getOwnPropertyNames(prototype)) names.add(name)
  }
  return names
}

test('every public type and method of Reactor Kafka 1.3.23 is here, or in the list of translations', () => {
  assert.ok(theirs.length > 130, `${theirs.length} names`)
  const missing: string[] = []
  const needless: string[] = []
  for (const name of theirs) {
    const at = name.lastIndexOf('.')
    const isHere = methodsOf(name.slice(0, at))?.has(name.slice(at + 1)) === true
    if (!isHere && !isTranslated(name)) missing.push(name)
    if (isHere && isTranslated(name)) needless.push(name)
  }
  assert.deepEqual(missing, [])
  assert.deepEqual(needless, [], 'in the list of translations, and there all the same')
  for (const pattern of Object.keys(translated)) {
    assert.ok(theirs.some((name) => name === pattern || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1)))), `${pattern} is not Reactor Kafka's`)
  }
})

test('every setter of options answers new options, its getter what was set, and the old ones stay', () => {
  const scheduler = { schedule() {} } as never
  const listener = {}
  const receiver: readonly (readonly [name: keyof ReceiverOptions, set: unknown, got: unknown])[] = [
    ['pollTimeout', '1s', 1000], ['closeTimeout', 5, 5], ['commitInterval', '7s', 7000], ['commitBatchSize', 3, 3], ['atmostOnceCommitAheadSize', 4, 4],
    ['maxCommitAttempts', 9, 9], ['commitRetryInterval', 11, 11], ['maxDeferredCommits', 12, 12], ['maxDelayRebalance', '13s', 13_000],
    ['commitIntervalDuringDelay', 14, 14], ['pauseAllAfterRebalance', true, true], ['consumerListener', listener, listener],
    ['assignment', [{ topic: 't', partition: 1 }], [{ topic: 't', partition: 1 }]],
  ]
  const sender: readonly (readonly [name: keyof SenderOptions, set: unknown, got: unknown])[] = [
    ['scheduler', scheduler, scheduler], ['maxInFlight', 3, 3], ['stopOnError', false, false], ['closeTimeout', '2s', 2000], ['producerListener', listener, listener],
  ]
  const check = (before: object, rows: readonly (readonly [string, unknown, unknown])[]): void => {
    for (const [name, set, got] of rows) {
      const call = (on: object, ...args: unknown[]): unknown => (Reflect.get(on, name) as (...args: unknown[]) => unknown).apply(on, args)
      const initial = call(before)
      const after = call(before, set) as object
      assert.notEqual(after, before, name)
      assert.deepEqual(call(after), got, name)
      assert.deepEqual(call(before), initial, name)
      assert.notDeepEqual(initial, got, `${name}: another value than the default`)
    }
  }
  check(ReceiverOptions.create(), receiver)
  check(SenderOptions.create(), sender)
})

test('options of a sender: equals and hashCode', () => {
  const make = (): SenderOptions => SenderOptions.create({ 'bootstrap.servers': 'a:1', acks: 'all' }).maxInFlight(3)
  assert.ok(make().equals(make()))
  assert.equal(make().hashCode(), make().hashCode())
  assert.ok(!make().equals(make().maxInFlight(4)))
  assert.ok(!make().equals(make().producerProperty('acks', '1')))
  assert.ok(!make().equals(make().producerListener({})))
  assert.ok(!make().equals({}))
  assert.ok(!make().equals(undefined))
})

test('transactionComplete and the listeners chain and are optional, as in Reactor Kafka', async () => {
  const producer = { initTransactions: async () => {}, beginTransaction() {}, close: async () => {} }
  const options = SenderOptions.create({ 'transactional.id': 'x' }).producerListener({})
  const sender = KafkaSender.create({ createProducer: () => producer as never }, options)
  const manager = sender.transactionManager()
  assert.equal(manager.transactionComplete(() => {}), manager)
  await sender.close()
  const receiver = KafkaReceiver.create(new ScriptedCluster({ t: 1 }), ReceiverOptions.create().subscription(['t']).consumerListener({}))
  receiver.receive().subscribe()
  await receiver.stop()
})
