/**
 * The offsets of all groups of one shard: committed ones, those on their way into the log, and those of transactions
 * whose marker has not come.
 *
 * Invariants: committed and pending transactional offsets change in replay only; `inFlight` counts appends that have
 * neither succeeded nor failed, so it is zero for every partition when nothing is being written.
 */
import type { CommittedOffset } from '../records/coordinator-record.ts'
import { PartitionTable } from './partition-table.ts'

/** A committed offset and where in the log of __consumer_offsets it was said: of two, the later one counts. */
export interface StoredOffset {
  readonly value: CommittedOffset
  readonly recordOffset: number
}

export type GroupOffsets = PartitionTable<StoredOffset>

export class OffsetStore {
  readonly #committed: Map<string, GroupOffsets> = new Map()
  readonly #inFlight: Map<string, PartitionTable<number>> = new Map()
  /** Offsets of open transactions, by producer id, then group. */
  readonly #transactional: Map<number, Map<string, GroupOffsets>> = new Map()
  readonly #openTransactions: Map<string, Set<number>> = new Map()

  /** Groups that have committed offsets. */
  groupIds(): IterableIterator<string> {
    return this.#committed.keys()
  }

  /** Groups with offsets of open transactions. */
  groupIdsInTransactions(): IterableIterator<string> {
    return this.#openTransactions.keys()
  }

  committed(groupId: string): GroupOffsets | undefined {
    return this.#committed.get(groupId)
  }

  committedOffset(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#committed.get(groupId)?.get(topic, partition)?.value
  }

  hasAny(groupId: string): boolean {
    return this.#committed.has(groupId) || this.#inFlight.has(groupId) || this.#openTransactions.has(groupId)
  }

  hasOpenTransaction(groupId: string): boolean {
    return this.#openTransactions.has(groupId)
  }

  hasInFlight(groupId: string): boolean {
    return this.#inFlight.has(groupId)
  }

  isInFlight(groupId: string, topic: string, partition: number): boolean {
    return (this.#inFlight.get(groupId)?.get(topic, partition) ?? 0) > 0
  }

  /** Whether an open transaction has an offset for the partition: reading it would be a guess (KIP-447). */
  isInTransaction(groupId: string, topic: string, partition: number): boolean {
    const producers = this.#openTransactions.get(groupId)
    if (producers === undefined) return false
    for (const producerId of producers) {
      if (this.#transactional.get(producerId)?.get(groupId)?.get(topic, partition) !== undefined) return true
    }
    return false
  }

  /** All partitions of a group that have an offset, are getting one, or have one in an open transaction. */
  knownPartitions(groupId: string): PartitionTable<true> {
    const known = new PartitionTable<true>()
    const note = (table: PartitionTable<unknown> | undefined): void => {
      if (table === undefined) return
      for (const [topic, partitions] of table.topics()) {
        for (const partition of partitions.keys()) known.set(topic, partition, true)
      }
    }
    note(this.#committed.get(groupId))
    note(this.#inFlight.get(groupId))
    for (const producerId of this.#openTransactions.get(groupId) ?? []) {
      note(this.#transactional.get(producerId)?.get(groupId))
    }
    return known
  }

  /** An append with an offset for the partition has started (`by` 1) or ended (-1). */
  countInFlight(groupId: string, topic: string, partition: number, by: 1 | -1): void {
    let table = this.#inFlight.get(groupId)
    if (table === undefined) this.#inFlight.set(groupId, (table = new PartitionTable()))
    const count = (table.get(topic, partition) ?? 0) + by
    if (count > 0) table.set(topic, partition, count)
    else table.delete(topic, partition)
    if (table.isEmpty) this.#inFlight.delete(groupId)
  }

  /** Replays an offset that belongs to no transaction. */
  put(groupId: string, topic: string, partition: number, stored: StoredOffset): void {
    tableOf(this.#committed, groupId).set(topic, partition, stored)
  }

  /** Replays an offset of a transaction: it counts when the marker says so. */
  putTransactional(producerId: number, groupId: string, topic: string, partition: number, stored: StoredOffset): void {
    let groups = this.#transactional.get(producerId)
    if (groups === undefined) this.#transactional.set(producerId, (groups = new Map()))
    tableOf(groups, groupId).set(topic, partition, stored)
    let producers = this.#openTransactions.get(groupId)
    if (producers === undefined) this.#openTransactions.set(groupId, (producers = new Set()))
    producers.add(producerId)
  }

  /** Replays a tombstone, which also ends what open transactions say about the partition. */
  delete(groupId: string, topic: string, partition: number): void {
    const committed = this.#committed.get(groupId)
    committed?.delete(topic, partition)
    if (committed?.isEmpty === true) this.#committed.delete(groupId)
    for (const producerId of this.#openTransactions.get(groupId) ?? []) {
      const table = this.#transactional.get(producerId)?.get(groupId)
      table?.delete(topic, partition)
      if (table?.isEmpty === true) this.#closeTransaction(producerId, groupId)
    }
  }

  /**
   * Replays a transaction marker. A committed transaction's offset does not overwrite one whose record came later:
   * compaction may leave the two in any order of keys, but never of offsets.
   */
  endTransaction(producerId: number, committed: boolean): void {
    const groups = this.#transactional.get(producerId)
    if (groups === undefined) return
    for (const [groupId, table] of groups) {
      this.#closeTransaction(producerId, groupId)
      if (!committed) continue
      const target = tableOf(this.#committed, groupId)
      for (const [topic, partitions] of table.topics()) {
        for (const [partition, stored] of partitions) {
          const current = target.get(topic, partition)
          if (current === undefined || stored.recordOffset > current.recordOffset) target.set(topic, partition, stored)
        }
      }
    }
  }

  #closeTransaction(producerId: number, groupId: string): void {
    const groups = this.#transactional.get(producerId)
    groups?.delete(groupId)
    if (groups?.size === 0) this.#transactional.delete(producerId)
    const producers = this.#openTransactions.get(groupId)
    producers?.delete(producerId)
    if (producers?.size === 0) this.#openTransactions.delete(groupId)
  }
}

function tableOf(tables: Map<string, GroupOffsets>, groupId: string): GroupOffsets {
  let table = tables.get(groupId)
  if (table === undefined) tables.set(groupId, (table = new PartitionTable()))
  return table
}
