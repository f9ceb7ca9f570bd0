/** What members of a group do together: sharing, rebalancing, leaving, both protocols, and Java members among ours. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AssignorName, type Consumer, type ConsumerOptions, type ConsumerRecord, createKafka, type PartitionRef } from '@odradek/client'
import { collect, hold, nothingFor } from './consumer-scenarios.ts'
import { javaMember, type JavaMember } from './java-member.ts'
import type { Bench, Scenario } from './suite.ts'

const HEARTBEAT = { heartbeatIntervalMs: 200, sessionTimeoutMs: 10_000 } as const

/** Why a member's stream was rejected. */
let dead: unknown

interface Member {
  readonly consumer: Consumer
  readonly records: ConsumerRecord[]
  readonly events: string[]
  /** Rejects when the stream does. */
  readonly done: Promise<void>
}

const names = (partitions: readonly PartitionRef[]): string => partitions.map(({ partition }) => partition).toSorted((a, b) => a - b).join(',')

/** A consumer that reads and acknowledges all the time. */
function member(bench: Bench, topic: string | RegExp | readonly string[], options: ConsumerOptions, workMs = 0): Member {
  const consumer = bench.kafka.consumer({ autoOffsetReset: 'earliest', ...(options.protocol === 'consumer' ? {} : HEARTBEAT), ...options })
  bench.defer(() => consumer.close())
  const records: ConsumerRecord[] = []
  const events: string[] = []
  consumer.subscribe(topic, {
    assigned: (partitions) => void events.push(`+${names(partitions)}`),
    revoked: (partitions) => void events.push(`-${names(partitions)}`),
    lost: (partitions) => void events.push(`!${names(partitions)}`),
  })
  const read = async (): Promise<void> => {
    for await (const record of consumer.records()) {
      if (workMs > 0) await sleep(workMs)
      records.push(record)
    }
  }
  const done = read()
  dead = undefined
  done.catch((error: unknown) => (dead = error))
  return { consumer, records, events, done }
}

