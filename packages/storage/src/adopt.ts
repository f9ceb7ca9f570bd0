/**
 * Reading a data directory that somebody else wrote (Apache Kafka, or a broker of ours that is stopped) without
 * changing it: whose it is, and which partitions of which topics lie in it. For `odradek start --adopt`.
 */
import type { FileSystem } from '@odradek/platform'
import type { Uuid } from '@odradek/protocol/internal'
import { CLEAN_SHUTDOWN_FILE, CLUSTER_METADATA_TOPIC, parsePartitionFolder } from './file-names.ts'
import { readMetaProperties } from './meta-properties.ts'
import { isFolder } from './misplaced.ts'
import { readPartitionMetadata } from './partition-metadata.ts'

export interface FoundPartition {
  readonly topic: string
  readonly partition: number
  /** Undefined where `partition.metadata` is missing (written before Apache Kafka 2.8). */
  readonly topicId: Uuid | undefined
}

export interface InspectedDirectory {
  /** Undefined when there is no `meta.properties`. */
  readonly clusterId: string | undefined
  readonly nodeId: number | undefined
  /** 0 for ZooKeeper mode, 1 for KRaft. */
  readonly metaVersion: number | undefined
  /** Whether it was stopped in order. */
  readonly cleanShutdown: boolean
  /** Whether a KRaft metadata log lies beside the partitions; it is left alone. */
  readonly hasClusterMetadata: boolean
  /** Sorted by topic and partition. */
  readonly partitions: readonly FoundPartition[]
}

/** Undefined when there is no such directory. Throws what the file system throws. */
export function inspectDirectory(fs: FileSystem, path: string): InspectedDirectory | undefined {
  if (fs.stat(path)?.isDirectory !== true) return undefined
  const meta = readMetaProperties(fs, path)
  const partitions: FoundPartition[] = []
  let hasClusterMetadata = false
  for (const entry of fs.list(path)) {
    const folder = isFolder(fs, path, entry) ? parsePartitionFolder(entry.name) : undefined
    if (folder === undefined || folder.suffix !== '') continue
    if (folder.topic === CLUSTER_METADATA_TOPIC) {
      hasClusterMetadata = true
      continue
    }
    const { topicId } = readPartitionMetadata(fs, `${path}/${entry.name}`)
    partitions.push({ topic: folder.topic, partition: folder.partition, topicId })
  }
  partitions.sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition))
  return {
    clusterId: meta?.clusterId,
    nodeId: meta?.nodeId,
    metaVersion: meta?.version,
    cleanShutdown: fs.exists(`${path}/${CLEAN_SHUTDOWN_FILE}`),
    hasClusterMetadata,
    partitions,
  }
}
