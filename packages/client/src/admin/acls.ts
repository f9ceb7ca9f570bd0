/** ACL calls of the admin (KIP-140, KIP-290). Names stand for the protocol's numbers. */
import { CreateAclsApi, type CreateAclsRequestInput, DeleteAclsApi, DescribeAclsApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import { forEachOf } from './each.ts'
import { toOne } from './routes.ts'

export const resourceTypes = ['unknown', 'any', 'topic', 'group', 'cluster', 'transactional-id', 'delegation-token', 'user'] as const
export const patternTypes = ['unknown', 'any', 'match', 'literal', 'prefixed'] as const
export const operations = [
  'unknown', 'any', 'all', 'read', 'write', 'create', 'delete', 'alter', 'describe', 'cluster-action', 'describe-configs', 'alter-configs',
  'idempotent-write', 'create-tokens', 'describe-tokens', 'two-phase-commit',
] as const
export const permissions = ['unknown', 'any', 'deny', 'allow'] as const

export type AclResourceType = (typeof resourceTypes)[number]
export type AclPatternType = (typeof patternTypes)[number]
export type AclOperation = (typeof operations)[number]
export type AclPermission = (typeof permissions)[number]

export interface Acl {
  readonly resourceType: AclResourceType
  /** 'kafka-cluster' for the cluster, '*' for every name. */
  readonly resourceName: string
  /** Default 'literal'. */
  readonly patternType?: AclPatternType
  /** `User:name`; `User:*` is everybody. */
  readonly principal: string
  /** Default '*'. */
  readonly host?: string
  readonly operation: AclOperation
  /** Default 'allow'. */
  readonly permission?: AclPermission
}

/** What is left out matches anything. `patternType` 'match' also finds the patterns that cover the name. */
export type AclFilter = Partial<Acl>

const number = <T extends string>(names: readonly T[], name: T): number => names.indexOf(name)

const name = <T extends string>(names: readonly T[], at: number): T => names[at] ?? names[0]!

interface FilterNumbers {
  readonly resourceTypeFilter: number
  readonly resourceNameFilter: string | null
  readonly patternTypeFilter: number
  readonly principalFilter: string | null
  readonly hostFilter: string | null
  readonly operation: number
  readonly permissionType: number
}

function filterNumbers(filter: AclFilter): FilterNumbers {
  return {
    resourceTypeFilter: number(resourceTypes, filter.resourceType ?? 'any'),
    resourceNameFilter: filter.resourceName ?? null,
    patternTypeFilter: number(patternTypes, filter.patternType ?? 'any'),
    principalFilter: filter.principal ?? null,
    hostFilter: filter.host ?? null,
    operation: number(operations, filter.operation ?? 'any'),
    permissionType: number(permissions, filter.permission ?? 'any'),
  }
}

interface Told {
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

function aclOf(resource: { readonly resourceType: number; readonly resourceName: string; readonly patternType: number }, told: Told): Required<Acl> {
  return {
    resourceType: name(resourceTypes, resource.resourceType),
    resourceName: resource.resourceName,
    patternType: name(patternTypes, resource.patternType),
    principal: told.principal,
    host: told.host,
    operation: name(operations, told.operation),
    permission: name(permissions, told.permissionType),
  }
}

export async function describeAcls(cluster: Cluster, filter: AclFilter = {}, options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
  const response = await cluster.sendWithRetries(() => 'any', DescribeAclsApi, filterNumbers(filter), (answer) => {
    if (answer.errorCode !== 0) throw protocolError(answer.errorCode, 'describe ACLs', answer.errorMessage)
  }, options)
  return response.resources.flatMap((resource) => resource.acls.map((told) => aclOf(resource, told)))
}

export async function createAcls(cluster: Cluster, acls: readonly Acl[], options: WaitOptions = {}): Promise<void> {
  await forEachOf(cluster, {
    what: 'createAcls', verb: 'create ACL', items: acls, nameOf: (acl) => nameOfAcl({ permission: 'allow', ...acl }), options, changes: true, route: toOne(cluster, 'controller'), api: CreateAclsApi,
    request: (items) => ({ creations: items.map(creation) }),
    take: ({ results }, answer) => {
      for (const [at, { errorCode, errorMessage }] of results.entries()) {
        if (errorCode === 0) answer.done(answer.items[at], undefined)
        else answer.refused(answer.items[at], errorCode, errorMessage)
      }
    },
  })
}

function creation(acl: Acl): CreateAclsRequestInput['creations'][number] {
  return {
    resourceType: number(resourceTypes, acl.resourceType),
    resourceName: acl.resourceName,
    resourcePatternType: number(patternTypes, acl.patternType ?? 'literal'),
    principal: acl.principal,
    host: acl.host ?? '*',
    operation: number(operations, acl.operation),
    permissionType: number(permissions, acl.permission ?? 'allow'),
  }
}

/** `allow User:ann read topic orders`; what a filter leaves open is 'any'. */
function nameOfAcl({ permission = 'any', principal = 'anybody', operation = 'any', resourceType = 'any', resourceName = '' }: AclFilter): string {
  return `${permission} ${principal} ${operation} ${resourceType} ${resourceName}`.trimEnd()
}

/** Deletes what any of the filters matches; answers what that was. */
export async function deleteAcls(cluster: Cluster, filters: readonly AclFilter[], options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
  const deleted: readonly (readonly Required<Acl>[])[] = await forEachOf(cluster, {
    what: 'deleteAcls', verb: 'delete ACLs', items: filters, nameOf: nameOfAcl, options, changes: true, route: toOne(cluster, 'controller'), api: DeleteAclsApi,
    request: (items) => ({ filters: items.map(filterNumbers) }),
    take: ({ filterResults }, answer) => {
      for (const [at, { errorCode, errorMessage, matchingAcls }] of filterResults.entries()) {
        const failed = errorCode === 0 ? matchingAcls.find((acl) => acl.errorCode !== 0) : { errorCode, errorMessage }
        if (failed === undefined) answer.done(answer.items[at], matchingAcls.map((acl) => aclOf(acl, acl)))
        else answer.refused(answer.items[at], failed.errorCode, failed.errorMessage)
      }
    },
  })
  return deleted.flat()
}
