/**
 * For tests: the indexes of a log as Apache Kafka 3.9 would have written them. It enters what was appended by one
 * request as a whole, so that one entry may stand for several batches, and a time entry for one that lies behind the
 * batch which its offset entry leads to (`LogSegment.append`).
 */
import type { SimFileSystem, SimRandom } from '@odradek/platform/sim'
import { batchLastOffset, batchSizeInBytes, scanBatches } from '@odradek/protocol/internal'
import { INDEX_SUFFIX, LOG_SUFFIX, TIME_INDEX_SUFFIX, offsetOfFileName } from '../file-names.ts'
import { putInt64 } from '../index/safe-int64.ts'
import { largestTimestamp } from './log-contents.ts'

const OFFSET_ENTRY_BYTES = 8
const TIME_ENTRY_BYTES = 12

/** Replaces the indexes of every segment in a folder; which batches came together is random. */
export function writeKafkaIndexes(fs: SimFileSystem, folder: string, intervalBytes: number, random: SimRandom): void {
  for (const { name } of fs.list(folder)) {
    if (!name.endsWith(LOG_SUFFIX)) continue
    const stem = `${folder}/${name.slice(0, -LOG_SUFFIX.length)}`
    const bytes = fs.readFile(`${folder}/${name}`)
    const { offsets, times } = kafkaIndexes(bytes, offsetOfFileName(name), intervalBytes, random)
    fs.replaceFile(stem + INDEX_SUFFIX, offsets)
    fs.replaceFile(stem + TIME_INDEX_SUFFIX, times)
  }
}

function kafkaIndexes(
  bytes: Buffer, baseOffset: number, intervalBytes: number, random: SimRandom,
): { offsets: Buffer; times: Buffer } {
  const { positions } = scanBatches(bytes)
  const offsets: Buffer[] = []
  const times: Buffer[] = []
  const largestGroup = 1 + random.below(9)
  let sinceEntry = 0
  let max = { timestamp: -1, offset: -1 }
  let entered = -1
  const enterTime = (): void => {
    if (max.timestamp <= entered) return
    entered = max.timestamp
    times.push(timeEntry(max.timestamp, max.offset - baseOffset))
  }
  for (let i = 0; i < positions.length;) {
    const group = positions.slice(i, i + 1 + random.below(largestGroup))
    i += group.length
    for (const at of group) {
      const timestamp = largestTimestamp(bytes, at)
      if (timestamp > max.timestamp) max = { timestamp, offset: batchLastOffset(bytes, at) }
    }
    if (sinceEntry > intervalBytes) {
      offsets.push(offsetEntry(batchLastOffset(bytes, group.at(-1)!) - baseOffset, group[0]!))
      enterTime()
      sinceEntry = 0
    }
    for (const at of group) sinceEntry += batchSizeInBytes(bytes, at)
  }
  enterTime()
  return { offsets: Buffer.concat(offsets), times: Buffer.concat(times) }
}

function offsetEntry(relativeOffset: number, position: number): Buffer {
  const entry = Buffer.alloc(OFFSET_ENTRY_BYTES)
  entry.writeInt32BE(relativeOffset, 0)
  entry.writeInt32BE(position, 4)
  return entry
}

function timeEntry(timestamp: number, relativeOffset: number): Buffer {
  const entry = Buffer.alloc(TIME_ENTRY_BYTES)
  putInt64(entry, 0, timestamp)
  entry.writeInt32BE(relativeOffset, 8)
  return entry
}
