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
    // The coordinator keeps the subscriptions; the request's bytes are lent for this call only.
    const protocols = request.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) }))
    const owned: JoinGroupRequest = { ...request, protocols }
    return broker.groups.joinGroup(groupClient(context), owned)
  },
}
