/**
 * A simulated story: one broker whose partitions lose all their records again and again (retention by time, by size,
 * compaction with deletion, DeleteRecords), and that is stopped in order, killed, and loses power.
 *
 * What must hold: the end and the start of a partition, as a client was told them, never go back; an offset is given to
 * a record once; a commit that was acknowledged is never forgotten and never lies beyond the end.
 */
import assert from 'node:assert/strict'
import { type Broker, startBroker } from '@odradek/broker'
import { createKafka, type Kafka, type PartitionRef } from '@odradek/client'
import { type Simulation, type SimRandom, simWorld } from '@odradek/platform/sim'

export interface EmptiedLogsOptions {
  /** How often the broker goes down. Default 6. */
  readonly crashes?: number
  /** Takes power away although appends are not flushed: ends go back, and the story must notice. */
  readonly careless?: boolean
  /** Prints what happens. */
  readonly say?: (line: string) => void
}

export interface EmptiedLogsOutcome {
  readonly seed: string
  readonly traceHash: string
  readonly stops: number
  readonly kills: number
  readonly powerLosses: number
  /** How often a partition with a history was found empty after a restart. */
  readonly foundEmpty: number
}

const group = 'readers'
const dayMs = 86_400_000
const deleted = 'deleted'
const topics: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  expiring: { 'retention.ms': '1500', 'segment.ms': '700' },
  bounded: { 'retention.bytes': '0' },
  both: { 'cleanup.policy': 'compact,delete', 'retention.ms': '1500', 'min.cleanable.dirty.ratio': '0.01' },
  [deleted]: {},
}
const partitions: readonly PartitionRef[] = Object.keys(topics).map((topic) => ({ topic, partition: 0 }))

interface Seen {
  start: number
  end: number
  /** Of the last record that was acknowledged. */
  acknowledged: number
  committed: number
}

class Story {
  readonly #simulation: Simulation
  readonly #random: SimRandom
  readonly #kafka: Kafka
  readonly #powerMayGo: boolean
  /** Whether appends are flushed before they are acknowledged. */
  readonly #flushed: boolean
  readonly #seen = new Map<string, Seen>()
  readonly #counts = { stops: 0, kills: 0, powerLosses: 0, foundEmpty: 0 }
  #broker: Broker | undefined
  #sequence = 0

