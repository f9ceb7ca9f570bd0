/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const shareGroupStatePartitionMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 15,
  name: 'ShareGroupStatePartitionMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const shareGroupStatePartitionMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 15,
  name: 'ShareGroupStatePartitionMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'InitializingTopics', type: '[]TopicPartitionsInfo', versions: '0+' },
    { name: 'InitializedTopics', type: '[]TopicPartitionsInfo', versions: '0+' },
    { name: 'DeletingTopics', type: '[]TopicInfo', versions: '0+' },
  ],
  commonStructs: [
    {
      name: 'TopicPartitionsInfo',
      versions: '0+',
      fields: [
        { name: 'TopicId', type: 'uuid', versions: '0+' },
        { name: 'TopicName', type: 'string', versions: '0+' },
        { name: 'Partitions', type: '[]int32', versions: '0+' },
      ],
    },
    {
      name: 'TopicInfo',
      versions: '0+',
      fields: [
        { name: 'TopicId', type: 'uuid', versions: '0+' },
        { name: 'TopicName', type: 'string', versions: '0+' },
      ],
    },
  ],
}
