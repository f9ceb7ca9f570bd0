/**
 * The admin client: one method a call, each a thin face of a function beside it. Retries what is retriable. Calls about
 * many things throw `AdminError`, whose `results` say what became of each.
 */
import type { Cluster, WaitOptions } from '../cluster.ts'
import { withTimeLeft } from '../deadline.ts'
import { answerForeignNames } from '../elsewhere.ts'
import type { TopicMetadata } from '../metadata.ts'
import { type Acl, type AclFilter, createAcls, deleteAcls, describeAcls } from './acls.ts'
import type { PartitionRef } from './by-leader.ts'
import { type AdminCall, checkCall, elsewhere } from './calls.ts'
import { type ConfigChanges, type ConfigEntry, type ConfigResource, alterConfigs, describeConfigs, listConfigResources, replaceConfigs } from './configs.ts'
import { type DescribedConsumerGroup, describeConsumerGroup } from './consumer-groups.ts'
import { type DescribedGroup, describeGroup, describeGroups } from './described-groups.ts'
import {
  type CommittedOffset, type ListedGroup, type MemberToRemove, deleteGroupOffsets, deleteGroups, fetchGroupOffsets, listGroups,
  removeGroupMembers, setGroupOffsets,
} from './groups.ts'
import { type ClusterDescription, describeCluster } from './describe-cluster.ts'
import { type ListedOffset, type OffsetSpec, listOffsets } from './offsets.ts'
import {
  type QuotaChange, type QuotaEntry, type QuotaFilter, type ScramChange, type ScramCredential, alterClientQuotas, alterScramCredentials,
  describeClientQuotas, describeScramCredentials,
} from './quotas.ts'
import {
  type LogDirectory, type OngoingReassignment, type Reassignment, alterPartitionReassignments, alterReplicaLogDirectories, describeLogDirectories,
  electLeaders, listPartitionReassignments,
} from './replicas.ts'
import {
  type CreatedTopic, type CreateTopicsOptions, type DeleteOptions, type DescribedPartition, type NewTopic, type PartitionOffset, createPartitions, createTopics, deleteRecords, deleteTopics, describeTopic,
  describeTopicPartitions, listTopics,
} from './topics.ts'
import {
  type ActiveProducer, type DescribedTransaction, type ListedTransaction, type TransactionFilter, abortTransaction, describeProducers, describeTransaction,
  listTransactions,
} from './transactions.ts'

export class Admin {
  readonly #cluster: Cluster

  /** @internal `kafka.admin()` makes them. */
  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  /** @throws AdminError TOPIC_ALREADY_EXISTS, INVALID_TOPIC_EXCEPTION, INVALID_REPLICATION_FACTOR, INVALID_CONFIG, ... */
  createTopics(topics: readonly NewTopic[], options: CreateTopicsOptions = {}): Promise<readonly CreatedTopic[]> {
    return this.#checked('createTopics', [topics], options, (left) => createTopics(this.#cluster, topics, left))
  }

  /** Answers the names of those that were deleted now. @throws AdminError UNKNOWN_TOPIC_OR_PARTITION, ... */
  deleteTopics(names: readonly string[], options: DeleteOptions = {}): Promise<readonly string[]> {
    return this.#checked('deleteTopics', [names], options, (left) => deleteTopics(this.#cluster, names, left))
  }

  listTopics(options: WaitOptions & { readonly internal?: boolean } = {}): Promise<readonly TopicMetadata[]> {
    return this.#checked('listTopics', [], options, (left) => listTopics(this.#cluster, left))
  }

  describeTopic(name: string, options: WaitOptions = {}): Promise<TopicMetadata> {
    return this.#checked('describeTopic', [name], options, (left) => describeTopic(this.#cluster, name, left))
  }

  /** Partitions of topics that have very many, asked for in pages. @throws KafkaError UNSUPPORTED by brokers that do not know of pages. */
  describeTopicPartitions(names: readonly string[], options: WaitOptions & { readonly pageSize?: number } = {}): Promise<readonly DescribedPartition[]> {
    return this.#checked('describeTopicPartitions', [names], options, (left) => describeTopicPartitions(this.#cluster, names, left))
  }

  /** Partition counts to grow to, by topic. */
  createPartitions(topics: Readonly<Record<string, number>>, options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return this.#checked('createPartitions', [topics], options, (left) => createPartitions(this.#cluster, topics, left))
  }

  deleteRecords(before: readonly PartitionOffset[], options: WaitOptions = {}): Promise<readonly PartitionOffset[]> {
    return this.#checked('deleteRecords', [before], options, (left) => deleteRecords(this.#cluster, before, left))
  }

