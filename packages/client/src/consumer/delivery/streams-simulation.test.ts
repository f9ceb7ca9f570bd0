/**
 * Streams of every kind that are left at random, refused records, handlers that throw, members that come and go, a
 * broker that restarts. From a seed: `SIM_SEED=7 node scripts/node.mjs --test <this file>`.
 *
 * What must hold: every record is dealt with; no commit passes one that was not; where order is promised a record is
 * begun when all before it are done.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AssignorName, Consumer, ConsumerRecord } from '../../index.ts'
import { stage, type Stage } from '../../testing/stage.ts'

const PARTITIONS = 4
const RECORDS = 150

interface At {
  readonly partition: number
  readonly offset: number
}

class Story {
  readonly one: Stage
  readonly problems: string[] = []
  readonly #assignor: AssignorName
  readonly #done = Array.from({ length: PARTITIONS }, () => new Set<number>())
  readonly #prefix = Array.from({ length: PARTITIONS }, () => 0)
  readonly members: { readonly consumer: Consumer; readonly running: Promise<void>; alive: boolean }[] = []

  constructor(one: Stage, assignor: AssignorName) {
    this.one = one
    this.#assignor = assignor
  }

  get isDone(): boolean {
    return this.#prefix.every((offset) => offset === RECORDS)
  }

  get #random(): Stage['simulation']['random'] {
    return this.one.simulation.random
  }

  #sleep(most: number): Promise<void> {
    return this.one.simulation.host('client').scheduler.sleep(this.#random.between(1, most))
  }

  #finish({ partition, offset }: At): void {
    this.#done[partition]!.add(offset)
    while (this.#done[partition]!.has(this.#prefix[partition]!)) this.#prefix[partition]!++
  }

  #begin(how: string, { partition, offset }: At): void {
    if (offset > this.#prefix[partition]!) this.problems.push(`${how}: ${partition}/${offset} was begun before ${this.#prefix[partition]} was done`)
  }

  join(): void {
    const consumer = this.one.consumer({
      assignors: [this.#assignor], sessionTimeoutMs: 6000, rebalanceTimeoutMs: 8000, autoCommitIntervalMs: 300, revokeDrainMs: 1000, reuseBuffers: this.#random.chance(0.5),
    })
    consumer.subscribe('t')
    const member = { consumer, running: this.#read(consumer), alive: true }
    this.members.push(member)
  }

  async #read(consumer: Consumer): Promise<void> {
    const ways = [this.#records, this.#batches, this.#each, this.#manual, this.#kafkaJs]
    while (!['stopping', 'stopped'].includes(consumer.state)) {
      const way = ways[this.#random.below(ways.length)]!
      try {
        await way.call(this, consumer)
      } catch (error) {
        if (!(error as Error).message.startsWith('planned') && (error as { code?: string }).code !== 'CLOSED') return void this.problems.push(`${way.name}: ${String((error as Error).stack)}`)
      }
      await this.#sleep(5)
    }
  }

  async #records(consumer: Consumer): Promise<void> {
    for await (const record of consumer.records()) {
      this.#begin('records', record)
      await this.#sleep(20)
      if (this.#random.chance(0.05)) return
      if (this.#random.chance(0.05)) throw new Error('planned')
      if (this.#random.chance(0.1)) record.nack({ delayMs: this.#random.below(200) })
      else this.#finish(record)
    }
  }

  async #batches(consumer: Consumer): Promise<void> {
    for await (const batch of consumer.batches({ maxRecords: 1 + this.#random.below(20) })) {
      for (const record of batch) {
        this.#begin('batches', record)
        await this.#sleep(10)
        if (this.#random.chance(0.02)) return
        if (this.#random.chance(0.04)) {
          record.nack()
          break
        }
        assert.equal(Number(String(record.value)) % PARTITIONS, record.partition)
        this.#finish(record)
      }
    }
  }

  async #each(consumer: Consumer): Promise<void> {
    const end = new AbortController()
    const order = this.#random.chance(0.5) ? 'key' : 'partition'
    const retries = { attempts: 2, backoffMs: 30, deadLetter: async (failed: At) => this.#finish(failed) }
    await consumer.each(async (record) => {
      if (order === 'partition') this.#begin('each', record)
      await this.#sleep(20)
      if (this.#random.chance(0.03)) throw new Error('planned')
      if (this.#random.chance(0.02)) end.abort()
      if (this.#random.chance(0.05)) record.nack({ delayMs: this.#random.below(100) })
      else this.#finish(record)
    }, { order, concurrency: 1 + this.#random.below(6), signal: end.signal, ...(this.#random.chance(0.5) ? { onError: retries } : {}) })
  }

  async #manual(consumer: Consumer): Promise<void> {
    const held: ConsumerRecord[] = []
    const most = 1 + this.#random.below(30)
    for await (const record of consumer.records({ ack: 'manual' })) {
      held.push(record)
      const [some] = held.splice(this.#random.below(held.length), this.#random.chance(0.6) ? 1 : 0)
      if (some !== undefined) this.#finishByHand(some)
      await this.#sleep(5)
      if (held.length >= most || this.#random.chance(0.05)) break
    }
    for (const record of held) if (this.#random.chance(0.5)) this.#finishByHand(record)
  }

  /** Whoever holds a record that was taken back has nothing to say of it. */
  #finishByHand(record: ConsumerRecord): void {
    if (this.#random.chance(0.1)) record.nack()
    else if (record.ack()) this.#finish(record)
  }

  async #kafkaJs(consumer: Consumer): Promise<void> {
    const end = new AbortController()
    await consumer.run({
      partitionsConsumedConcurrently: 1 + this.#random.below(3),
      eachBatchAutoResolve: false,
      signal: end.signal,
      eachBatch: async ({ batch, resolveOffset, isStale }) => {
        for (const { offset } of batch.messages) {
          if (isStale()) return
          const at = { partition: batch.partition, offset: Number(offset) }
          this.#begin('eachBatch', at)
          await this.#sleep(10)
          if (this.#random.chance(0.02)) throw new Error('planned')
          if (this.#random.chance(0.02)) return
          if (this.#random.chance(0.02)) end.abort()
          this.#finish(at)
          resolveOffset(offset)
        }
      },
    })
  }

  async disturb(): Promise<void> {
    const alive = this.members.filter((member) => member.alive)
    const what = this.#random.below(5)
    const one = alive[this.#random.below(alive.length)]!
    if (what <= 1 && alive.length < 4) this.join()
    else if (what <= 3 && alive.length > 1) {
      one.alive = false
      const ending = one.consumer.stop({ drain: this.#random.chance(0.7), timeoutMs: 3000 })
      if (this.#random.chance(0.5)) await this.one.simulation.settle(ending.catch(() => {}))
    } else {
      this.one.killBroker()
      await this.one.simulation.advance(this.#random.between(10, 2000))
      await this.one.startBroker()
    }
    await this.one.simulation.advance(this.#random.between(100, 3000))
  }

  async checkCommits(): Promise<void> {
    const committed = await this.one.committed()
    committed.forEach((offset, partition) => assert.ok(offset <= this.#prefix[partition]!, `${partition}: ${offset} is committed, ${this.#prefix[partition]} was not done`))
  }
}

async function tell(seed: number, assignor: AssignorName): Promise<void> {
  const one = await stage(PARTITIONS, RECORDS, seed)
  const story = new Story(one, assignor)
  story.join()
  await one.simulation.advance(500)
  for (let round = 0; round < 6; round++) {
    await story.disturb()
    await story.checkCommits()
    assert.deepEqual(story.problems, [])
  }
  await one.simulation.run({ until: () => story.isDone || story.problems.length > 0, withinMs: 300_000 })
  for (const { consumer, alive } of story.members) if (alive) await one.simulation.settle(consumer.stop(), { withinMs: 60_000 })
  for (const { running } of story.members) await one.simulation.settle(running, { withinMs: 60_000 })
  await story.checkCommits()
  assert.deepEqual([story.problems, story.isDone], [[], true])
}

/** `SIM_SEED=7` for one, `SIM_SEED=1-200` for many. */
const [from, to] = (process.env['SIM_SEED'] ?? '1').split('-').map(Number) as [number, number | undefined]
for (const assignor of ['range', 'cooperative-sticky'] as const) {
  for (let seed = from; seed <= (to ?? from); seed++) test(`streams that are left, ${assignor}, seed ${seed}`, () => tell(seed, assignor))
}
