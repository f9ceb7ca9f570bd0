/**
 * Files where a folder should be, and folders (or links) where a file should be: set aside as `.damaged` and named, so
 * that what should be there can be made again; or, where it is a partition's folder, left as it is and not served.
 */
import type { FileSystem, Log } from '@odradek/platform'
import {
  CLEANER_CHECKPOINT, CLEAN_SHUTDOWN_FILE, HIGH_WATERMARK_CHECKPOINT, LEADER_EPOCH_CHECKPOINT, LOG_START_CHECKPOINT, LOG_SUFFIX,
  PARTITION_METADATA, RECOVERY_POINT_CHECKPOINT, RETRIES_SUFFIX, SNAPSHOT_SUFFIX, damagedName, offsetOfFileName,
} from './file-names.ts'
import { INDEX_KINDS } from './segment-indexes.ts'

const FILES_OF_DIRECTORY: readonly string[] = [
  CLEAN_SHUTDOWN_FILE, RECOVERY_POINT_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT, CLEANER_CHECKPOINT,
]
const FILES_OF_PARTITION: readonly string[] = [LEADER_EPOCH_CHECKPOINT, PARTITION_METADATA]
const KINDS: readonly string[] = [LOG_SUFFIX, SNAPSHOT_SUFFIX, RETRIES_SUFFIX, ...INDEX_KINDS]

/** What has the name of a data directory's file and is none. Throws what the file system throws. */
export function setAsideInDirectory(fs: FileSystem, log: Log, directory: string): void {
  setAside(fs, log, directory, (name) => FILES_OF_DIRECTORY.includes(name))
}

/** What has the name of a partition's file and is none. Throws what the file system throws. */
export function setAsideInPartition(fs: FileSystem, log: Log, folder: string): void {
  setAside(fs, log, folder, (name) => FILES_OF_PARTITION.includes(name) || (offsetOfFileName(name) >= 0 && KINDS.includes(name.slice(20))))
}

function setAside(fs: FileSystem, log: Log, folder: string, isFile: (name: string) => boolean): void {
  for (const entry of fs.list(folder)) {
    const { name } = entry
    if (entry.isFile || !isFile(name.endsWith('.tmp') ? name.slice(0, -'.tmp'.length) : name)) continue
    const to = damagedName(fs, `${folder}/${name}`)
    log.error({ path: `${folder}/${name}`, to }, 'a folder or a link is where a file should be; it is set aside')
    fs.rename(`${folder}/${name}`, to)
  }
}
