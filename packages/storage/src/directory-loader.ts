/** Taking data directories into service: whose they are, and all logs in them. */
import { isSystemError } from '@odradek/platform'
import type { FileSystem } from '@odradek/platform'
import { EMPTY, partitionKey, readOffsetCheckpoint } from './checkpoints.ts'
import type { CheckpointedOffset } from './checkpoints.ts'
import { Slices, WorkStopped } from './environment.ts'
import {
  CLEANER_CHECKPOINT, CLEAN_SHUTDOWN_FILE, CLUSTER_METADATA_TOPIC, HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT,
  PARTITION_METADATA, RECOVERY_POINT_CHECKPOINT, parsePartitionFolder,
} from './file-names.ts'
import { isOutOfDescriptors } from './file-pool.ts'
import type { LogConfig } from './log-config.ts'
import type { LogDirectory } from './log-directory.ts'
import { OldFormatError, loadLog } from './log-loader.ts'
import type { LoadOptions } from './log-loader.ts'
import type { RecoveryReport } from './log-recovery.ts'
import { MetaPropertiesError, readMetaProperties, writeMetaProperties } from './meta-properties.ts'
import type { MetaProperties } from './meta-properties.ts'
import type { Uuid } from './log-results.ts'
import { BrokenLinkError, isFolder, setAsideInDirectory, setAsideInPartition } from './misplaced.ts'
import { PartitionLog } from './partition-log.ts'
import { readPartitionMetadata } from './partition-metadata.ts'

export type StorageOpenProblem =
  'DIRECTORY_IN_USE' | 'CLUSTER_ID_MISMATCH' | 'BROKER_ID_MISMATCH' | 'DIRECTORY_UNUSABLE' | 'DUPLICATE_PARTITION'

/** Why a data directory cannot be used; the message is a sentence for a person. */
export class StorageOpenError extends Error {
  override readonly name = 'StorageOpenError'
  readonly code: StorageOpenProblem
  readonly directory: string
  constructor(code: StorageOpenProblem, directory: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.directory = directory
  }
}

/**
 * Locks the directories and checks that they are this broker's. Nothing but missing folders is written before every
 * check has passed. Returns the cluster id, if any is known.
 */
export async function prepareDirectories(
  directories: readonly LogDirectory[], brokerId: number, clusterId: string | undefined,
): Promise<string | undefined> {
  const metas = new Map<LogDirectory, MetaProperties | undefined>()
  for (const directory of directories) {
    try {
      metas.set(directory, await takeDirectory(directory))
    } catch (error) {
      if (error instanceof StorageOpenError || error instanceof MetaPropertiesError) throw error
      if (isOutOfDescriptors(error)) throw error
      if (directories.length === 1) throw unusable(directory.path, error)
      directory.fail(error)
    }
  }
  requireOne(directories)
  const known = checkOwners(metas, brokerId, clusterId)
  if (known !== undefined) {
    for (const [directory, meta] of metas) {
      if (meta === undefined) writeMetaProperties(directory.environment.fs, directory.path, brokerId, known)
    }
  }
  return known
}

/**
 * Takes a directory that could not be used at the start. Throws when it cannot be used now either, or is somebody
 * else's: it is not locked then, and is looked at anew the next time.
 */
export async function takeLate(directory: LogDirectory, brokerId: number, clusterId: string | undefined): Promise<void> {
  const meta = await takeDirectory(directory)
  try {
    checkOwners(new Map([[directory, meta]]), brokerId, clusterId)
  } catch (error) {
    await giveBack(directory)
    throw error
  }
}

/** Returns the cluster id, given or found. */
function checkOwners(
  metas: ReadonlyMap<LogDirectory, MetaProperties | undefined>, brokerId: number, clusterId: string | undefined,
): string | undefined {
  let known = clusterId
  for (const [{ path }, meta] of metas) {
    if (meta?.nodeId !== undefined && meta.nodeId !== brokerId) {
      throw new StorageOpenError('BROKER_ID_MISMATCH', path,
        `The data directory ${path} belongs to broker ${meta.nodeId}, and this is broker ${brokerId}.`)
    }
    if (meta?.clusterId === undefined) continue
    if (known !== undefined && known !== meta.clusterId) {
      throw new StorageOpenError('CLUSTER_ID_MISMATCH', path,
        `The data directory ${path} belongs to cluster ${meta.clusterId}, not to ${known}.`)
    }
    known = meta.clusterId
  }
  return known
}

/** Throws when none of the directories can be used. */
export function requireOne(directories: readonly LogDirectory[]): void {
  if (directories.some((directory) => !directory.offline)) return
  throw unusable(directories.map((directory) => directory.path).join(', '), directories[0]?.failure)
}

async function takeDirectory(directory: LogDirectory): Promise<MetaProperties | undefined> {
  const { fs } = directory.environment
  makeDurableDirectory(fs, directory.path)
  directory.lock = await fs.lockDirectory(directory.path)
  if (directory.lock === undefined) {
    throw new StorageOpenError('DIRECTORY_IN_USE', directory.path,
      `Another process uses the data directory ${directory.path}.`)
  }
  try {
    return readMetaProperties(fs, directory.path)
  } catch (error) {
    await giveBack(directory)
    throw error
  }
}

