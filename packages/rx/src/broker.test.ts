/** The scenarios of tests/client/rx-suite.ts that need no restart, against a broker in this process. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Kafka } from '@odradek/client'
import { type TestBroker, startBroker } from '@odradek/testing'
import {
  KafkaReceiver, KafkaSender, type MeterRegistry, MicrometerConsumerListener, MicrometerProducerListener, ReceiverOptions, SenderOptions, SenderRecord,
} from './index.ts'
import { quickScenarios } from '../../../tests/client/rx-scenarios.ts'
import type { Bench } from '../../../tests/client/suite.ts'

function benchOf(broker: TestBroker, kafka: Kafka, id: number): { readonly bench: Bench; readonly close: () => Promise<void> } {
  const closing: (() => Promise<unknown>)[] = []
  let next = 0
  const bench: Bench = {
    broker: broker as never,
    kafka,
    group: () => `g${id}-${next++}`,
    async topic(partitions = 1, configs = {}) {
      const name = `t${id}-${next++}`
      const admin = kafka.admin()
      await admin.createTopics([{ name, partitions, configs }])
      await admin.close()
      return name
    },
    async produce(topic, count, { from = 0, partition } = {}) {
      const producer = kafka.producer()
      const at = partition === undefined ? {} : { partition }
      await producer.sendBatch(topic, Array.from({ length: count }, (_, i) => ({ key: `k${from + i}`, value: `v${from + i}`, ...at })))
      await producer.close()
    },
    serves: async () => true,
    defer: (close) => void closing.push(close),
  }
  const close = async (): Promise<void> => {
    for (const one of closing.toReversed()) await one().catch(() => {})
  }
  return { bench, close }
}

describe('against a broker in this process', { concurrency: 4 }, () => {
  let broker: TestBroker
  before(async () => {
    broker = await startBroker()
  })
  after(() => broker.close())
  quickScenarios.forEach((scenario, id) => {
    test(scenario.name, { timeout: scenario.timeoutMs ?? 30_000 }, async () => {
      const { bench, close } = benchOf(broker, broker.client(), id)
      try {
        await scenario.run(bench)
      } finally {
        await close()
      }
    })
  })
})

test('R39 meters are there while sender and receiver are open, and gone after', async () => {
  const broker = await startBroker({ topics: { t: 1 } })
  const kafka = broker.client()
  try {
    const gauges = new Map<string, () => number>()
    const registry: MeterRegistry = {
      gauge(name, tags, read) {
        const key = `${name} ${tags['app']}`
        gauges.set(key, read)
        return () => gauges.delete(key)
      },
    }
    const sender = KafkaSender.create(SenderOptions.of<never, string>(kafka).producerListener(new MicrometerProducerListener(registry, { app: 'a' })))
    await sender.sendRecord(SenderRecord.of('t', { value: 'x' }))
    assert.ok(gauges.get('kafka.producer.buffer.available.bytes a')!() > 0)
    const options = ReceiverOptions.of(kafka, { 'group.id': 'g', 'auto.offset.reset': 'earliest' }).subscription(['t'])
    const receiver = KafkaReceiver.create(options.consumerListener(new MicrometerConsumerListener(registry, { app: 'a' })))
    await new Promise<void>((resolve) => receiver.receive().subscribe(() => resolve()))
    assert.equal(gauges.get('kafka.consumer.assigned.partitions a')!(), 1)
    await receiver.stop()
    await sender.close()
    assert.equal(gauges.size, 0)
  } finally {
    await broker.close()
  }
})
