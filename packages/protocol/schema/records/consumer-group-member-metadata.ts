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
    {
      name: 'MemberId', type: 'string', versions: '0',
      doc: 'Id of the member within its group; empty before the first join of a classic member.',
    },
  ],
}

export const consumerGroupMemberMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 5,
  name: 'ConsumerGroupMemberMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'InstanceId', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Name of a static member (KIP-345); null for a dynamic one.',
    },
    {
      name: 'RackId', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Rack of the client, for fetching from a nearby replica (KIP-392).',
    },
    { name: 'ClientId', type: 'string', versions: '0+' },
    { name: 'ClientHost', type: 'string', versions: '0+' },
    { name: 'SubscribedTopicNames', type: '[]string', versions: '0+' },
    {
      name: 'SubscribedTopicRegex', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Regular expression of topics; null for none or unchanged.',
    },
    {
      name: 'RebalanceTimeoutMs', type: 'int32', versions: '0+', default: -1,
      doc: 'How long the coordinator waits for the member to join again, or to give up partitions.',
    },
    {
      name: 'ServerAssignor', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Assignor that the member prefers; null for none or unchanged.',
    },
    {
      name: 'ClassicMemberMetadata', type: 'ClassicMemberMetadata', versions: '0+', nullableVersions: '0+',
      taggedVersions: '0+', tag: 0, fields: [
        {
          name: 'SessionTimeoutMs', type: 'int32', versions: '0+',
          doc: 'Silence after which the coordinator takes the member for dead.',
        },
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
