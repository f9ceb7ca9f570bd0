/**
 * The text checkpoints of a data directory: version line `0`, a count, then `topic partition offset` lines
 * (`OffsetCheckpointFile`), and of a partition: `epoch startOffset` lines (`LeaderEpochCheckpointFile`). Written by
 * atomic replacement.
 *
 * The format has no checksum, and one changed digit makes another offset. So our lines end with 16 blanks that are one:
 * a space is a 0, a tab a 1. Apache Kafka splits a line at white space and passes over what ends it. Lines that end
 * without blanks are Apache Kafka's (or an older version's) and taken as they are.
 *
 * Invariants: a line whose checksum is wrong is not believed; what is not believed is named by whoever asked, and counts
 * as absent: recovery then does more work, never less.
 */
import type { FileSystem } from '@odradek/platform'

/** CRC-16 (polynomial 0x1021) by byte. */
const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  return crc
})
const BLANKS = Array.from({ length: 256 }, (_, byte) => byte.toString(2).padStart(8, '0').replaceAll('0', ' ').replaceAll('1', '\t'))

function checkOf(line: string): string {
  let crc = 0xffff
  for (let i = 0; i < line.length; i++) crc = ((crc << 8) ^ CRC_TABLE[((crc >>> 8) ^ line.charCodeAt(i)) & 0xff]!) & 0xffff
  return BLANKS[crc >>> 8]! + BLANKS[crc & 0xff]!
}

/** What a checkpoint file holds. */
export interface CheckpointFile<T> {
  /** Undefined when there is no file. */
  readonly content: T | undefined
  /** What of it is not believed, for a person; undefined when all is well. */
  readonly damage: string | undefined
}

/** The damage of a file without a byte: Apache Kafka makes its checkpoints so, before it first writes them. */
export const EMPTY = 'it is empty'

interface Line {
  readonly text: string
  /** Its checksum is right. Without one it is not known to be wrong. */
  readonly checked: boolean
}

function readLines(fs: FileSystem, path: string): { lines: Line[]; damage: string | undefined } | undefined {
  let all: string[]
  try {
    all = fs.readFile(path).toString('latin1').split('\n')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
  if (all.at(-1) === '') all.pop()
  if (all.length === 0) return { lines: [], damage: EMPTY }
  const lines: Line[] = []
  let wrong = 0
  const inOrder = all[0] === '0' && Number(all[1]) === all.length - 2
  for (const line of inOrder ? all.slice(2) : all) {
    const text = line.trimEnd()
    if (text.length === line.length) lines.push({ text, checked: false })
    else if (line === text + checkOf(text)) lines.push({ text, checked: true })
    else wrong++
  }
  // Lines with a checksum speak for themselves; others only as a whole file.
  if (!inOrder) return { lines: lines.filter(({ checked }) => checked), damage: 'it is cut or no checkpoint' }
  return { lines, damage: wrong === 0 ? undefined : `${wrong} of its lines ${wrong === 1 ? 'is' : 'are'} damaged` }
}

/** Key of a partition in the maps below. Topic names hold no slash. */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

export interface CheckpointedOffset {
  readonly offset: number
  /** Its checksum is right: it is what was written. */
  readonly checked: boolean
}

/** Offsets by {@link partitionKey}. Throws what the file system throws. */
export function readOffsetCheckpoint(fs: FileSystem, path: string): CheckpointFile<ReadonlyMap<string, CheckpointedOffset>> {
  const found = readLines(fs, path)
  if (found === undefined) return { content: undefined, damage: undefined }
  const content = new Map<string, CheckpointedOffset>()
  let { damage } = found
  for (const { text, checked } of found.lines) {
    const match = /^(\S+)\s+(\d+)\s+(\d+)$/.exec(text)
    const offset = Number(match?.[3])
    if (match === null || !Number.isSafeInteger(offset)) damage ??= `it has a line '${text.slice(0, 100)}'`
    else content.set(partitionKey(match[1]!, Number(match[2])), { offset, checked })
  }
  return { content, damage }
}

export function encodeOffsetCheckpoint(entries: readonly { topic: string; partition: number; offset: number }[]): Buffer {
  const lines = [`0\n${entries.length}\n`]
  for (const { topic, partition, offset } of entries) {
    const line = `${topic} ${partition} ${offset}`
    lines.push(line, checkOf(line), '\n')
  }
  return Buffer.from(lines.join(''), 'latin1')
}

export interface EpochStart {
  readonly epoch: number
  readonly startOffset: number
}

/** All entries or none: one that is missing would give its offsets to another epoch. */
export function readEpochCheckpoint(fs: FileSystem, path: string): CheckpointFile<readonly EpochStart[]> {
  const found = readLines(fs, path)
  if (found === undefined) return { content: undefined, damage: undefined }
  if (found.damage !== undefined) return { content: undefined, damage: found.damage }
  const content: EpochStart[] = []
  for (const { text } of found.lines) {
    const match = /^(\d+)\s+(\d+)$/.exec(text)
    const entry = { epoch: Number(match?.[1]), startOffset: Number(match?.[2]) }
    const last = content.at(-1)
    const inOrder = last === undefined || (entry.epoch > last.epoch && entry.startOffset > last.startOffset)
    if (match === null || !inOrder || !Number.isSafeInteger(entry.startOffset) || entry.epoch > 0x7fffffff) {
      return { content: undefined, damage: `it has a line '${text.slice(0, 100)}'` }
    }
    content.push(entry)
  }
  return { content, damage: undefined }
}

export function encodeEpochCheckpoint(entries: readonly EpochStart[]): Buffer {
  const lines = [`0\n${entries.length}\n`]
  for (const { epoch, startOffset } of entries) {
    const line = `${epoch} ${startOffset}`
    lines.push(line, checkOf(line), '\n')
  }
  return Buffer.from(lines.join(''), 'latin1')
}
