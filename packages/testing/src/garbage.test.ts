/**
 * Every public method of the client with arguments of every kind: what comes out is a KafkaError or an answer, and
 * nothing reaches the process. Against a broker, so that what passes the checks is encoded and sent.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { types } from 'node:util'
import { bytesSerde, createKafka, json, type Kafka, KafkaError, stringSerde, text, topic } from '@odradek/client'
import fc from 'fast-check'
import { startBroker, type TestBroker } from './index.ts'

const names = [
  'topic', 'topics', 'partition', 'partitions', 'offset', 'offsets', 'name', 'key', 'value', 'headers', 'timestamp', 'signal', 'timeoutMs', 'metadata', 'groupId', 'type', 'set',
  'configs', 'replicas', 'assigned', 'revoked', 'ack', 'messages', 'at', 'maxRecords', 'concurrency', 'order', 'drain', 'serialize', 'deserialize', '~standard', 'then',
]

const thrower = (): never => {
  throw new TypeError('thrown by what the caller gave')
}
/** What cannot be looked at, not even by whoever makes up the arguments: made when it is handed over. */
class Made {
  readonly make: () => unknown
  readonly name: string
  constructor(name: string, make: () => unknown) {
    this.name = name
    this.make = make
  }
}
const made: readonly Made[] = [
  new Made('a proxy that throws', () => new Proxy({}, { get: thrower, has: thrower, ownKeys: thrower, getPrototypeOf: thrower, getOwnPropertyDescriptor: thrower })),
  new Made('a proxy that was revoked', () => {
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    return proxy
  }),
  ...names.map((field) => new Made(`throws at ${field}`, () => Object.defineProperty({}, field, { get: thrower, enumerable: true }))),
  new Made('a date that is none', () => new Date(Number.NaN)), new Made('an object without prototype', () => Object.create(null)), new Made('a map', () => new Map()),
  new Made('a buffer', () => Buffer.from('x')), new Made('an aborted signal', () => AbortSignal.abort()), new Made('a signal that will not abort', () => new AbortController().signal),
  new Made('a function', () => () => {}), new Made('a function that throws', () => thrower),
]

function handedOver(value: unknown): unknown {
  if (value instanceof Made) return value.make()
  if (Array.isArray(value)) return value.map(handedOver)
  if (typeof value !== 'object' || value === null || ![Object.prototype, null].includes(Object.getPrototypeOf(value) as null)) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, handedOver(field)]))
}

const plain: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300, 5n, '', 't', 'g', '5', 'a\0b', '\ud800', Symbol('s'), /t/),
  fc.double(), fc.string(), fc.uint8Array({ maxLength: 8 }), fc.integer(), fc.constantFrom(...made),
)
const deep: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
  ),
})).value
/** What passes the first checks. */
const likely: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>('t', ['t'], topic('t'), topic('t', { value: json() }), { topic: 't', partition: 0 }, [{ topic: 't', partition: 0 }], [{ topic: 't', partition: 0, offset: 1 }], { value: 'x' }, [{ value: 'x' }], {}, []),
  fc.record({ topic: fc.constant('t'), partition: plain }), fc.record({ value: plain, key: plain, headers: deep, partition: plain, timestamp: plain }, { requiredKeys: [] }),
  fc.record({ timeoutMs: plain, signal: plain }, { requiredKeys: [] }),
)
const given: fc.Arbitrary<readonly unknown[]> = fc.array(fc.oneof({ arbitrary: deep, weight: 2 }, { arbitrary: likely, weight: 3 }), { maxLength: 4 })

/** Methods that end what is called, or that wait for as long as they are told. */
const last = new Set(['constructor', 'close', 'stop', 'cluster'])

function methodsOf(target: object): string[] {
  const found = new Set<string>()
  for (let level = Object.getPrototypeOf(target); level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) if (typeof value === 'function' && !last.has(name)) found.add(name)
  }
  return [...found]
}

let broker: TestBroker
let kafka: Kafka
/** What reached the process. */
const escaped: unknown[] = []
const escape = (error: unknown): void => void escaped.push(error)

