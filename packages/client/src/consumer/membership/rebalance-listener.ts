import type { PartitionRef } from '../../admin/by-leader.ts'

/** Called, and awaited, when partitions come and go. What is thrown ends the consumer. */
export interface RebalanceListener {
  /** Before anything of them is read: `seek` is allowed. */
  assigned?(partitions: readonly PartitionRef[]): void | Promise<void>
  /** They are still ours: what is acknowledged by the end of the call is committed (with `autoCommit`, also when it throws), or commit here. */
  revoked?(partitions: readonly PartitionRef[]): void | Promise<void>
  /** They may be somebody else's already. Default: `revoked`. */
  lost?(partitions: readonly PartitionRef[]): void | Promise<void>
}
