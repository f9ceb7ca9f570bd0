import type { ApiSchema } from './schema.ts'

export const consumerGroupHeartbeat: ApiSchema = {
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  listeners: ['broker'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'MemberId', type: 'string', versions: '0+',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'MemberEpoch', type: 'int32', versions: '0+',
        doc: 'Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member).',
      },
      {
        name: 'InstanceId', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'Name of a static member (KIP-345); null for a dynamic one.',
      },
      {
        name: 'RackId', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'Rack of the client, for fetching from a nearby replica (KIP-392).',
      },
      {
        name: 'RebalanceTimeoutMs', type: 'int32', versions: '0+', default: -1,
        doc: 'How long the coordinator waits for the member to join again, or to give up partitions.',
      },
      {
        name: 'SubscribedTopicNames', type: '[]string', versions: '0+', nullableVersions: '0+', default: null,
        entityType: 'topicName',
      },
      {
        name: 'SubscribedTopicRegex', type: 'string', versions: '1+', nullableVersions: '1+', default: null,
        doc: 'Regular expression of topics; null for none or unchanged.',
      },
      {
        name: 'ServerAssignor', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'Assignor that the member prefers; null for none or unchanged.',
      },
      {
        name: 'TopicPartitions', type: '[]TopicPartitions', versions: '0+', nullableVersions: '0+', default: null,
        fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+' },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      {
        name: 'MemberId', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'MemberEpoch', type: 'int32', versions: '0+',
        doc: 'Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member).',
      },
      {
        name: 'HeartbeatIntervalMs', type: 'int32', versions: '0+',
        doc: 'How often the member is to send a heartbeat.',
      },
      {
        name: 'Assignment', type: 'Assignment', versions: '0+', nullableVersions: '0+', default: null, fields: [
          { name: 'TopicPartitions', type: '[]TopicPartitions', versions: '0+' },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'TopicPartitions',
        versions: '0+',
        fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+' },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
        ],
      },
    ],
  },
}
