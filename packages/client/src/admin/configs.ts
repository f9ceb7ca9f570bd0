/** Configuration calls of the admin: describe, change, replace, list. */
import { AlterConfigsApi, DescribeConfigsApi, IncrementalAlterConfigsApi, ListConfigResourcesApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'

export interface ConfigResource {
  readonly type: 'topic' | 'broker' | 'group' | 'client-metrics'
  readonly name: string
}

export const resourceTypes: Readonly<Record<ConfigResource['type'], number>> = { topic: 2, broker: 4, 'client-metrics': 16, group: 32 }
const sources = ['unknown', 'topic', 'dynamic-broker', 'dynamic-default-broker', 'static-broker', 'default', 'broker-logger', 'client-metrics', 'group'] as const
export type ConfigSource = (typeof sources)[number]

export interface ConfigEntry {
  readonly name: string
  readonly value: string | null
  readonly source: ConfigSource
  readonly isDefault: boolean
  readonly readOnly: boolean
  readonly sensitive: boolean
  readonly documentation: string | null
  readonly synonyms: readonly { readonly name: string; readonly value: string | null; readonly source: ConfigSource }[]
}

const nodeOf = (resource: ConfigResource): number | 'any' => (resource.type === 'broker' && resource.name !== '' ? Number(resource.name) : 'any')

export async function describeConfigs(
  cluster: Cluster, resource: ConfigResource, options: WaitOptions & { readonly keys?: readonly string[]; readonly documentation?: boolean } = {},
): Promise<readonly ConfigEntry[]> {
  if (resource.type === 'broker') await cluster.fetchMetadata([], options)
  const response = await cluster.sendWithRetries(() => nodeOf(resource), DescribeConfigsApi, {
    resources: [{ resourceType: resourceTypes[resource.type], resourceName: resource.name, configurationKeys: options.keys === undefined ? null : [...options.keys] }],
    includeSynonyms: true,
    includeDocumentation: options.documentation ?? false,
  }, (answer) => {
    const result = answer.results[0]
    if (result === undefined || result.errorCode !== 0) throw protocolError(result?.errorCode ?? -1, `configuration of ${resource.type} ${resource.name}`, result?.errorMessage)
  }, options)
  return response.results[0]!.configs.map((entry) => ({
    name: entry.name,
    value: entry.value,
    source: sources[entry.configSource] ?? 'unknown',
    isDefault: entry.configSource === 5,
    readOnly: entry.readOnly,
    sensitive: entry.isSensitive,
    documentation: entry.documentation,
    synonyms: entry.synonyms.map(({ name, value, source }) => ({ name, value, source: sources[source] ?? 'unknown' })),
  }))
}

export interface ConfigChanges {
  readonly set?: Readonly<Record<string, string | number | boolean>>
  /** Back to the default. */
  readonly delete?: readonly string[]
  /** For lists. */
  readonly append?: Readonly<Record<string, string>>
  readonly subtract?: Readonly<Record<string, string>>
}

export async function alterConfigs(
  cluster: Cluster, resource: ConfigResource, changes: ConfigChanges, options: WaitOptions & { readonly validateOnly?: boolean } = {},
): Promise<void> {
  if (resource.type === 'broker') await cluster.fetchMetadata([], options)
  const rows = (values: Readonly<Record<string, string | number | boolean>> | undefined, configOperation: number): { name: string; configOperation: number; value: string }[] =>
    Object.entries(values ?? {}).map(([name, value]) => ({ name, configOperation, value: String(value) }))
  const configs = [
    ...rows(changes.set, 0),
    ...(changes.delete ?? []).map((name) => ({ name, configOperation: 1, value: null })),
    ...rows(changes.append, 2),
    ...rows(changes.subtract, 3),
  ]
  await cluster.sendWithRetries(() => nodeOf(resource), IncrementalAlterConfigsApi, {
    resources: [{ resourceType: resourceTypes[resource.type], resourceName: resource.name, configs }],
    validateOnly: options.validateOnly ?? false,
  }, (answer) => {
    const result = answer.responses[0]
    if (result === undefined || result.errorCode !== 0) throw protocolError(result?.errorCode ?? -1, `change of ${resource.type} ${resource.name}`, result?.errorMessage)
  }, options)
}

/** All that is set becomes this: what is not named goes back to its default. */
export async function replaceConfigs(
  cluster: Cluster, resource: ConfigResource, values: Readonly<Record<string, string | number | boolean>>,
  options: WaitOptions & { readonly validateOnly?: boolean } = {},
): Promise<void> {
  if (resource.type === 'broker') await cluster.fetchMetadata([], options)
  const configs = Object.entries(values).map(([name, value]) => ({ name, value: String(value) }))
  await cluster.sendWithRetries(() => nodeOf(resource), AlterConfigsApi, {
    resources: [{ resourceType: resourceTypes[resource.type], resourceName: resource.name, configs }],
    validateOnly: options.validateOnly ?? false,
  }, (answer) => {
    const result = answer.responses[0]
    if (result === undefined || result.errorCode !== 0) throw protocolError(result?.errorCode ?? -1, `configuration of ${resource.type} ${resource.name}`, result?.errorMessage)
  }, options)
}

/** What has a configuration of its own (KIP-1142). @throws KafkaError UNSUPPORTED by brokers before 4.1. */
export async function listConfigResources(cluster: Cluster, types: readonly ConfigResource['type'][] = [], options: WaitOptions = {}): Promise<readonly ConfigResource[]> {
  const response = await cluster.sendWithRetries(() => 'any', ListConfigResourcesApi, { resourceTypes: types.map((type) => resourceTypes[type]) }, ({ errorCode }) => {
    if (errorCode !== 0) throw protocolError(errorCode, 'ListConfigResources')
  }, options)
  const names = new Map(Object.entries(resourceTypes).map(([type, id]) => [id, type as ConfigResource['type']]))
  return response.configResources.flatMap(({ resourceType, resourceName }) => {
    const type = names.get(resourceType)
    return type === undefined ? [] : [{ type, name: resourceName }]
  })
}
