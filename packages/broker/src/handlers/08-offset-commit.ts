/**
 * OffsetCommit (8), versions 2-10. The group coordinator answers; see its package.
 * Answered when the offsets are replicated. From 10 on topics are ids.
 */
import { OffsetCommitApi, type OffsetCommitRequest, type OffsetCommitResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const offsetCommit: Handler<OffsetCommitRequest, OffsetCommitResponseInput> = {
  api: OffsetCommitApi,
  versions: { min: 2, max: 10 },
  handle(context, request, broker) {
    return broker.groups.offsetCommit(groupClient(context), request)
  },
}
