/**
 * For tests: a story of one partition on three brokers, from a seed. Real leaders, followers' logs, and decisions of
 * the controller; everything that passes between them is delayed, lost, or answered to nobody, brokers are killed, cut
 * off from the store while they go on, or lose a part of their disk, controllers are replaced. No unclean elections.
 *
 * What must hold after every step (StrongIsr of the TLA+ models of Kafka's replication): whatever lies below the high
 * watermark of a replica that presumes to lead is the same on all members of the *true* in-sync set, the one in the
 * store. And at the end, when nothing goes wrong any more: everything that was acknowledged with acks=all is there, all
 * replicas are in sync, and their logs are the same.
 *
 * Which of them sees which mistake, each tried in the place of the rule over a thousand seeds:
 * - StrongIsr: a follower's position taken before its log is known to be ours; a change of the set withdrawn on any
 *   final error, or when the controller repeats the same partition epoch; the high watermark by the committed set, or
 *   by a shrunken one before it is committed; the same epoch led again with a shorter log, or its return without a new
 *   epoch.
 * - Nothing acknowledged is lost: an epoch led that was begun before the controller knew of the shorter log; truncation
 *   to the high watermark (StrongIsr too).
 * - All come to rest as one: a leader that does not write down where its epoch begins (KIP-279), an epoch without
 *   records that a follower keeps; a set that is taken for committed under a partition epoch that was overtaken.
 * - Not seen here, and held by tests of their own: a follower that joins before the start of the epoch (in-sync
 *   replicas), a retry that sends an old change (in-sync replicas), a fetch of another epoch (it is fenced twice).
 */
import assert from 'node:assert/strict'
import { BatchBuilder, ErrorCode, type BrokerId } from '@odradek/protocol/internal'
import { simWorld, type SimRandom, type Simulation } from '@odradek/platform/sim'
import type { AlterPartitionRequest, AlterPartitionResponse } from '../cluster/controller-channel.ts'
import { BrokerConfig } from '../config/index.ts'
import type { FetchedPartition } from '../replica/fetch.ts'
import { ControllerModel } from './controller-model.ts'
import { Member, type FollowerFetch, type Truncation } from './replica-member.ts'

const IDS: readonly BrokerId[] = [0, 1, 2]
/** Short, so that a story has room for replicas that are given up. */
const LAG_MS = 60

export interface ReplicatedPartitionOptions {
  /** Default 'by epoch'; the other must be found out. */
  readonly truncation?: Truncation
  readonly say?: (line: string) => void
}

interface Asked {
  readonly from: Member
  readonly request: AlterPartitionRequest
  readonly resolve: (response: AlterPartitionResponse) => void
  readonly reject: (error: Error) => void
}

interface Answered {
  readonly fetch: FollowerFetch
  readonly answer: FetchedPartition
}

export class ReplicatedPartition {
  readonly acknowledged: Set<string> = new Set()
  private readonly simulation: Simulation
  private readonly random: SimRandom
  private readonly truncation: Truncation
  private readonly say: (line: string) => void
  private readonly controller: ControllerModel
  private readonly members: readonly Member[]
  private readonly asked: Asked[] = []
  private readonly requests: FollowerFetch[] = []
  private readonly answers: Answered[] = []
  private readonly recoveries: { readonly member: Member; readonly answer: (epochs: readonly number[]) => void }[] = []
  private appended = 0
  private quiet = false

  private constructor(seed: number | string, options: ReplicatedPartitionOptions) {
    this.simulation = simWorld(seed)
    this.random = this.simulation.random
    this.truncation = options.truncation ?? 'by epoch'
    this.say = options.say ?? (() => {})
    const config = BrokerConfig.from({ listeners: 'PLAINTEXT://127.0.0.1:0' })
    this.members = IDS.map((id) => new Member({
      simulation: this.simulation, id, logConfig: config.logConfigFor({}), lagMs: LAG_MS,
      isAlive: (other) => this.controller.registered.has(other),
      alterPartition: (from, request) =>
        new Promise((resolve, reject) => void this.asked.push({ from, request, resolve, reject })),
      disksRecovered: (member) => new Promise((answer) => void this.recoveries.push({ member, answer })),
    }))
    this.controller = new ControllerModel(IDS, (to, request) => void this.member(to).orders.push(request))
  }

  /** Plays `steps` steps, then lets everything come to rest. Throws where something does not hold. */
  static async play(
    seed: number | string, steps: number, options: ReplicatedPartitionOptions = {},
  ): Promise<ReplicatedPartition> {
    const story = new ReplicatedPartition(seed, options)
    for (const member of story.members) await story.boot(member)
    await story.deliverAll()
    for (let step = 0; step < steps; step++) {
      const name = await story.step()
      story.assertStrongIsr(`step ${step}, ${name}`)
    }
    await story.rest()
    return story
  }

