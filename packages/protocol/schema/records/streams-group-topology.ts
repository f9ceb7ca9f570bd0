/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const streamsGroupTopologyKey: RecordSchema = {
  kind: 'key',
  recordType: 23,
  name: 'StreamsGroupTopologyKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const streamsGroupTopologyValue: RecordSchema = {
  kind: 'value',
  recordType: 23,
  name: 'StreamsGroupTopologyValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Epoch', type: 'int32', versions: '0+' },
    {
      name: 'Subtopologies', type: '[]Subtopology', versions: '0+', fields: [
        { name: 'SubtopologyId', type: 'string', versions: '0+' },
        { name: 'SourceTopics', type: '[]string', versions: '0+' },
        { name: 'SourceTopicRegex', type: '[]string', versions: '0+' },
        { name: 'StateChangelogTopics', type: '[]TopicInfo', versions: '0+' },
        { name: 'RepartitionSinkTopics', type: '[]string', versions: '0+' },
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
  commonStructs: [
    {
      name: 'TopicConfig',
      versions: '0+',
      fields: [
        { name: 'key', type: 'string', versions: '0+' },
        { name: 'value', type: 'string', versions: '0+' },
      ],
    },
    {
      name: 'TopicInfo',
      versions: '0+',
      fields: [
        { name: 'Name', type: 'string', versions: '0+' },
        { name: 'Partitions', type: 'int32', versions: '0+' },
        {
          name: 'ReplicationFactor', type: 'int16', versions: '0+',
          doc: 'Copies of each partition; -1 in a request for the broker\'s default.',
        },
        { name: 'TopicConfigs', type: '[]TopicConfig', versions: '0+' },
      ],
    },
  ],
}
