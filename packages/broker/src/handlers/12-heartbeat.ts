/** Heartbeat (12), versions 0-4. The group coordinator answers; see its package. */
import { HeartbeatApi, type HeartbeatRequest, type HeartbeatResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const heartbeat: Handler<HeartbeatRequest, HeartbeatResponseInput> = {
  api: HeartbeatApi,
  versions: { min: 0, max: 4 },
  handle(context, request, broker) {
    return broker.groups.heartbeat(groupClient(context), request)
  },
}
