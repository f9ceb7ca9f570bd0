/** Transaction calls of the admin (KIP-664): who writes, what is open, and an end for what hangs. */
import {
  DescribeProducersApi, type DescribeProducersResponse, DescribeTransactionsApi, ErrorCode, ListTransactionsApi, WriteTxnMarkersApi,
} from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { KafkaError, protocolError } from '../errors.ts'
import { forEachOf } from './each.ts'
import { byLeader, nameOfPartition, type PartitionRef } from './by-leader.ts'
import { atCoordinator } from './groups.ts'
import { eachBroker, toLeader } from './routes.ts'

export interface ListedTransaction {
  readonly transactionalId: string
  readonly producerId: number
  /** 'Empty', 'Ongoing', 'PrepareCommit', 'PrepareAbort', 'CompleteCommit', 'CompleteAbort', 'Dead', 'PrepareEpochFence'. */
  readonly state: string
  readonly coordinator: number
}

export interface TransactionFilter {
  readonly states?: readonly string[]
  readonly producerIds?: readonly number[]
  /** Only those that have run for longer. Brokers from 3.8 on. */
  readonly runningForMs?: number
  /** RE2 expression of transactional ids. Brokers from 4.1 on. */
  readonly pattern?: string
}

export async function listTransactions(cluster: Cluster, filter: TransactionFilter = {}, options: WaitOptions = {}): Promise<readonly ListedTransaction[]> {
  await cluster.fetchMetadata([], options)
  const answers: readonly (readonly ListedTransaction[])[] = await forEachOf(cluster, {
    ...eachBroker(cluster, options), what: 'listTransactions', verb: 'transactions of', api: ListTransactionsApi,
    request: () => ({
      stateFilters: [...(filter.states ?? [])],
      producerIdFilters: [...(filter.producerIds ?? [])],
      ...(filter.runningForMs === undefined ? {} : { durationFilter: filter.runningForMs }),
      ...(filter.pattern === undefined ? {} : { transactionalIdPattern: filter.pattern }),
    }),
    take: ({ errorCode, unknownStateFilters, transactionStates }, answer) => {
      const coordinator = answer.items[0]!
      if (errorCode !== 0) return answer.refused(coordinator, errorCode)
      if (unknownStateFilters.length > 0) return answer.refused(coordinator, ErrorCode.INVALID_REQUEST, `it knows no transaction state ${unknownStateFilters.join(', ')}`)
      answer.done(coordinator, transactionStates.map(({ transactionalId, producerId, transactionState }) => ({ transactionalId, producerId, state: transactionState, coordinator })))
    },
  })
  return answers.flat().toSorted((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1))
}

export interface DescribedTransaction extends ListedTransaction {
  readonly producerEpoch: number
  readonly timeoutMs: number
  /** Wall-clock milliseconds; -1 when none is open. */
  readonly startedAtMs: number
  readonly partitions: readonly PartitionRef[]
}

/** @throws KafkaError TRANSACTIONAL_ID_NOT_FOUND. */
export async function describeTransaction(cluster: Cluster, transactionalId: string, options: WaitOptions = {}): Promise<DescribedTransaction> {
  return atCoordinator(cluster, transactionalId, options, async (coordinator, wait) => {
    const response = await cluster.send(coordinator, DescribeTransactionsApi, { transactionalIds: [transactionalId] }, wait)
    const found = response.transactionStates[0]
    if (found === undefined || found.errorCode !== 0) throw protocolError(found?.errorCode ?? -1, `transaction ${transactionalId}`)
    return {
      transactionalId,
      producerId: found.producerId,
      producerEpoch: found.producerEpoch,
      state: found.transactionState,
      timeoutMs: found.transactionTimeoutMs,
      startedAtMs: found.transactionStartTimeMs,
      coordinator,
      partitions: found.topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition }))),
    }
  }, 'transaction')
}

export interface ActiveProducer extends PartitionRef {
  readonly producerId: number
  readonly producerEpoch: number
  readonly lastSequence: number
  readonly lastTimestampMs: number
  readonly coordinatorEpoch: number
  /** First offset of its open transaction; -1 when it has none here. */
  readonly transactionStartOffset: number
}

/** Producers that the partitions' leaders remember. */
export async function describeProducers(cluster: Cluster, partitions: readonly PartitionRef[], options: WaitOptions = {}): Promise<readonly ActiveProducer[]> {
  const answers: readonly (readonly ActiveProducer[])[] = await forEachOf(cluster, {
    what: 'describeProducers', verb: 'producers of', items: partitions, nameOf: nameOfPartition, options, changes: false,
    route: toLeader(cluster, 'producers of', options), api: DescribeProducersApi,
    request: (items) => ({ topics: byLeader.group(items).map(([name, list]) => ({ name, partitionIndexes: list.map(({ partition }) => partition) })) }),
    take: ({ topics }, answer) => {
      for (const { name: topic, partitions: list } of topics) {
        for (const { partitionIndex: partition, errorCode, errorMessage, activeProducers } of list) {
          const item = answer.named(nameOfPartition({ topic, partition }))
          if (errorCode !== 0) answer.refused(item, errorCode, errorMessage)
          else answer.done(item, activeProducers.map((producer) => producerOf({ topic, partition }, producer)))
        }
      }
    },
  })
  return answers.flat()
}

function producerOf(at: PartitionRef, told: DescribeProducersResponse['topics'][number]['partitions'][number]['activeProducers'][number]): ActiveProducer {
  return {
    ...at,
    producerId: told.producerId,
    producerEpoch: told.producerEpoch,
    lastSequence: told.lastSequence,
    lastTimestampMs: told.lastTimestamp,
    coordinatorEpoch: told.coordinatorEpoch,
    transactionStartOffset: told.currentTxnStartOffset,
  }
}

/**
 * Writes an abort marker for a transaction that hangs in one partition: its coordinator has forgotten it, so readers of
 * committed records would wait for ever. `startOffset` is what `describeProducers` told.
 * @throws KafkaError INVALID_ARGUMENT when no producer has a transaction that starts there.
 */
export async function abortTransaction(cluster: Cluster, partition: PartitionRef, startOffset: number, options: WaitOptions = {}): Promise<void> {
  const producers = await describeProducers(cluster, [partition], options)
  const open = producers.find(({ transactionStartOffset }) => transactionStartOffset === startOffset && startOffset >= 0)
  if (open === undefined) {
    throw new KafkaError('INVALID_ARGUMENT', `no transaction of ${partition.topic}-${partition.partition} is open at offset ${startOffset}`)
  }
  await forEachOf(cluster, {
    what: 'abortTransaction', verb: 'abort in', items: [partition], nameOf: nameOfPartition, options, changes: true,
    route: toLeader(cluster, 'abort in', options), api: WriteTxnMarkersApi,
    request: () => ({
      markers: [{
        producerId: open.producerId,
        producerEpoch: open.producerEpoch,
        transactionResult: false,
        // A producer that never ended a transaction here has none yet.
        coordinatorEpoch: Math.max(0, open.coordinatorEpoch),
        topics: [{ name: partition.topic, partitionIndexes: [partition.partition] }],
      }],
    }),
    take: ({ markers }, answer) => {
      const errorCode = markers[0]?.topics[0]?.partitions[0]?.errorCode ?? -1
      if (errorCode === 0) answer.done(partition, undefined)
      else answer.refused(partition, errorCode)
    },
  })
}