before(async () => {
  process.on('unhandledRejection', escape).on('uncaughtException', escape)
  broker = await startBroker({ topics: { t: 1 } })
  kafka = createKafka({ brokers: broker.bootstrap, logger: false, defaultTimeoutMs: 200, requestTimeoutMs: 1000 })
})

after(async () => {
  await broker.close()
  process.off('unhandledRejection', escape).off('uncaughtException', escape)
})

/** Calls, and waits a little for the answer; a wrong one that comes later is found at the end. */
async function call(faults: string[], what: string, method: () => unknown): Promise<void> {
  const wrong = (error: unknown): void => {
    if (!(error instanceof KafkaError)) faults.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`)
  }
  try {
    const answer = method()
    if (types.isPromise(answer)) await Promise.race([answer.then(undefined, wrong), sleep(20)])
  } catch (error) {
    wrong(error)
  }
}

async function pester(target: object, faults: string[], runs: number): Promise<void> {
  const methods = methodsOf(target)
  await fc.assert(fc.asyncProperty(fc.constantFrom(...methods), given, async (name, args) => {
    await call(faults, name, () => (Reflect.get(target, name) as (...given: readonly unknown[]) => unknown).apply(target, args.map(handedOver)))
    assert.deepEqual(faults, [])
    assert.deepEqual(escaped, [])
  }), { numRuns: runs, endOnFailure: true })
}

async function settled(faults: string[]): Promise<void> {
  await sleep(20)
  assert.deepEqual(faults, [])
  assert.deepEqual(escaped, [])
}

test('makers', async () => {
  const faults: string[] = []
  await fc.assert(fc.asyncProperty(deep, deep, async (...two) => {
    const [options, second] = two.map(handedOver)
    for (const [what, make] of Object.entries({
      createKafka: () => createKafka(options as never), topic: () => topic(options as never, second as never), json: () => json(options as never), text: () => text(options as never),
      producer: () => kafka.producer(options as never), transactionalProducer: () => kafka.transactionalProducer(options as never),
      consumer: () => kafka.consumer(options as never), admin: () => kafka.admin(options as never),
    })) await call(faults, what, make)
    assert.deepEqual(faults, [])
  }), { numRuns: 200, endOnFailure: true })
  await settled(faults)
})

test('a producer', async () => {
  const faults: string[] = []
  const producer = kafka.producer({ maxBlockMs: 50, deliveryTimeoutMs: 500 })
  await pester(producer, faults, 500)
  await producer.close({ timeoutMs: 100 }).catch(() => {})
  await settled(faults)
})

test('a transactional producer', async () => {
  const faults: string[] = []
  const producer = kafka.transactionalProducer({ transactionalId: 'x', maxBlockMs: 50, deliveryTimeoutMs: 500 })
  await pester(producer, faults, 300)
  await producer.close({ timeoutMs: 100 }).catch(() => {})
  await settled(faults)
})

test('a consumer of a group, and one without', async () => {
  const faults: string[] = []
  for (const options of [{ groupId: 'g' }, {}]) {
    const consumer = kafka.consumer(options)
    await pester(consumer, faults, 400)
    await call(faults, 'stop', () => consumer.stop('now' as never))
    await consumer.stop({ timeoutMs: 500 }).catch(() => {})
  }
  await settled(faults)
})

test('an admin', async () => {
  const faults: string[] = []
  const admin = kafka.admin()
  await pester(admin, faults, 500)
  await admin.close()
  await settled(faults)
})

test('serdes', async () => {
  const faults: string[] = []
  const schema = { '~standard': { version: 1, vendor: 'test', validate: thrower } } as const
  const serdes = [bytesSerde, stringSerde, json(), json(schema), text(schema), topic('t', { value: schema }).value]
  await fc.assert(fc.asyncProperty(deep, async (given) => {
    const value = handedOver(given)
    for (const serde of serdes) await call(faults, 'serialize', () => serde.serialize(value as never, 't'))
    for (const serde of serdes) await call(faults, 'deserialize', () => serde.deserialize(value as never, 't'))
    assert.deepEqual(faults, [])
  }), { numRuns: 200, endOnFailure: true })
  await settled(faults)
})
