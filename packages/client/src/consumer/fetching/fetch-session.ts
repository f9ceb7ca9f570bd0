/**
 * A fetch session with one broker (KIP-227): after a full request only what changed is said again. Pure.
 *
 * Invariant: `partitions` is what the broker has in the session once the request last built was answered well; after
 * any failure the next request is a full one.
 */
import type { FetchRequestForgottenTopicInput, FetchRequestPartitionInput, FetchRequestTopicInput } from '@odradek/protocol/internal'

export interface WantedPartition {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly fetchOffset: number
  readonly leaderEpoch: number
  readonly maxBytes: number
}

export interface SessionRequest {
  readonly sessionId: number
  readonly sessionEpoch: number
  readonly topics: readonly FetchRequestTopicInput[]
  readonly forgottenTopicsData: readonly FetchRequestForgottenTopicInput[]
}

const FIRST_EPOCH = 0

export class FetchSession {
  #id = 0
  #epoch = FIRST_EPOCH
  #partitions = new Map<string, WantedPartition>()

  /** What the broker is to look at with the request. Every wanted partition may be in the answer. */
  get partitions(): ReadonlyMap<string, WantedPartition> {
    return this.#partitions
  }

  /** The part of a Fetch request that says what is wanted. */
  next(wanted: readonly WantedPartition[]): SessionRequest {
    const before = this.#partitions
    const now = new Map(wanted.map((item) => [`${item.topic}/${item.partition}`, item]))
    this.#partitions = now
    if (this.#epoch === FIRST_EPOCH) {
      return { sessionId: this.#id, sessionEpoch: FIRST_EPOCH, topics: byTopic([...now.values()]), forgottenTopicsData: [] }
    }
    const changed = wanted.filter((item) => !isSame(before.get(`${item.topic}/${item.partition}`), item))
    const forgotten = [...before].filter(([name, item]) => now.get(name)?.topicId !== item.topicId).map(([, item]) => item)
    return { sessionId: this.#id, sessionEpoch: this.#epoch, topics: byTopic(changed), forgottenTopicsData: forget(forgotten) }
  }

  /** The answer to the last request came. */
  answered(sessionId: number): void {
    this.#id = sessionId
    // Without a session every request is a full one.
    if (sessionId === 0) this.#epoch = FIRST_EPOCH
    else this.#epoch = this.#epoch === 0x7fffffff ? 1 : this.#epoch + 1
  }

  /** The request failed or was refused: what the broker knows is no longer certain. Keeps the id, so that it can be closed. */
  failed(): void {
    this.#epoch = FIRST_EPOCH
    this.#partitions = new Map()
  }

  /** The broker has no such session (any more). */
  lost(): void {
    this.#id = 0
    this.failed()
  }
}

function isSame(a: WantedPartition | undefined, b: WantedPartition): boolean {
  return a !== undefined && a.topicId === b.topicId && a.fetchOffset === b.fetchOffset && a.leaderEpoch === b.leaderEpoch && a.maxBytes === b.maxBytes
}

function byTopic(items: readonly WantedPartition[]): FetchRequestTopicInput[] {
  const topics = new Map<string, { topic: string; topicId: string; partitions: FetchRequestPartitionInput[] }>()
  for (const { topic, topicId, partition, fetchOffset, leaderEpoch, maxBytes } of items) {
    let entry = topics.get(topic)
    if (entry === undefined) topics.set(topic, (entry = { topic, topicId, partitions: [] }))
    entry.partitions.push({ partition, fetchOffset, currentLeaderEpoch: leaderEpoch, partitionMaxBytes: maxBytes })
  }
  return [...topics.values()]
}

function forget(items: readonly WantedPartition[]): FetchRequestForgottenTopicInput[] {
  const topics = new Map<string, { topic: string; topicId: string; partitions: number[] }>()
  for (const { topic, topicId, partition } of items) {
    const entry = topics.get(topicId + topic)
    if (entry === undefined) topics.set(topicId + topic, { topic, topicId, partitions: [partition] })
    else entry.partitions.push(partition)
  }
  return [...topics.values()]
}
