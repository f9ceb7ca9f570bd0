/**
 * A group in a simulated world: members come, go, die and are cut off, connections break, the broker restarts. From a
 * seed, so that a failure can be played again: `SIM_SEED=7 node scripts/node.mjs --test <this file>`.
 *
 * What must hold: every record is read; what is committed was acknowledged, and all before it; between two changes of
 * its assignment a member reads each partition in order; in the end the members share all partitions.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startBroker } from '@odradek/broker'
import { type SimProcess, type Simulation, simWorld } from '@odradek/platform/sim'
import { type AssignorName, type Consumer, createKafka } from '../../index.ts'

const topic = 'shared'
const partitions = 5
const records = 2000

interface Member {
  readonly name: string
  readonly host: SimProcess
  readonly consumer: Consumer
  alive: boolean
}

class Story {
  readonly simulation: Simulation
  readonly #assignor: AssignorName
  readonly members: Member[] = []
  readonly read = new Set<string>()
  /** By partition: offsets that some member acknowledged. */
  readonly #acknowledged: Set<number>[] = Array.from({ length: partitions }, () => new Set())
  #next = 0
  readonly problems: string[] = []

  constructor(seed: number, assignor: AssignorName) {
    this.simulation = simWorld(seed, { network: { resetProbability: 0.001, slowProbability: 0.01, slowMs: 50 } })
    this.#assignor = assignor
  }

  async startBroker(): Promise<void> {
    const starting = startBroker({
      world: this.simulation.host('broker'),
      config: {
        listeners: 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
        'offsets.topic.num.partitions': 1, 'group.initial.rebalance.delay.ms': 0,
      },
    })
    await this.simulation.settle(starting.then(() => {}), { withinMs: 120_000 })
  }

  kafka(host: SimProcess): ReturnType<typeof createKafka> {
    return createKafka({ brokers: 'broker:9092', world: host, requestTimeoutMs: 5000, defaultTimeoutMs: 3_600_000 })
  }

  async fill(): Promise<void> {
    const kafka = this.kafka(this.simulation.host('filler'))
    const admin = kafka.admin()
    await admin.createTopics([{ name: topic, partitions }])
    const producer = kafka.producer()
    await producer.sendBatch(topic, Array.from({ length: records }, (_, index) => ({ key: `k${index}`, value: String(index), partition: index % partitions })))
    await Promise.all([producer.close(), admin.close()])
  }

  join(): void {
    const name = `member-${this.#next++}`
    const host = this.simulation.host(name)
    const consumer = this.kafka(host).consumer({
      groupId: 'group', assignors: [this.#assignor], autoOffsetReset: 'earliest', sessionTimeoutMs: 6000, heartbeatIntervalMs: 500,
      rebalanceTimeoutMs: 8000, autoCommitIntervalMs: 300, revokeDrainMs: 1000,
    })
    const member: Member = { name, host, consumer, alive: true }
    const last = new Map<number, number>()
    consumer.subscribe(topic, { assigned: (list) => list.forEach(({ partition }) => last.delete(partition)) })
    this.members.push(member)
    const run = async (): Promise<void> => {
      for await (const record of consumer.records({ ack: 'manual' })) {
        const before = last.get(record.partition)
        if (before !== undefined && record.offset !== before + 1) this.problems.push(`${name} read ${record.partition}/${record.offset} after ${before}`)
        last.set(record.partition, record.offset)
        await host.scheduler.sleep(this.simulation.random.between(1, 40))
        this.read.add(`${record.partition}/${record.offset}`)
        this.#acknowledged[record.partition]!.add(record.offset)
        record.ack()
      }
    }
    run().catch((error: unknown) => this.problems.push(`${name} died: ${String(error)}`))
  }

  async disturb(): Promise<void> {
    const { random } = this.simulation
    const alive = this.members.filter((member) => member.alive)
    const one = alive[random.below(alive.length)]!
    const what = random.below(6)
    if (what <= 1 && alive.length < 4) this.join()
    else if (what === 2 && alive.length > 1) {
      one.alive = false
      void one.consumer.stop({ drain: random.chance(0.5), timeoutMs: 3000 })
    } else if (what === 3 && alive.length > 1) {
      one.alive = false
      one.host.kill()
    } else if (what === 4) {
      this.simulation.machine('broker').boot().kill()
      await this.simulation.advance(random.between(10, 3000))
      await this.startBroker()
    } else {
      this.simulation.network.partition([one.name], ['broker'])
      await this.simulation.advance(random.between(100, 9000))
      this.simulation.network.heal()
    }
    await this.simulation.advance(random.between(100, 4000))
  }

  async checkCommits(): Promise<void> {
    const admin = this.kafka(this.simulation.host('filler')).admin()
    const committed = await this.simulation.settle(admin.fetchGroupOffsets('group'))
    for (const { partition, offset } of committed) {
      for (let before = 0; before < offset; before++) assert.ok(this.#acknowledged[partition]!.has(before), `${partition}/${before} was committed and never acknowledged`)
    }
    await this.simulation.settle(admin.close())
  }

  sharesAll(): boolean {
    const held = this.members.filter(({ alive }) => alive).flatMap(({ consumer }) => consumer.assignment().map(({ partition }) => partition))
    return held.length === partitions && new Set(held).size === partitions
  }
}

async function tell(seed: number, assignor: AssignorName): Promise<string> {
  const story = new Story(seed, assignor)
  await story.startBroker()
  await story.simulation.settle(story.fill())
  story.join()
  await story.simulation.advance(500)
  for (let round = 0; round < 8; round++) {
    await story.disturb()
    await story.checkCommits()
  }
  await story.simulation.run({ until: () => story.read.size === records && story.sharesAll(), withinMs: 300_000 })
  for (const { consumer, alive } of story.members) if (alive) await story.simulation.settle(consumer.close())
  await story.checkCommits()
  assert.deepEqual(story.problems, [])
  return story.simulation.traceHash
}

/** `SIM_SEED=7` for one, `SIM_SEED=1-200` for many. */
const [from, to] = (process.env['SIM_SEED'] ?? '1-3').split('-').map(Number) as [number, number | undefined]
const seeds = Array.from({ length: (to ?? from) - from + 1 }, (_, index) => from + index)
for (const assignor of ['range', 'cooperative-sticky'] as const) {
  for (const seed of seeds) test(`a troubled group, ${assignor}, seed ${seed}`, () => tell(seed, assignor).then(() => {}))
}

test('a seed gives the same run twice', async () => {
  assert.equal(await tell(5, 'sticky'), await tell(5, 'sticky'))
})
