/**
 * DescribeConfigs (32), versions 1-4. Settings of topics, of this broker, and of all brokers (the empty name: only
 * what was set there), with the weaker values behind each when asked. Types and documentation from version 3 on.
 *
 * A resource is described as often as it is named, from one description; see request-limits.ts.
 */
import { DescribeConfigsApi, ErrorCode } from '@odradek/protocol/internal'
import type { DescribeConfigsRequest, DescribeConfigsResponseInput } from '@odradek/protocol/internal'
import { ResourceType, resourceKey, targetOf } from '../cluster/config-admin.ts'
import { DEFAULT_ENTITY } from '../cluster/znodes.ts'
import { configSource, describeBroker, describeTopic } from '../config/describe.ts'
import type { ConfigEntry } from '../config/describe.ts'
import type { BrokerServices, Handler } from '../services.ts'
import { AnswerWork } from '../limits/answer-work.ts'
import { NO_ROOM, sentence } from '../limits/request-limits.ts'

type Result = DescribeConfigsResponseInput['results'][number]
type Row = Result['configs'][number]
type Resource = DescribeConfigsRequest['resources'][number]

interface Described {
  readonly configs: Row[]
  readonly bytes: number
}

export const describeConfigs: Handler<DescribeConfigsRequest, DescribeConfigsResponseInput> = {
  api: DescribeConfigsApi,
  versions: { min: 1, max: 4 },
  async handle(context, request, broker) {
    const work = new AnswerWork(broker.turns)
    const row = rowOf(context.apiVersion, request)
    const known = new Map<string, Described>()
    const describe = (resource: Resource, key: string): Described => {
      const configs = entriesOf(broker, resource).map(row)
      const described = { configs, bytes: sizeOf(configs) }
      known.set(key, described)
      return described
    }
    const results = await work.map(request.resources, (resource): Result => {
      const { resourceType, resourceName } = resource
      const failed = (errorCode: ErrorCode, reason: string): Result => ({ errorCode, errorMessage: sentence(reason), resourceType, resourceName, configs: [] })
      const target = targetOf(broker, resourceType, resourceName)
      if ('error' in target) return failed(ErrorCode[target.error], target.message)
      const key = `${resourceKey(resource)}\n${resource.configurationKeys?.join('\n') ?? ''}`
      const before = known.get(key)
      const { configs, bytes } = before ?? describe(resource, key)
      if (!work.take(bytes, before !== undefined)) return failed(ErrorCode.INVALID_REQUEST, NO_ROOM)
      return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType, resourceName, configs }
    })
    return { throttleTimeMs: 0, results }
  },
}

function rowOf(version: number, { includeSynonyms, includeDocumentation }: DescribeConfigsRequest): (entry: ConfigEntry) => Row {
  return (entry) => ({
    name: entry.name,
    value: entry.value,
    readOnly: entry.readOnly,
    configSource: entry.configSource,
    isSensitive: entry.isSensitive,
    synonyms: includeSynonyms ? entry.synonyms : [],
    ...(version >= 3
      ? { configType: entry.configType, documentation: includeDocumentation ? entry.documentation : null }
      : {}),
  })
}

/** Of one row, and of one synonym, besides texts. */
const ROW_BYTES = 24
const textBytes = (text: string | null | undefined): number => (text == null ? 0 : Buffer.byteLength(text))

function sizeOf(configs: readonly Row[]): number {
  let bytes = 0
  for (const { name, value, documentation, synonyms } of configs) {
    bytes += ROW_BYTES + textBytes(name) + textBytes(value) + textBytes(documentation)
    for (const synonym of synonyms ?? []) bytes += ROW_BYTES + textBytes(synonym.name) + textBytes(synonym.value)
  }
  return bytes
}

function entriesOf(broker: BrokerServices, resource: Resource): ConfigEntry[] {
  const { resourceType, resourceName } = resource
  const asked = resource.configurationKeys ?? []
  // No keys are all keys, as null is; a key that is named twice is told once.
  const configurationKeys = asked.length === 0 ? null : [...new Set(asked)]
  if (resourceType === ResourceType.topic) {
    return describeTopic(broker.config, broker.configStore.topicOverrides(resourceName), configurationKeys)
  }
  if (resourceName !== '') return describeBroker(broker.config, configurationKeys)
  const set = broker.configStore.overridesOf(DEFAULT_ENTITY)
  const wanted = configurationKeys === null ? undefined : new Set(configurationKeys)
  const names = Object.keys(set).filter((name) => wanted?.has(name) ?? true)
  return describeBroker(broker.config, names).map((entry) => ({
    ...entry,
    value: entry.isSensitive ? null : (set[entry.name] ?? null),
    isDefault: false,
    configSource: configSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
    synonyms: entry.synonyms.filter(({ source }) => source === configSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
  }))
}
