/** Committed offsets as Kafka before 0.9 wrote them, in __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const legacyOffsetCommitKey: RecordSchema = {
  kind: 'key',
  recordType: 0,
  name: 'LegacyOffsetCommitKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'group', type: 'string', versions: '0' },
    { name: 'topic', type: 'string', versions: '0' },
    { name: 'partition', type: 'int32', versions: '0' },
  ],
}

export const legacyOffsetCommitValue: RecordSchema = {
  kind: 'value',
  recordType: 0,
  name: 'LegacyOffsetCommitValue',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'offset', type: 'int64', versions: '0', saturating: true },
    { name: 'metadata', type: 'string', versions: '0' },
    { name: 'commitTimestamp', type: 'int64', versions: '0', saturating: true },
  ],
}
