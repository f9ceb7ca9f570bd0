import type { ApiSchema } from './schema.ts'

export const shareGroupDescribe: ApiSchema = {
  key: 77,
  name: 'ShareGroupDescribe',
  listeners: ['broker'],
  request: {
    validVersions: '1',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupIds', type: '[]string', versions: '0+', entityType: 'groupId' },
      {
        name: 'IncludeAuthorizedOperations', type: 'bool', versions: '0+',
        doc: 'True: also say which operations the principal may perform.',
      },
    ],
  },
  response: {
    validVersions: '1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Groups', type: '[]DescribedGroup', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
          { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
          { name: 'GroupState', type: 'string', versions: '0+' },
          { name: 'GroupEpoch', type: 'int32', versions: '0+' },
          { name: 'AssignmentEpoch', type: 'int32', versions: '0+' },
          { name: 'AssignorName', type: 'string', versions: '0+' },
          {
            name: 'Members', type: '[]Member', versions: '0+', fields: [
              {
                name: 'MemberId', type: 'string', versions: '0+',
                doc: 'Id of the member within its group; empty before the first join of a classic member.',
              },
              {
                name: 'RackId', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
                doc: 'Rack of the client, for fetching from a nearby replica (KIP-392).',
              },
              {
                name: 'MemberEpoch', type: 'int32', versions: '0+',
                doc: 'Epoch of the member; 0 joins, -1 leaves, -2 leaves for a while (static member).',
              },
              { name: 'ClientId', type: 'string', versions: '0+' },
              { name: 'ClientHost', type: 'string', versions: '0+' },
              { name: 'SubscribedTopicNames', type: '[]string', versions: '0+', entityType: 'topicName' },
              { name: 'Assignment', type: 'Assignment', versions: '0+' },
            ],
          },
          {
            name: 'AuthorizedOperations', type: 'int32', versions: '0+', default: -2147483648,
            doc: 'Bits of the operations that the principal may perform; the smallest int32 when not asked for.',
          },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'TopicPartitions',
        versions: '0+',
        fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+' },
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
        ],
      },
      {
        name: 'Assignment',
        versions: '0+',
        fields: [
          { name: 'TopicPartitions', type: '[]TopicPartitions', versions: '0+' },
        ],
      },
    ],
  },
}
