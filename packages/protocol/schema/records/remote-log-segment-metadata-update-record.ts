/** Record of __remote_log_metadata. */
import type { RecordSchema } from '../schema.ts'

export const remoteLogSegmentMetadataUpdateRecord: RecordSchema = {
  kind: 'metadata',
  recordType: 1,
  name: 'RemoteLogSegmentMetadataUpdateRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'RemoteLogSegmentId', type: 'RemoteLogSegmentIdEntry', versions: '0+', fields: [
        {
          name: 'TopicIdPartition', type: 'TopicIdPartitionEntry', versions: '0+', fields: [
            { name: 'Name', type: 'string', versions: '0+' },
            { name: 'Id', type: 'uuid', versions: '0+' },
            { name: 'Partition', type: 'int32', versions: '0+' },
          ],
        },
        { name: 'Id', type: 'uuid', versions: '0+' },
      ],
    },
    { name: 'BrokerId', type: 'int32', versions: '0+' },
    { name: 'EventTimestampMs', type: 'int64', versions: '0+', saturating: true },
    { name: 'CustomMetadata', type: 'bytes', versions: '0+', nullableVersions: '0+', default: null },
    { name: 'RemoteLogSegmentState', type: 'int8', versions: '0+' },
  ],
}
