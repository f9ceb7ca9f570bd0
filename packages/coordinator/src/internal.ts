// Family door: for the other packages of this repository only.
export * from './index.ts'
export { GroupCoordinator, type GroupCoordinatorOptions, type GroupRequestContext } from './group-coordinator.ts'
export { defaultGroupConfig } from './config.ts'
export { javaHashCode, partitionForGroup } from './java-hash.ts'
export { decodeRecord, encodeRecord, type EncodedRecord } from './records/record-codec.ts'
export type {
  CommittedOffset, CoordinatorRecord, GroupImage, GroupRecord, MemberImage, OffsetRecord,
} from './records/coordinator-record.ts'
export type { AnswerPace, CoordinatorTimer, PartitionWriter, TimerHandle, TopicDirectory } from './runtime/ports.ts'
export type { LogChunks } from './shard-directory.ts'
