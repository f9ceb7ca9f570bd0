/**
 * JoinGroup (11), versions 2-9. The group coordinator answers; see its package.
 * Answered when the group has come together, at the latest after the rebalance timeout.
 */
import { JoinGroupApi, type JoinGroupRequest, type JoinGroupResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const joinGroup: Handler<JoinGroupRequest, JoinGroupResponseInput> = {
  api: JoinGroupApi,
  versions: { min: 2, max: 9 },
  parks: true,
  handle(context, request, broker) {
    // The coordinator copies what it keeps, within this call.
    return broker.groups.joinGroup(groupClient(context), request, (forget) => context.onAbandoned(forget))
  },
}
