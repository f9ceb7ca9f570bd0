/**
 * What the controller may write, as data. Each write is fenced by the version of /controller_epoch when it is
 * performed (fenced-store.ts), and replayed into the image when the store has taken it.
 */
import type { PartitionStateZnode, TopicZnode } from '../znodes.ts'

export type ZnodeWrite =
  /** `expectedVersion` -1: the znode does not exist yet. */
  | {
      readonly kind: 'partitionState'
      readonly topic: string
      readonly index: number
      readonly state: PartitionStateZnode
      readonly expectedVersion: number
    }
  /** With `states`: assignment and partition states in one multi. */
  | {
      readonly kind: 'topic'
      readonly topic: string
      readonly znode: TopicZnode
      readonly expectedVersion: number
      readonly states?: readonly StateChange[]
    }
  /** Everything of the topic, then its request for deletion. `partitions`: indexes that may have znodes. */
  | { readonly kind: 'deleteTopic'; readonly topic: string; readonly partitions: readonly number[] }
  /** A request znode that has been dealt with (deletion of an unknown topic, legacy tools). */
  | { readonly kind: 'removeRequest'; readonly path: string }

export interface StateChange {
  readonly index: number
  readonly state: PartitionStateZnode
  readonly expectedVersion: number
}

/**
 * taken: with the znode's new version. refused: another write came first (BADVERSION, NODEEXISTS, NONODE); the image
 * is stale there.
 */
export type WriteOutcome = { readonly taken: true; readonly version: number } | { readonly taken: false }
