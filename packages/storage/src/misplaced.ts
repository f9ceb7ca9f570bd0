/**
 * Files where a folder should be, and folders where a file should be: set aside as `.damaged` and named, so that what
 * should be there can be made again; or, where it is a partition's folder, left as it is and not served. Symbolic links
 * to what should be there are used, as Apache Kafka does: somebody moved it to another disk.
 *
 * Invariant: a link that leads to nothing that fits says nothing about the log, for its disk may only be missing. What
 * has it is not served, and stays as it is.
 */
import { systemError } from '@odradek/platform'
import type { DirectoryEntry, FileSystem, Log } from '@odradek/platform'
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

/** Symbolic links in the folder of a partition lead to no file; the message is a sentence for a person. */
export class BrokenLinkError extends Error {
  override readonly name = 'BrokenLinkError'
  /** Names in the folder. */
  readonly names: readonly string[]

  constructor(folder: string, names: readonly string[]) {
    const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', ...' : '')
    super(`symbolic links in ${folder} lead to no file (${some}); mend them and start again`)
    this.names = names
  }
}

/**
 * What has the name of a data directory's file and is none. Throws what the file system throws, and ENOENT for a link to
 * no file.
 */
export function setAsideInDirectory(fs: FileSystem, log: Log, directory: string): void {
  const [broken] = setAside(fs, log, directory, (name) => FILES_OF_DIRECTORY.includes(name))
  if (broken === undefined) return
  throw systemError('ENOENT', 'open', `${directory}/${broken}`, 'a symbolic link leads to no file')
}

/** What has the name of a partition's file and is none. Throws what the file system throws. Returns why to refuse it. */
export function setAsideInPartition(fs: FileSystem, log: Log, folder: string): BrokenLinkError | undefined {
  const isFile = (name: string): boolean =>
    FILES_OF_PARTITION.includes(name) || (offsetOfFileName(name) >= 0 && KINDS.includes(name.slice(20)))
  const broken = setAside(fs, log, folder, isFile)
  return broken.length === 0 ? undefined : new BrokenLinkError(folder, broken)
}

/** Returns the names of links that lead to no file. */
function setAside(fs: FileSystem, log: Log, folder: string, isFile: (name: string) => boolean): string[] {
  const broken: string[] = []
  for (const entry of fs.list(folder)) {
    const { name } = entry
    const path = `${folder}/${name}`
    const isTemporary = name.endsWith('.tmp')
    if (entry.isFile || !isFile(isTemporary ? name.slice(0, -'.tmp'.length) : name)) continue
    // Nothing is written through a link that was not there before.
    if (!isTemporary && !entry.isDirectory && fs.isLink(path)) {
      if (!leadsTo(fs, path, 'isFile')) broken.push(name)
      continue
    }
    const to = damagedName(fs, path)
    log.error({ path, to }, 'something else is where a file should be; it is set aside')
    fs.rename(path, to)
  }
  return broken
}

/** Whether an entry of a folder is a folder, or a symbolic link to one. */
export function isFolder(fs: FileSystem, parent: string, entry: DirectoryEntry): boolean {
  if (entry.isDirectory || entry.isFile) return entry.isDirectory
  const path = `${parent}/${entry.name}`
  return fs.isLink(path) && leadsTo(fs, path, 'isDirectory')
}

/** Of a link whose target may not be looked at, nothing is known. */
function leadsTo(fs: FileSystem, path: string, what: 'isFile' | 'isDirectory'): boolean {
  try {
    return fs.stat(path)?.[what] === true
  } catch {
    return false
  }
}
