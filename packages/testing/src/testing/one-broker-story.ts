/**
 * A simulated story: one broker, a producer that writes numbered records with acks=all, a group that reads and commits,
 * a network that cuts frames and breaks connections, and a broker that is killed and loses power again and again.
 *
 * What must hold: every acknowledged record is there, once, in order and at the offset it was acknowledged with; the
 * group has seen every record, and a commit that was acknowledged is never forgotten. A process that is killed loses
 * nothing with Kafka's defaults; a machine that loses power loses nothing when every append is flushed
 * (`log.flush.interval.messages=1`), which is the only case where power is taken away here.
 */
import assert from 'node:assert/strict'
import { startBroker } from '@odradek/broker'
import { type Consumer, createKafka, type Kafka } from '@odradek/client'
import { type Simulation, type SimRandom, simWorld } from '@odradek/platform/sim'

export interface StoryOptions {
  /** How often the broker goes down. Default 4. */
  readonly crashes?: number
  /** Takes power away although appends are not flushed: records get lost, and the story must notice. */
  readonly careless?: boolean
  /** Prints what happens. */
  readonly say?: (line: string) => void
}

export interface StoryOutcome {
  readonly seed: string
  readonly traceHash: string
  readonly acknowledged: number
  readonly kills: number
  readonly powerLosses: number
  readonly simulatedMs: number
}

const topic = 'numbered'
const partitions = 2
const group = 'readers'
const dayMs = 86_400_000

class Story {
  readonly #simulation: Simulation
  readonly #random: SimRandom
  readonly #kafka: Kafka
  readonly #readerKafka: Kafka
  readonly #powerMayGo: boolean
  /** Whether appends are flushed before they are acknowledged. */
  readonly #flushed: boolean
  /** Acknowledged: number to offset, by partition. */
  readonly #acknowledged: Map<number, number>[] = []
  /** What was seen that must not be, on the way. */
  readonly #wrong: string[] = []
  /** By partition: the numbers the group was given, at their offsets. */
  readonly #delivered: Map<number, number>[] = []
  readonly #committed: number[] = []
  #stopped = false
  #kills = 0
  #powerLosses = 0

