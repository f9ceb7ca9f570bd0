/**
 * `partition.metadata` of a partition's folder: the topic id, so that a folder of a deleted topic is never taken for
 * that of its successor of the same name (KIP-516, `PartitionMetadataFile`).
 */
import { writeFully } from '@odradek/platform'
import type { FileSystem } from '@odradek/platform'
import type { Uuid } from '@odradek/protocol/internal'
import { PARTITION_METADATA } from './file-names.ts'

export interface PartitionMetadata {
  readonly topicId: Uuid | undefined
  /** What is wrong with the file, for a person. */
  readonly damage: string | undefined
}

/** An empty file was torn by a crash before it was ever whole (its writer does not wait for the device). */
export function readPartitionMetadata(fs: FileSystem, folder: string): PartitionMetadata {
  let text: string
  try {
    text = fs.readFile(`${folder}/${PARTITION_METADATA}`).toString('utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return { topicId: undefined, damage: undefined }
    throw error
  }
  const match = /^version: 0\r?\ntopic_id: ([\w-]{22})\r?\n?$/.exec(text)
  if (match !== null) return { topicId: match[1]!, damage: undefined }
  return { topicId: undefined, damage: text === '' ? undefined : 'it names no topic id' }
}

/** Writes without waiting for the device: creating ten thousand partitions must be cheap. Synced by the first flush. */
export function writePartitionMetadata(fs: FileSystem, folder: string, topicId: Uuid): void {
  const file = fs.open(`${folder}/${PARTITION_METADATA}`, 'rw')
  try {
    const text = Buffer.from(`version: 0\ntopic_id: ${topicId}`)
    writeFully(file, text, 0)
    file.truncateSync(text.length)
  } finally {
    file.closeSync()
  }
}
