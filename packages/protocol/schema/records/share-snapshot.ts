/** Whole state of a share partition, in __share_group_state. */
import type { RecordSchema } from '../schema.ts'

export const shareSnapshotKey: RecordSchema = {
  kind: 'key',
  recordType: 0,
  name: 'ShareSnapshotKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
    { name: 'TopicId', type: 'uuid', versions: '0' },
    { name: 'Partition', type: 'int32', versions: '0' },
  ],
}

export const shareSnapshotValue: RecordSchema = {
  kind: 'value',
  recordType: 0,
  name: 'ShareSnapshotValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'SnapshotEpoch', type: 'int32', versions: '0+' },
    { name: 'StateEpoch', type: 'int32', versions: '0+' },
    { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
    { name: 'StartOffset', type: 'int64', versions: '0+', saturating: true, doc: 'First offset.' },
    { name: 'DeliveryCompleteCount', type: 'int32', versions: '0+', taggedVersions: '0+', tag: 0, default: -1 },
    { name: 'CreateTimestamp', type: 'int64', versions: '0+', saturating: true },
    { name: 'WriteTimestamp', type: 'int64', versions: '0+', saturating: true },
    {
      name: 'StateBatches', type: '[]StateBatch', versions: '0+', fields: [
        { name: 'FirstOffset', type: 'int64', versions: '0+', saturating: true },
        { name: 'LastOffset', type: 'int64', versions: '0+', saturating: true },
        { name: 'DeliveryState', type: 'int8', versions: '0+' },
        { name: 'DeliveryCount', type: 'int16', versions: '0+' },
      ],
    },
  ],
}
