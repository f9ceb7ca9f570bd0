/**
 * Which groups this broker coordinates follows which partitions of __consumer_offsets it leads: a partition that is
 * gained is loaded, one that is lost is given up at once, also when it is the disk that is lost: what the log holds
 * after that is known only to who reads it anew. Unloading comes before loading (KAFKA-9307).
 */
import type { GroupCoordinator } from '@odradek/coordinator/internal'
import type { Log, Scheduler } from '@odradek/platform'
import type { Partition } from '../replica/partition.ts'
import { OFFSETS_TOPIC, offsetsLogChunks } from './offsets-log.ts'

/**
 * Nothing is answered in its groups meanwhile: an older offset, or none, would send consumers where they have been, or
 * past records.
 */
const UNREADABLE =
  'the groups of this partition have no coordinator: their log cannot be read. Stop the broker and put the file back from a ' +
  'copy, or move it out of the directory, which gives up what was committed in it; then start again'

export function followLeadership(
  groups: GroupCoordinator,
  world: { readonly scheduler: Scheduler; readonly log: Log },
): (partition: Partition) => void {
  return (partition) => {
    if (partition.topic !== OFFSETS_TOPIC) return
    const { index, leadership } = partition
    if (leadership === undefined) return groups.unload(index)
    groups.load(index, leadership.epoch, offsetsLogChunks(partition, world.scheduler)).catch((error: unknown) => {
      world.log.error({ error, topic: OFFSETS_TOPIC, partition: index }, UNREADABLE)
    })
  }
}
