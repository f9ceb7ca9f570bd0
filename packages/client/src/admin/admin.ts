/**
 * The admin client: one method a call, each a thin face of a function beside it. Retries what is retriable. Calls about
 * many things throw `AdminError`, whose `results` say what became of each.
 */
import type { Cluster, WaitOptions } from '../cluster.ts'
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
    return this.#checked('createTopics', [topics, options], () => createTopics(this.#cluster, topics, options))
  }

  /** Answers the names of those that were deleted now. @throws AdminError UNKNOWN_TOPIC_OR_PARTITION, ... */
  deleteTopics(names: readonly string[], options: DeleteOptions = {}): Promise<readonly string[]> {
    return this.#checked('deleteTopics', [names, options], () => deleteTopics(this.#cluster, names, options))
  }

  listTopics(options: WaitOptions & { readonly internal?: boolean } = {}): Promise<readonly TopicMetadata[]> {
    return this.#checked('listTopics', [options], () => listTopics(this.#cluster, options))
  }

  describeTopic(name: string, options: WaitOptions = {}): Promise<TopicMetadata> {
    return this.#checked('describeTopic', [name, options], () => describeTopic(this.#cluster, name, options))
  }

  /** Partitions of topics that have very many, asked for in pages. @throws KafkaError UNSUPPORTED by brokers that do not know of pages. */
  describeTopicPartitions(names: readonly string[], options: WaitOptions & { readonly pageSize?: number } = {}): Promise<readonly DescribedPartition[]> {
    return this.#checked('describeTopicPartitions', [names, options], () => describeTopicPartitions(this.#cluster, names, options))
  }

  /** Partition counts to grow to, by topic. */
  createPartitions(topics: Readonly<Record<string, number>>, options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return this.#checked('createPartitions', [topics, options], () => createPartitions(this.#cluster, topics, options))
  }

  deleteRecords(before: readonly PartitionOffset[], options: WaitOptions = {}): Promise<readonly PartitionOffset[]> {
    return this.#checked('deleteRecords', [before, options], () => deleteRecords(this.#cluster, before, options))
  }

  listOffsets(
    wanted: readonly (PartitionRef & { readonly at: OffsetSpec })[],
    options: WaitOptions & { readonly isolation?: 'read_committed' | 'read_uncommitted' } = {},
  ): Promise<readonly ListedOffset[]> {
    return this.#checked('listOffsets', [wanted, options], () => listOffsets(this.#cluster, wanted, options))
  }

  /** Groups of every kind. @throws AdminError with a row for each broker, when one of them could not say. */
  listGroups(options: WaitOptions & { readonly states?: readonly string[]; readonly types?: readonly string[] } = {}): Promise<readonly ListedGroup[]> {
    return this.#checked('listGroups', [options], () => listGroups(this.#cluster, options))
  }

  /** A group of any kind: classic, of the new protocol (KIP-848), share, streams. @throws AdminError GROUP_ID_NOT_FOUND. */
  describeGroup(groupId: string, options: WaitOptions = {}): Promise<DescribedGroup> {
    return this.#checked('describeGroup', [groupId, options], () => describeGroup(this.#cluster, groupId, options))
  }

  /** The same for many, in the order of the names. @throws AdminError GROUP_ID_NOT_FOUND, ... */
  describeGroups(groupIds: readonly string[], options: WaitOptions = {}): Promise<readonly DescribedGroup[]> {
    return this.#checked('describeGroups', [groupIds, options], () => describeGroups(this.#cluster, groupIds, options))
  }

  /** Answers the names of those that were deleted now. @throws AdminError GROUP_ID_NOT_FOUND, NON_EMPTY_GROUP, ... */
  deleteGroups(groupIds: readonly string[], options: DeleteOptions = {}): Promise<readonly string[]> {
    return this.#checked('deleteGroups', [groupIds, options], () => deleteGroups(this.#cluster, groupIds, options))
  }

  fetchGroupOffsets(groupId: string, partitions?: readonly PartitionRef[], options: WaitOptions & { readonly requireStable?: boolean } = {}): Promise<readonly CommittedOffset[]> {
    return this.#checked('fetchGroupOffsets', [groupId, partitions, options], () => fetchGroupOffsets(this.#cluster, groupId, partitions, options))
  }

  setGroupOffsets(groupId: string, offsets: readonly (PartitionRef & { readonly offset: number; readonly metadata?: string })[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('setGroupOffsets', [groupId, offsets, options], () => setGroupOffsets(this.#cluster, groupId, offsets, options))
  }

  deleteGroupOffsets(groupId: string, partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('deleteGroupOffsets', [groupId, partitions, options], () => deleteGroupOffsets(this.#cluster, groupId, partitions, options))
  }

  describeConfigs(resource: ConfigResource, options: WaitOptions & { readonly keys?: readonly string[]; readonly documentation?: boolean } = {}): Promise<readonly ConfigEntry[]> {
    return this.#checked('describeConfigs', [resource, options], () => describeConfigs(this.#cluster, resource, options))
  }

  alterConfigs(resource: ConfigResource, changes: ConfigChanges, options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return this.#checked('alterConfigs', [resource, changes, options], () => alterConfigs(this.#cluster, resource, changes, options))
  }

  /** All that is set becomes this; what is not named goes back to its default. `alterConfigs` changes one by one. */
  replaceConfigs(
    resource: ConfigResource, values: Readonly<Record<string, string | number | boolean>>, options: WaitOptions & { readonly validateOnly?: boolean } = {},
  ): Promise<void> {
    return this.#checked('replaceConfigs', [resource, values, options], () => replaceConfigs(this.#cluster, resource, values, options))
  }

  /** What has a configuration of its own; without types, everything. @throws KafkaError UNSUPPORTED by older brokers. */
  listConfigResources(types: readonly ConfigResource['type'][] = [], options: WaitOptions = {}): Promise<readonly ConfigResource[]> {
    return this.#checked('listConfigResources', [types, options], () => listConfigResources(this.#cluster, types, options))
  }

  /** Takes members out of a classic group. @throws KafkaError UNKNOWN_MEMBER_ID. */
  removeGroupMembers(groupId: string, members: readonly MemberToRemove[], options: WaitOptions & { readonly reason?: string } = {}): Promise<void> {
    return this.#checked('removeGroupMembers', [groupId, members, options], () => removeGroupMembers(this.#cluster, groupId, members, options))
  }

  /** A group of the new protocol (KIP-848), with its epochs and targets. @throws KafkaError GROUP_ID_NOT_FOUND, also for a classic group. */
  describeConsumerGroup(groupId: string, options: WaitOptions = {}): Promise<DescribedConsumerGroup> {
    return this.#checked('describeConsumerGroup', [groupId, options], () => describeConsumerGroup(this.#cluster, groupId, options))
  }

  describeAcls(filter: AclFilter = {}, options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
    return this.#checked('describeAcls', [filter, options], () => describeAcls(this.#cluster, filter, options))
  }

  createAcls(acls: readonly Acl[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('createAcls', [acls, options], () => createAcls(this.#cluster, acls, options))
  }

  /** Deletes what any filter matches and answers what that was. */
  deleteAcls(filters: readonly AclFilter[], options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
    return this.#checked('deleteAcls', [filters, options], () => deleteAcls(this.#cluster, filters, options))
  }

  describeClientQuotas(filter: QuotaFilter = {}, options: WaitOptions = {}): Promise<readonly QuotaEntry[]> {
    return this.#checked('describeClientQuotas', [filter, options], () => describeClientQuotas(this.#cluster, filter, options))
  }

  alterClientQuotas(changes: readonly QuotaChange[], options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return this.#checked('alterClientQuotas', [changes, options], () => alterClientQuotas(this.#cluster, changes, options))
  }

  /** Users with SCRAM credentials: mechanisms and iterations, never passwords. */
  describeScramCredentials(users?: readonly string[], options: WaitOptions = {}): Promise<readonly ScramCredential[]> {
    return this.#checked('describeScramCredentials', [users, options], () => describeScramCredentials(this.#cluster, users, options))
  }

  /** With `password` sets, without it deletes. Passwords are salted here and do not travel. One change a user and call. */
  alterScramCredentials(changes: readonly ScramChange[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('alterScramCredentials', [changes, options], () => alterScramCredentials(this.#cluster, changes, options))
  }

  listTransactions(filter: TransactionFilter = {}, options: WaitOptions = {}): Promise<readonly ListedTransaction[]> {
    return this.#checked('listTransactions', [filter, options], () => listTransactions(this.#cluster, filter, options))
  }

  /** @throws KafkaError TRANSACTIONAL_ID_NOT_FOUND. */
  describeTransaction(transactionalId: string, options: WaitOptions = {}): Promise<DescribedTransaction> {
    return this.#checked('describeTransaction', [transactionalId, options], () => describeTransaction(this.#cluster, transactionalId, options))
  }

  /** Ends a transaction that hangs in one partition; `startOffset` is what `describeProducers` told. */
  abortTransaction(partition: PartitionRef, startOffset: number, options: WaitOptions = {}): Promise<void> {
    return this.#checked('abortTransaction', [partition, startOffset, options], () => abortTransaction(this.#cluster, partition, startOffset, options))
  }

  describeProducers(partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly ActiveProducer[]> {
    return this.#checked('describeProducers', [partitions, options], () => describeProducers(this.#cluster, partitions, options))
  }

  describeLogDirectories(options: WaitOptions & { readonly brokers?: readonly number[]; readonly partitions?: readonly PartitionRef[] } = {}): Promise<readonly LogDirectory[]> {
    return this.#checked('describeLogDirectories', [options], () => describeLogDirectories(this.#cluster, options))
  }

  /** Moves replicas of one broker into a directory of it. */
  alterReplicaLogDirectories(brokerId: number, moves: readonly (PartitionRef & { readonly path: string })[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('alterReplicaLogDirectories', [brokerId, moves, options], () => alterReplicaLogDirectories(this.#cluster, brokerId, moves, options))
  }

  /** Answers the partitions that got a leader now; the rest had the right one. */
  electLeaders(kind: 'preferred' | 'unclean', partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly PartitionRef[]> {
    return this.#checked('electLeaders', [kind, partitions, options], () => electLeaders(this.#cluster, kind, partitions, options))
  }

  alterPartitionReassignments(changes: readonly Reassignment[], options: WaitOptions = {}): Promise<void> {
    return this.#checked('alterPartitionReassignments', [changes, options], () => alterPartitionReassignments(this.#cluster, changes, options))
  }

  listPartitionReassignments(partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly OngoingReassignment[]> {
    return this.#checked('listPartitionReassignments', [partitions, options], () => listPartitionReassignments(this.#cluster, partitions, options))
  }

  describeCluster(options: WaitOptions = {}): Promise<ClusterDescription> {
    return this.#checked('describeCluster', [options], () => describeCluster(this.#cluster, options))
  }

  async #checked<T>(call: AdminCall, given: readonly unknown[], run: () => Promise<T>): Promise<T> {
    checkCall(call, given)
    return run()
  }

  close(): Promise<void> {
    return this.#cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

answerForeignNames(Admin.prototype, 'admin', elsewhere)