  constructor(seed: number | string, careless: boolean) {
    this.#simulation = simWorld(seed, {
      network: { resetProbability: 0.002, slowProbability: 0.01, slowMs: 50 },
      disk: { partialProbability: 0.02 },
    })
    this.#random = this.#simulation.random
    this.#powerMayGo = careless || this.#random.chance(0.5)
    this.#flushed = this.#powerMayGo && !careless
    const client = (host: string): Kafka => createKafka({
      brokers: ['broker:9092'], clientId: host, world: this.#simulation.host(host), requestTimeoutMs: 5000, defaultTimeoutMs: dayMs,
    })
    this.#kafka = client('producer')
    this.#readerKafka = client('reader')
    for (let partition = 0; partition < partitions; partition++) {
      this.#acknowledged.push(new Map())
      this.#delivered.push(new Map())
      this.#committed.push(0)
    }
  }

  async tell(crashes: number, say: (line: string) => void): Promise<StoryOutcome> {
    const simulation = this.#simulation
    await this.#startBroker()
    const admin = this.#kafka.admin()
    await simulation.settle(admin.createTopics([{ name: topic, partitions }]))
    const writing = this.#write()
    const reader = this.#readerKafka.consumer({ groupId: group, autoOffsetReset: 'earliest', autoCommit: false, sessionTimeoutMs: 10_000 })
    const reading = this.#readAndCommit(reader)
    for (let crash = 0; crash < crashes; crash++) {
      await simulation.advance(this.#random.between(1, 4000))
      await this.#crash(say)
    }
    await simulation.advance(2000)
    this.#stopped = true
    await simulation.settle(writing)
    await simulation.run({ until: () => this.#wrong.length > 0 || this.#readerHasAll(), withinMs: 600_000 })
    await simulation.settle(reader.close())
    await simulation.settle(reading)
    await this.#check()
    const acknowledged = this.#acknowledged.reduce((count, numbers) => count + numbers.size, 0)
    return {
      seed: simulation.seed, traceHash: simulation.traceHash, acknowledged, kills: this.#kills, powerLosses: this.#powerLosses,
      simulatedMs: simulation.nowMs,
    }
  }

  async #startBroker(): Promise<void> {
    await this.#simulation.settle(this.#starting(), { withinMs: 120_000 })
  }

  async #starting(): Promise<void> {
    await startBroker({
      world: this.#simulation.host('broker'),
      config: {
        listeners: 'PLAINTEXT://0.0.0.0:9092',
        'advertised.listeners': 'PLAINTEXT://broker:9092',
        'log.dirs': '/data',
        'offsets.topic.num.partitions': 1,
        'group.initial.rebalance.delay.ms': 0,
        'log.segment.bytes': 1_048_576,
        ...(this.#flushed ? { 'log.flush.interval.messages': 1 } : {}),
      },
    })
  }

  async #crash(say: (line: string) => void): Promise<void> {
    const power = this.#powerMayGo && this.#random.chance(0.5)
    const machine = this.#simulation.machine('broker')
    say(`${this.#simulation.nowMs.toFixed(1)} ms: ${power ? 'power loss' : 'kill'}`)
    if (power) machine.powerLoss()
    else machine.kill()
    if (power) this.#powerLosses++
    else this.#kills++
    await this.#simulation.advance(this.#random.between(0, 300))
    if (this.#random.chance(0.3)) {
      // Dies again while it starts.
      this.#starting().catch(() => {})
      await this.#simulation.advance(this.#random.between(0, 20))
      say(`${this.#simulation.nowMs.toFixed(1)} ms: ${power ? 'power loss' : 'kill'} while starting`)
      if (power) machine.powerLoss()
      else machine.kill()
    }
    await this.#startBroker()
  }

  async #write(): Promise<void> {
    const producer = this.#kafka.producer({ lingerMs: 1, acks: 'all', deliveryTimeoutMs: dayMs, maxBlockMs: dayMs })
    const random = this.#simulation.randomFor('writer')
    const { scheduler } = this.#kafka.world
    const write = async (partition: number): Promise<void> => {
      for (let number = 0; !this.#stopped; number++) {
        const sent = await producer.enqueue(topic, { partition, value: String(number) })
        sent.delivered.then(
          (report) => void this.#acknowledged[partition]?.set(number, report.offset),
          (error: unknown) => void this.#wrong.push(`${partition}-${number}: ${String(error)}`),
        )
        await scheduler.sleep(random.between(0, 20))
      }
    }
    await Promise.all(Array.from({ length: partitions }, (_, partition) => write(partition)))
    await producer.close()
  }

  /** A group member that commits what it has read, until it is closed. */
  async #readAndCommit(consumer: Consumer): Promise<void> {
    consumer.subscribe(topic)
    for await (const { partition, offset, value } of consumer.records()) {
      this.#note(partition, offset, Number(value))
      if (offset % 20 === 0) await this.#commit(consumer, partition, offset + 1)
    }
  }

  #note(partition: number, offset: number, number: number): void {
    const before = this.#delivered[partition]?.get(offset)
    if (before !== undefined && before !== number) this.#wrong.push(`offset ${offset} of ${partition} was ${before} and is ${number}`)
    this.#delivered[partition]?.set(offset, number)
  }

  async #commit(consumer: Consumer, partition: number, offset: number): Promise<void> {
    try {
      await consumer.commit([{ topic, partition, offset }])
      this.#committed[partition] = Math.max(this.#committed[partition] ?? 0, offset)
    } catch {
      // Not acknowledged: the broker was away, or a rebalance was under way.
    }
  }

  #readerHasAll(): boolean {
    return this.#acknowledged.every((numbers, partition) => numbers.size <= (this.#delivered[partition]?.size ?? 0))
  }

  async #check(): Promise<void> {
    assert.deepEqual(this.#wrong, [], this.#about(this.#wrong[0] ?? ''))
    const found = await this.#readAll()
    for (const [partition, numbers] of this.#acknowledged.entries()) {
      const there = found[partition] ?? []
      for (const [number, offset] of numbers) {
        assert.equal(there[offset], number, this.#about(`record ${number} of partition ${partition} was acknowledged at offset ${offset}`))
      }
      assert.deepEqual(there, there.toSorted((a, b) => a - b), this.#about(`order of partition ${partition}`))
      assert.equal(new Set(there).size, there.length, this.#about(`records of partition ${partition} twice`))
    }
    const committer = this.#readerKafka.consumer({ groupId: group, autoCommit: false })
    const refs = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }))
    for (const { partition, offset } of await this.#simulation.settle(committer.committed(refs))) {
      assert.ok(offset >= (this.#committed[partition] ?? 0), this.#about(`offset ${this.#committed[partition]} was committed, ${offset} is there`))
    }
    await this.#simulation.settle(committer.close())
  }

  async #readAll(): Promise<number[][]> {
    const admin = this.#readerKafka.admin()
    const refs = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: 'latest' as const }))
    const ends = await this.#simulation.settle(admin.listOffsets(refs))
    const consumer = this.#readerKafka.consumer({ autoOffsetReset: 'earliest' })
    await this.#simulation.settle(consumer.assign(refs.map(({ partition }) => ({ topic, partition, offset: 0 }))))
    const found: number[][] = refs.map(() => [])
    const wanted = ends.reduce((count, { offset }) => count + offset, 0)
    const read = async (): Promise<void> => {
      let count = 0
      for await (const { partition, value } of consumer.records()) {
        found[partition]?.push(Number(value))
        if (++count >= wanted) break
      }
      await consumer.close()
    }
    if (wanted > 0) await this.#simulation.settle(read())
    return found
  }

  #about(what: string): string {
    const { seed, nowMs } = this.#simulation
    return `seed ${seed}, ${nowMs.toFixed(1)} ms: ${what}`
  }
}

/** Runs the story of one seed. @throws AssertionError, SimulationError with the seed in the message. */
export function oneBrokerStory(seed: number | string, options: StoryOptions = {}): Promise<StoryOutcome> {
  return new Story(seed, options.careless === true).tell(options.crashes ?? 4, options.say ?? (() => {}))
}
