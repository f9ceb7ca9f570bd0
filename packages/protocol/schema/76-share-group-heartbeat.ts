import type { ApiSchema } from './schema.ts'

export const shareGroupHeartbeat: ApiSchema = {
  key: 76,
  name: 'ShareGroupHeartbeat',
  listeners: ['broker'],
  request: {
    validVersions: '1',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      { name: 'MemberId', type: 'string', versions: '0+' },
      { name: 'MemberEpoch', type: 'int32', versions: '0+' },
      { name: 'RackId', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
      {
        name: 'SubscribedTopicNames', type: '[]string', versions: '0+', nullableVersions: '0+', default: null,
        entityType: 'topicName',
      },
    ],
  },
  response: {
    validVersions: '1',
    flexibleVersions: '0+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'MemberId', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'MemberEpoch', type: 'int32', versions: '0+' },
      { name: 'HeartbeatIntervalMs', type: 'int32', versions: '0+' },
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