  private member(id: BrokerId): Member {
    return this.members[id] as Member
  }

  private async boot(member: Member): Promise<void> {
    await member.start()
    member.brokerEpoch = this.controller.register(member.id)
  }

  // ---- steps -------------------------------------------------------------------------------------------------

  /** Name and weight. */
  private readonly steps: readonly (readonly [string, number, () => void | Promise<void>])[] = [
    ['produce', 16, () => this.produce()],
    ['fetch', 36, () => this.fetch(this.random.chance(0.7))],
    ['a late fetch arrives', 7, () => this.arrive(this.random.below(this.requests.length))],
    ['a late answer is taken', 7, () => this.take(this.random.below(this.answers.length))],
    ['an order is delivered', 12, () => this.deliver(this.pick(this.members))],
    ['AlterPartition arrives', 10, () => this.hear(this.random.float())],
    ['time passes', 8, async () => void await this.simulation.advance(1 + this.random.below(80))],
    ['shrink', 4, () => this.pick(this.members.filter(({ alive }) => alive))?.shrink()],
    ['preferred leader', 3, () => this.controller.electPreferred()],
    ['another controller', 2, () => this.controller.elected()],
    ['a session ends', 3, () => this.expire()],
    ['a broker dies', 1, () => this.kill()],
    ['a broker comes back', 6, () => this.comeBack()],
    ['a disk loses records', 2, () => this.loseDisk()],
    ['the controller hears of the disk', 3, () => this.recovered()],
  ]

  private async step(): Promise<string> {
    const total = this.steps.reduce((sum, [, weight]) => sum + weight, 0)
    let left = this.random.below(total)
    const [name, , act] = this.steps.find(([, weight]) => (left -= weight) < 0) as (typeof this.steps)[number]
    await act()
    await this.simulation.advance(1)
    this.say(`${name}: ${this.describe()}`)
    return name
  }

  private pick<T>(from: readonly T[]): T | undefined {
    return from[this.random.below(from.length)]
  }

  /** Whoever presumes to lead takes records; what is acknowledged is noted. */
  private produce(): void {
    const leader = this.pick(this.members.filter(({ leadership }) => leadership !== undefined))
    const partition = leader?.partition
    if (partition === undefined) return
    // All of the same size: a batch can be found by counting.
    const value = String(this.appended++).padStart(6, '0')
    const builder = new BatchBuilder()
    builder.append(null, value, undefined, 0)
    const result = partition.append(builder.build(), -1, 'client', 13)
    if (result.error !== undefined) return
    const end = result.lastOffset + 1
    const failed = (): void => {}
    const committed = { reached: () => void this.acknowledged.add(value), failed }
    partition.whenWritten(end, { reached: () => partition.whenCommitted(end, committed, 1), failed }, 0)
  }

  private fetch(atOnce: boolean): void {
    const fetch = this.pick(this.members)?.startFetch()
    if (fetch === undefined) return
    this.requests.push(fetch)
    if (!atOnce) return
    this.arrive(this.requests.length - 1)
    this.take(this.answers.findIndex((one) => one.fetch === fetch))
  }

  private arrive(at: number): void {
    const [fetch] = this.requests.splice(at, at < 0 ? 0 : 1)
    const leader = fetch === undefined ? undefined : this.member(fetch.leader)
    if (fetch === undefined || leader?.partition === undefined) return
    const answer = leader.serve(fetch)
    if (answer !== undefined) this.answers.push({ fetch, answer })
  }

  private take(at: number): void {
    const [one] = this.answers.splice(at, at < 0 ? 0 : 1)
    if (one === undefined) return
    const { fetch, answer } = one
    if (fetch.from.alive && fetch.from.brokerEpoch === fetch.brokerEpoch) fetch.from.take(fetch, answer)
  }

  /** The oldest order of a broker is obeyed; now and then nobody hears that it was, and it comes again. */
  private async deliver(member: Member | undefined): Promise<boolean> {
    const order = member?.orders[0]
    if (member === undefined || order === undefined || !member.alive) return false
    const answer = await member.obey(order, this.truncation)
    if (this.quiet || this.random.chance(0.85)) member.orders.shift()
    if (answer !== undefined) this.controller.answered(member.id, answer, ErrorCode.KAFKA_STORAGE_ERROR)
    return true
  }

  /**
   * The oldest request of some broker: lost, or decided and its answer lost, or answered. Each broker's come in order.
   */
  private hear(fate: number): boolean {
    const first = this.pick(this.asked)
    const at = this.asked.findIndex(({ from }) => from === first?.from)
    const [asked] = this.asked.splice(at, at < 0 ? 0 : 1)
    if (asked === undefined) return false
    if (!asked.from.alive) return true
    const answer = fate < 0.15 ? undefined : this.controller.alterPartition(asked.request)
    if (answer === undefined || fate < 0.4) asked.reject(new Error('the connection broke'))
    else asked.resolve(answer)
    return true
  }

