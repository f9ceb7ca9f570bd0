/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const consumerGroupMemberMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 5,
  name: 'ConsumerGroupMemberMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
    { name: 'MemberId', type: 'string', versions: '0' },
  ],
}

export const consumerGroupMemberMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 5,
  name: 'ConsumerGroupMemberMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'InstanceId', type: 'string', versions: '0+', nullableVersions: '0+' },
    { name: 'RackId', type: 'string', versions: '0+', nullableVersions: '0+' },
    { name: 'ClientId', type: 'string', versions: '0+' },
    { name: 'ClientHost', type: 'string', versions: '0+' },
    { name: 'SubscribedTopicNames', type: '[]string', versions: '0+' },
    { name: 'SubscribedTopicRegex', type: 'string', versions: '0+', nullableVersions: '0+' },
    { name: 'RebalanceTimeoutMs', type: 'int32', versions: '0+', default: -1 },
    { name: 'ServerAssignor', type: 'string', versions: '0+', nullableVersions: '0+' },
    {
      name: 'ClassicMemberMetadata', type: 'ClassicMemberMetadata', versions: '0+', nullableVersions: '0+',
      taggedVersions: '0+', tag: 0, fields: [
        { name: 'SessionTimeoutMs', type: 'int32', versions: '0+' },
        {
          name: 'SupportedProtocols', type: '[]ClassicProtocol', versions: '0+', fields: [
            { name: 'Name', type: 'string', versions: '0+' },
            { name: 'Metadata', type: 'bytes', versions: '0+' },
          ],
        },
      ],
    },
  ],
}