  listOffsets(
    wanted: readonly (PartitionRef & { readonly at: OffsetSpec })[],
    options: WaitOptions & { readonly isolation?: 'read_committed' | 'read_uncommitted' } = {},
  ): Promise<readonly ListedOffset[]> {
    return this.#checked('listOffsets', [wanted], options, (left) => listOffsets(this.#cluster, wanted, left))
  }

  /** Groups of every kind. @throws AdminError with a row for each broker, when one of them could not say. */
  listGroups(options: WaitOptions & { readonly states?: readonly string[]; readonly types?: readonly string[] } = {}): Promise<readonly ListedGroup[]> {
    return this.#checked('listGroups', [], options, (left) => listGroups(this.#cluster, left))
  }

  /** A group of any kind: classic, of the new protocol (KIP-848), share, streams. @throws AdminError GROUP_ID_NOT_FOUND. */
  describeGroup(groupId: string, options: WaitOptions = {}): Promise<DescribedGroup> {
    return this.#checked('describeGroup', [groupId], options, (left) => describeGroup(this.#cluster, groupId, left))
  }

  /** The same for many, in the order of the names. @throws AdminError GROUP_ID_NOT_FOUND, ... */
  describeGroups(groupIds: readonly string[], options: WaitOptions = {}): Promise<readonly DescribedGroup[]> {
    return this.#checked('describeGroups', [groupIds], options, (left) => describeGroups(this.#cluster, groupIds, left))
  }

  /** Answers the names of those that were deleted now. @throws AdminError GROUP_ID_NOT_FOUND, NON_EMPTY_GROUP, ... */
  deleteGroups(groupIds: readonly string[], options: DeleteOptions = {}): Promise<readonly string[]> {
    return this.#checked('deleteGroups', [groupIds], options, (left) => deleteGroups(this.#cluster, groupIds, left))
  }

  fetchGroupOffsets(groupId: string, partitions?: readonly PartitionRef[], options: WaitOptions & { readonly requireStable?: boolean } = {}): Promise<readonly CommittedOffset[]> {
    return this.#checked('fetchGroupOffsets', [groupId, partitions], options, (left) => fetchGroupOffsets(this.#cluster, groupId, partitions, left))
  }

