/** The sample scenarios, each against a broker in this process. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Kafka } from '@odradek/client'
import { type TestBroker, startBroker } from '@odradek/testing'
import { atmostOnce, byPartition, fanOut, sink, sinkChain, source, transform } from '../../../examples/reactive-samples.ts'

describe('samples', () => {
  let broker: TestBroker
  let kafka: Kafka
  before(async () => {
    broker = await startBroker({ topics: { 'sample-people': 3, 'sample-copies': 1, 'sample-evens': 1, 'sample-odds': 1 } })
    kafka = broker.client()
    assert.equal(await sink(kafka), 10)
  })
  after(() => broker.close())

  const ends = async (...topics: string[]): Promise<number[]> => {
    const admin = kafka.admin()
    const found = await admin.listOffsets(topics.map((topic) => ({ topic, partition: 0, at: 'latest' as const })))
    await admin.close()
    return topics.map((name) => found.find(({ topic }) => topic === name)!.offset)
  }

  test('source', async () => {
    assert.deepEqual((await source(kafka)).toSorted(), Array.from({ length: 10 }, (_, i) => `person ${i + 1}`).toSorted())
  })
  test('transform', async () => {
    assert.equal(await transform(kafka), 10)
    assert.deepEqual(await ends('sample-copies'), [10])
  })
  test('at most once', async () => assert.equal(await atmostOnce(kafka), 10))
  test('chain, then fan-out', async () => {
    await sinkChain(kafka)
    assert.deepEqual(await ends('sample-evens', 'sample-odds'), [1, 1])
    assert.equal(await fanOut(kafka), 10)
    assert.deepEqual(await ends('sample-evens', 'sample-odds'), [6, 6])
  })
  test('by partition', async () => {
    const offsets = await byPartition(kafka)
    assert.equal([...offsets.values()].flat().length, 10)
    for (const list of offsets.values()) assert.deepEqual(list, list.map((_, i) => i))
  })
})
