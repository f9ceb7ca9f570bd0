/** Names of the files and folders in a data directory, as Apache Kafka gives them (`LogFileUtils`, `UnifiedLog`). */

export const LOG_SUFFIX = '.log'
export const INDEX_SUFFIX = '.index'
export const TIME_INDEX_SUFFIX = '.timeindex'
export const TXN_INDEX_SUFFIX = '.txnindex'
export const SNAPSHOT_SUFFIX = '.snapshot'
/** Ours: what a snapshot has no place for. Apache Kafka passes over files of a partition whose suffix it does not know. */
export const RETRIES_SUFFIX = '.retries'
/** A file on its way out; removed after `file.delete.delay.ms`, or at the next start. */
export const DELETED_SUFFIX = '.deleted'
/** Output of the cleaner that is not complete yet. */
export const CLEANED_SUFFIX = '.cleaned'
/** Complete output of the cleaner that has not replaced its originals yet. */
export const SWAP_SUFFIX = '.swap'
/** What was found damaged, or where it does not belong, and is kept for a person to look at. */
export const DAMAGED_SUFFIX = '.damaged'
/** What `path` is kept aside as: what an earlier time was kept aside stays. */
export function damagedName(fs: { exists(path: string): boolean }, path: string): string {
  let name = path + DAMAGED_SUFFIX
  for (let n = 2; fs.exists(name); n++) name = `${path}${DAMAGED_SUFFIX}${n}`
  return name
}
export const DELETE_DIRECTORY_SUFFIX = '-delete'
/** A folder that is kept for a person to look at: a partition that is not in the metadata. */
export const STRAY_DIRECTORY_SUFFIX = '-stray'

export const META_PROPERTIES = 'meta.properties'
export const CLEAN_SHUTDOWN_FILE = '.kafka_cleanshutdown'
export const RECOVERY_POINT_CHECKPOINT = 'recovery-point-offset-checkpoint'
export const HIGH_WATERMARK_CHECKPOINT = 'replication-offset-checkpoint'
export const LOG_START_CHECKPOINT = 'log-start-offset-checkpoint'
export const CLEANER_CHECKPOINT = 'cleaner-offset-checkpoint'
export const LEADER_EPOCH_CHECKPOINT = 'leader-epoch-checkpoint'
export const PARTITION_METADATA = 'partition.metadata'
/** The KRaft metadata log of an Apache Kafka directory: never ours to touch. */
export const CLUSTER_METADATA_TOPIC = '__cluster_metadata'

/** The 20-digit, zero-padded form that sorts by offset. */
export function offsetFileName(offset: number): string {
  return String(offset).padStart(20, '0')
}

/** The offset a file name begins with, or -1 when it begins with none. */
export function offsetOfFileName(name: string): number {
  if (name.length < 21 || name.charCodeAt(20) !== 46) return -1
  let offset = 0
  for (let i = 0; i < 20; i++) {
    const digit = name.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return -1
    offset = offset * 10 + digit
  }
  return Number.isSafeInteger(offset) ? offset : -1
}

export interface PartitionFolder {
  readonly topic: string
  readonly partition: number
  /** '' for a partition in service, else one of the directory suffixes. */
  readonly suffix: '' | '-delete' | '-future' | '-stray'
}

const IN_SERVICE = /^(.+)-(\d{1,10})$/
const ON_THE_WAY = /^(.+)-(\d{1,10})\.([0-9a-fA-F-]{32,36}|[\w-]{22})(-delete|-future|-stray)$/
const DELETED_SHORT = /^(.*)\.([0-9a-f]{32})-delete$/

/** What a folder name says, or undefined when it is no partition's (`LocalLog.parseTopicPartitionName`). */
export function parsePartitionFolder(name: string): PartitionFolder | undefined {
  const moved = ON_THE_WAY.exec(name)
  if (moved !== null) {
    return { topic: moved[1]!, partition: Number(moved[2]), suffix: moved[4] as '-delete' | '-future' | '-stray' }
  }
  if (DELETED_SHORT.test(name)) return { topic: '', partition: -1, suffix: '-delete' }
  const plain = IN_SERVICE.exec(name)
  if (plain === null || Number(plain[2]) > 0x7fffffff) return undefined
  return { topic: plain[1]!, partition: Number(plain[2]), suffix: '' }
}

/**
 * The name of a folder that is being deleted: `<topic>-<n>.<32 hex digits>-delete`, the topic cut where the name would
 * exceed 255 characters (`LocalLog.logDeleteDirName`).
 */
export function deletedFolderName(topic: string, partition: number, uniqueHex: string): string {
  return movedFolderName(topic, partition, uniqueHex, DELETE_DIRECTORY_SUFFIX)
}

/** The same for one that is set aside (`LocalLog.logStrayDirName`). */
export function strayFolderName(topic: string, partition: number, uniqueHex: string): string {
  return movedFolderName(topic, partition, uniqueHex, STRAY_DIRECTORY_SUFFIX)
}

function movedFolderName(topic: string, partition: number, uniqueHex: string, suffix: string): string {
  const tail = `-${partition}.${uniqueHex}${suffix}`
  return topic.slice(0, Math.max(0, 255 - tail.length)) + tail
}
