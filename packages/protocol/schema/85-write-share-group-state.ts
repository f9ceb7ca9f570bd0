import type { ApiSchema } from './schema.ts'

export const writeShareGroupState: ApiSchema = {
  key: 85,
  name: 'WriteShareGroupState',
  listeners: ['broker'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+' },
      {
        name: 'Topics', type: '[]WriteStateData', versions: '0+', fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+' },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'Partition', type: 'int32', versions: '0+' },
              { name: 'StateEpoch', type: 'int32', versions: '0+' },
              { name: 'LeaderEpoch', type: 'int32', versions: '0+', doc: 'Epoch of the leader; -1 when unknown.' },
              { name: 'StartOffset', type: 'int64', versions: '0+', saturating: true, doc: 'First offset.' },
              { name: 'DeliveryCompleteCount', type: 'int32', versions: '1+', default: -1, ignorable: true },
              {
                name: 'StateBatches', type: '[]StateBatch', versions: '0+', fields: [
                  { name: 'FirstOffset', type: 'int64', versions: '0+', saturating: true },
                  { name: 'LastOffset', type: 'int64', versions: '0+', saturating: true },
                  { name: 'DeliveryState', type: 'int8', versions: '0+' },
                  { name: 'DeliveryCount', type: 'int16', versions: '0+' },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Results', type: '[]WriteStateResult', versions: '0+', fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+' },
          {
            name: 'Partitions', type: '[]PartitionResult', versions: '0+', fields: [
              { name: 'Partition', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
                doc: 'More about the error for people; null when there is nothing more to say.',
              },
            ],
          },
        ],
      },
    ],
  },
}
