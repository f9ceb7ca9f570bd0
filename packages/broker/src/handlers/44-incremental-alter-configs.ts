/**
 * IncrementalAlterConfigs (44), versions 0-1. Changes single settings of a topic, of this broker, or of all brokers:
 * set, delete, append to a list, subtract from it. The answer leaves when the change is durable.
 */
import { ErrorCode, IncrementalAlterConfigsApi } from '@odradek/protocol/internal'
import type { IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponseInput } from '@odradek/protocol/internal'
import { alterConfigs, namedTwice, resourceKey, TWICE } from '../cluster/config-admin.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { sentence } from '../limits/request-limits.ts'
import type { Handler } from '../services.ts'

export const incrementalAlterConfigs: Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponseInput> = {
  api: IncrementalAlterConfigsApi,
  versions: { min: 0, max: 1 },
  async handle(_context, request, broker) {
    const twice = namedTwice(request.resources)
    const responses = await new AnswerWork(broker.turns).all(request.resources, async ({ resourceType, resourceName, configs }) => {
      const changes = configs.map(({ name, configOperation, value }) => ({ name, value, operation: configOperation }))
      const mode = { whole: false, validateOnly: request.validateOnly }
      const problem = twice.has(resourceKey({ resourceType, resourceName })) ? TWICE : await alterConfigs(broker, resourceType, resourceName, changes, mode)
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