async function giveBack(directory: LogDirectory): Promise<void> {
  const { lock } = directory
  directory.lock = undefined
  await lock?.release()
}

/** Makes a folder and those above it, and their names in the folders above durable. */
function makeDurableDirectory(fs: FileSystem, path: string): void {
  if (fs.exists(path)) return
  const cut = path.lastIndexOf('/')
  const parent = cut > 0 ? path.slice(0, cut) : cut === 0 ? '/' : '.'
  makeDurableDirectory(fs, parent)
  fs.makeDirectory(path)
  fs.syncDirectory(parent)
}

function unusable(path: string, error: unknown): StorageOpenError {
  const { code, message } = error as { code?: string; message?: string }
  const reason = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'this user may not write there' :
    code === 'ENOSPC' ? 'the disk is full' : code === 'ENOTDIR' ? 'it is not a folder' : message ?? 'unknown error'
  return new StorageOpenError('DIRECTORY_UNUSABLE', path, `The data directory ${path} cannot be used: ${reason}.`, { cause: error })
}

const NOTHING_RECOVERED: RecoveryReport = { scannedBytes: 0, cutBytes: 0 }

/** One log that cannot be served does not keep the others from it. */
async function loadOrBreak(
  log: PartitionLog, options: LoadOptions, broken: BrokenLinkError | undefined,
): Promise<RecoveryReport> {
  try {
    if (broken !== undefined) throw broken
    return await loadLog(log, options)
  } catch (error) {
    if (isSystemError(error) || error instanceof WorkStopped) throw error
    const { topic, partition, environment } = log
    // What we do not serve is told with a sentence, a bug of ours with where it happened.
    const isExpected = error instanceof OldFormatError || error instanceof BrokenLinkError
    environment.log.error({ topic, partition, error: isExpected ? error.message : error }, 'log is not served')
    log.failures.breakDown(error)
    // What the checkpoints know of it is written again with those of the others, and is there when it can be opened.
    const logStart = options.logStart?.offset ?? 0
    const highWatermark = options.highWatermark?.offset ?? 0
    log.recoveryPoint = options.recoveryPoint?.offset ?? 0
    log.offsets.reset(logStart, highWatermark, Math.max(logStart, log.recoveryPoint, highWatermark))
    log.offsets.startIsDurable(logStart)
    log.cleanedUpTo = options.cleanedUpTo
    return { scannedBytes: 0, cutBytes: 0 }
  }
}

/**
 * Loads a directory; one whose disk fails meanwhile is out of service, and the others go on. Where descriptors ran out
 * the disk is fine and the logs were not seen: going on would make empty ones in their place, so that ends the start.
 */
export async function loadOrFail(directory: LogDirectory, configOf: (topic: string) => LogConfig): Promise<void> {
  try {
    await loadDirectory(directory, configOf)
  } catch (error) {
    if (!isSystemError(error) || isOutOfDescriptors(error)) throw error
    directory.fail(error)
  }
}

/** What a checkpoint says, as far as it can be believed; what cannot is named. */
function readCheckpoint({ environment, path }: LogDirectory, name: string): ReadonlyMap<string, CheckpointedOffset> {
  const { content, damage } = readOffsetCheckpoint(environment.fs, `${path}/${name}`)
  // Where Apache Kafka has never compacted anything its checkpoint of that is empty.
  if (damage !== undefined && !(damage === EMPTY && name === CLEANER_CHECKPOINT)) {
    environment.log.error({ file: `${path}/${name}`, problem: damage }, 'a checkpoint is damaged; what is not certain of it is not used')
  }
  return content ?? new Map()
}

/**
 * Names of the folders, symbolic links to folders elsewhere among them. What has a partition's name and is neither is
 * named, and never taken for one; nor is a second name of a folder.
 */
function findFolders(directory: LogDirectory): string[] {
  const { environment: { fs, log }, path } = directory
  const folders: string[] = []
  const targets = new Set<string>()
  directory.misplaced.clear()
  for (const entry of fs.list(path)) {
    const { name } = entry
    const partition = parsePartitionFolder(name)
    // On its way out, wherever a link leads: it is the link that goes.
    const isGoing = partition?.suffix === '-delete' && !entry.isFile
    if (entry.isDirectory || isGoing || (isFolder(fs, path, entry) && isElsewhere(fs, path, name, targets))) {
      folders.push(name)
      continue
    }
    if (partition === undefined || partition.suffix !== '') continue
    directory.misplaced.add(partitionKey(partition.topic, partition.partition))
    log.error({ path: `${path}/${name}` },
      'a file or a link is where the folder of a partition should be; it is left alone, and the partition is not served')
  }
  return folders
}

/** Whether a link leads out of the directory, and to where none of those before it led: a folder is one partition's. */
function isElsewhere(fs: FileSystem, directory: string, name: string, targets: Set<string>): boolean {
  const target = fs.realPath(`${directory}/${name}`)
  if (targets.has(target) || `${target}/`.startsWith(`${fs.realPath(directory)}/`)) return false
  targets.add(target)
  return true
}

