/**
 * Folders on disk whose partitions the metadata does not know: told once at the start, in a line that says what to do. They
 * are not touched, unless a new topic takes their name.
 */
import { ZERO_UUID } from '@odradek/protocol/internal'
import type { Log } from '@odradek/platform'
import type { Orphan, Owner } from '@odradek/storage/internal'
import type { ClusterNode } from './cluster/cluster-node.ts'
import { partitionOf } from './cluster/image.ts'
import type { KnownTopics } from './cluster/known-topics.ts'
import type { ReplicaManager } from './replica/replica-manager.ts'

/** More names than this are counted. */
const NAMED = 20

/** Whose the partitions are, as the metadata store says. */
export function ownerIn(topics: KnownTopics): Owner {
  return (topic, partition) => {
    const znode = topics.get(topic)
    // One that cannot be read is somebody's.
    if (znode === undefined) return topics.has(topic) ? ZERO_UUID : undefined
    return znode.partitions.has(partition) ? znode.id : undefined
  }
}

/** The same once the broker serves; what it holds goes before what it has been told. */
export function ownerNow(replicas: ReplicaManager | undefined, { controller, metadata }: ClusterNode): Owner {
  return (topic, index) => {
    const hosted = replicas?.partition(topic, index)
    if (hosted !== undefined) return hosted.topicId
    const image = controller.image?.topics.get(topic)
    if (image?.partitions.has(index) === true) return image.id
    const told = metadata.current().topics.get(topic)
    return partitionOf(told, index) === undefined ? undefined : told?.id
  }
}

export function tellOrphans(log: Log, orphans: readonly Orphan[], strays: readonly string[], topics: KnownTopics): void {
  const unknown = orphans.filter(({ otherId }) => otherId === undefined)
  const others = orphans.filter(({ otherId }) => otherId !== undefined)
  if (unknown.length > 0) {
    const lost = topics.size === 0 ? ' It knows no topic at all: its files (metadata-*) may be lost or emptied.' : ''
    log.warn({ count: unknown.length, folders: list(unknown.map(({ folder }) => folder)) },
      `folders of partitions that the metadata does not know are kept as they are, and not served.${lost} ` +
      'Start with --adopt to make them topics again, or move them away; a new topic of the same name sets them aside')
  }
  for (const { folder, topic, topicId, otherId } of others) {
    log.error({ folder, id: topicId, expected: otherId },
      `this folder is of another topic ${topic} than the one in the metadata, whose partition is not served: move the folder away, ` +
      'and it begins empty; or delete the topic and start with --adopt, and the folder becomes the topic')
  }
  if (strays.length > 0) {
    log.info({ count: strays.length, folders: list(strays) },
      'folders that were set aside earlier; one that gets its old name back (topic-partition) is taken over by --adopt')
  }
}

/** Folders of a directory that has come back, whose names are in use or nobody's any more. */
export function tellLateOrphans(log: Log, orphans: readonly Orphan[]): void {
  if (orphans.length === 0) return
  log.warn({ count: orphans.length, folders: list(orphans.map(({ folder }) => folder)) },
    'folders in the directory that is back are of no partition that it holds now; they are kept as they are, and not served')
}

function list(names: readonly string[]): string {
  const named = names.slice(0, NAMED).join(', ')
  return names.length > NAMED ? `${named} and ${names.length - NAMED} more` : named
}
