// Family door: for the other packages of this repository only.
export * from './index.ts'
export { LogManager } from './log-manager.ts'
export type { DirectoryDescription, LogListener, LogManagerOptions, StorageWorld } from './log-manager.ts'
export type { Orphan, Owner } from './orphans.ts'
export { PartitionLog } from './partition-log.ts'
export { defaultLogManagerSettings } from './settings.ts'
export type { LogManagerSettings } from './settings.ts'
export type {
  AbortedTransaction, AppendFailure, AppendOptions, AppendOrigin, AppendResult, AppendSuccess, ReadFailure, ReadOptions,
  ReadResult, ReadSuccess, RecordProblem, TimestampOffset,
} from './log-results.ts'
export type { ActiveProducer } from './producer-state.ts'
export type { EpochEnd, LeaderEpochs } from './leader-epochs.ts'
export { readMetaProperties } from './meta-properties.ts'
export type { MetaProperties } from './meta-properties.ts'
