/**
 * Somebody who only asks: by requests of his own, on connections of his own, again and again, where each log begins and
 * ends and what the group has committed. Everything he is told is held against what was told before.
 */
import {
  type AnyApi, DeleteRecordsApi, DescribeLogDirsApi, DescribeProducersApi, ErrorCode, FetchApi, ListOffsetsApi, OffsetFetchApi,
} from '@odradek/protocol/internal'
import type { Faults } from './faults.ts'
import type { GroupHistory } from './group-history.ts'
import type { Ends, PartitionHistory } from './history.ts'
import { decoded, frame, type RawSocket, rawSocket } from './raw.ts'
import { nameOf } from './topics.ts'

interface Listed {
  readonly topics: readonly { readonly name: string; readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number; readonly offset: number }[] }[]
}

/** What a fetch without records tells of a partition. */
interface Fetched {
  readonly responses: readonly {
    readonly topic: string
    readonly partitions: readonly {
      readonly partitionIndex: number; readonly errorCode: number; readonly highWatermark: number; readonly lastStableOffset: number; readonly logStartOffset: number
    }[]
  }[]
}

interface GroupOffsets {
  readonly errorCode: number
  readonly topics: readonly { readonly name: string; readonly partitions: readonly { readonly partitionIndex: number; readonly committedOffset: number; readonly errorCode: number }[] }[]
}

interface Producers {
  readonly topics: readonly {
    readonly name: string
    readonly partitions: readonly { readonly partitionIndex: number; readonly activeProducers: readonly { readonly producerId: number | bigint; readonly producerEpoch: number }[] }[]
  }[]
}

interface Sizes {
  readonly results: readonly { readonly topics: readonly { readonly name: string; readonly partitions: readonly { readonly partitionIndex: number; readonly partitionSize: number }[] }[] }[]
}

interface Deleted {
  readonly topics: readonly { readonly name: string; readonly partitions: readonly { readonly partitionIndex: number; readonly lowWatermark: number; readonly errorCode: number }[] }[]
}

