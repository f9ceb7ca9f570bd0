/**
 * Telling the logs of the cluster's partitions from *orphans*: folders whose partition the metadata does not know, or knows
 * as another topic's of the same name. Only the metadata can say, and it is read after the logs; a name proves nothing.
 *
 * Invariant: an orphan is not served, not cleaned, not deleted. It keeps its name until that is needed for a new partition;
 * then its folder is renamed, and stays.
 */
import { ZERO_UUID } from '@odradek/protocol/internal'
import type { Uuid } from '@odradek/protocol/internal'
import { partitionKey } from './checkpoints.ts'
import { StorageOpenError } from './directory-loader.ts'
import { strayFolderName } from './file-names.ts'
import type { LogDirectory } from './log-directory.ts'
import type { PartitionLog } from './partition-log.ts'

/** The id of the topic that a partition is of; undefined when there is no such partition. ZERO_UUID: there is, of any id. */
export type Owner = (topic: string, partition: number) => Uuid | undefined

export interface Orphan {
  /** Path. */
  readonly folder: string
  readonly topic: string
  readonly partition: number
  /** Of `partition.metadata`, where it could be read. */
  readonly topicId: Uuid | undefined
  /** Of the topic that the metadata knows by this name, where there is such a partition. */
  readonly otherId: Uuid | undefined
}

/** Whether a log may be that of a partition; a folder without a readable id is its name's. */
function fits(log: PartitionLog, owner: Uuid | undefined): boolean {
  if (owner === undefined) return false
  return owner === ZERO_UUID || log.topicId === undefined || log.topicId === ZERO_UUID || log.topicId === owner
}

/**
 * Leaves in `served` only logs of partitions that there are, and returns the others. @throws StorageOpenError when a partition lies in two
 * directories: which of them goes on cannot be told.
 */
export function recognizeAll(directories: readonly LogDirectory[], served: Map<string, PartitionLog>, owner: Owner): PartitionLog[] {
  const orphans: PartitionLog[] = []
  const chosen = new Map<string, PartitionLog>()
  const fitting = [...logsOf(directories)].filter(([, log]) => fits(log, owner(log.topic, log.partition)))
  for (const [key, log] of fitting) {
    const other = chosen.get(key)
    // One whose id is known goes before one that only has the name.
    if (other === undefined || other.topicId === undefined) chosen.set(key, log)
    else if (log.topicId !== undefined) {
      throw new StorageOpenError('DUPLICATE_PARTITION', log.directory.path,
        `The partition ${key} lies in two data directories, ${other.folder} and ${log.folder}; move one of them away.`)
    }
  }
  for (const [key, log] of logsOf(directories)) if (chosen.get(key) !== log) orphans.push(log)
  served.clear()
  for (const [key, log] of chosen) served.set(key, log)
  return orphans
}

/** The same for a directory that is back while others are in service: what they serve stays. */
export function recognizeLate(directory: LogDirectory, served: Map<string, PartitionLog>, owner: Owner): PartitionLog[] {
  const orphans: PartitionLog[] = []
  for (const [key, log] of directory.logs) {
    const there = served.get(key)
    const taken = there !== undefined && there.directory !== directory
    if (!taken && fits(log, owner(log.topic, log.partition))) {
      served.set(key, log)
      continue
    }
    if (!taken) served.delete(key)
    orphans.push(log)
  }
  return orphans
}

/** Renames the folder, which nobody serves from then on. False when the disk refused. */
export function setAside(log: PartitionLog): boolean {
  const { directory, topic, partition, folder } = log
  const key = partitionKey(topic, partition)
  if (directory.logs.get(key) !== log) return true
  const { fs, random, log: told } = log.environment
  const name = strayFolderName(topic, partition, random.bytes(16).toString('hex'))
  try {
    log.deleted(`${directory.path}/${name}`)
    fs.rename(folder, log.folder)
  } catch (error) {
    log.ioFailed(error)
    return false
  }
  directory.renamed = true
  directory.logs.delete(key)
  directory.gone(key)
  directory.strays.push(name)
  log.closeFiles()
  told.warn({ folder, now: log.folder }, 'set aside the folder of an earlier topic: a new one takes its name')
  return true
}

export function orphanOf(log: PartitionLog, owner: Owner): Orphan {
  const { folder, topic, partition, topicId } = log
  return { folder, topic, partition, topicId, otherId: owner(topic, partition) }
}

function* logsOf(directories: readonly LogDirectory[]): Generator<[string, PartitionLog]> {
  for (const directory of directories) yield* directory.logs
}
