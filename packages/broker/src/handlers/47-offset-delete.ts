/** OffsetDelete (47), version 0. The group coordinator answers; see its package. */
import { OffsetDeleteApi, type OffsetDeleteRequest, type OffsetDeleteResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const offsetDelete: Handler<OffsetDeleteRequest, OffsetDeleteResponseInput> = {
  api: OffsetDeleteApi,
  versions: { min: 0, max: 0 },
  handle(context, request, broker) {
    return broker.groups.offsetDelete(groupClient(context), request)
  },
}
