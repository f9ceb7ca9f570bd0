/**
 * The consumer against three brokers: leaders and coordinators that die and move, replicas in other racks. Counted.
 *
 * node scripts/node.mjs tests/client/consumer-cluster-suite.ts [--only text]
 */
import assert from 'node:assert/strict'
import { channel } from 'node:diagnostics_channel'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createKafka, type ConsumerOptions } from '@odradek/client'
import { kafkaCluster, type KafkaCluster } from './kafka-cluster.ts'

interface Case {
  readonly name: string
  run(cluster: KafkaCluster): Promise<void>
}

let next = 0

async function newTopic(cluster: KafkaCluster, partitions: number): Promise<string> {
  const topic = `topic-${next++}`
  const admin = createKafka({ brokers: cluster.bootstrap }).admin()
  await admin.createTopics([{ name: topic, partitions, replicationFactor: 3 }])
  await admin.close()
  return topic
}

/** Records are produced and read by two members while brokers die one after the other and come back. */
function brokersDie(title: string, options: ConsumerOptions): Case {
  return {
    name: `${title}: every broker dies once; nothing acknowledged is lost, nothing out of order`,
    async run(cluster) {
      const topic = await newTopic(cluster, 6)
      const kafka = createKafka({ brokers: cluster.bootstrap, requestTimeoutMs: 5000 })
      const producer = kafka.producer()
      let writing = true
      const acknowledged = new Map<string, string>()
      const write = async (): Promise<void> => {
        for (let index = 0; writing; index++) {
          const value = String(index)
          void producer.send(topic, { key: `k${index}`, value }).then((sent) => sent.delivered).then(
            ({ partition, offset }) => acknowledged.set(`${partition}/${offset}`, value), () => {})
          await sleep(2)
        }
        await producer.flush()
      }
      const written = write()
      const seen = new Map<string, string>()
      const problems: string[] = []
      let deliveries = 0
      const members = ['a', 'b'].map((name) => {
        const consumer = kafka.consumer({
          groupId: `group-${topic}`, autoOffsetReset: 'earliest', autoCommitIntervalMs: 500,
          ...(options.protocol === 'consumer' ? {} : { heartbeatIntervalMs: 500, sessionTimeoutMs: 10_000 }), ...options,
        })
        const last = new Map<number, number>()
        consumer.subscribe(topic, { assigned: (list) => list.forEach(({ partition }) => last.delete(partition)) })
        const read = async (): Promise<void> => {
          for await (const { partition, offset, value } of consumer.records()) {
            if ((last.get(partition) ?? -1) >= offset) problems.push(`${name}: ${partition}/${offset} after ${last.get(partition)}`)
            last.set(partition, offset)
            seen.set(`${partition}/${offset}`, String(value))
            deliveries++
          }
        }
        const done = read()
        done.catch((error: unknown) => problems.push(`${name}: ${String(error)}`))
        return { consumer, done }
      })
      await sleep(3000)
      for (const id of [1, 2, 3]) {
        await cluster.broker(id).kill()
        await sleep(4000)
        await cluster.broker(id).start()
        await sleep(5000)
      }
      writing = false
      await written
      const deadline = Date.now() + 60_000
      const missing = (): string[] => [...acknowledged.keys()].filter((at) => !seen.has(at))
      while (missing().length > 0 && Date.now() < deadline) await sleep(100)
      await Promise.all(members.map(({ consumer }) => consumer.stop({ drain: true })))
      await Promise.all(members.map(({ done }) => done))
      await producer.close()
      console.log(`        ${acknowledged.size} acknowledged, ${deliveries} deliveries of ${seen.size} records`)
      assert.deepEqual(problems, [])
      assert.deepEqual(missing(), [])
      for (const [at, value] of acknowledged) assert.equal(seen.get(at), value)
      assert.ok(acknowledged.size > 3000)
      const admin = kafka.admin()
      const committed = await admin.fetchGroupOffsets(`group-${topic}`)
      await admin.close()
      assert.equal(committed.reduce((sum, { offset }) => sum + offset, 0), seen.size)
    },
  }
}

const cases: readonly Case[] = [
  {
    name: 'records come from the replica in our rack',
    async run(cluster) {
      const topic = await newTopic(cluster, 3)
      const kafka = createKafka({ brokers: cluster.bootstrap })
      const producer = kafka.producer()
      await producer.sendBatch(topic, Array.from({ length: 300 }, (_, index) => ({ value: String(index), partition: index % 3 })))
      const consumer = kafka.consumer({ rack: 'r2', autoOffsetReset: 'earliest' })
      const bytesFrom = new Map<number, number>()
      const listen = (message: unknown): void => {
        const { node, bytes } = message as { node: number; bytes: number }
        bytesFrom.set(node, (bytesFrom.get(node) ?? 0) + bytes)
      }
      channel('odradek:consumer:fetch').subscribe(listen)
      await consumer.assign([0, 1, 2].map((partition) => ({ topic, partition })))
      let count = 0
      for await (const _ of consumer.records()) if (++count === 300) break
      assert.deepEqual([...bytesFrom].filter(([, bytes]) => bytes > 0).map(([node]) => node), [2])
      // The replica dies: its leader takes over, and nothing is missed.
      await producer.sendBatch(topic, [{ value: 'more', partition: 0 }])
      await cluster.broker(2).kill()
      await producer.sendBatch(topic, [{ value: 'and more', partition: 0 }, { value: 'and more', partition: 1 }])
      count = 0
      for await (const _ of consumer.records()) if (++count === 3) break
      await cluster.broker(2).start()
      channel('odradek:consumer:fetch').unsubscribe(listen)
      await consumer.close()
      await producer.close()
    },
  },
  brokersDie('classic, range', { assignors: ['range'] }),
  brokersDie('classic, cooperative-sticky', { assignors: ['cooperative-sticky'] }),
  brokersDie('consumer protocol', { protocol: 'consumer' }),
]

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const cluster = await kafkaCluster()
let failed = 0
try {
  for (const one of cases) {
    if (values.only !== undefined && !one.name.includes(values.only)) continue
    try {
      await one.run(cluster)
      console.log(`ok      ${one.name}`)
    } catch (error) {
      failed++
      console.log(`FAILED  ${one.name}\n${error instanceof Error ? error.stack : String(error)}`)
    }
  }
} finally {
  await cluster.dispose()
}
process.exit(failed === 0 ? 0 : 1)
