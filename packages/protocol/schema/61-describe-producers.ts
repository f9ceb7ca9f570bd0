import type { ApiSchema } from './schema.ts'

export const describeProducers: ApiSchema = {
  key: 61,
  name: 'DescribeProducers',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'Topics', type: '[]TopicRequest', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'PartitionIndexes', type: '[]int32', versions: '0+' },
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
      {
        name: 'Topics', type: '[]TopicResponse', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]PartitionResponse', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
                doc: 'More about the error for people; null when there is nothing more to say.',
              },
              {
                name: 'ActiveProducers', type: '[]ProducerState', versions: '0+', fields: [
                  {
                    name: 'ProducerId', type: 'int64', versions: '0+', entityType: 'producerId',
                    doc: 'Producer id; -1 when there is none.',
                  },
                  {
                    name: 'ProducerEpoch', type: 'int32', versions: '0+',
                    doc: 'Producer epoch; -1 when there is none.',
                  },
                  { name: 'LastSequence', type: 'int32', versions: '0+', default: -1 },
                  { name: 'LastTimestamp', type: 'int64', versions: '0+', default: -1 },
                  {
                    name: 'CoordinatorEpoch', type: 'int32', versions: '0+',
                    doc: 'Epoch of the transaction coordinator, against writers that have been replaced.',
                  },
                  { name: 'CurrentTxnStartOffset', type: 'int64', versions: '0+', default: -1 },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
}
