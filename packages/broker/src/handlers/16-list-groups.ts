/** ListGroups (16), versions 0-5. The group coordinator answers; see its package. */
import { ListGroupsApi, type ListGroupsRequest, type ListGroupsResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { groupClient } from './group-client.ts'

export const listGroups: Handler<ListGroupsRequest, ListGroupsResponseInput> = {
  api: ListGroupsApi,
  versions: { min: 0, max: 5 },
  handle(context, request, broker) {
    return broker.groups.listGroups(groupClient(context), request)
  },
}
