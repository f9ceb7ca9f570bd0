import type { ApiSchema } from './schema.ts'

export const initializeShareGroupState: ApiSchema = {
  key: 83,
  name: 'InitializeShareGroupState',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+' },
      {
        name: 'Topics', type: '[]InitializeStateData', versions: '0+', fields: [
          { name: 'TopicId', type: 'uuid', versions: '0+' },
          {
            name: 'Partitions', type: '[]PartitionData', versions: '0+', fields: [
              { name: 'Partition', type: 'int32', versions: '0+' },
              { name: 'StateEpoch', type: 'int32', versions: '0+' },
              { name: 'StartOffset', type: 'int64', versions: '0+', saturating: true, doc: 'First offset.' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Results', type: '[]InitializeStateResult', versions: '0+', fields: [
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
