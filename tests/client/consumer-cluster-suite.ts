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

/** Done to each broker in turn. */
type Disturb = (cluster: KafkaCluster, topic: string, id: number) => Promise<void>

/** It leads partitions and coordinates groups: others take over, and give back later. */
const die: Disturb = async (cluster, _topic, id) => {
  await cluster.broker(id).kill()
  await sleep(4000)
  await cluster.broker(id).start()
  await sleep(5000)
}

/** As dead for everybody else; it wakes up in the belief that it leads. */
const pause: Disturb = async (cluster, _topic, id) => {
  process.kill(cluster.broker(id).pid(), 'SIGSTOP')
  await sleep(6000)
  process.kill(cluster.broker(id).pid(), 'SIGCONT')
  await sleep(5000)
}

/** Every partition gets this broker as its leader, nobody is away. */
const lead: Disturb = async (cluster, topic, id) => {
  const admin = createKafka({ brokers: cluster.bootstrap }).admin()
  const order = [id, ...[1, 2, 3].filter((other) => other !== id)]
  const partitions = Array.from({ length: 6 }, (_, partition) => ({ topic, partition }))
  await admin.alterPartitionReassignments(partitions.map((partition) => ({ ...partition, replicas: order })))
  for (const until = Date.now() + 10_000; (await admin.listPartitionReassignments()).length > 0 && Date.now() < until;) await sleep(100)
  const leaders = async (): Promise<string> => [...new Set((await admin.describeTopic(topic)).partitions.map(({ leader }) => leader))].join()
  for (const until = Date.now() + 15_000; (await leaders()) !== String(id) && Date.now() < until;) {
    // Refused for a replica that is not in sync yet.
    await admin.electLeaders('preferred', partitions).catch(() => {})
    await sleep(200)
  }
  assert.equal(await leaders(), String(id))
  await admin.close()
  await sleep(1500)
}

/** Records are produced and read by two members while each broker is disturbed once. */
function disturbed(title: string, options: ConsumerOptions, disturb: Disturb): Case {
  return {
    name: `${title}; nothing acknowledged is lost, nothing twice in the log, nothing out of order`,
    async run(cluster) {
      const topic = await newTopic(cluster, 6)
      const kafka = createKafka({ brokers: cluster.bootstrap, requestTimeoutMs: 5000 })
      const producer = kafka.producer()
      let writing = true
      const acknowledged = new Map<string, string>()
      const write = async (): Promise<void> => {
        for (let index = 0; writing; index++) {
          const value = String(index)
          void producer.send(topic, { key: `k${index}`, value }).then(
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
      for (const id of [1, 2, 3]) await disturb(cluster, topic, id)
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
      assert.ok(acknowledged.size > 1500)
      // What is in the log: each value once, those of a partition in the order of sending.
      assert.equal(new Set(seen.values()).size, seen.size)
      for (let partition = 0; partition < 6; partition++) {
        const numbers = [...seen].filter(([at]) => at.startsWith(`${partition}/`)).map(([at, value]) => [Number(at.split('/')[1]), Number(value)] as const).toSorted((a, b) => a[0] - b[0]).map(([, value]) => value)
        assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b))
      }
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
  disturbed('leaders change, consumer protocol', { protocol: 'consumer' }, lead),
  disturbed('leaders change, classic', { assignors: ['cooperative-sticky'] }, lead),
  disturbed('every broker dies once, classic, range', { assignors: ['range'] }, die),
  disturbed('every broker dies once, classic, cooperative-sticky', { assignors: ['cooperative-sticky'] }, die),
  disturbed('every broker dies once, consumer protocol', { protocol: 'consumer' }, die),
  disturbed('every broker is paused once, classic', { assignors: ['range'] }, pause),
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
