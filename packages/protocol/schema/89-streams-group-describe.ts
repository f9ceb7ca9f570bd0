import type { ApiSchema } from './schema.ts'

export const streamsGroupDescribe: ApiSchema = {
  key: 89,
  name: 'StreamsGroupDescribe',
  listeners: ['broker'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupIds', type: '[]string', versions: '0+', entityType: 'groupId' },
      {
        name: 'IncludeAuthorizedOperations', type: 'bool', versions: '0+',
        doc: 'True: also say which operations the principal may perform.',
      },
      { name: 'IncludeTopologyDescription', type: 'bool', versions: '1+', default: false },
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
          {
            name: 'Topology', type: 'Topology', versions: '0+', nullableVersions: '0+', default: null, fields: [
              { name: 'Epoch', type: 'int32', versions: '0+' },
              {
                name: 'Subtopologies', type: '[]Subtopology', versions: '0+', nullableVersions: '0+', default: null,
                fields: [
                  { name: 'SubtopologyId', type: 'string', versions: '0+' },
                  { name: 'SourceTopics', type: '[]string', versions: '0+', entityType: 'topicName' },
                  { name: 'RepartitionSinkTopics', type: '[]string', versions: '0+', entityType: 'topicName' },
                  { name: 'StateChangelogTopics', type: '[]TopicInfo', versions: '0+' },
                  { name: 'RepartitionSourceTopics', type: '[]TopicInfo', versions: '0+' },
                ],
              },
            ],
          },
          {
            name: 'Members', type: '[]Member', versions: '0+', fields: [
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
              { name: 'ClientId', type: 'string', versions: '0+' },
              { name: 'ClientHost', type: 'string', versions: '0+' },
              { name: 'TopologyEpoch', type: 'int32', versions: '0+' },
              { name: 'ProcessId', type: 'string', versions: '0+' },
              { name: 'UserEndpoint', type: 'Endpoint', versions: '0+', nullableVersions: '0+', default: null },
              { name: 'ClientTags', type: '[]KeyValue', versions: '0+' },
              { name: 'TaskOffsets', type: '[]TaskOffset', versions: '0+' },
              { name: 'TaskEndOffsets', type: '[]TaskOffset', versions: '0+' },
              { name: 'Assignment', type: 'Assignment', versions: '0+' },
              { name: 'TargetAssignment', type: 'Assignment', versions: '0+' },
              { name: 'IsClassic', type: 'bool', versions: '0+' },
            ],
          },
          {
            name: 'AuthorizedOperations', type: 'int32', versions: '0+', default: -2147483648,
            doc: 'Bits of the operations that the principal may perform; the smallest int32 when not asked for.',
          },
          {
            name: 'TopologyDescription', type: 'TopologyDescription', versions: '1+', nullableVersions: '1+',
            default: null,
          },
          { name: 'TopologyDescriptionStatus', type: 'int8', versions: '1+', default: 0 },
          {
            name: 'AssignorName', type: 'string', versions: '1+', nullableVersions: '1+', default: null,
            ignorable: true,
          },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'Endpoint',
        versions: '0+',
        fields: [
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Port', type: 'uint16', versions: '0+' },
        ],
      },
      {
        name: 'TaskOffset',
        versions: '0+',
        fields: [
          { name: 'SubtopologyId', type: 'string', versions: '0+' },
          { name: 'Partition', type: 'int32', versions: '0+' },
          { name: 'Offset', type: 'int64', versions: '0+' },
        ],
      },
      {
        name: 'Assignment',
        versions: '0+',
        fields: [
          { name: 'ActiveTasks', type: '[]TaskIds', versions: '0+' },
          { name: 'StandbyTasks', type: '[]TaskIds', versions: '0+' },
          { name: 'WarmupTasks', type: '[]TaskIds', versions: '0+' },
        ],
      },
      {
        name: 'TaskIds',
        versions: '0+',
        fields: [
          { name: 'SubtopologyId', type: 'string', versions: '0+' },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
        ],
      },
      {
        name: 'KeyValue',
        versions: '0+',
        fields: [
          { name: 'Key', type: 'string', versions: '0+' },
          { name: 'Value', type: 'string', versions: '0+' },
        ],
      },
      {
        name: 'TopicInfo',
        versions: '0+',
        fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'Partitions', type: 'int32', versions: '0+' },
          {
            name: 'ReplicationFactor', type: 'int16', versions: '0+',
            doc: 'Copies of each partition; -1 in a request for the broker\'s default.',
          },
          { name: 'TopicConfigs', type: '[]KeyValue', versions: '0+' },
        ],
      },
      {
        name: 'TopologyDescription',
        versions: '1+',
        fields: [
          { name: 'Subtopologies', type: '[]TopologyDescriptionSubtopology', versions: '1+' },
          { name: 'GlobalStores', type: '[]TopologyDescriptionGlobalStore', versions: '1+' },
        ],
      },
      {
        name: 'TopologyDescriptionSubtopology',
        versions: '1+',
        fields: [
          { name: 'SubtopologyId', type: 'string', versions: '1+' },
          { name: 'Nodes', type: '[]TopologyDescriptionNode', versions: '1+' },
        ],
      },
      {
        name: 'TopologyDescriptionNode',
        versions: '1+',
        fields: [
          { name: 'Name', type: 'string', versions: '1+' },
          { name: 'NodeType', type: 'int8', versions: '1+' },
          { name: 'SourceTopics', type: '[]string', versions: '1+', entityType: 'topicName' },
          {
            name: 'SinkTopic', type: 'string', versions: '1+', nullableVersions: '1+', default: null,
            entityType: 'topicName',
          },
          { name: 'Stores', type: '[]string', versions: '1+' },
          { name: 'Successors', type: '[]string', versions: '1+' },
        ],
      },
      {
        name: 'TopologyDescriptionGlobalStore',
        versions: '1+',
        fields: [
          { name: 'Source', type: 'TopologyDescriptionNode', versions: '1+' },
          { name: 'Processor', type: 'TopologyDescriptionNode', versions: '1+' },
        ],
      },
    ],
  },
}
