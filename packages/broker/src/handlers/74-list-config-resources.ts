/**
 * ListConfigResources (74), versions 0-1. Version 0 lists client metrics subscriptions, of which there are none;
 * version 1 lists what may have settings, by type (none named: all).
 */
import { ErrorCode, ListConfigResourcesApi } from '@odradek/protocol/internal'
import type { ListConfigResourcesRequest, ListConfigResourcesResponseInput } from '@odradek/protocol/internal'
import { ResourceType } from '../cluster/config-admin.ts'
import type { Handler } from '../services.ts'

const known: ReadonlySet<number> = new Set(Object.values(ResourceType))

export const listConfigResources: Handler<ListConfigResourcesRequest, ListConfigResourcesResponseInput> = {
  api: ListConfigResourcesApi,
  versions: { min: 0, max: 1 },
  handle(context, request, broker) {
    if (context.apiVersion === 0) return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, configResources: [] }
    if (request.resourceTypes.some((type) => !known.has(type))) {
      return { throttleTimeMs: 0, errorCode: ErrorCode.UNSUPPORTED_VERSION, configResources: [] }
    }
    const wanted = (type: number): boolean => request.resourceTypes.length === 0 || request.resourceTypes.includes(type)
    const { topics, brokers } = broker.metadata.current()
    const names = (type: number, list: Iterable<string | number>): { resourceName: string; resourceType: number }[] =>
      wanted(type) ? [...list].map((name) => ({ resourceName: String(name), resourceType: type })) : []
    const configResources = [...names(ResourceType.topic, topics.keys()), ...names(ResourceType.broker, brokers.keys())]
    return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, configResources }
  },
}
