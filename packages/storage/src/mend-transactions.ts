/**
 * Transaction indexes that are damaged are built anew when a log is opened: without them readers would be given aborted
 * records. Nothing is cut for it.
 */
import { batchBaseOffset, batchIsControl, batchLastOffset, batchProducerId } from '@odradek/protocol/internal'
import { BatchCursor } from './batch-cursor.ts'
import type { Slices } from './environment.ts'
import type { PartitionLog } from './partition-log.ts'
import { ProducerState } from './producer-state.ts'
import { DAMAGED } from './segment.ts'
import type { Segment } from './segment.ts'

export async function mendTransactions(log: PartitionLog, slices: Slices): Promise<void> {
  for (const [i, segment] of log.segments.all.entries()) {
    if (segment.indexes.loadTransactions() && agree(segment, log.segments.at(i + 1)?.baseOffset)) {
      if (slices.due) await slices.pause()
      continue
    }
    log.damage.tell('warn', { segment: segment.baseOffset }, 'a transaction index is damaged; the log is read again for it')
    return rebuild(log, segment, slices)
  }
}

/** Whether each entry has its marker, as far as the log can tell. */
function agree(segment: Segment, nextBase: number = Number.MAX_SAFE_INTEGER): boolean {
  let last = segment.baseOffset - 1
  for (const { producerId, lastOffset, lastStableOffset } of segment.transactionIndex.entries) {
    if (lastOffset <= last || lastOffset >= nextBase || lastStableOffset > lastOffset + 1) return false
    last = lastOffset
    const position = segment.positionOf(lastOffset)
    if (position === DAMAGED || position >= segment.file.size) continue
    const cursor = new BatchCursor(segment.file, position, segment.file.size, false)
    const agrees = cursor.next() && batchBaseOffset(cursor.buffer, cursor.at) <= lastOffset && batchIsControl(cursor.buffer, cursor.at) &&
      batchProducerId(cursor.buffer, cursor.at) === producerId
    cursor.done()
    if (!agrees) return false
  }
  return true
}

/** From all batches of the log, for transactions begin in earlier segments. Of what lies behind damage old entries stay. */
async function rebuild(log: PartitionLog, first: Segment, slices: Slices): Promise<void> {
  const state = new ProducerState()
  for (const segment of log.segments.all) {
    const index = segment.transactionIndex
    const old = index.entries.slice()
    const isNew = segment.baseOffset >= first.baseOffset
    if (isNew) index.reset()
    let end = segment.baseOffset
    const cursor = new BatchCursor(segment.file, 0, segment.file.size, false)
    while (cursor.next()) {
      if (batchIsControl(cursor.buffer, cursor.at) && !cursor.loadWhole()) break
      const completed = state.update(cursor.buffer, cursor.at)
      if (completed !== undefined) {
        const { aborted, ...transaction } = completed
        if (isNew && aborted) index.append({ ...transaction, lastStableOffset: state.lastStableOffsetAfter(completed) })
        state.complete(completed)
      }
      end = batchLastOffset(cursor.buffer, cursor.at) + 1
      if (slices.due) await slices.pause()
    }
    cursor.done()
    if (!isNew) continue
    if (cursor.ended !== 'end') for (const entry of old) if (entry.lastOffset >= end) index.append(entry)
    segment.indexes.persist()
    segment.indexes.synced = false
  }
}
