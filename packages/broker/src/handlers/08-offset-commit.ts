/**
 * OffsetCommit (8), versions 2-9. The group coordinator answers; see its package.
 * Answered when the offsets are replicated. Version 10, with topic ids, is not served yet.
 */
import { OffsetCommitApi, type OffsetCommitRequest, type OffsetCommitResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const offsetCommit: Handler<OffsetCommitRequest, OffsetCommitResponseInput> = {
  api: OffsetCommitApi,
  versions: { min: 2, max: 9 },
  handle(context, request, broker) {
    return broker.groups.offsetCommit(groupClient(context), request)
  },
}
