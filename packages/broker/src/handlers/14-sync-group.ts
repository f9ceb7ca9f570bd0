/**
 * SyncGroup (14), versions 0-5. The group coordinator answers; see its package.
 * Answered when the leader has brought the assignment.
 */
import { SyncGroupApi, type SyncGroupRequest, type SyncGroupResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const syncGroup: Handler<SyncGroupRequest, SyncGroupResponseInput> = {
  api: SyncGroupApi,
  versions: { min: 0, max: 5 },
  parks: true,
  handle(context, request, broker) {
    // The coordinator keeps the assignments; the request's bytes are lent for this call only.
    const assignments = request.assignments.map(({ memberId, assignment }) => ({ memberId, assignment: Buffer.from(assignment) }))
    const owned: SyncGroupRequest = { ...request, assignments }
    return broker.groups.syncGroup(groupClient(context), owned)
  },
}