  setGroupOffsets(groupId: string, offsets: readonly (PartitionRef & { readonly offset: number; readonly metadata?: string })[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('setGroupOffsets', [groupId, offsets], options, (left) => setGroupOffsets(this.#cluster, groupId, offsets, left))
  }

  deleteGroupOffsets(groupId: string, partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('deleteGroupOffsets', [groupId, partitions], options, (left) => deleteGroupOffsets(this.#cluster, groupId, partitions, left))
  }

  describeConfigs(resource: ConfigResource, options: WaitOptions & { readonly keys?: readonly string[]; readonly documentation?: boolean } = {}): Promise<readonly ConfigEntry[]> {
    return this.#checked('describeConfigs', [resource], options, (left) => describeConfigs(this.#cluster, resource, left))
  }

  alterConfigs(resource: ConfigResource, changes: ConfigChanges, options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return this.#checked('alterConfigs', [resource, changes], options, (left) => alterConfigs(this.#cluster, resource, changes, left))
  }

  /** All that is set becomes this; what is not named goes back to its default. `alterConfigs` changes one by one. */
  replaceConfigs(
    resource: ConfigResource, values: Readonly<Record<string, string | number | boolean>>, options: WaitOptions & { readonly validateOnly?: boolean } = {},
  ): Promise<void> {
    return this.#checked('replaceConfigs', [resource, values], options, (left) => replaceConfigs(this.#cluster, resource, values, left))
  }

  /** What has a configuration of its own; without types, everything. @throws KafkaError UNSUPPORTED by older brokers. */
  listConfigResources(types: readonly ConfigResource['type'][] = [], options: WaitOptions = {}): Promise<readonly ConfigResource[]> {
    return this.#checked('listConfigResources', [types], options, (left) => listConfigResources(this.#cluster, types, left))
  }

  /** Takes members out of a classic group. @throws KafkaError UNKNOWN_MEMBER_ID. */
  removeGroupMembers(groupId: string, members: readonly MemberToRemove[], options: WaitOptions & { readonly reason?: string } = {}): Promise<void> {
    return this.#checked('removeGroupMembers', [groupId, members], options, (left) => removeGroupMembers(this.#cluster, groupId, members, left))
  }

  /** A group of the new protocol (KIP-848), with its epochs and targets. @throws KafkaError GROUP_ID_NOT_FOUND, also for a classic group. */
  describeConsumerGroup(groupId: string, options: WaitOptions = {}): Promise<DescribedConsumerGroup> {
    return this.#checked('describeConsumerGroup', [groupId], options, (left) => describeConsumerGroup(this.#cluster, groupId, left))
  }

  describeAcls(filter: AclFilter = {}, options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
    return this.#checked('describeAcls', [filter], options, (left) => describeAcls(this.#cluster, filter, left))
  }

  createAcls(acls: readonly Acl[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('createAcls', [acls], options, (left) => createAcls(this.#cluster, acls, left))
  }

  /** Deletes what any filter matches and answers what that was. */
  deleteAcls(filters: readonly AclFilter[], options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
    return this.#checked('deleteAcls', [filters], options, (left) => deleteAcls(this.#cluster, filters, left))
  }

  describeClientQuotas(filter: QuotaFilter = {}, options: WaitOptions = {}): Promise<readonly QuotaEntry[]> {
    return this.#checked('describeClientQuotas', [filter], options, (left) => describeClientQuotas(this.#cluster, filter, left))
  }

  alterClientQuotas(changes: readonly QuotaChange[], options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return this.#checked('alterClientQuotas', [changes], options, (left) => alterClientQuotas(this.#cluster, changes, left))
  }

  /** Users with SCRAM credentials: mechanisms and iterations, never passwords. */
  describeScramCredentials(users?: readonly string[], options: WaitOptions = {}): Promise<readonly ScramCredential[]> {
    return this.#checked('describeScramCredentials', [users], options, (left) => describeScramCredentials(this.#cluster, users, left))
  }

  /** With `password` sets, without it deletes. Passwords are salted here and do not travel. One change a user and call. */
  alterScramCredentials(changes: readonly ScramChange[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('alterScramCredentials', [changes], options, (left) => alterScramCredentials(this.#cluster, changes, left))
  }

  listTransactions(filter: TransactionFilter = {}, options: WaitOptions = {}): Promise<readonly ListedTransaction[]> {
    return this.#checked('listTransactions', [filter], options, (left) => listTransactions(this.#cluster, filter, left))
  }

  /** @throws KafkaError TRANSACTIONAL_ID_NOT_FOUND. */
  describeTransaction(transactionalId: string, options: WaitOptions = {}): Promise<DescribedTransaction> {
    return this.#checked('describeTransaction', [transactionalId], options, (left) => describeTransaction(this.#cluster, transactionalId, left))
  }

  /** Ends a transaction that hangs in one partition; `startOffset` is what `describeProducers` told. */
  abortTransaction(partition: PartitionRef, startOffset: number, options: WaitOptions = {}): Promise<void> {
    return this.#checked('abortTransaction', [partition, startOffset], options, (left) => abortTransaction(this.#cluster, partition, startOffset, left))
  }

  describeProducers(partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly ActiveProducer[]> {
    return this.#checked('describeProducers', [partitions], options, (left) => describeProducers(this.#cluster, partitions, left))
  }

  describeLogDirectories(options: WaitOptions & { readonly brokers?: readonly number[]; readonly partitions?: readonly PartitionRef[] } = {}): Promise<readonly LogDirectory[]> {
    return this.#checked('describeLogDirectories', [], options, (left) => describeLogDirectories(this.#cluster, left))
  }

  /** Moves replicas of one broker into a directory of it. */
  alterReplicaLogDirectories(brokerId: number, moves: readonly (PartitionRef & { readonly path: string })[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('alterReplicaLogDirectories', [brokerId, moves], options, (left) => alterReplicaLogDirectories(this.#cluster, brokerId, moves, left))
  }

  /** Answers the partitions that got a leader now; the rest had the right one. */
  electLeaders(kind: 'preferred' | 'unclean', partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly PartitionRef[]> {
    return this.#checked('electLeaders', [kind, partitions], options, (left) => electLeaders(this.#cluster, kind, partitions, left))
  }

  alterPartitionReassignments(changes: readonly Reassignment[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('alterPartitionReassignments', [changes], options, (left) => alterPartitionReassignments(this.#cluster, changes, left))
  }

  listPartitionReassignments(partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly OngoingReassignment[]> {
    return this.#checked('listPartitionReassignments', [partitions], options, (left) => listPartitionReassignments(this.#cluster, partitions, left))
  }

  describeCluster(options: WaitOptions = {}): Promise<ClusterDescription> {
    return this.#checked('describeCluster', [], options, (left) => describeCluster(this.#cluster, left))
  }

  /** `run` is given the options with the time that is left: its steps share one limit. */
  async #checked<T, Options extends WaitOptions>(call: AdminCall, given: readonly unknown[], options: Options, run: (left: Options) => Promise<T>): Promise<T> {
    checkCall(call, [...given, options])
    const { world, defaultTimeoutMs } = this.#cluster.options
    return run(withTimeLeft(world.clock, { ...options, timeoutMs: options.timeoutMs ?? defaultTimeoutMs }))
  }

  close(): Promise<void> {
    return this.#cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

answerForeignNames(Admin.prototype, 'admin', elsewhere)
