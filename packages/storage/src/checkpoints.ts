/**
 * The text checkpoints of a data directory: version line `0`, a count, then `topic partition offset` lines
 * (`OffsetCheckpointFile`), and of a partition: `epoch startOffset` lines (`LeaderEpochCheckpointFile`). Written by
 * atomic replacement. A file that cannot be understood counts as absent: recovery then does more work, never less.
 */
import type { FileSystem } from '@odradek/platform'

function checkpointLines(fs: FileSystem, path: string): string[] | undefined {
  let text: string
  try {
    text = fs.readFile(path).toString('utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined
    throw error
  }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  if (lines[0] !== '0' || lines[1] === undefined || Number(lines[1]) !== lines.length - 2) return undefined
  return lines.slice(2)
}

/** Key of a partition in the maps below. Topic names hold no slash. */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

/** Offsets by {@link partitionKey}; undefined when the file is missing or malformed. */
export function readOffsetCheckpoint(fs: FileSystem, path: string): Map<string, number> | undefined {
  const lines = checkpointLines(fs, path)
  if (lines === undefined) return undefined
  const offsets = new Map<string, number>()
  for (const line of lines) {
    const [topic, partition, offset, more] = line.split(/\s+/)
    const value = Number(offset)
    if (more !== undefined || topic === undefined || !/^\d+$/.test(partition ?? '')) return undefined
    if (offset === undefined || !Number.isSafeInteger(value)) return undefined
    offsets.set(partitionKey(topic, Number(partition)), value)
  }
  return offsets
}

export function encodeOffsetCheckpoint(entries: readonly { topic: string; partition: number; offset: number }[]): Buffer {
  let text = `0\n${entries.length}\n`
  for (const { topic, partition, offset } of entries) text += `${topic} ${partition} ${offset}\n`
  return Buffer.from(text)
}

export interface EpochStart {
  readonly epoch: number
  readonly startOffset: number
}

export function readEpochCheckpoint(fs: FileSystem, path: string): EpochStart[] | undefined {
  const lines = checkpointLines(fs, path)
  if (lines === undefined) return undefined
  const entries: EpochStart[] = []
  for (const line of lines) {
    const match = /^(\d+)\s+(\d+)$/.exec(line)
    if (match === null) return undefined
    entries.push({ epoch: Number(match[1]), startOffset: Number(match[2]) })
  }
  return entries
}

export function encodeEpochCheckpoint(entries: readonly EpochStart[]): Buffer {
  let text = `0\n${entries.length}\n`
  for (const { epoch, startOffset } of entries) text += `${epoch} ${startOffset}\n`
  return Buffer.from(text)
}
