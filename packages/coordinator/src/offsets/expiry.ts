/**
 * Expiry of offsets (KIP-211): an empty group's offsets go `offsets.retention.minutes` after it became empty, those of
 * a group that only stores offsets after their last commit, those of a stable consumer group after their last commit if
 * no member subscribes to the topic. A group left without offsets and members is removed.
 *
 * One pass per shard at a time, one append at a time, so that a million expired offsets do not become one burst.
 */
import type { ClassicGroup } from '../classic/group.ts'
import { CONSUMER_PROTOCOL_TYPE } from '../classic/group.ts'
import type { CommittedOffset, CoordinatorRecord } from '../records/coordinator-record.ts'
import type { Shard } from '../runtime/shard.ts'
import type { Turn } from '../runtime/turn.ts'
import { offsetTombstone, startBurial, tombstoneBytes } from './deletion.ts'

/** Shards with a pass under way. */
const running: WeakSet<Shard> = new WeakSet()

/** Starts a pass over all groups of the shard, unless one is under way. */
export function expireOffsets(turn: Turn, shard: Shard): void {
  if (running.has(shard)) return
  running.add(shard)
  step(turn, shard, [...shard.groups.keys()], 0)
}

/** Handles groups from index `from` on until there is one append's worth of tombstones; goes on once it is written. */
function step(turn: Turn, shard: Shard, groupIds: readonly string[], from: number): void {
  const records: CoordinatorRecord[] = []
  const burials: ReturnType<typeof startBurial>[] = []
  let room = turn.config.maxAppendBytes
  let at = from
  for (; at < groupIds.length && room > 0; at++) {
    const group = shard.group(groupIds[at]!)
    if (group === undefined) continue
    const expired = expiredOf(turn, shard, group)
    for (const [topic, partition] of expired) {
      const tombstone = offsetTombstone(group.groupId, topic, partition)
      room -= tombstoneBytes(tombstone)
      if (room <= 0) break
      records.push(tombstone)
    }
    if (room <= 0) break // the rest of this group comes with the next append
    if (!becomesObsolete(shard, group, expired.length)) continue
    if (group.isRecorded) records.push({ kind: 'group', group: group.groupId, value: null })
    burials.push(startBurial(turn, shard, group))
  }
  if (records.length === 0) {
    for (const bury of burials) bury(turn, 'NONE') // nothing of them is in the log
    if (at < groupIds.length) step(turn, shard, groupIds, at + 1) // one name longer than an append: leave it
    else running.delete(shard)
    return
  }
  turn.append({
    records,
    written: (later, error) => {
      for (const bury of burials) bury(later, error)
      if (error === 'NONE') {
        later.log.debug(`expired ${records.length} records of partition ${shard.partition}`)
        step(later, shard, groupIds, at)
      } else {
        later.log.warn(`expired offsets of partition ${shard.partition} stay for now (${error})`)
        running.delete(shard) // the next pass tries again
      }
    },
  })
}

function expiredOf(turn: Turn, shard: Shard, group: ClassicGroup): [string, number][] {
  const table = shard.offsets.committed(group.groupId)
  const startOf = retentionStart(group)
  if (table === undefined || startOf === undefined) return []
  const expired: [string, number][] = []
  for (const [topic, partitions] of table.topics()) {
    if (group.members.size > 0 && group.isSubscribedTo(topic)) continue
    for (const [partition, { value }] of partitions) {
      const isOver = value.expireTimestampMs === -1
        ? turn.wallMs - startOf(value) >= turn.config.offsetsRetentionMs
        : turn.wallMs >= value.expireTimestampMs
      if (!isOver || shard.offsets.isInFlight(group.groupId, topic, partition)) continue
      if (!shard.offsets.isInTransaction(group.groupId, topic, partition)) expired.push([topic, partition])
    }
  }
  return expired
}

function lastCommit(value: CommittedOffset): number {
  return value.commitTimestampMs
}

/** From when on the retention counts; undefined while nothing of the group may expire. */
function retentionStart(group: ClassicGroup): ((value: CommittedOffset) => number) | undefined {
  if (group.protocolType === null) return group.state === 'Dead' ? undefined : lastCommit
  if (group.state === 'Empty') return (value) => group.stateTimestampMs ?? value.commitTimestampMs
  const knowsTopics = group.protocolType === CONSUMER_PROTOCOL_TYPE && group.subscribedTopics !== undefined
  return group.state === 'Stable' && knowsTopics ? lastCommit : undefined
}

/** Empty, nobody about to join, and no offset is left once the tombstones are written. */
function becomesObsolete(shard: Shard, group: ClassicGroup, leaving: number): boolean {
  if (group.state !== 'Empty' || group.pendingMembers.size > 0) return false
  if (shard.offsets.hasInFlight(group.groupId) || shard.offsets.hasOpenTransaction(group.groupId)) return false
  return (shard.offsets.committed(group.groupId)?.size ?? 0) === leaving
}
