/**
 * The admin client: one method a call, each a thin face of a function beside it. Retries what is retriable. Calls about
 * many things throw `AdminError`, whose `results` say what became of each.
 */
import { DescribeClusterApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { protocolError } from '../errors.ts'
import type { TopicMetadata } from '../metadata.ts'
import { type Acl, type AclFilter, createAcls, deleteAcls, describeAcls } from './acls.ts'
import type { PartitionRef } from './by-leader.ts'
import { type ConfigChanges, type ConfigEntry, type ConfigResource, alterConfigs, describeConfigs, listConfigResources, replaceConfigs } from './configs.ts'
import { type DescribedConsumerGroup, describeConsumerGroup } from './consumer-groups.ts'
import { type DescribedGroup, describeGroup, describeGroups } from './described-groups.ts'
import {
  type CommittedOffset, type ListedGroup, type MemberToRemove, deleteGroupOffsets, deleteGroups, fetchGroupOffsets, listGroups,
  removeGroupMembers, setGroupOffsets,
} from './groups.ts'
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

export interface ClusterDescription {
  readonly clusterId: string
  readonly controllerId: number
  readonly brokers: readonly { readonly brokerId: number; readonly host: string; readonly port: number; readonly rack: string | null }[]
}

export class Admin {
  readonly #cluster: Cluster

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  /** @throws AdminError TOPIC_ALREADY_EXISTS, INVALID_TOPIC_EXCEPTION, INVALID_REPLICATION_FACTOR, INVALID_CONFIG, ... */
  createTopics(topics: readonly NewTopic[], options: CreateTopicsOptions = {}): Promise<readonly CreatedTopic[]> {
    return createTopics(this.#cluster, topics, options)
  }

  /** Answers the names of those that were deleted now. @throws AdminError UNKNOWN_TOPIC_OR_PARTITION, ... */
  deleteTopics(names: readonly string[], options: DeleteOptions = {}): Promise<readonly string[]> {
    return deleteTopics(this.#cluster, names, options)
  }

  listTopics(options: WaitOptions & { readonly internal?: boolean } = {}): Promise<readonly TopicMetadata[]> {
    return listTopics(this.#cluster, options)
  }

  describeTopic(name: string, options: WaitOptions = {}): Promise<TopicMetadata> {
    return describeTopic(this.#cluster, name, options)
  }

  /** Partitions of topics that have very many, asked for in pages. @throws KafkaError UNSUPPORTED by brokers that do not know of pages. */
  describeTopicPartitions(names: readonly string[], options: WaitOptions & { readonly pageSize?: number } = {}): Promise<readonly DescribedPartition[]> {
    return describeTopicPartitions(this.#cluster, names, options)
  }

  /** Partition counts to grow to, by topic. */
  createPartitions(topics: Readonly<Record<string, number>>, options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return createPartitions(this.#cluster, topics, options)
  }

  deleteRecords(before: readonly PartitionOffset[], options: WaitOptions = {}): Promise<readonly PartitionOffset[]> {
    return deleteRecords(this.#cluster, before, options)
  }

  listOffsets(
    wanted: readonly (PartitionRef & { readonly at: OffsetSpec })[],
    options: WaitOptions & { readonly isolation?: 'read_committed' | 'read_uncommitted' } = {},
  ): Promise<readonly ListedOffset[]> {
    return listOffsets(this.#cluster, wanted, options)
  }

  /** Groups of every kind. @throws AdminError with a row for each broker, when one of them could not say. */
  listGroups(options: WaitOptions & { readonly states?: readonly string[]; readonly types?: readonly string[] } = {}): Promise<readonly ListedGroup[]> {
    return listGroups(this.#cluster, options)
  }

  /** A group of any kind: classic, of the new protocol (KIP-848), share, streams. @throws AdminError GROUP_ID_NOT_FOUND. */
  describeGroup(groupId: string, options: WaitOptions = {}): Promise<DescribedGroup> {
    return describeGroup(this.#cluster, groupId, options)
  }

  /** The same for many, in the order of the names. @throws AdminError GROUP_ID_NOT_FOUND, ... */
  describeGroups(groupIds: readonly string[], options: WaitOptions = {}): Promise<readonly DescribedGroup[]> {
    return describeGroups(this.#cluster, groupIds, options)
  }

  /** Answers the names of those that were deleted now. @throws AdminError GROUP_ID_NOT_FOUND, NON_EMPTY_GROUP, ... */
  deleteGroups(groupIds: readonly string[], options: DeleteOptions = {}): Promise<readonly string[]> {
    return deleteGroups(this.#cluster, groupIds, options)
  }

  fetchGroupOffsets(groupId: string, partitions?: readonly PartitionRef[], options: WaitOptions & { readonly requireStable?: boolean } = {}): Promise<readonly CommittedOffset[]> {
    return fetchGroupOffsets(this.#cluster, groupId, partitions, options)
  }

  setGroupOffsets(groupId: string, offsets: readonly (PartitionRef & { readonly offset: number; readonly metadata?: string })[], options: WaitOptions = {}): Promise<void> {
    return setGroupOffsets(this.#cluster, groupId, offsets, options)
  }

  deleteGroupOffsets(groupId: string, partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<void> {
    return deleteGroupOffsets(this.#cluster, groupId, partitions, options)
  }

  describeConfigs(resource: ConfigResource, options: WaitOptions & { readonly keys?: readonly string[]; readonly documentation?: boolean } = {}): Promise<readonly ConfigEntry[]> {
    return describeConfigs(this.#cluster, resource, options)
  }

  alterConfigs(resource: ConfigResource, changes: ConfigChanges, options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return alterConfigs(this.#cluster, resource, changes, options)
  }

  /** All that is set becomes this; what is not named goes back to its default. `alterConfigs` changes one by one. */
  replaceConfigs(
    resource: ConfigResource, values: Readonly<Record<string, string | number | boolean>>, options: WaitOptions & { readonly validateOnly?: boolean } = {},
  ): Promise<void> {
    return replaceConfigs(this.#cluster, resource, values, options)
  }

  /** What has a configuration of its own; without types, everything. @throws KafkaError UNSUPPORTED by older brokers. */
  listConfigResources(types: readonly ConfigResource['type'][] = [], options: WaitOptions = {}): Promise<readonly ConfigResource[]> {
    return listConfigResources(this.#cluster, types, options)
  }

  /** Takes members out of a classic group. @throws KafkaError UNKNOWN_MEMBER_ID. */
  removeGroupMembers(groupId: string, members: readonly MemberToRemove[], options: WaitOptions & { readonly reason?: string } = {}): Promise<void> {
    return removeGroupMembers(this.#cluster, groupId, members, options)
  }

  /** A group of the new protocol (KIP-848), with its epochs and targets. @throws KafkaError GROUP_ID_NOT_FOUND, also for a classic group. */
  describeConsumerGroup(groupId: string, options: WaitOptions = {}): Promise<DescribedConsumerGroup> {
    return describeConsumerGroup(this.#cluster, groupId, options)
  }

  describeAcls(filter: AclFilter = {}, options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
    return describeAcls(this.#cluster, filter, options)
  }

  createAcls(acls: readonly Acl[], options: WaitOptions = {}): Promise<void> {
    return createAcls(this.#cluster, acls, options)
  }

  /** Deletes what any filter matches and answers what that was. */
  deleteAcls(filters: readonly AclFilter[], options: WaitOptions = {}): Promise<readonly Required<Acl>[]> {
    return deleteAcls(this.#cluster, filters, options)
  }

  describeClientQuotas(filter: QuotaFilter = {}, options: WaitOptions = {}): Promise<readonly QuotaEntry[]> {
    return describeClientQuotas(this.#cluster, filter, options)
  }

  alterClientQuotas(changes: readonly QuotaChange[], options: WaitOptions & { readonly validateOnly?: boolean } = {}): Promise<void> {
    return alterClientQuotas(this.#cluster, changes, options)
  }

  /** Users with SCRAM credentials: mechanisms and iterations, never passwords. */
  describeScramCredentials(users?: readonly string[], options: WaitOptions = {}): Promise<readonly ScramCredential[]> {
    return describeScramCredentials(this.#cluster, users, options)
  }

  /** With `password` sets, without it deletes. Passwords are salted here and do not travel. One change a user and call. */
  alterScramCredentials(changes: readonly ScramChange[], options: WaitOptions = {}): Promise<void> {
    return alterScramCredentials(this.#cluster, changes, options)
  }

  listTransactions(filter: TransactionFilter = {}, options: WaitOptions = {}): Promise<readonly ListedTransaction[]> {
    return listTransactions(this.#cluster, filter, options)
  }

  /** @throws KafkaError TRANSACTIONAL_ID_NOT_FOUND. */
  describeTransaction(transactionalId: string, options: WaitOptions = {}): Promise<DescribedTransaction> {
    return describeTransaction(this.#cluster, transactionalId, options)
  }

  /** Ends a transaction that hangs in one partition; `startOffset` is what `describeProducers` told. */
  abortTransaction(partition: PartitionRef, startOffset: number, options: WaitOptions = {}): Promise<void> {
    return abortTransaction(this.#cluster, partition, startOffset, options)
  }

  describeProducers(partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly ActiveProducer[]> {
    return describeProducers(this.#cluster, partitions, options)
  }

  describeLogDirectories(options: WaitOptions & { readonly brokers?: readonly number[]; readonly partitions?: readonly PartitionRef[] } = {}): Promise<readonly LogDirectory[]> {
    return describeLogDirectories(this.#cluster, options)
  }

  /** Moves replicas of one broker into a directory of it. */
  alterReplicaLogDirectories(brokerId: number, moves: readonly (PartitionRef & { readonly path: string })[], options: WaitOptions = {}): Promise<void> {
    return alterReplicaLogDirectories(this.#cluster, brokerId, moves, options)
  }

  /** Answers the partitions that got a leader now; the rest had the right one. */
  electLeaders(kind: 'preferred' | 'unclean', partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly PartitionRef[]> {
    return electLeaders(this.#cluster, kind, partitions, options)
  }

  alterPartitionReassignments(changes: readonly Reassignment[], options: WaitOptions = {}): Promise<void> {
    return alterPartitionReassignments(this.#cluster, changes, options)
  }

  listPartitionReassignments(partitions?: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly OngoingReassignment[]> {
    return listPartitionReassignments(this.#cluster, partitions, options)
  }

  async describeCluster(options: WaitOptions = {}): Promise<ClusterDescription> {
    const response = await this.#cluster.sendWithRetries(() => 'any', DescribeClusterApi, { includeClusterAuthorizedOperations: false }, (answer) => {
      if (answer.errorCode !== 0) throw protocolError(answer.errorCode, 'DescribeCluster', answer.errorMessage)
    }, options)
    return {
      clusterId: response.clusterId,
      controllerId: response.controllerId,
      brokers: response.brokers.map(({ brokerId, host, port, rack }) => ({ brokerId, host, port, rack })),
    }
  }

  close(): Promise<void> {
    return this.#cluster.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
