// Inside and outside: two listeners on two loopback addresses, laid out as compose.yaml has them. A stock client that comes
// in by one of them is sent to that one's advertised address, and to no other, for all that it does.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import kafkajs from 'kafkajs'
import { nodeWorld } from '@odradek/platform/node'
import { startBroker } from '../index.ts'
import type { Broker } from '../index.ts'

const { Kafka, logLevel } = kafkajs

/** Undefined where the machine has no such address. */
function freePort(host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

interface Seen {
  readonly values: string[]
  /** `host:port` of every request. */
  readonly brokers: ReadonlySet<string>
}

/** Makes the topic if need be, produces one record, and reads as a group up to `count` records. */
async function use(bootstrap: string, who: string, count: number): Promise<Seen> {
  const kafka = new Kafka({ clientId: who, brokers: [bootstrap], logLevel: logLevel.NOTHING })
  const brokers = new Set<string>()
  const admin = kafka.admin()
  const producer = kafka.producer()
  const consumer = kafka.consumer({ groupId: who, sessionTimeout: 10_000 })
  admin.on(admin.events.REQUEST, ({ payload }) => void brokers.add(payload.broker))
  producer.on(producer.events.REQUEST, ({ payload }) => void brokers.add(payload.broker))
  consumer.on(consumer.events.REQUEST, ({ payload }) => void brokers.add(payload.broker))
  const values: string[] = []
  try {
    await admin.connect()
    await admin.createTopics({ topics: [{ topic: 'shared', numPartitions: 2 }] })
    await producer.connect()
    await producer.send({ topic: 'shared', messages: [{ value: who }] })
    await consumer.connect()
    await consumer.subscribe({ topic: 'shared', fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
      consumer.run({
        // oxlint-disable-next-line typescript/require-await -- kafkajs wants a promise
        eachMessage: async ({ message }) => {
          values.push(String(message.value))
          if (values.length === count) resolve()
        },
      }).catch(reject)
    })
  } finally {
    await Promise.all([consumer.disconnect(), producer.disconnect(), admin.disconnect()])
  }
  return { values: values.toSorted(), brokers }
}

/** Undefined where the machine has no second loopback address. */
async function start(directory: string): Promise<{ broker: Broker; inside: number; outside: number } | undefined> {
  for (let attempt = 1; ; attempt++) {
    const [inside, outside] = [await freePort('127.0.0.1'), await freePort('127.0.0.2')]
    if (inside === undefined || outside === undefined) return undefined
    try {
      const broker = await startBroker({
        world: nodeWorld(),
        config: {
          'listeners': `INSIDE://127.0.0.1:${inside},OUTSIDE://0.0.0.0:${outside}`,
          'advertised.listeners': `INSIDE://127.0.0.1:${inside},OUTSIDE://127.0.0.2:${outside}`,
          'listener.security.protocol.map': 'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT',
          'inter.broker.listener.name': 'INSIDE',
          'log.dirs': directory,
          'group.initial.rebalance.delay.ms': 0,
          'offsets.topic.num.partitions': 1,
        },
      })
      return { broker, inside, outside }
    } catch (error) {
      // A test beside this one has taken the port meanwhile.
      if ((error as { code?: unknown }).code !== 'EADDRINUSE' || attempt === 5) throw error
    }
  }
}

test('inside and outside clients, each by the address that is advertised to it', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'two-listeners-'))
  let started: Awaited<ReturnType<typeof start>>
  t.after(async () => {
    await started?.broker.close()
    rmSync(directory, { recursive: true, force: true })
  })
  started = await start(directory)
  if (started === undefined) return t.skip('127.0.0.2 is not an address of this machine')
  const { inside, outside } = started
  const first = await use(`127.0.0.1:${inside}`, 'inside', 1)
  assert.deepEqual(first.values, ['inside'])
  assert.deepEqual([...first.brokers], [`127.0.0.1:${inside}`])
  // It knocks at another address of the same listener and goes on at the advertised one.
  const second = await use(`127.0.0.3:${outside}`, 'outside', 2)
  assert.deepEqual(second.values, ['inside', 'outside'])
  assert.deepEqual(second.brokers, new Set([`127.0.0.3:${outside}`, `127.0.0.2:${outside}`]))
})
