import type { ApiSchema } from './schema.ts'

export const streamsGroupTopologyDescriptionUpdate: ApiSchema = {
  key: 93,
  name: 'StreamsGroupTopologyDescriptionUpdate',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'MemberId', type: 'string', versions: '0+',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      { name: 'TopologyEpoch', type: 'int32', versions: '0+' },
      { name: 'TopologyDescription', type: 'TopologyDescription', versions: '0+' },
    ],
    commonStructs: [
      {
        name: 'TopologyDescription',
        versions: '0+',
        fields: [
          { name: 'Subtopologies', type: '[]TopologyDescriptionSubtopology', versions: '0+' },
          { name: 'GlobalStores', type: '[]TopologyDescriptionGlobalStore', versions: '0+' },
        ],
      },
      {
        name: 'TopologyDescriptionSubtopology',
        versions: '0+',
        fields: [
          { name: 'SubtopologyId', type: 'string', versions: '0+' },
          { name: 'Nodes', type: '[]TopologyDescriptionNode', versions: '0+' },
        ],
      },
      {
        name: 'TopologyDescriptionNode',
        versions: '0+',
        fields: [
          { name: 'Name', type: 'string', versions: '0+' },
          { name: 'NodeType', type: 'int8', versions: '0+' },
          { name: 'SourceTopics', type: '[]string', versions: '0+', entityType: 'topicName' },
          {
            name: 'SinkTopic', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
            entityType: 'topicName',
          },
          { name: 'Stores', type: '[]string', versions: '0+' },
          { name: 'Successors', type: '[]string', versions: '0+' },
        ],
      },
      {
        name: 'TopologyDescriptionGlobalStore',
        versions: '0+',
        fields: [
          { name: 'Source', type: 'TopologyDescriptionNode', versions: '0+' },
          { name: 'Processor', type: 'TopologyDescriptionNode', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '0',
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
    ],
  },
}
