/** What the members of a classic consumer group tell each other inside JoinGroup and SyncGroup. */
import type { RecordSchema } from '../schema.ts'

export const consumerProtocolSubscription: RecordSchema = {
  kind: 'data',
  name: 'ConsumerProtocolSubscription',
  validVersions: '0-3',
  flexibleVersions: 'none',
  fields: [
    { name: 'Topics', type: '[]string', versions: '0+' },
    { name: 'UserData', type: 'bytes', versions: '0+', nullableVersions: '0+', default: null },
    {
      name: 'OwnedPartitions', type: '[]TopicPartition', versions: '1+', ignorable: true,
      doc: 'Partitions that the member holds now, for cooperative rebalancing.', fields: [
        { name: 'Topic', type: 'string', versions: '1+', entityType: 'topicName', mapKey: true },
        { name: 'Partitions', type: '[]int32', versions: '1+' },
      ],
    },
    {
      name: 'GenerationId', type: 'int32', versions: '2+', default: -1, ignorable: true,
      doc: 'Generation in which the owned partitions were assigned.',
    },
    {
      name: 'RackId', type: 'string', versions: '3+', nullableVersions: '3+', default: null, ignorable: true,
      doc: 'Rack of the client, for fetching from a nearby replica (KIP-392).',
    },
  ],
}

export const consumerProtocolAssignment: RecordSchema = {
  kind: 'data',
  name: 'ConsumerProtocolAssignment',
  validVersions: '0-3',
  flexibleVersions: 'none',
  fields: [
    {
      name: 'AssignedPartitions', type: '[]TopicPartition', versions: '0+', fields: [
        { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
        { name: 'Partitions', type: '[]int32', versions: '0+' },
      ],
    },
    { name: 'UserData', type: 'bytes', versions: '0+', nullableVersions: '0+', default: null },
  ],
}
