/** The topics of the chaos run: what each is there for, and why its records may go away. */

export interface ChaosTopic {
  readonly name: string
  readonly partitions: number
  readonly configs: Readonly<Record<string, string>>
  /** Records have keys and some are tombstones; the cleaner may remove all but the last of a key. */
  readonly isCompacted: boolean
  /** Records older than this may go. */
  readonly retentionMs?: number
  /** Segments may go as long as so many bytes stay. */
  readonly retentionBytes?: number
  /** Tombstones stay this long. */
  readonly deleteRetentionMs?: number
  /** Records go when somebody asks for it. */
  readonly isTrimmed?: boolean
  /** Its writers pause from time to time, so that it becomes empty. */
  readonly pauses?: boolean
}

/** Segments roll by time: at the rate of this run that is many times a cycle. */
const rolling = { 'segment.bytes': '1048576', 'segment.ms': '700', 'file.delete.delay.ms': '500', 'index.interval.bytes': '1024' }

const compaction = { ...rolling, 'min.cleanable.dirty.ratio': '0.01', 'delete.retention.ms': '1500', 'min.compaction.lag.ms': '0' }

export const topics: readonly ChaosTopic[] = [
  { name: 'rolls', partitions: 3, configs: rolling, isCompacted: false },
  { name: 'flushed', partitions: 1, configs: { ...rolling, 'flush.messages': '1' }, isCompacted: false },
  {
    name: 'churning', partitions: 1, configs: { ...rolling, 'segment.ms': '20', 'flush.messages': '1', 'retention.ms': '4000' }, isCompacted: false, retentionMs: 4000,
  },
  {
    name: 'expiring', partitions: 2, configs: { ...rolling, 'segment.ms': '400', 'retention.ms': '2000' }, isCompacted: false, retentionMs: 2000, pauses: true,
  },
  { name: 'sized', partitions: 2, configs: { ...rolling, 'segment.ms': '400', 'retention.bytes': '200000' }, isCompacted: false, retentionBytes: 200_000 },
  { name: 'trimmed', partitions: 2, configs: rolling, isCompacted: false, isTrimmed: true, pauses: true },
  { name: 'compacted', partitions: 2, configs: { ...compaction, 'cleanup.policy': 'compact' }, isCompacted: true, deleteRetentionMs: 1500 },
  {
    name: 'compacted-expiring', partitions: 2, configs: { ...compaction, 'cleanup.policy': 'compact,delete', 'retention.ms': '3000' }, isCompacted: true,
    deleteRetentionMs: 1500, retentionMs: 3000, pauses: true,
  },
]

export const nameOf = (topic: string, partition: number): string => `${topic}-${partition}`
