/**
 * OffsetFetch (9), versions 1-9. The group coordinator answers; see its package.
 * Several groups per request from 8 on. Version 10, with topic ids, is not served yet.
 */
import { OffsetFetchApi, type OffsetFetchRequest, type OffsetFetchResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const offsetFetch: Handler<OffsetFetchRequest, OffsetFetchResponseInput> = {
  api: OffsetFetchApi,
  versions: { min: 1, max: 9 },
  handle(context, request, broker) {
    return broker.groups.offsetFetch(groupClient(context), request)
  },
}
