/** The types of the public surface: what must compile, and what must not (`tsc` reads the expectations). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kafka } from '@odradek/client'
import { startBroker, type TestBroker, type TestBrokerOptions } from './index.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(verdict: Same<A, B>): void => assert.equal(verdict, true)
/** Compiled, never run. */
const only = (program: () => unknown): void => assert.equal(typeof program, 'function')

test('types of the public surface', () => {
  same<Awaited<ReturnType<typeof startBroker>>, TestBroker>(true)
  same<ReturnType<TestBroker['client']>, Kafka>(true)
  same<TestBroker['bootstrap'], string>(true)
  const options: TestBrokerOptions = { topics: { orders: 3 }, config: { 'auto.create.topics.enable': false, 'log.retention.ms': 1000 } }
  only(async () => {
    await using broker = await startBroker(options)
    return broker.port.toFixed()
  })
  // @ts-expect-error partitions are a number
  only(() => startBroker({ topics: { orders: '3' } }))
  // @ts-expect-error a list of names does not say how many partitions
  only(() => startBroker({ topics: ['orders'] }))
  // @ts-expect-error a misspelt option
  only(() => startBroker({ dataDirectory: 'x' }))
  // @ts-expect-error it is read only
  only(async () => ((await startBroker()).port = 9092))
})
