// Public door: what a topic's configuration means to a log, and what a data directory says of itself.
export { defaultLogConfig } from './log-config.ts'
export type { CompressionType, LogConfig } from './log-config.ts'
export { StorageOpenError } from './directory-loader.ts'
export type { StorageOpenProblem } from './directory-loader.ts'
export { inspectDirectory } from './adopt.ts'
export type { FoundPartition, InspectedDirectory } from './adopt.ts'
