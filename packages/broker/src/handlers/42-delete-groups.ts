/** DeleteGroups (42), versions 0-2. The group coordinator answers; see its package. */
import { DeleteGroupsApi, type DeleteGroupsRequest, type DeleteGroupsResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { groupClient } from './group-client.ts'

export const deleteGroups: Handler<DeleteGroupsRequest, DeleteGroupsResponseInput> = {
  api: DeleteGroupsApi,
  versions: { min: 0, max: 2 },
  handle(context, request, broker) {
    return broker.groups.deleteGroups(groupClient(context), request, new AnswerWork(broker.turns))
  },
}