/** Longer than the broker is ever held up by a signal. */
const patienceMs = 40_000

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export class Observer {
  readonly #port: number
  readonly #groupId: string
  readonly #histories: ReadonlyMap<string, PartitionHistory>
  readonly #group: GroupHistory
  readonly #faults: Faults
  #connection: RawSocket | undefined
  #asking: Promise<unknown> = Promise.resolve()
  #looking: Promise<unknown> = Promise.resolve()
  #isStopped = false
  #running: Promise<void> | undefined
  looks = 0

  constructor(port: number, groupId: string, histories: ReadonlyMap<string, PartitionHistory>, group: GroupHistory, faults: Faults) {
    this.#port = port
    this.#groupId = groupId
    this.#histories = histories
    this.#group = group
    this.#faults = faults
  }

  /** Looks every `everyMs`; while the broker is away, it waits for it. */
  run(everyMs: number): void {
    this.#running = (async () => {
      while (!this.#isStopped) {
        await this.look()
        await sleep(everyMs)
      }
    })()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#connection?.destroy()
    await this.#running
  }

  /**
   * Looks once; false when the broker did not answer. One look after the other: of two at a time, the one that asked first
   * might be told of last, and what it saw would seem to have gone back.
   */
  look(): Promise<boolean> {
    const looked = this.#looking.then(() => this.#look())
    this.#looking = looked
    return looked
  }

  async #look(): Promise<boolean> {
    const reached = new Map([...this.#histories].map(([name, history]) => [name, history.acknowledgedEnd]))
    const starts = await this.list(-2)
    const latest = starts === undefined ? undefined : await this.list(-1)
    if (starts === undefined || latest === undefined) return false
    for (const [name, highWatermark] of latest) {
      const start = starts.get(name)
      if (start !== undefined) this.#histories.get(name)?.seen({ start, lastStable: Math.max(start, this.#histories.get(name)!.ends.lastStable), highWatermark }, reached.get(name))
    }
    await this.#lookByFetching(latest)
    await this.#lookAtCommits()
    this.looks++
    return true
  }

  /** Log starts (-2) or ends (-1), of the partitions that have a leader now. */
  async list(timestamp: -1 | -2): Promise<ReadonlyMap<string, number> | undefined> {
    const topics = this.#byTopic().map(([name, partitions]) => ({
      name, partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp, currentLeaderEpoch: -1 })),
    }))
    const answer = await this.#ask<Listed>(ListOffsetsApi, 5, { replicaId: -1, isolationLevel: 0, topics })
    if (answer === undefined) return undefined
    return new Map(answer.topics.flatMap(({ name, partitions }) => partitions.flatMap(({ partitionIndex, errorCode, offset }) =>
      errorCode === ErrorCode.NONE ? [[nameOf(name, partitionIndex), offset] as const] : [])))
  }

  /** The ends as a fetch at the log end tells them. */
  async #lookByFetching(latest: ReadonlyMap<string, number>): Promise<void> {
    const topics = this.#byTopic().map(([topic, partitions]) => ({
      topic,
      partitions: partitions.filter((partition) => latest.has(nameOf(topic, partition))).map((partition) => ({
        partition, currentLeaderEpoch: -1, fetchOffset: latest.get(nameOf(topic, partition))!, logStartOffset: -1, partitionMaxBytes: 1,
      })),
    }))
    const request = { replicaId: -1, maxWaitMs: 0, minBytes: 0, maxBytes: 1, isolationLevel: 0, sessionId: 0, sessionEpoch: -1, topics, forgottenTopicsData: [], rackId: '' }
    const answer = await this.#ask<Fetched>(FetchApi, 11, request)
    for (const { topic, partitions } of answer?.responses ?? []) {
      for (const { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset } of partitions) {
        const history = this.#histories.get(nameOf(topic, partitionIndex))
        if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) this.#faults.add('ends', history?.name ?? topic, `a fetch at ${latest.get(history?.name ?? '')}, just told to be its end, is out of range`)
        if (errorCode === ErrorCode.NONE) history?.seen({ start: logStartOffset, lastStable: lastStableOffset, highWatermark } satisfies Ends)
      }
    }
  }

  async #lookAtCommits(): Promise<void> {
    const floors = new Map([...this.#histories.values()].map(({ name, topic, partition }) => [name, this.#group.floor(topic.name, partition)]))
    for (const [name, offset] of await this.committed() ?? []) {
      const history = this.#histories.get(name)
      if (history !== undefined) this.#group.found(history.topic.name, history.partition, offset, floors.get(name) ?? 0)
    }
  }

  async committed(): Promise<ReadonlyMap<string, number> | undefined> {
    const topics = this.#byTopic().map(([name, partitionIndexes]) => ({ name, partitionIndexes }))
    const answer = await this.#ask<GroupOffsets>(OffsetFetchApi, 5, { groupId: this.#groupId, topics })
    if (answer === undefined || answer.errorCode !== ErrorCode.NONE) return undefined
    return new Map(answer.topics.flatMap(({ name, partitions }) => partitions.flatMap(({ partitionIndex, committedOffset, errorCode }) =>
      errorCode === ErrorCode.NONE ? [[nameOf(name, partitionIndex), committedOffset] as const] : [])))
  }

  /** Bytes of each partition. */
  async sizes(): Promise<ReadonlyMap<string, number> | undefined> {
    const answer = await this.#ask<Sizes>(DescribeLogDirsApi, 1, { topics: null })
    return answer && new Map(answer.results.flatMap(({ topics }) => topics.flatMap(({ name, partitions }) => partitions.map(({ partitionIndex, partitionSize }) =>
      [nameOf(name, partitionIndex), partitionSize] as const))))
  }

  /** Producer ids and epochs of each partition, as `id/epoch`. */
  async producers(): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    const topics = this.#byTopic().map(([name, partitionIndexes]) => ({ name, partitionIndexes }))
    const answer = await this.#ask<Producers>(DescribeProducersApi, 0, { topics })
    return answer && new Map(answer.topics.flatMap(({ name, partitions }) => partitions.map(({ partitionIndex, activeProducers }) =>
      [nameOf(name, partitionIndex), activeProducers.map(({ producerId, producerEpoch }) => `${producerId}/${producerEpoch}`)] as const)))
  }

  /** Deletes what is before the offset; what was asked and what was acknowledged goes into the history. */
  async trim(history: PartitionHistory, offset: number): Promise<void> {
    history.trimAsked(offset)
    const topics = [{ name: history.topic.name, partitions: [{ partitionIndex: history.partition, offset }] }]
    const answer = await this.#ask<Deleted>(DeleteRecordsApi, 1, { topics, timeoutMs: 10_000 })
    const result = answer?.topics[0]?.partitions[0]
    if (result?.errorCode === ErrorCode.NONE) history.trimAcknowledged(offset)
  }

  #byTopic(): (readonly [string, number[]])[] {
    const topics = new Map<string, number[]>()
    for (const { topic, partition } of this.#histories.values()) topics.set(topic.name, [...(topics.get(topic.name) ?? []), partition])
    return [...topics]
  }

  /** One question after the other. Undefined when the broker went away meanwhile. */
  #ask<T>(api: AnyApi, version: number, request: unknown): Promise<T | undefined> {
    const asked = this.#asking.then(() => this.#exchange<T>(api, version, request))
    this.#asking = asked
    return asked
  }

  async #exchange<T>(api: AnyApi, version: number, request: unknown): Promise<T | undefined> {
    if (this.#connection === undefined || this.#connection.isClosed) {
      const made = await rawSocket(this.#port).catch(() => {})
      if (made === undefined) return undefined
      this.#connection = made
    }
    const connection = this.#connection
    connection.send(frame(api, version, request, 1, 'observer'))
    const answer = await connection.next(patienceMs)
    if (typeof answer !== 'string') return decoded<T>(api, version, answer)
    connection.destroy()
    if (this.#connection === connection) this.#connection = undefined
    if (answer === 'nothing') this.#faults.add('progress', 'observer', `no answer to a request of API ${api.key} within ${patienceMs / 1000} s`)
    return undefined
  }
}