  constructor(seed: number | string, careless: boolean) {
    this.#simulation = simWorld(seed, { disk: { partialProbability: 0.02 } })
    this.#random = this.#simulation.random
    this.#powerMayGo = careless || this.#random.chance(0.5)
    this.#flushed = this.#powerMayGo && !careless
    this.#kafka = createKafka({
      brokers: ['broker:9092'], clientId: 'client', world: this.#simulation.host('client'), requestTimeoutMs: 5000, defaultTimeoutMs: dayMs,
    })
    for (const { topic } of partitions) this.#seen.set(topic, { start: 0, end: 0, acknowledged: -1, committed: 0 })
  }

  async tell(crashes: number, say: (line: string) => void): Promise<EmptiedLogsOutcome> {
    const simulation = this.#simulation
    await this.#start()
    const admin = this.#kafka.admin()
    await simulation.settle(admin.createTopics(Object.entries(topics).map(([name, configs]) => ({ name, partitions: 1, configs }))))
    for (let crash = 0; crash < crashes; crash++) {
      // A short life leaves records behind, a long one none; some begin with what the last one left.
      if (this.#random.chance(0.8)) await simulation.settle(this.#write())
      await simulation.settle(this.#deleteRecords())
      await simulation.advance(this.#random.pick([this.#random.between(1, 300), 5000]))
      await simulation.settle(this.#look())
      await simulation.settle(this.#commit())
      await this.#goDown(say)
      await this.#start()
      await simulation.settle(this.#look(true))
    }
    await simulation.settle(this.#write())
    await simulation.settle(this.#look())
    const { seed, traceHash } = simulation
    return { seed, traceHash, ...this.#counts }
  }

  async #start(): Promise<void> {
    await this.#simulation.settle(this.#starting(), { withinMs: 120_000 })
  }

  async #starting(): Promise<void> {
    this.#broker = await startBroker({
      world: this.#simulation.host('broker'),
      config: {
        listeners: 'PLAINTEXT://0.0.0.0:9092',
        'advertised.listeners': 'PLAINTEXT://broker:9092',
        'log.dirs': '/data',
        'offsets.topic.num.partitions': 1,
        'group.initial.rebalance.delay.ms': 0,
        'log.retention.check.interval.ms': 400,
        'log.cleaner.backoff.ms': 500,
        'log.segment.delete.delay.ms': this.#random.pick([0, 60_000]),
        ...(this.#flushed ? { 'log.flush.interval.messages': 1 } : {}),
      },
    })
  }

  async #goDown(say: (line: string) => void): Promise<void> {
    const machine = this.#simulation.machine('broker')
    const how = this.#random.pick(this.#powerMayGo ? ['stop', 'kill', 'power loss', 'power loss'] as const : ['stop', 'kill'] as const)
    say(`${this.#simulation.nowMs.toFixed(1)} ms: ${how}`)
    if (how === 'stop') {
      await this.#simulation.settle(this.#broker!.close())
      machine.kill()
      this.#counts.stops++
    } else if (how === 'kill') {
      machine.kill()
      this.#counts.kills++
    } else {
      machine.powerLoss()
      this.#counts.powerLosses++
    }
    await this.#simulation.advance(this.#random.between(0, 300))
  }

  /** A few records to each partition, one after the other. */
  async #write(): Promise<void> {
    const producer = this.#kafka.producer({ acks: 'all', deliveryTimeoutMs: dayMs, maxBlockMs: dayMs, lingerMs: 0 })
    for (const { topic } of partitions) {
      for (let left = this.#random.between(1, 8); left > 0; left--) {
        const { offset } = await producer.send(topic, { partition: 0, key: 'k', value: `${this.#sequence++}` })
        const seen = this.#seen.get(topic)!
        assert.ok(offset > seen.acknowledged && offset >= seen.end,
          this.#about(`${topic} ended at ${seen.end}, its last record was ${seen.acknowledged}, and the next one got ${offset}`))
        seen.acknowledged = offset
      }
    }
    await producer.close()
  }

  async #deleteRecords(): Promise<void> {
    const seen = this.#seen.get(deleted)!
    const [answer] = await this.#kafka.admin().deleteRecords([{ topic: deleted, partition: 0, offset: seen.acknowledged + 1 }])
    seen.start = Math.max(seen.start, answer!.offset)
  }

  async #commit(): Promise<void> {
    const offsets = partitions.map((ref) => ({ ...ref, offset: this.#seen.get(ref.topic)!.end }))
    await this.#kafka.admin().setGroupOffsets(group, offsets)
    for (const { topic, offset } of offsets) this.#seen.get(topic)!.committed = offset
  }

  /** Starts, ends and commits, against what was seen of them before. */
  async #look(restarted: boolean = false): Promise<void> {
    const admin = this.#kafka.admin()
    const starts = await admin.listOffsets(partitions.map((ref) => ({ ...ref, at: 'earliest' as const })))
    const ends = await admin.listOffsets(partitions.map((ref) => ({ ...ref, at: 'latest' as const })))
    for (const [i, { topic }] of partitions.entries()) {
      const seen = this.#seen.get(topic)!
      const start = starts[i]!.offset
      const end = ends[i]!.offset
      assert.ok(end >= seen.end && end > seen.acknowledged,
        this.#about(`${topic} ended at ${seen.end}, its last record was ${seen.acknowledged}, and it ends at ${end}`))
      assert.ok(start >= seen.start, this.#about(`${topic} began at ${seen.start} and begins at ${start}`))
      assert.ok(end >= seen.committed, this.#about(`${seen.committed} was committed for ${topic}, which ends at ${end}`))
      if (restarted && end > 0 && start === end) this.#counts.foundEmpty++
      seen.start = start
      seen.end = end
    }
    if (!restarted || [...this.#seen.values()].every(({ committed }) => committed === 0)) return
    for (const { topic, offset } of await admin.fetchGroupOffsets(group, partitions)) {
      assert.equal(offset, this.#seen.get(topic)!.committed, this.#about(`a commit for ${topic}`))
    }
  }

  #about(what: string): string {
    const { seed, nowMs } = this.#simulation
    return `seed ${seed}, ${nowMs.toFixed(1)} ms: ${what}`
  }
}

/** Runs the story of one seed. @throws AssertionError, SimulationError with the seed in the message. */
export function emptiedLogsStory(seed: number | string, options: EmptiedLogsOptions = {}): Promise<EmptiedLogsOutcome> {
  return new Story(seed, options.careless === true).tell(options.crashes ?? 6, options.say ?? (() => {}))
}
