/** Record of __remote_log_metadata. */
import type { RecordSchema } from '../schema.ts'

export const remoteLogSegmentMetadataSnapshotRecord: RecordSchema = {
  kind: 'metadata',
  recordType: 3,
  name: 'RemoteLogSegmentMetadataSnapshotRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'SegmentId', type: 'uuid', versions: '0+' },
    { name: 'StartOffset', type: 'int64', versions: '0+', saturating: true, doc: 'First offset.' },
    { name: 'EndOffset', type: 'int64', versions: '0+', saturating: true },
    { name: 'BrokerId', type: 'int32', versions: '0+' },
    { name: 'MaxTimestampMs', type: 'int64', versions: '0+', saturating: true },
    { name: 'EventTimestampMs', type: 'int64', versions: '0+', saturating: true },
    {
      name: 'SegmentLeaderEpochs', type: '[]SegmentLeaderEpochEntry', versions: '0+', fields: [
        { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
        { name: 'Offset', type: 'int64', versions: '0+', saturating: true },
      ],
    },
    { name: 'SegmentSizeInBytes', type: 'int32', versions: '0+' },
    { name: 'CustomMetadata', type: 'bytes', versions: '0+', nullableVersions: '0+', default: null },
    { name: 'RemoteLogSegmentState', type: 'int8', versions: '0+' },
    { name: 'TxnIndexEmpty', type: 'bool', versions: '0+', taggedVersions: '0+', tag: 0 },
  ],
}
