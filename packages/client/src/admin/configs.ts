/** Configuration calls of the admin: describe, change, replace, list. */
import { AlterConfigsApi, DescribeConfigsApi, type DescribeConfigsResponse, IncrementalAlterConfigsApi, ListConfigResourcesApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { type Answer, forEachOf, type Route } from './each.ts'
import { toBroker } from './routes.ts'

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

interface About {
  readonly items: readonly ConfigResource[]
  readonly nameOf: (resource: ConfigResource) => string
  readonly options: WaitOptions
  readonly route: Route<ConfigResource>
}

/** Brokers are asked about themselves, any of them about the rest. */
const about = (cluster: Cluster, resource: ConfigResource, options: WaitOptions): About => ({
  items: [resource], nameOf: ({ type, name }) => `${type} ${name}`.trimEnd(), options,
  route: toBroker(cluster, ({ type, name }) => (type === 'broker' && name !== '' ? Number(name) : 'any'), options),
})

export async function describeConfigs(
  cluster: Cluster, resource: ConfigResource, options: WaitOptions & { readonly keys?: readonly string[]; readonly documentation?: boolean } = {},
): Promise<readonly ConfigEntry[]> {
  const described: readonly (readonly ConfigEntry[])[] = await forEachOf(cluster, {
    ...about(cluster, resource, options), what: 'describeConfigs', verb: 'configuration of', changes: false, api: DescribeConfigsApi,
    request: (items) => ({
      resources: items.map(({ type, name }) => ({ resourceType: resourceTypes[type], resourceName: name, configurationKeys: options.keys === undefined ? null : [...options.keys] })),
      includeSynonyms: true,
      includeDocumentation: options.documentation ?? false,
    }),
    take: ({ results }, answer) => {
      for (const [at, { errorCode, errorMessage, configs }] of results.entries()) {
        if (errorCode === 0) answer.done(answer.items[at], configs.map(entryOf))
        else answer.refused(answer.items[at], errorCode, errorMessage)
      }
    },
  })
  return described[0]!
}

function entryOf(told: DescribeConfigsResponse['results'][number]['configs'][number]): ConfigEntry {
  return {
    name: told.name,
    value: told.value,
    source: sources[told.configSource] ?? 'unknown',
    isDefault: told.configSource === 5,
    readOnly: told.readOnly,
    sensitive: told.isSensitive,
    documentation: told.documentation,
    synonyms: told.synonyms.map(({ name, value, source }) => ({ name, value, source: sources[source] ?? 'unknown' })),
  }
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
  const rows = (values: Readonly<Record<string, string | number | boolean>> | undefined, configOperation: number): { name: string; configOperation: number; value: string }[] =>
    Object.entries(values ?? {}).map(([name, value]) => ({ name, configOperation, value: String(value) }))
  const configs = [
    ...rows(changes.set, 0),
    ...(changes.delete ?? []).map((name) => ({ name, configOperation: 1, value: null })),
    ...rows(changes.append, 2),
    ...rows(changes.subtract, 3),
  ]
  await forEachOf(cluster, {
    ...about(cluster, resource, options), what: 'alterConfigs', verb: 'change', changes: true, api: IncrementalAlterConfigsApi,
    request: (items) => ({
      resources: items.map(({ type, name }) => ({ resourceType: resourceTypes[type], resourceName: name, configs })), validateOnly: options.validateOnly ?? false,
    }),
    take: ({ responses }, answer) => tellChanged(responses, answer),
  })
}

function tellChanged(told: readonly { readonly errorCode: number; readonly errorMessage: string | null }[], answer: Answer<ConfigResource, undefined>): void {
  for (const [at, { errorCode, errorMessage }] of told.entries()) {
    if (errorCode === 0) answer.done(answer.items[at], undefined)
    else answer.refused(answer.items[at], errorCode, errorMessage)
  }
}

/** All that is set becomes this: what is not named goes back to its default. */
export async function replaceConfigs(
  cluster: Cluster, resource: ConfigResource, values: Readonly<Record<string, string | number | boolean>>,
  options: WaitOptions & { readonly validateOnly?: boolean } = {},
): Promise<void> {
  const configs = Object.entries(values).map(([name, value]) => ({ name, value: String(value) }))
  await forEachOf(cluster, {
    ...about(cluster, resource, options), what: 'replaceConfigs', verb: 'configuration of', changes: true, api: AlterConfigsApi,
    request: (items) => ({
      resources: items.map(({ type, name }) => ({ resourceType: resourceTypes[type], resourceName: name, configs })), validateOnly: options.validateOnly ?? false,
    }),
    take: ({ responses }, answer) => tellChanged(responses, answer),
  })
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
