/** The bytes that members of a classic consumer group exchange through the coordinator: a version, then the structure. */
import {
  decodeConsumerProtocolAssignment, decodeConsumerProtocolSubscription, encodeConsumerProtocolAssignment, encodeConsumerProtocolSubscription,
  Reader, Writer,
} from '@odradek/protocol/internal'
import { byLeader, type PartitionRef } from '../../admin/by-leader.ts'
import type { MemberSubscription } from './assignors/index.ts'

/** The newest version; a reader of an older one ignores what follows the fields it knows. */
const VERSION = 3

const grouped = (partitions: readonly PartitionRef[]): { topic: string; partitions: number[] }[] =>
  byLeader.group(partitions).map(([topic, list]) => ({ topic, partitions: list.map(({ partition }) => partition).toSorted((a, b) => a - b) }))

const flattened = (topics: readonly { topic: string; partitions: readonly number[] }[]): PartitionRef[] =>
  topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))

export interface SubscriptionToWrite {
  readonly topics: readonly string[]
  readonly userData: Uint8Array | null
  readonly ownedPartitions: readonly PartitionRef[]
  readonly generationId: number
  readonly rack: string | null
}

export function encodeSubscription(subscription: SubscriptionToWrite): Buffer {
  const writer = new Writer(256)
  writer.int16(VERSION)
  encodeConsumerProtocolSubscription(writer, {
    topics: subscription.topics.toSorted(),
    userData: subscription.userData,
    ownedPartitions: grouped(subscription.ownedPartitions),
    generationId: subscription.generationId,
    rackId: subscription.rack,
  }, VERSION)
  return writer.toBuffer()
}

/** @throws DecodeError */
export function decodeSubscription(memberId: string, groupInstanceId: string | null, bytes: Buffer): MemberSubscription {
  const reader = new Reader(bytes)
  const version = Math.min(Math.max(reader.int16(), 0), VERSION)
  const { topics, userData, ownedPartitions, generationId, rackId } = decodeConsumerProtocolSubscription(reader, version)
  return { memberId, groupInstanceId, topics, userData, ownedPartitions: flattened(ownedPartitions), generationId, rack: rackId }
}

export function encodeAssignment(partitions: readonly PartitionRef[]): Buffer {
  const writer = new Writer(256)
  writer.int16(VERSION)
  encodeConsumerProtocolAssignment(writer, { assignedPartitions: grouped(partitions), userData: null }, VERSION)
  return writer.toBuffer()
}

/** @throws DecodeError */
export function decodeAssigned(bytes: Buffer): readonly PartitionRef[] {
  if (bytes.length === 0) return []
  const reader = new Reader(bytes)
  const version = Math.min(Math.max(reader.int16(), 0), VERSION)
  return flattened(decodeConsumerProtocolAssignment(reader, version).assignedPartitions)
}
