/**
 * OffsetFetch (9), versions 1-10. The group coordinator answers; see its package.
 * Several groups per request from 8 on. From 10 on topics are ids.
 */
import { OffsetFetchApi, type OffsetFetchRequest, type OffsetFetchResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { groupClient } from './group-client.ts'

export const offsetFetch: Handler<OffsetFetchRequest, OffsetFetchResponseInput> = {
  api: OffsetFetchApi,
  versions: { min: 1, max: 10 },
  handle(context, request, broker) {
    return broker.groups.offsetFetch(groupClient(context), request, new AnswerWork(broker.turns))
  },
}
