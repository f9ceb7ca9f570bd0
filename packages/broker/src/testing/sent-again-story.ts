/**
 * A simulated story: an idempotent producer keeps five batches under way, of sizes that roll segments, loses answers, and
 * sends all five again after each stop of the broker: kills, power losses where every append is flushed, orderly stops.
 *
 * What must hold: each batch is in the log once, at the offset that was answered first, in the order of the sequence; none
 * is ever called out of order.
 */
import assert from 'node:assert/strict'
import {
  BatchBuilder, batchBaseOffset, batchBaseSequence, batchProducerId, CreateTopicsApi, InitProducerIdApi, ProduceApi, scanBatches,
} from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { startBroker, type Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from './raw-client.ts'

interface Sent {
  readonly sequence: number
  readonly bytes: number
  /** Once answered. */
  offset: number | undefined
}

type Stop = 'kill' | 'power' | 'stop'

/** How often each thing happened. */
export type SentAgainOutcome = Readonly<Record<Stop | 'unanswered' | 'rolls', number>>

class Story {
  readonly simulation
  readonly #random
  readonly #flushed: boolean
  #broker!: Broker
  #client!: RawClient
  #producerId = -1
  readonly #sent: Sent[] = []
  readonly seen: Record<Stop | 'unanswered' | 'rolls', number> = { kill: 0, power: 0, stop: 0, unanswered: 0, rolls: 0 }

  constructor(seed: number | string) {
    this.simulation = simWorld(seed)
    this.#random = this.simulation.randomFor('story')
    // Only where every answer waits for the device may power go.
    this.#flushed = this.#random.chance(0.5)
  }

  async #start(): Promise<void> {
    const { simulation } = this
    this.#broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data', 'log.segment.bytes': 1_048_576,
        ...(this.#flushed ? { 'log.flush.interval.messages': 1 } : {}),
      },
    }), { withinMs: 120_000 })
    this.#client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
  }

  async #ask<Response>(api: Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
    const client = this.#client
    const before = client.frames.length
    client.send(requestFrame(api as never, version, input))
    await this.simulation.run({ until: () => client.frames.length > before || client.isClosed, withinMs: 60_000 })
    assert.equal(client.isClosed, false)
    return answerOf(api, version, client.frames[before] as Buffer)
  }

  #frame({ sequence, bytes }: Sent): Buffer {
    const builder = new BatchBuilder({ producerId: this.#producerId, producerEpoch: 0, baseSequence: sequence })
    builder.append(null, Buffer.alloc(bytes, sequence), undefined, Date.UTC(2026, 0, 1))
    return requestFrame(ProduceApi, 8, { acks: -1, timeoutMs: 5000, topicData: [{ name: 't', partitionData: [{ index: 0, records: builder.build() }] }] })
  }

  /** Takes the answer to one batch into account. */
  #answered(each: Sent, frame: Buffer, about: string): void {
    const { errorCode, baseOffset } = answerOf(ProduceApi, 8, frame).responses[0]!.partitionResponses[0]!
    assert.equal(errorCode, 0, `${about}: sequence ${each.sequence} is answered with ${errorCode}`)
    assert.equal(baseOffset, each.offset ?? baseOffset, `${about}: sequence ${each.sequence} has another offset`)
    each.offset = baseOffset
  }

  async tell(rounds: number): Promise<void> {
    await this.#start()
    await this.#ask(CreateTopicsApi, 5, { topics: [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 1000 })
    this.#producerId = (await this.#ask(InitProducerIdApi, 1, { transactionalId: null, transactionTimeoutMs: 1000 })).producerId
    for (let round = 0; round < rounds; round++) await this.#round(round)
    await this.#check()
    await this.simulation.settle(this.#broker.close())
  }

  async #round(round: number): Promise<void> {
    const random = this.#random
    const { simulation } = this
    const batches = 1 + random.below(7)
    for (let i = 0; i < batches; i++) {
      const each: Sent = { sequence: this.#sent.length, bytes: random.chance(0.4) ? 400_000 : 10, offset: undefined }
      this.#sent.push(each)
    }
    // At most five are under way; of the others the answers have come.
    const under = this.#sent.slice(-batches).slice(-5)
    for (const each of this.#sent.slice(-batches).slice(0, -5)) this.#answered(each, await this.#send([this.#frame(each)]), `round ${round}`)
    const before = this.#client.frames.length
    this.#client.send(...under.map((each) => this.#frame(each)))
    await simulation.advance(random.between(0, 40))
    const stop: Stop = random.chance(0.35) ? 'stop' : this.#flushed && random.chance(0.5) ? 'power' : 'kill'
    // Answers on the way to somebody who has given up are lost, as far as the producer knows.
    const read = random.chance(0.5)
    await this.#stop(stop)
    const answers = read ? this.#client.frames.slice(before) : []
    for (const [at, frame] of answers.entries()) this.#answered(under[at]!, frame, `round ${round}, before ${stop}`)
    this.seen[stop]++
    this.seen.unanswered += under.length - answers.length
    await this.#start()
    for (const each of this.#sent.slice(-5)) this.#answered(each, await this.#send([this.#frame(each)]), `round ${round}, after ${stop}`)
  }

  async #send(frames: readonly Buffer[]): Promise<Buffer> {
    const client = this.#client
    const before = client.frames.length
    client.send(...frames)
    await this.simulation.run({ until: () => client.frames.length > before || client.isClosed, withinMs: 60_000 })
    assert.equal(client.isClosed, false)
    return client.frames[before] as Buffer
  }

  async #stop(how: Stop): Promise<void> {
    const machine = this.simulation.machine('broker')
    if (how === 'kill') machine.kill()
    else if (how === 'power') machine.powerLoss()
    else await this.simulation.settle(this.#broker.close(), { withinMs: 60_000 })
    await this.simulation.advance(50)
  }

  /** Every batch once, in the order of the sequence. */
  async #check(): Promise<void> {
    const log = this.#broker.services.logs.log('t', 0)!
    const found: [number, number][] = []
    for (let offset = 0; offset < log.logEndOffset;) {
      const read = log.read({ offset, maxBytes: 1 << 22, bound: log.writtenEndOffset, minOneMessage: true })
      assert.ok(read.error === undefined && read.records.byteLength > 0)
      const bytes = Buffer.alloc(read.records.byteLength)
      read.records.read(bytes, 0, 0, bytes.length)
      for (const at of scanBatches(bytes).positions) {
        assert.equal(batchProducerId(bytes, at), this.#producerId)
        found.push([batchBaseSequence(bytes, at), batchBaseOffset(bytes, at)])
      }
      offset = read.nextOffset
    }
    assert.deepEqual(found, this.#sent.map(({ sequence, offset }) => [sequence, offset]))
    this.seen.rolls += log.segments.count - 1
  }
}

/** Runs the story of one seed. @throws AssertionError, SimulationError. */
export async function sentAgainStory(seed: number | string, rounds: number = 8): Promise<SentAgainOutcome> {
  const story = new Story(seed)
  try {
    await story.tell(rounds)
  } catch (error) {
    throw new Error(`seed ${seed}`, { cause: error })
  }
  return story.seen
}
