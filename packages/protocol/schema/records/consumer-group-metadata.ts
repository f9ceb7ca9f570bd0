/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const consumerGroupMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 3,
  name: 'ConsumerGroupMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const consumerGroupMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 3,
  name: 'ConsumerGroupMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Epoch', type: 'int32', versions: '0+' },
    {
      name: 'MetadataHash', type: 'int64', versions: '0+', taggedVersions: '0+', tag: 0, default: 0n, big: true,
      doc: 'Hash of the topics and partitions that the assignment was made for.',
    },
  ],
}
