/**
 * AlterConfigs (33), versions 0-2. Replaces all dynamic settings of a topic, of this broker, or of all brokers. The
 * answer leaves when they are durable.
 */
import { AlterConfigsApi, ErrorCode } from '@odradek/protocol/internal'
import type { AlterConfigsRequest, AlterConfigsResponseInput } from '@odradek/protocol/internal'
import { alterConfigs as alter, namedTwice, Operation, resourceKey, TWICE } from '../cluster/config-admin.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { sentence } from '../limits/request-limits.ts'
import type { Handler } from '../services.ts'

export const alterConfigs: Handler<AlterConfigsRequest, AlterConfigsResponseInput> = {
  api: AlterConfigsApi,
  versions: { min: 0, max: 2 },
  async handle(_context, request, broker) {
    const twice = namedTwice(request.resources)
    const responses = await new AnswerWork(broker.turns).all(request.resources, async ({ resourceType, resourceName, configs }) => {
      const changes = configs.map(({ name, value }) => ({ name, value, operation: Operation.set }))
      const problem = twice.has(resourceKey({ resourceType, resourceName })) ? TWICE : await alter(broker, resourceType, resourceName, changes, {
        whole: true,
        validateOnly: request.validateOnly,
      })
      return {
        errorCode: ErrorCode[problem?.error ?? 'NONE'],
        errorMessage: problem === undefined ? null : sentence(problem.message),
        resourceType,
        resourceName,
      }
    })
    return { throttleTimeMs: 0, responses }
  },
}
