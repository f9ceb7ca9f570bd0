/**
 * LeaveGroup (13), versions 0-5. The group coordinator answers; see its package.
 * Several members per request from 3 on.
 */
import { LeaveGroupApi, type LeaveGroupRequest, type LeaveGroupResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const leaveGroup: Handler<LeaveGroupRequest, LeaveGroupResponseInput> = {
  api: LeaveGroupApi,
  versions: { min: 0, max: 5 },
  handle(context, request, broker) {
    return broker.groups.leaveGroup(groupClient(context), request)
  },
}
