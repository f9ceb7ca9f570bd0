/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const consumerGroupPartitionMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 4,
  name: 'ConsumerGroupPartitionMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const consumerGroupPartitionMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 4,
  name: 'ConsumerGroupPartitionMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'Topics', type: '[]TopicMetadata', versions: '0+', fields: [
        { name: 'TopicId', type: 'uuid', versions: '0+' },
        { name: 'TopicName', type: 'string', versions: '0+' },
        {
          name: 'NumPartitions', type: 'int32', versions: '0+',
          doc: 'Number of partitions; -1 in a request for the broker\'s default.',
        },
        {
          name: 'PartitionMetadata', type: '[]PartitionMetadata', versions: '0+', fields: [
            { name: 'Partition', type: 'int32', versions: '0+' },
            { name: 'Racks', type: '[]string', versions: '0+' },
          ],
        },
      ],
    },
  ],
}
