/** Client quotas (KIP-546) and SCRAM credentials (KIP-554): what the admin says about users. */
import {
  AlterClientQuotasApi, AlterUserScramCredentialsApi, DescribeClientQuotasApi, DescribeUserScramCredentialsApi, ErrorCode,
} from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { forEachOf } from './each.ts'
import { toOne } from './routes.ts'
import { saltedPassword, type ScramMechanism } from '../security/scram.ts'

/** By type of entity ('user', 'client-id', 'ip') its name; null is the default of that type. */
export type QuotaEntity = Readonly<Record<string, string | null>>

export interface QuotaEntry {
  readonly entity: QuotaEntity
  /** For example `producer_byte_rate`, `consumer_byte_rate`, `request_percentage`, `controller_mutation_rate`. */
  readonly quotas: Readonly<Record<string, number>>
}

export interface QuotaFilter {
  /** By type: a name, null for the default, '*' for every entity that has a name or is the default. */
  readonly match?: Readonly<Record<string, string | null>>
  /** Only entities that have exactly the types of `match`. */
  readonly strict?: boolean
}

export async function describeClientQuotas(cluster: Cluster, filter: QuotaFilter = {}, options: WaitOptions = {}): Promise<readonly QuotaEntry[]> {
  const components = Object.entries(filter.match ?? {}).map(([entityType, wanted]) =>
    wanted === '*' ? { entityType, matchType: 2, match: null } : { entityType, matchType: wanted === null ? 1 : 0, match: wanted })
  const response = await cluster.sendWithRetries(() => 'any', DescribeClientQuotasApi, { components, strict: filter.strict ?? false }, (answer) => {
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, 'describe client quotas', answer.errorMessage)
  }, options)
  return (response.entries ?? []).map(({ entity, values }) => ({
    entity: Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName])),
    quotas: Object.fromEntries(values.map(({ key, value }) => [key, value])),
  }))
}

export interface QuotaChange {
  readonly entity: QuotaEntity
  /** By quota its new value; null removes it. */
  readonly quotas: Readonly<Record<string, number | null>>
}

export async function alterClientQuotas(
  cluster: Cluster, changes: readonly QuotaChange[], options: WaitOptions & { readonly validateOnly?: boolean } = {},
): Promise<void> {
  await forEachOf(cluster, {
    what: 'alterClientQuotas', verb: 'quotas of', items: changes, nameOf: ({ entity }) => nameOfEntity(Object.entries(entity)), options, changes: true,
    route: toOne(cluster, 'controller'), api: AlterClientQuotasApi,
    request: (items) => ({
      entries: items.map(({ entity, quotas }) => ({
        entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
        ops: Object.entries(quotas).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
      })),
      validateOnly: options.validateOnly ?? false,
    }),
    take: ({ entries }, answer) => {
      for (const { errorCode, errorMessage, entity } of entries) {
        const item = answer.named(nameOfEntity(entity.map(({ entityType, entityName }) => [entityType, entityName])))
        if (errorCode === 0) answer.done(item, undefined)
        else answer.refused(item, errorCode, errorMessage)
      }
    },
  })
}

/** The same whatever the order of the types: brokers answer in one of their own. */
function nameOfEntity(parts: readonly (readonly [type: string, name: string | null])[]): string {
  return parts.map(([type, name]) => `${type} ${name ?? '(default)'}`).toSorted().join(', ')
}

export const mechanisms: Readonly<Record<ScramMechanism, number>> = { 'SCRAM-SHA-256': 1, 'SCRAM-SHA-512': 2 }
const DEFAULT_ITERATIONS = 8192

export interface ScramCredential {
  readonly user: string
  readonly credentials: readonly { readonly mechanism: ScramMechanism; readonly iterations: number }[]
}

/** Of the users, or of all; users without credentials are left out. Passwords cannot be read back. */
export async function describeScramCredentials(cluster: Cluster, users?: readonly string[], options: WaitOptions = {}): Promise<readonly ScramCredential[]> {
  const request = { users: users === undefined ? null : users.map((user) => ({ name: user })) }
  const response = await cluster.sendWithRetries(() => 'any', DescribeUserScramCredentialsApi, request, (answer) => {
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, 'describe SCRAM credentials', answer.errorMessage)
    for (const { user, errorCode, errorMessage } of answer.results) {
      if (errorCode !== 0 && errorCode !== ErrorCode.RESOURCE_NOT_FOUND) throw protocolError(errorCode, `SCRAM credentials of ${user}`, errorMessage)
    }
  }, options)
  return response.results.filter(({ errorCode }) => errorCode === 0).map(({ user, credentialInfos }) => ({
    user,
    credentials: credentialInfos.map(({ mechanism, iterations }) => ({ mechanism: mechanism === 2 ? 'SCRAM-SHA-512' : 'SCRAM-SHA-256', iterations })),
  }))
}

export interface ScramChange {
  readonly user: string
  readonly mechanism: ScramMechanism
  /** Left out: the credential is deleted. */
  readonly password?: string
  /** Default 8,192. Apache Kafka takes 4,096 to 16,384. */
  readonly iterations?: number
}

/** Sets or deletes SCRAM credentials. Passwords are salted here and do not travel. @throws KafkaError RESOURCE_NOT_FOUND when there is nothing to delete. */
export async function alterScramCredentials(cluster: Cluster, changes: readonly ScramChange[], options: WaitOptions = {}): Promise<void> {
  const upsertions = await Promise.all(changes.filter(({ password }) => password !== undefined).map(async ({ user, mechanism, password, iterations = DEFAULT_ITERATIONS }) => {
    const salt = cluster.options.world.random.bytes(24)
    return { name: user, mechanism: mechanisms[mechanism], iterations, salt, saltedPassword: await saltedPassword(mechanism, password!, salt, iterations) }
  }))
  const saltedOf = new Map(upsertions.map((one) => [one.name, one]))
  await forEachOf(cluster, {
    what: 'alterScramCredentials', verb: 'SCRAM credentials of', items: changes, nameOf: ({ user }) => user, options, changes: true,
    route: toOne(cluster, 'controller'), api: AlterUserScramCredentialsApi,
    request: (items) => ({
      deletions: items.filter(({ password }) => password === undefined).map(({ user, mechanism }) => ({ name: user, mechanism: mechanisms[mechanism] })),
      upsertions: items.flatMap(({ user }) => saltedOf.get(user) ?? []),
    }),
    take: ({ results }, answer) => {
      for (const { user, errorCode, errorMessage } of results) {
        if (errorCode === 0) answer.done(answer.named(user), undefined)
        else answer.refused(answer.named(user), errorCode, errorMessage)
      }
    },
  })
}
