/**
 * One partition that a fetch asks for: its place in a request without a session, and in a session also what was last
 * told to the client (KIP-227). Owned by the request or by the session.
 */
import { ZERO_UUID, type FetchRequestPartition, type Uuid } from '@odradek/protocol/internal'
import type { Partition } from './partition.ts'

export class FetchTarget {
  /** '' while a topic id is not known here. */
  topic: string
  /** ZERO_UUID in requests that name topics. */
  readonly topicId: Uuid
  readonly index: number
  maxBytes: number = 0
  fetchOffset: number = 0
  currentLeaderEpoch: number = -1
  lastFetchedEpoch: number = -1
  /** Of a follower. */
  logStartOffset: number = -1
  /** What the client was last told; -1: tell again whatever it is. */
  toldHighWatermark: number = -1
  toldLogStartOffset: number = -1
  /** Resolved by the last read; the read checks it. */
  partition: Partition | undefined

  /** Identity within a session. */
  readonly key: string

  constructor(key: string, topic: string, topicId: Uuid, requested: FetchRequestPartition) {
    this.key = key
    this.topic = topic
    this.topicId = topicId
    this.index = requested.partition
    this.update(requested)
  }

  update(requested: FetchRequestPartition): void {
    this.maxBytes = requested.partitionMaxBytes
    this.fetchOffset = requested.fetchOffset
    this.currentLeaderEpoch = requested.currentLeaderEpoch
    this.lastFetchedEpoch = requested.lastFetchedEpoch
    this.logStartOffset = requested.logStartOffset
  }
}

/** Identity within a session: by id where the client speaks ids. */
export function targetKey(topic: string, topicId: Uuid, index: number): string {
  return topicId === ZERO_UUID ? `${topic}/${index}` : `${topicId}/${index}`
}
