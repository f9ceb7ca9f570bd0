/** Transaction calls of the admin (KIP-664): who writes, what is open, and an end for what hangs. */
import { DescribeProducersApi, DescribeTransactionsApi, ListTransactionsApi, WriteTxnMarkersApi } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { KafkaError, protocolError } from '../errors.ts'
import { byLeader, forEachLeader, type PartitionRef } from './by-leader.ts'
import { atCoordinator } from './groups.ts'

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
  const answers = await Promise.all(cluster.metadata.brokers().map(async ({ nodeId }) => {
    const response = await cluster.sendWithRetries(() => nodeId, ListTransactionsApi, {
      stateFilters: [...(filter.states ?? [])],
      producerIdFilters: [...(filter.producerIds ?? [])],
      ...(filter.runningForMs === undefined ? {} : { durationFilter: filter.runningForMs }),
      ...(filter.pattern === undefined ? {} : { transactionalIdPattern: filter.pattern }),
    }, ({ errorCode, unknownStateFilters }) => {
      if (errorCode !== 0) throw protocolError(errorCode, `transactions of broker ${nodeId}`)
      if (unknownStateFilters.length > 0) throw new KafkaError('INVALID_ARGUMENT', `broker ${nodeId} knows no transaction state ${unknownStateFilters.join(', ')}`)
    }, options)
    return response.transactionStates.map(({ transactionalId, producerId, transactionState }) => ({ transactionalId, producerId, state: transactionState, coordinator: nodeId }))
  }))
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
  return atCoordinator(cluster, transactionalId, options, async (coordinator) => {
    const response = await cluster.send(coordinator, DescribeTransactionsApi, { transactionalIds: [transactionalId] }, { signal: options.signal })
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
  const producers: ActiveProducer[] = []
  await forEachLeader(cluster, partitions, options, async (node, wanted) => {
    const topics = byLeader.group(wanted).map(([name, list]) => ({ name, partitionIndexes: list.map(({ partition }) => partition) }))
    const response = await cluster.send(node, DescribeProducersApi, { topics }, { signal: options.signal })
    const told = response.topics.flatMap(({ name, partitions: list }) => list.map((partition) => ({ topic: name, ...partition })))
    for (const { topic, partitionIndex, errorCode, errorMessage } of told) {
      if (errorCode !== 0) throw protocolError(errorCode, `producers of ${topic}-${partitionIndex}`, errorMessage)
    }
    for (const { topic, partitionIndex, activeProducers } of told) {
      for (const producer of activeProducers) {
        producers.push({
          topic,
          partition: partitionIndex,
          producerId: producer.producerId,
          producerEpoch: producer.producerEpoch,
          lastSequence: producer.lastSequence,
          lastTimestampMs: producer.lastTimestamp,
          coordinatorEpoch: producer.coordinatorEpoch,
          transactionStartOffset: producer.currentTxnStartOffset,
        })
      }
    }
  })
  return producers
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
  await forEachLeader(cluster, [partition], options, async (node) => {
    const response = await cluster.send(node, WriteTxnMarkersApi, {
      markers: [{
        producerId: open.producerId,
        producerEpoch: open.producerEpoch,
        transactionResult: false,
        // A producer that never ended a transaction here has none yet.
        coordinatorEpoch: Math.max(0, open.coordinatorEpoch),
        topics: [{ name: partition.topic, partitionIndexes: [partition.partition] }],
      }],
    }, { signal: options.signal })
    const errorCode = response.markers[0]?.topics[0]?.partitions[0]?.errorCode ?? -1
    if (errorCode !== 0) throw protocolError(errorCode, `abort in ${partition.topic}-${partition.partition}`)
  })
}
