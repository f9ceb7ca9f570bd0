/**
 * Settings as clients change them: whole (AlterConfigs) or key by key (IncrementalAlterConfigs), for topics, for this
 * broker, and for all brokers (the empty name). Checks follow ZkAdminManager.alterConfigs and incrementalAlterConfigs.
 */
import type { BrokerId } from '@odradek/protocol'
import type { ErrorName } from '@odradek/protocol/internal'
import type { BrokerConfig } from '../config/broker-config.ts'
import { validateBrokerConfigs } from '../config/dynamic.ts'
import { brokerKeys, topicKeyRows } from '../config/keys.ts'
import { listElements } from '../config/parse-value.ts'
import { topicText, validateTopicConfigs } from '../config/topic-config.ts'
import { requestLimits } from '../limits/request-limits.ts'
import type { ConfigStore, Overrides } from './config-store.ts'
import type { MetadataCache } from './image.ts'
import { topicNameProblem } from './topic-names.ts'
import type { Problem } from './topic-spec.ts'
import { DEFAULT_ENTITY } from './znodes.ts'

/** Kafka's numbers of configuration resources. */
export const ResourceType = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const

export const Operation = { set: 0, delete: 1, append: 2, subtract: 3 } as const

export interface ConfigChange {
  readonly name: string
  /** Operation; always `set` in a whole replacement. */
  readonly operation: number
  readonly value: string | null
}

export interface ConfigAdminOptions {
  readonly config: BrokerConfig
  readonly configStore: ConfigStore
  readonly metadata: MetadataCache
  readonly brokerId: BrokerId
}

/** An entity whose settings may be changed. */
interface Target {
  readonly type: 'topics' | 'brokers'
  /** As in the store. */
  readonly entity: string
}

const problem = (error: ErrorName, message: string): Problem => ({ error, message })

/** Resources that a request names more than once: none of them is changed. */
export function namedTwice(resources: readonly { readonly resourceType: number; readonly resourceName: string }[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const resource of resources) {
    const key = resourceKey(resource)
    if (seen.has(key)) twice.add(key)
    seen.add(key)
  }
  return twice
}

export const resourceKey = ({ resourceType, resourceName }: { readonly resourceType: number; readonly resourceName: string }): string =>
  `${resourceType} ${resourceName}`

export const TWICE: Problem = { error: 'INVALID_REQUEST', message: 'Each resource must appear at most once.' }

/** Which entity a resource means, or why it means none. For reading and for changing. */
export function targetOf(options: ConfigAdminOptions, resourceType: number, name: string): Target | Problem {
  if (resourceType === ResourceType.topic) {
    const badName = topicNameProblem(name)
    if (badName !== undefined) return problem('INVALID_TOPIC_EXCEPTION', badName)
    return options.metadata.current().topics.has(name)
      ? { type: 'topics', entity: name }
      : problem('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${name}' does not exist.`)
  }
  if (resourceType === ResourceType.broker) {
    if (name === '') return { type: 'brokers', entity: DEFAULT_ENTITY }
    return name === String(options.brokerId)
      ? { type: 'brokers', entity: name }
      : problem(
          'INVALID_REQUEST',
          `Unexpected broker id, expected ${options.brokerId} or empty string, but received ${name}`,
        )
  }
  if (resourceType === ResourceType.brokerLogger)
    return problem('INVALID_REQUEST', 'This broker has no loggers of its own to configure.')
  return problem('INVALID_REQUEST', `Settings of resource type ${resourceType} are not served.`)
}

/** `whole`: what is not named is removed. Resolves when the change is durable. */
export async function alterConfigs(
  options: ConfigAdminOptions,
  resourceType: number,
  name: string,
  changes: readonly ConfigChange[],
  mode: { readonly whole: boolean; readonly validateOnly: boolean },
): Promise<Problem | undefined> {
  const target = targetOf(options, resourceType, name)
  if ('error' in target) return target
  const malformed = malformedChanges(changes)
  if (malformed !== undefined) return malformed
  let refusal: Problem | undefined
  const change = (now: Overrides): Overrides | undefined => {
    const outcome = applied(options, target, mode.whole ? {} : now, changes)
    if ('error' in outcome) {
      refusal = outcome
      return undefined
    }
    refusal = check(options, target, outcome.next)
    return refusal === undefined ? outcome.next : undefined
  }
  if (mode.validateOnly) {
    change(
      target.type === 'topics'
        ? options.configStore.topicOverrides(target.entity)
        : options.configStore.overridesOf(target.entity),
    )
    return refusal
  }
  const outcome = await options.configStore.update(target.type, target.entity, change)
  return (
    refusal ??
    (outcome === 'NONE' ? undefined : problem(outcome, 'The metadata store did not take the change in time.'))
  )
}

function malformedChanges(changes: readonly ConfigChange[]): Problem | undefined {
  const { limit } = requestLimits.settings
  if (changes.length > limit) return problem('INVALID_REQUEST', `${changes.length} settings for one resource; at most ${limit} may be named.`)
  const names = new Set<string>()
  const twice = new Set<string>()
  for (const { name } of changes) {
    if (names.has(name)) twice.add(name)
    names.add(name)
  }
  if (twice.size > 0)
    return problem('INVALID_REQUEST', `Error due to duplicate config keys : ${[...twice].join(',')}`)
  const nulls = changes.filter(({ operation, value }) => operation !== Operation.delete && value === null)
  if (nulls.length > 0)
    return problem('INVALID_REQUEST', `Null value not supported for : ${nulls.map(({ name }) => name).join(',')}`)
  return undefined
}

function applied(
  options: ConfigAdminOptions,
  target: Target,
  now: Overrides,
  changes: readonly ConfigChange[],
): { readonly next: Overrides } | Problem {
  const next = new Map(Object.entries(now))
  for (const { name, operation, value } of changes) {
    if (operation === Operation.set) next.set(name, value ?? '')
    else if (operation === Operation.delete) next.delete(name)
    else if (operation === Operation.append || operation === Operation.subtract) {
      const row = target.type === 'topics' ? topicKeyRows.get(name) : brokerKeys.get(name)
      const verb = operation === Operation.append ? 'append' : 'subtract'
      if (row?.type !== 'list')
        return problem('INVALID_CONFIG', `Config value ${verb} is not allowed for config key: ${name}`)
      const effective = target.type === 'topics' ? topicText(options.config, {}, name) : options.config.text(name)
      const before = listElements(next.get(name) ?? effective ?? '')
      // Nothing is an element too where a list takes one: what it does not take is refused below.
      const given = (value ?? '').split(',').map((one) => listElements(one)[0] ?? '')
      const taken = new Set(given)
      const after = operation === Operation.append ? [...new Set([...before, ...given])] : before.filter((one) => !taken.has(one))
      next.set(name, after.join(','))
    } else return problem('INVALID_REQUEST', `Unknown config operation ${operation} for config key: ${name}`)
  }
  return { next: Object.fromEntries(next) }
}

function check(options: ConfigAdminOptions, target: Target, next: Overrides): Problem | undefined {
  const wrong =
    target.type === 'topics'
      ? validateTopicConfigs(options.config, next)
      : validateBrokerConfigs(target.entity === DEFAULT_ENTITY ? 'cluster' : 'broker', next)
  // DynamicBrokerConfig's refusals are invalid requests, a topic's are invalid configurations.
  return wrong === undefined
    ? undefined
    : problem(target.type === 'topics' ? 'INVALID_CONFIG' : 'INVALID_REQUEST', wrong)
}
