/**
 * DescribeConfigs (32), versions 1-4. Settings of topics, of this broker, and of all brokers (the empty name: only
 * what was set there), with the weaker values behind each when asked. Types and documentation from version 3 on.
 */
import { DescribeConfigsApi, ErrorCode } from '@odradek/protocol/internal'
import type { DescribeConfigsRequest, DescribeConfigsResponseInput } from '@odradek/protocol/internal'
import { ResourceType, targetOf } from '../cluster/config-admin.ts'
import { DEFAULT_ENTITY } from '../cluster/znodes.ts'
import { configSource, describeBroker, describeTopic } from '../config/describe.ts'
import type { ConfigEntry } from '../config/describe.ts'
import type { BrokerServices, Handler } from '../services.ts'

type Result = DescribeConfigsResponseInput['results'][number]
type Resource = DescribeConfigsRequest['resources'][number]

export const describeConfigs: Handler<DescribeConfigsRequest, DescribeConfigsResponseInput> = {
  api: DescribeConfigsApi,
  versions: { min: 1, max: 4 },
  handle(context, request, broker) {
    const { includeSynonyms, includeDocumentation } = request
    const row = (entry: ConfigEntry): Result['configs'][number] => ({
      name: entry.name,
      value: entry.value,
      readOnly: entry.readOnly,
      configSource: entry.configSource,
      isSensitive: entry.isSensitive,
      synonyms: includeSynonyms ? entry.synonyms : [],
      ...(context.apiVersion >= 3
        ? { configType: entry.configType, documentation: includeDocumentation ? entry.documentation : null }
        : {}),
    })
    const results = request.resources.map((resource): Result => {
      const { resourceType, resourceName } = resource
      const target = targetOf(broker, resourceType, resourceName)
      if ('error' in target) {
        return {
          errorCode: ErrorCode[target.error],
          errorMessage: target.message,
          resourceType,
          resourceName,
          configs: [],
        }
      }
      const configs = entriesOf(broker, resource).map(row)
      return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType, resourceName, configs }
    })
    return { throttleTimeMs: 0, results }
  },
}

function entriesOf(broker: BrokerServices, resource: Resource): ConfigEntry[] {
  const { resourceType, resourceName } = resource
  // No keys are all keys, as null is.
  const configurationKeys = resource.configurationKeys?.length === 0 ? null : resource.configurationKeys
  if (resourceType === ResourceType.topic) {
    return describeTopic(broker.config, broker.configStore.topicOverrides(resourceName), configurationKeys)
  }
  if (resourceName !== '') return describeBroker(broker.config, configurationKeys)
  const set = broker.configStore.overridesOf(DEFAULT_ENTITY)
  const names = Object.keys(set).filter((name) => configurationKeys?.includes(name) ?? true)
  return describeBroker(broker.config, names).map((entry) => ({
    ...entry,
    value: entry.isSensitive ? null : (set[entry.name] ?? null),
    isDefault: false,
    configSource: configSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
    synonyms: entry.synonyms.filter(({ source }) => source === configSource.DYNAMIC_DEFAULT_BROKER_CONFIG),
  }))
}
