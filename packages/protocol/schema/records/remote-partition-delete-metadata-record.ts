/** Record of __remote_log_metadata. */
import type { RecordSchema } from '../schema.ts'

export const remotePartitionDeleteMetadataRecord: RecordSchema = {
  kind: 'metadata',
  recordType: 2,
  name: 'RemotePartitionDeleteMetadataRecord',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'TopicIdPartition', type: 'TopicIdPartitionEntry', versions: '0+', fields: [
        { name: 'Name', type: 'string', versions: '0+' },
        { name: 'Id', type: 'uuid', versions: '0+' },
        { name: 'Partition', type: 'int32', versions: '0+' },
      ],
    },
    { name: 'BrokerId', type: 'int32', versions: '0+' },
    { name: 'EventTimestampMs', type: 'int64', versions: '0+', saturating: true },
    { name: 'RemotePartitionDeleteState', type: 'int8', versions: '0+' },
  ],
}
