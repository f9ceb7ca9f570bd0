/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const shareGroupMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 11,
  name: 'ShareGroupMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const shareGroupMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 11,
  name: 'ShareGroupMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Epoch', type: 'int32', versions: '0+' },
    {
      name: 'MetadataHash', type: 'int64', versions: '0+', big: true,
      doc: 'Hash of the topics and partitions that the assignment was made for.',
    },
  ],
}
