/**
 * What a failed append is called towards clients: the log's errors mean something else to a producer than to a member.
 * Source: GroupMetadataManager.appendGroupMetadataErrorToResponseError, GroupMetadataManager.scala (offset commits).
 */
import type { ErrorName } from '@odradek/protocol/internal'

/** For JoinGroup and SyncGroup. */
export function metadataWriteError(error: ErrorName): ErrorName {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
    case 'REQUEST_TIMED_OUT':
      return 'COORDINATOR_NOT_AVAILABLE'
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'FENCED_LEADER_EPOCH':
    case 'KAFKA_STORAGE_ERROR':
      return 'NOT_COORDINATOR'
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
    case 'INVALID_FETCH_SIZE':
      return 'UNKNOWN_SERVER_ERROR'
    default:
      return error
  }
}

/** For OffsetCommit, OffsetDelete and DeleteGroups. */
export function offsetWriteError(error: ErrorName): ErrorName {
  switch (error) {
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
    case 'INVALID_FETCH_SIZE':
      return 'INVALID_COMMIT_OFFSET_SIZE'
    default:
      return metadataWriteError(error)
  }
}

/**
 * Whether a failed append lies in the leader's log all the same and will be committed if the leader stays. The state
 * must follow the log then, although nobody may be told that it succeeded.
 */
export function isInLogDespite(error: ErrorName): boolean {
  return error === 'NOT_ENOUGH_REPLICAS_AFTER_APPEND' || error === 'REQUEST_TIMED_OUT'
}