function readTopicId({ environment, folder, topic, partition }: PartitionLog): Uuid | undefined {
  const { topicId, damage } = readPartitionMetadata(environment.fs, folder)
  if (damage !== undefined) environment.log.warn({ topic, partition, problem: damage }, 'partition.metadata is damaged; the topic id is taken from whoever opens the partition next')
  return topicId
}

/** What the checkpoints of a directory say of its logs, and whether it was stopped in order. */
interface Remembered {
  readonly recoveryPoints: ReadonlyMap<string, CheckpointedOffset>
  readonly logStarts: ReadonlyMap<string, CheckpointedOffset>
  readonly highWatermarks: ReadonlyMap<string, CheckpointedOffset>
  readonly cleaned: ReadonlyMap<string, CheckpointedOffset>
  readonly clean: boolean
}

/** Reads the checkpoints, and removes the clean-shutdown marker before anything else. */
function remember(directory: LogDirectory): Remembered {
  const { environment: { fs }, path } = directory
  const marker = `${path}/${CLEAN_SHUTDOWN_FILE}`
  const clean = fs.exists(marker)
  if (clean) {
    fs.remove(marker)
    fs.syncDirectory(path)
  }
  return {
    recoveryPoints: readCheckpoint(directory, RECOVERY_POINT_CHECKPOINT),
    logStarts: readCheckpoint(directory, LOG_START_CHECKPOINT),
    highWatermarks: readCheckpoint(directory, HIGH_WATERMARK_CHECKPOINT),
    cleaned: readCheckpoint(directory, CLEANER_CHECKPOINT),
    clean,
  }
}

/**
 * Loads every log of a directory, `recoveryConcurrency` at a time, and removes the clean-shutdown marker first. Logs
 * that are known already (a directory coming back) keep their identity. Throws what the file system throws, once none
 * of the logs is being worked on any more.
 * @param isStopped whether it is not wanted any more: WorkStopped then, and the directory is as after a crash.
 */
export async function loadDirectory(
  directory: LogDirectory, configOf: (topic: string) => LogConfig, isStopped: () => boolean = () => false,
): Promise<void> {
  const { environment, path } = directory
  const { fs, settings } = environment
  setAsideInDirectory(fs, environment.log, path)
  const remembered = remember(directory)
  const folders = findFolders(directory)
  directory.strays = []
  let failure: unknown
  const slices = new Slices(environment, settings.sliceMs, () => failure !== undefined || isStopped())
  let scannedBytes = 0
  let cutBytes = 0
  const next = folders[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (let item = next.next(); !item.done && failure === undefined; item = next.next()) {
      const report = await loadFolder(directory, item.value, configOf, remembered, slices)
      scannedBytes += report.scannedBytes
      cutBytes += report.cutBytes
      if (slices.due) await slices.pause()
    }
  }
  // One that fails ends the others too, and they have to have ended: whoever tries again begins with the same logs.
  const worker = (): Promise<void> => work().catch((error: unknown) => void (failure ??= error))
  await Promise.all(Array.from({ length: settings.recoveryConcurrency }, worker))
  if (failure !== undefined) throw failure
  const { clean, recoveryPoints, logStarts, highWatermarks, cleaned } = remembered
  for (const offsets of [recoveryPoints, logStarts, highWatermarks, cleaned]) {
    for (const key of offsets.keys()) if (!directory.logs.has(key)) directory.gone(key)
  }
  if (!clean && scannedBytes > 0) {
    environment.log.info({ directory: path, scannedBytes, cutBytes }, 'recovered the logs of a directory that was not stopped in order')
  }
}

/** Loads the log of a folder, if it is a partition's in service. */
async function loadFolder(
  directory: LogDirectory, name: string, configOf: (topic: string) => LogConfig, remembered: Remembered, slices: Slices,
): Promise<RecoveryReport> {
  const { environment, path } = directory
  const folder = parsePartitionFolder(name)
  if (folder === undefined || folder.topic === CLUSTER_METADATA_TOPIC) return NOTHING_RECOVERED
  if (folder.suffix !== '') {
    if (folder.suffix === '-delete') directory.leftovers.push(`${path}/${name}`)
    if (folder.suffix === '-stray') directory.strays.push(name)
    return NOTHING_RECOVERED
  }
  const key = partitionKey(folder.topic, folder.partition)
  const log = directory.logs.get(key) ??
    new PartitionLog(directory, folder.topic, folder.partition, undefined, configOf(folder.topic))
  const broken = setAsideInPartition(environment.fs, environment.log, log.folder)
  const topicId = broken?.names.includes(PARTITION_METADATA) === true ? undefined : readTopicId(log)
  if (topicId !== undefined) log.setTopicId(topicId)
  const report = await loadOrBreak(log, {
    logStart: remembered.logStarts.get(key),
    recoveryPoint: remembered.recoveryPoints.get(key),
    highWatermark: remembered.highWatermarks.get(key),
    cleanedUpTo: remembered.cleaned.get(key)?.offset ?? 0,
    clean: remembered.clean,
    slices,
  }, broken)
  directory.logs.set(key, log)
  return report
}