/** Also ends when a member's stream was rejected. */
async function until(what: string, condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await condition())) {
    if (dead !== undefined) throw new Error(`${what}: a consumer died`, { cause: dead })
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`)
    await sleep(20)
  }
}

const assignedTo = (...members: readonly (Member | Consumer)[]): number[] =>
  members.map((one) => ('consumer' in one ? one.consumer : one).assignment().length)

/** Every record of the topic came to exactly one of the members. */
function assertOnce(members: readonly Member[], count: number): void {
  const seen = new Map<string, number>()
  for (const { records } of members) for (const { topic, partition, offset } of records) seen.set(`${topic}/${partition}/${offset}`, (seen.get(`${topic}/${partition}/${offset}`) ?? 0) + 1)
  const twice = [...seen].filter(([, times]) => times > 1).map(([name]) => name)
  assert.deepEqual(twice, [])
  assert.equal(seen.size, count)
}

function sharing(title: string, options: ConsumerOptions, cooperative: boolean): Scenario {
  return {
    name: `${title}: members come and go, each record comes once`,
    timeoutMs: 60_000,
    ...(options.protocol === 'consumer' ? { needs: [68, 1] } : {}),
    async run(bench) {
      const [topic, groupId] = [await bench.topic(6), bench.group()]
      await bench.produce(topic, 600)
      const a = member(bench, topic, { ...options, groupId }, 1)
      await until('a reads', () => a.records.length > 50)
      const b = member(bench, topic, { ...options, groupId }, 1)
      await until('they share', () => assignedTo(a, b).join() === '3,3', 30_000)
      await bench.produce(topic, 600, { from: 600 })
      await until('all is read', () => a.records.length + b.records.length >= 1200)
      assert.ok(b.records.length > 0)
      await a.consumer.stop({ drain: true })
      await until('b has all', () => assignedTo(b)[0] === 6, 30_000)
      await bench.produce(topic, 60, { from: 1200 })
      await until('the rest is read', () => a.records.length + b.records.length >= 1260)
      assertOnce([a, b], 1260)
      if (cooperative) assert.equal(b.events.filter((event) => event.startsWith('-')).length, 0, b.events.join(' '))
      await b.consumer.close()
      await a.done
      await b.done
    },
  }
}

function mixed(assignor: AssignorName, javaClass: string): Scenario {
  return {
    name: `a Java member and ours share with ${assignor}`,
    timeoutMs: 90_000,
    async run(bench) {
      const [topic, groupId] = [await bench.topic(6), bench.group()]
      await bench.produce(topic, 300)
      const spawn = async (): Promise<JavaMember> => {
        const one = await javaMember(bench.broker.bootstrap, groupId, topic, `org.apache.kafka.clients.consumer.${javaClass}`)
        bench.defer(() => one.close())
        return one
      }
      const ours = member(bench, topic, { groupId, assignors: [assignor] })
      await until('ours has all', () => assignedTo(ours)[0] === 6)
      // We lead: our assignor reads Java's subscription, and Java our assignment.
      const java = await spawn()
      await until('they share', () => assignedTo(ours)[0] === 3 && java.assigned().length === 3, 30_000)
      assert.deepEqual([...ours.consumer.assignment().map(({ partition }) => partition), ...java.assigned()].toSorted(), [0, 1, 2, 3, 4, 5])
      await bench.produce(topic, 300, { from: 300 })
      await until('all is read', () => ours.records.length + java.records() >= 600)
      const kept = java.assigned()
      await ours.consumer.close()
      // Java leads: its assignor reads our subscription when we come back.
      await until('Java has all', () => java.assigned().length === 6, 30_000)
      const again = member(bench, topic, { groupId, assignors: [assignor] })
      await until('they share again', () => assignedTo(again)[0] === 3 && java.assigned().length === 3, 30_000)
      const second = await spawn()
      await until('three share', () => assignedTo(again)[0] === 2 && java.assigned().length === 2 && second.assigned().length === 2, 30_000)
      await bench.produce(topic, 300, { from: 600 })
      await until('all is read', () => ours.records.length + again.records.length + java.records() + second.records() >= 900)
      if (assignor !== 'range') assert.ok(java.assigned().every((partition) => kept.includes(partition) || java.assigned().length <= 3))
      assert.equal(ours.records.length + again.records.length + java.records() + second.records(), 900)
    },
  }
}

export const groupScenarios: readonly Scenario[] = [
  sharing('range', { assignors: ['range'] }, false),
  sharing('round robin', { assignors: ['roundrobin'] }, false),
  sharing('sticky', { assignors: ['sticky'] }, false),
  sharing('cooperative-sticky', { assignors: ['cooperative-sticky'] }, true),
  sharing('consumer protocol', { protocol: 'consumer' }, true),
  sharing('consumer protocol, range', { protocol: 'consumer', serverAssignor: 'range' }, false),
  {
    name: 'a late acknowledgement of a revoked partition is refused, its credit is back',
    async run(bench) {
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      await bench.produce(topic, 40)
      const first = bench.kafka.consumer({ groupId, autoOffsetReset: 'earliest', ...HEARTBEAT, revokeDrainMs: 0, inFlight: { records: 30 } })
      bench.defer(() => first.close())
      first.subscribe(topic)
      const held = await hold(first, 30)
      await nothingFor(first, 100)
      const second = member(bench, topic, { groupId })
      await until('they share', () => assignedTo(first, second).join() === '1,1')
      assert.ok(held.every((record) => !record.ack()))
      const kept = first.assignment()[0]?.partition
      assert.ok((await collect(first, 5)).every(({ partition }) => partition === kept))
    },
  },
  {
    name: 'a revoke listener can wait, process and commit while the group waits',
    timeoutMs: 60_000,
    async run(bench) {
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      await bench.produce(topic, 20)
      const first = bench.kafka.consumer({ groupId, autoOffsetReset: 'earliest', heartbeatIntervalMs: 300, sessionTimeoutMs: 6000, autoCommit: false, revokeDrainMs: 0 })
      bench.defer(() => first.close())
      let held: ConsumerRecord[] = []
      let revokes = 0
      first.subscribe(topic, {
        // Longer than the session timeout: heartbeats go on.
        revoked: async () => {
          if (revokes++ > 0) return
          await sleep(7000)
          assert.ok(held.every((record) => record.ack()))
          await first.commit()
        },
      })
      held = await hold(first, 20)
      const second = member(bench, topic, { groupId })
      await until('they share', () => assignedTo(first, second).join() === '1,1', 30_000)
      await sleep(300)
      assert.equal(second.records.length, 0)
    },
  },
  {
    name: 'a static member comes back without a rebalance',
    timeoutMs: 60_000,
    async run(bench) {
      const [topic, groupId] = [await bench.topic(4), bench.group()]
      await bench.produce(topic, 40)
      const a = member(bench, topic, { groupId, groupInstanceId: 'a' })
      const b = member(bench, topic, { groupId, groupInstanceId: 'b' })
      await until('they share', () => assignedTo(a, b).join() === '2,2')
      const [had, before] = [names(b.consumer.assignment()), a.events.length]
      await b.consumer.close()
      const again = member(bench, topic, { groupId, groupInstanceId: 'b' })
      await until('b is back', () => assignedTo(again)[0] === 2)
      assert.equal(names(again.consumer.assignment()), had)
      await sleep(500)
      assert.equal(a.events.length, before, a.events.join(' '))
      // Another one with the same name takes its place: the older is told, and dies.
      const usurper = member(bench, topic, { groupId, groupInstanceId: 'b' })
      await assert.rejects(again.done, { code: 'FENCED_INSTANCE_ID' })
      dead = undefined
      await until('the usurper reads', () => assignedTo(usurper)[0] === 2)
    },
  },
  {
    name: 'a pattern takes in topics that match later',
    timeoutMs: 60_000,
    async run(bench) {
      const first = await bench.topic(1)
      await bench.produce(first, 3)
      const quick = createKafka({ brokers: bench.broker.bootstrap, metadataMaxAgeMs: 500 }).consumer({ groupId: bench.group(), autoOffsetReset: 'earliest', ...HEARTBEAT })
      bench.defer(() => quick.close())
      quick.subscribe(new RegExp(`^${first.replace(/\d+$/, '')}`))
      await collect(quick, 3)
      const second = await bench.topic(2)
      await bench.produce(second, 4)
      assert.ok((await collect(quick, 4)).every(({ topic }) => topic === second))
    },
  },
  {
    name: 'the subscription can change; a topic that grows is noticed',
    timeoutMs: 60_000,
    async run(bench) {
      const [one, two] = [await bench.topic(1), await bench.topic(1)]
      const consumer = createKafka({ brokers: bench.broker.bootstrap, metadataMaxAgeMs: 500 }).consumer({ groupId: bench.group(), autoOffsetReset: 'earliest', ...HEARTBEAT })
      bench.defer(() => consumer.close())
      consumer.subscribe(one)
      await until('one', () => consumer.assignment().length === 1)
      consumer.subscribe([one, two])
      await until('both', () => consumer.assignment().length === 2)
      const admin = bench.kafka.admin()
      bench.defer(() => admin.close())
      await admin.createPartitions({ [two]: 3 })
      await until('all four', () => consumer.assignment().length === 4)
      consumer.subscribe(two)
      await until('three', () => consumer.assignment().length === 3)
    },
  },
  {
    name: 'an application that stops asking loses its partitions, and has them back when it asks',
    timeoutMs: 60_000,
    async run(bench) {
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      await bench.produce(topic, 20)
      const idle = bench.kafka.consumer({ groupId, autoOffsetReset: 'earliest', ...HEARTBEAT, maxPollIntervalMs: 1000 })
      bench.defer(() => idle.close())
      idle.subscribe(topic)
      await hold(idle, 1)
      await until('it has left', () => idle.assignment().length === 0)
      assert.ok((await hold(idle, 1)).length === 1)
      assert.equal(idle.assignment().length, 2)
    },
  },
  {
    name: 'consumer protocol: a pattern that the broker applies',
    needs: [68, 1],
    timeoutMs: 60_000,
    async run(bench) {
      const topic = await bench.topic(2)
      await bench.produce(topic, 6)
      const consumer = bench.kafka.consumer({ groupId: bench.group(), protocol: 'consumer', autoOffsetReset: 'earliest' })
      bench.defer(() => consumer.close())
      consumer.subscribe({ serverPattern: `${topic.slice(0, -1)}.*` })
      assert.equal((await collect(consumer, 6)).length, 6)
    },
  },
  mixed('range', 'RangeAssignor'),
  mixed('sticky', 'StickyAssignor'),
  mixed('cooperative-sticky', 'CooperativeStickyAssignor'),
  {
    name: 'a Java member of the consumer protocol and ours share',
    needs: [68, 1],
    timeoutMs: 60_000,
    async run(bench) {
      const [topic, groupId] = [await bench.topic(4), bench.group()]
      await bench.produce(topic, 100)
      const ours = member(bench, topic, { groupId, protocol: 'consumer' })
      await until('ours has all', () => assignedTo(ours)[0] === 4)
      const java = await javaMember(bench.broker.bootstrap, groupId, topic, 'consumer-protocol')
      bench.defer(() => java.close())
      await until('they share', () => assignedTo(ours)[0] === 2 && java.assigned().length === 2, 40_000)
      await bench.produce(topic, 100, { from: 100 })
      await until('all is read', () => ours.records.length + java.records() >= 200)
      assert.equal(ours.records.length + java.records(), 200)
    },
  },
  {
    name: 'one group with Java members of both protocols and ours of both',
    needs: [68, 1],
    timeoutMs: 120_000,
    async run(bench) {
      const [topic, groupId] = [await bench.topic(8), bench.group()]
      await bench.produce(topic, 400)
      const spawn = async (assignor: string): Promise<JavaMember> => {
        const one = await javaMember(bench.broker.bootstrap, groupId, topic, assignor)
        bench.defer(() => one.close())
        return one
      }
      const javaClassic = await spawn('org.apache.kafka.clients.consumer.RangeAssignor')
      await until('Java has all', () => javaClassic.assigned().length === 8, 30_000)
      // The group becomes one of the new protocol; who speaks the old one stays.
      const ours = member(bench, topic, { groupId, protocol: 'consumer' })
      await until('two share', () => assignedTo(ours)[0] === 4 && javaClassic.assigned().length === 4, 40_000)
      const oursClassic = member(bench, topic, { groupId, assignors: ['range'] })
      const javaNew = await spawn('consumer-protocol')
      await until('four share', () => assignedTo(ours, oursClassic).join() === '2,2' && javaClassic.assigned().length === 2 && javaNew.assigned().length === 2, 60_000)
      const all = [...ours.consumer.assignment(), ...oursClassic.consumer.assignment()].map(({ partition }) => partition)
      assert.deepEqual([...all, ...javaClassic.assigned(), ...javaNew.assigned()].toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7])
      await bench.produce(topic, 400, { from: 400 })
      const read = (): number => ours.records.length + oursClassic.records.length + javaClassic.records() + javaNew.records()
      await until('all is read', () => read() >= 800, 30_000)
      assert.equal(read(), 800)
    },
  },
]
