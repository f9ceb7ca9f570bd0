/** Committed offsets, in __consumer_offsets: one record per group, topic and partition. */
import type { RecordSchema } from '../schema.ts'

export const offsetCommitKey: RecordSchema = {
  kind: 'key',
  recordType: 1,
  name: 'OffsetCommitKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'group', type: 'string', versions: '0', doc: 'Group id.' },
    { name: 'topic', type: 'string', versions: '0' },
    { name: 'partition', type: 'int32', versions: '0' },
  ],
}

export const offsetCommitValue: RecordSchema = {
  kind: 'value',
  recordType: 1,
  name: 'OffsetCommitValue',
  validVersions: '0-4',
  flexibleVersions: '4+',
  fields: [
    { name: 'offset', type: 'int64', versions: '0+', saturating: true },
    { name: 'leaderEpoch', type: 'int32', versions: '3+', default: -1, ignorable: true },
    { name: 'metadata', type: 'string', versions: '0+' },
    { name: 'commitTimestamp', type: 'int64', versions: '0+', saturating: true, doc: 'When the offset was committed.' },
    {
      name: 'expireTimestamp', type: 'int64', versions: '1', default: -1, saturating: true, ignorable: true,
      doc: 'When the offset expires, set by a client of version 1; otherwise -1.',
    },
    { name: 'topicId', type: 'uuid', versions: '4+', taggedVersions: '4+', tag: 0, ignorable: true },
  ],
}