  private expire(): void {
    const member = this.pick(this.members)
    if (member !== undefined && this.recoveries.length === 0) this.controller.expire(member.id)
  }

  /** Seen by nobody as yet: the session lives on for a while. */
  private kill(): void {
    const member = this.pick(this.members.filter(({ alive }) => alive))
    // Another one that goes while records are missing from a disk may take the last copy along: no rule can help.
    if (member !== undefined && this.recoveries.length === 0) member.kill()
  }

  private async comeBack(): Promise<void> {
    const away = this.members.filter(({ id, alive }) => !alive || !this.controller.registered.has(id))
    const member = this.pick(away)
    if (member === undefined) return
    if (!member.alive) await this.boot(member)
    else member.brokerEpoch = this.controller.register(member.id)
  }

  /**
   * Of a member that is not the only one in sync, nor about to be by a request that is under way, while nobody else is
   * in trouble: what the last one loses is lost.
   */
  private async loseDisk(): Promise<void> {
    const isWell = this.members.every(({ id, alive }) => alive && this.controller.registered.has(id))
    const inSync = this.controller.state?.isr ?? []
    const member = this.pick(this.members)
    const isUnderWay = this.recoveries.length > 0 || this.asked.some(({ from }) => from === member)
    if (member?.log === undefined || !isWell || isUnderWay) return
    if (inSync.length === 1 && inSync.includes(member.id)) return
    await member.loseDisk(1 + this.random.below(3))
  }

  private recovered(): boolean {
    const report = this.recoveries.shift()
    if (report === undefined) return false
    const { member, answer } = report
    const epoch = this.controller.diskRecovered(member.id)
    answer([epoch])
    if (epoch >= 0) member.diskLost = false
    return true
  }

  // ---- rest --------------------------------------------------------------------------------------------------

  private async deliverAll(): Promise<void> {
    this.quiet = true
    for (const member of this.members) while (await this.deliver(member)) await this.simulation.advance(1)
    this.quiet = false
  }

  /** Nothing goes wrong any more: all come back, everything arrives. Then all must be as one. */
  private async rest(): Promise<void> {
    this.say('rest')
    while (this.members.some(({ id, alive }) => !alive || !this.controller.registered.has(id))) await this.comeBack()
    for (let round = 0; round < 60; round++) {
      while (this.recovered());
      await this.deliverAll()
      while (this.hear(1));
      for (let i = 0; i < 6; i++) this.fetch(true)
      await this.simulation.advance(20)
      this.assertStrongIsr(`rest, round ${round}`)
    }
    this.say(this.describe())
    const leader = this.member(this.controller.state?.leader ?? -1)
    const inSync = [...(this.controller.state?.isr ?? [])].sort()
    assert.deepEqual(inSync, IDS, `all are in sync at the end: ${this.describe()}`)
    const all = leader.contents()
    for (const member of this.members) assert.deepEqual(member.contents(), all, `log of ${member.id}`)
    assert.equal(leader.log?.highWatermark, all.length)
    const there = new Set(all)
    for (const value of this.acknowledged) assert.ok(there.has(value), `${value} was acknowledged and is lost`)
    assert.equal(there.size, all.length, 'a record is there twice')
  }

  private assertStrongIsr(where: string): void {
    for (const leader of this.members) {
      const { leadership } = leader
      if (leadership === undefined) continue
      const below = leader.contents().slice(0, leadership.log.highWatermark)
      for (const id of this.controller.state?.isr ?? []) {
        const member = this.member(id)
        // Its disk has lost records, and the controller is about to hear of it.
        if (member.diskLost) continue
        const lacks: string = `${id} is in sync and lacks what ${leader.id}, leader of epoch ${leadership.epoch}, calls committed`
        assert.deepEqual(member.contents().slice(0, below.length), below, `${where}: ${lacks}\n${this.describe()}`)
      }
    }
  }

  private describe(): string {
    const { state, version } = this.controller
    const members = this.members.map(({ id, alive, leadership, log }) => {
      const { isr, maximal } = leadership?.inSync ?? {}
      const part = leadership === undefined ? '' : ` leads ${leadership.epoch} v${leadership.partitionEpoch} isr ${isr} max ${maximal}`
      const how = `${alive ? '' : ' dead'}${this.controller.registered.has(id) ? '' : ' expired'}`
      return `${id}${how}${part} end ${log?.logEndOffset} hw ${log?.highWatermark}`
    })
    return `[leader ${state?.leader}@${state?.leaderEpoch} isr ${state?.isr} v${version}] ${members.join('; ')}`
  }
}
