/** DescribeGroups (15), versions 0-6. The group coordinator answers; see its package. */
import { DescribeGroupsApi, type DescribeGroupsRequest, type DescribeGroupsResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { groupClient } from './group-client.ts'

export const describeGroups: Handler<DescribeGroupsRequest, DescribeGroupsResponseInput> = {
  api: DescribeGroupsApi,
  versions: { min: 0, max: 6 },
  handle(context, request, broker) {
    return broker.groups.describeGroups(groupClient(context), request, new AnswerWork(broker.turns))
  },
}
