import type { ApiSchema } from './schema.ts'

export const streamsGroupHeartbeat: ApiSchema = {
  key: 88,
  name: 'StreamsGroupHeartbeat',
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
      { name: 'EndpointInformationEpoch', type: 'int32', versions: '0+' },
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
        name: 'Topology', type: 'Topology', versions: '0+', nullableVersions: '0+', default: null, fields: [
          { name: 'Epoch', type: 'int32', versions: '0+' },
          {
            name: 'Subtopologies', type: '[]Subtopology', versions: '0+', fields: [
              { name: 'SubtopologyId', type: 'string', versions: '0+' },
              { name: 'SourceTopics', type: '[]string', versions: '0+', entityType: 'topicName' },
              { name: 'SourceTopicRegex', type: '[]string', versions: '0+' },
              { name: 'StateChangelogTopics', type: '[]TopicInfo', versions: '0+' },
              { name: 'RepartitionSinkTopics', type: '[]string', versions: '0+', entityType: 'topicName' },
              { name: 'RepartitionSourceTopics', type: '[]TopicInfo', versions: '0+' },
              {
                name: 'CopartitionGroups', type: '[]CopartitionGroup', versions: '0+', fields: [
                  { name: 'SourceTopics', type: '[]int16', versions: '0+' },
                  { name: 'SourceTopicRegex', type: '[]int16', versions: '0+' },
                  { name: 'RepartitionSourceTopics', type: '[]int16', versions: '0+' },
                ],
              },
            ],
          },
        ],
      },
      { name: 'ActiveTasks', type: '[]TaskIds', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'StandbyTasks', type: '[]TaskIds', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'WarmupTasks', type: '[]TaskIds', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'ProcessId', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'UserEndpoint', type: 'Endpoint', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'ClientTags', type: '[]KeyValue', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'TaskOffsets', type: '[]TaskOffset', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'TaskEndOffsets', type: '[]TaskOffset', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'ShutdownApplication', type: 'bool', versions: '0+', default: false },
    ],
    commonStructs: [
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
          { name: 'Offset', type: 'int64', versions: '0+', saturating: true },
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
        name: 'MemberId', type: 'string', versions: '0+',
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
      { name: 'AcceptableRecoveryLagLegacy', type: 'int32', versions: '0' },
      { name: 'TaskOffsetIntervalMs', type: 'int32', versions: '0+' },
      { name: 'AcceptableRecoveryLag', type: 'int64', versions: '1+', default: -1, ignorable: true },
      { name: 'Status', type: '[]Status', versions: '0+', nullableVersions: '0+' },
      { name: 'ActiveTasks', type: '[]TaskIds', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'StandbyTasks', type: '[]TaskIds', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'WarmupTasks', type: '[]TaskIds', versions: '0+', nullableVersions: '0+', default: null },
      { name: 'TopologyDescriptionRequired', type: 'bool', versions: '1+', default: false },
      { name: 'EndpointInformationEpoch', type: 'int32', versions: '0+' },
      {
        name: 'PartitionsByUserEndpoint', type: '[]EndpointToPartitions', versions: '0+', nullableVersions: '0+',
        default: null, fields: [
          { name: 'UserEndpoint', type: 'Endpoint', versions: '0+' },
          { name: 'ActivePartitions', type: '[]TopicPartition', versions: '0+' },
          { name: 'StandbyPartitions', type: '[]TopicPartition', versions: '0+' },
        ],
      },
    ],
    commonStructs: [
      {
        name: 'Status',
        versions: '0+',
        fields: [
          { name: 'StatusCode', type: 'int8', versions: '0+' },
          { name: 'StatusDetail', type: 'string', versions: '0+' },
        ],
      },
      {
        name: 'TopicPartition',
        versions: '0+',
        fields: [
          { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName' },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
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
        name: 'Endpoint',
        versions: '0+',
        fields: [
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Port', type: 'uint16', versions: '0+' },
        ],
      },
    ],
  },
}
