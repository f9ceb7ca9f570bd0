/**
 * Taking offsets and groups away: OffsetDelete, DeleteGroups, topics that are gone. All of it is tombstones.
 * Source: OffsetMetadataManager.java (deleteOffsets, deleteAllOffsets, onPartitionsDeleted).
 */
import {
  ErrorCode, type ErrorName, type OffsetDeleteRequest, type OffsetDeleteResponseInput,
} from '@odradek/protocol/internal'
import { metadataWriteError } from '../append-errors.ts'
import { CONSUMER_PROTOCOL_TYPE, type ClassicGroup } from '../classic/group.ts'
import type { CoordinatorRecord, OffsetRecord } from '../records/coordinator-record.ts'
import type { Shard } from '../runtime/shard.ts'
import type { Ticket, Turn } from '../runtime/turn.ts'

/** Upper bound of the bytes of a tombstone in a batch: key, and what the batch adds per record. */
export function tombstoneBytes(record: CoordinatorRecord): number {
  return 64 + 3 * record.group.length + (record.kind === 'offset' ? 3 * record.topic.length : 0)
}

/**
 * Appends tombstones in as many batches as their size demands, all in this turn, so that nothing decided later can
 * come between; `done` hears of the first error once all have ended.
 */
export function appendTombstones(
  turn: Turn, records: readonly CoordinatorRecord[], done: (later: Turn, error: ErrorName) => void,
): void {
  const batches: CoordinatorRecord[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const record of records) {
    bytes += tombstoneBytes(record)
    if (bytes > turn.config.maxAppendBytes) {
      batches.push([])
      bytes = tombstoneBytes(record)
    }
    batches.at(-1)!.push(record)
  }
  let left = batches.length
  let firstError: ErrorName = 'NONE'
  if (left === 0) done(turn, 'NONE')
  for (const batch of batches) {
    turn.append({
      records: batch,
      written: (later, error) => {
        if (firstError === 'NONE') firstError = error
        if (--left === 0) done(later, firstError)
      },
    })
  }
}

export function offsetTombstone(group: string, topic: string, partition: number): OffsetRecord {
  return { kind: 'offset', group, topic, partition, value: null }
}

/** Decides an OffsetDelete. `errorOf` names partitions that the cluster does not know. */
export function deleteOffsets(
  turn: Turn, shard: Shard, request: OffsetDeleteRequest, errorOf: (topic: string, index: number) => ErrorName,
  ticket: Ticket<OffsetDeleteResponseInput>,
): void {
  const group = shard.group(request.groupId)
  if (group === undefined || group.state === 'Dead') {
    turn.answer(ticket, deleteFailure('GROUP_ID_NOT_FOUND'))
    return
  }
  if (group.state !== 'Empty' && group.protocolType !== CONSUMER_PROTOCOL_TYPE) {
    turn.answer(ticket, deleteFailure('NON_EMPTY_GROUP'))
    return
  }
  const { groupId } = request
  const known = shard.offsets.knownPartitions(groupId)
  const tombstones: OffsetRecord[] = []
  const topics = request.topics.map(({ name, partitions }) => {
    const subscribed = group.isSubscribedTo(name)
    const answers = partitions.map(({ partitionIndex }) => {
      const unknown = errorOf(name, partitionIndex)
      const error = unknown === 'NONE' && subscribed ? 'GROUP_SUBSCRIBED_TO_TOPIC' : unknown
      if (error === 'NONE' && known.get(name, partitionIndex) === true) tombstones.push(offsetTombstone(groupId, name, partitionIndex))
      return { partitionIndex, errorCode: ErrorCode[error] }
    })
    return { name, partitions: answers }
  })
  appendTombstones(turn, tombstones, (later, error) => {
    if (error === 'NONE') later.answer(ticket, { errorCode: ErrorCode.NONE, throttleTimeMs: 0, topics })
    else later.answer(ticket, deleteFailure(metadataWriteError(error)))
  })
}

/** An OffsetDelete that fails as a whole. */
export function deleteFailure(error: ErrorName): OffsetDeleteResponseInput {
  return { errorCode: ErrorCode[error], throttleTimeMs: 0, topics: [] }
}

/**
 * Decides the deletion of one group. It is dead from now on: whoever comes meanwhile is told COORDINATOR_NOT_AVAILABLE
 * and finds a new group on its next try (G4). If the tombstones cannot be written it is an empty group again.
 */
export function deleteGroup(
  turn: Turn, shard: Shard, groupId: string, done: (later: Turn, error: ErrorName) => void,
): void {
  const group = shard.group(groupId)
  if (group === undefined || group.state === 'Dead') {
    done(turn, 'GROUP_ID_NOT_FOUND')
  } else if (group.state !== 'Empty') {
    done(turn, 'NON_EMPTY_GROUP')
  } else {
    const records = groupTombstones(shard, group)
    const bury = startBurial(turn, shard, group)
    appendTombstones(turn, records, (later, error) => {
      bury(later, error)
      done(later, metadataWriteError(error))
    })
  }
}

/** All that must be written for the group to be gone from the log. */
export function groupTombstones(shard: Shard, group: ClassicGroup): CoordinatorRecord[] {
  const records: CoordinatorRecord[] = []
  for (const [topic, partitions] of shard.offsets.knownPartitions(group.groupId).topics()) {
    for (const partition of partitions.keys()) records.push(offsetTombstone(group.groupId, topic, partition))
  }
  // A group that only stores offsets has no record of its own. One whose first record is still under way has.
  if (group.isRecorded) records.push({ kind: 'group', group: group.groupId, value: null })
  return records
}

/** Declares an empty group dead; the function returned makes that final, or takes it back if the log failed. */
export function startBurial(turn: Turn, shard: Shard, group: ClassicGroup): (later: Turn, error: ErrorName) => void {
  const stateTimestampMs = group.stateTimestampMs
  const pending = [...group.pendingMembers.keys()]
  for (const memberId of pending) group.remove(memberId)
  group.transitionTo('Dead', turn.wallMs)
  return (later, error) => {
    if (shard.group(group.groupId) !== group) return
    if (error === 'NONE') shard.forget(later, group)
    else group.reviveAsEmpty(stateTimestampMs)
  }
}

/** Offsets of topics that no longer exist mean nothing. A failure is left to the expiry. */
export function deleteTopicOffsets(turn: Turn, shard: Shard, topics: ReadonlySet<string>): void {
  const tombstones: OffsetRecord[] = []
  for (const groupId of shard.groups.keys()) {
    if (!shard.offsets.hasAny(groupId)) continue
    for (const [topic, partitions] of shard.offsets.knownPartitions(groupId).topics()) {
      if (!topics.has(topic)) continue
      for (const partition of partitions.keys()) tombstones.push(offsetTombstone(groupId, topic, partition))
    }
  }
  if (tombstones.length === 0) return
  appendTombstones(turn, tombstones, (later, error) => {
    const what = `${tombstones.length} offsets of deleted topics in partition ${shard.partition}`
    if (error === 'NONE') later.log.info(`removed ${what}`)
    else later.log.warn(`${what} stay for now (${error})`)
  })
}
