/**
 * CreatePartitions (37), versions 0-3. Only the controller serves it. The answer leaves when the new partitions are
 * durable and have leaders, or with REQUEST_TIMED_OUT when the client's time is up.
 */
import { CreatePartitionsApi, ErrorCode } from '@odradek/protocol/internal'
import type { CreatePartitionsRequest, CreatePartitionsResponseInput } from '@odradek/protocol/internal'
import type { BrokerServices, Handler } from '../services.ts'
import { requestLimits, sentence, TOO_MANY_PARTITIONS } from '../limits/request-limits.ts'

export const createPartitions: Handler<CreatePartitionsRequest, CreatePartitionsResponseInput> = {
  api: CreatePartitionsApi,
  versions: { min: 0, max: 3 },
  async handle(_context, request, broker) {
    if (!broker.admin.isController) {
      const errorMessage = 'This is not the correct controller for this cluster.'
      return {
        throttleTimeMs: 0,
        results: request.topics.map(({ name }) => ({ name, errorCode: ErrorCode.NOT_CONTROLLER, errorMessage })),
      }
    }
    const counts = new Map<string, number>()
    for (const { name } of request.topics) counts.set(name, (counts.get(name) ?? 0) + 1)
    const specs = request.topics
      .filter(({ name }) => counts.get(name) === 1)
      .map(({ name, count, assignments }) => ({
        name,
        count,
        assignments: assignments?.map(({ brokerIds }) => brokerIds) ?? null,
      }))
    if (addedBy(broker, specs) > requestLimits.createdPartitions.limit) {
      const refused = [...counts.keys()].map((name) => ({ name, errorCode: ErrorCode.POLICY_VIOLATION, errorMessage: TOO_MANY_PARTITIONS }))
      return { throttleTimeMs: 0, results: refused }
    }
    const outcomes = await broker.admin.createPartitions(specs, request.timeoutMs, request.validateOnly)
    const results = specs.map(({ name }, at) => {
      const outcome = outcomes[at]
      return outcome?.error === undefined
        ? { name, errorCode: ErrorCode.NONE, errorMessage: null }
        : { name, errorCode: ErrorCode[outcome.error], errorMessage: sentence(outcome.message) }
    })
    const twice = [...counts]
      .filter(([, count]) => count > 1)
      .map(([name]) => ({ name, errorCode: ErrorCode.INVALID_REQUEST, errorMessage: 'Duplicate topic in request.' }))
    return { throttleTimeMs: 0, results: [...results, ...twice] }
  },
}

/** New partitions of the topics that are there. */
function addedBy(broker: BrokerServices, specs: readonly { readonly name: string; readonly count: number }[]): number {
  const { topics } = broker.metadata.current()
  let total = 0
  for (const { name, count } of specs) total += Math.max(0, count - (topics.get(name)?.partitions.length ?? count))
  return total
}
