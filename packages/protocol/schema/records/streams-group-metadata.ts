/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const streamsGroupMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 17,
  name: 'StreamsGroupMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
  ],
}

export const streamsGroupMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 17,
  name: 'StreamsGroupMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Epoch', type: 'int32', versions: '0+' },
    {
      name: 'MetadataHash', type: 'int64', versions: '0+', big: true,
      doc: 'Hash of the topics and partitions that the assignment was made for.',
    },
    { name: 'ValidatedTopologyEpoch', type: 'int32', versions: '0+', taggedVersions: '0+', tag: 0, default: -1 },
    {
      name: 'LastAssignmentConfigs', type: '[]LastAssignmentConfig', versions: '0+', nullableVersions: '0+',
      taggedVersions: '0+', tag: 1,
    },
    {
      name: 'StoredDescriptionTopologyEpoch', type: 'int32', versions: '0+', taggedVersions: '0+', tag: 2,
      default: -1,
    },
    {
      name: 'FailedDescriptionTopologyEpoch', type: 'int32', versions: '0+', taggedVersions: '0+', tag: 3,
      default: -1,
    },
  ],
  commonStructs: [
    {
      name: 'LastAssignmentConfig',
      versions: '0+',
      fields: [
        { name: 'Key', type: 'string', versions: '0+' },
        { name: 'Value', type: 'string', versions: '0+' },
      ],
    },
  ],
}
