/**
 * The shape of every decision of the controller: `(image, event) → writes`, and, once the store has taken them and
 * they have been replayed, what to tell the brokers and whoever asked. Both halves are pure; the controller's queue
 * performs the writes in between and lets no other event in meanwhile.
 */
import type { ControlRequest } from './control-batch.ts'
import type { WriteOutcome, ZnodeWrite } from './writes.ts'

export interface Decision<Reply = undefined> {
  readonly writes: readonly ZnodeWrite[]
  /** The image has the taken writes in it. `outcomes` are in the order of `writes`. */
  finish(outcomes: readonly WriteOutcome[]): Finished<Reply>
}

export interface Finished<Reply> {
  readonly requests: readonly ControlRequest[]
  readonly reply: Reply
}
