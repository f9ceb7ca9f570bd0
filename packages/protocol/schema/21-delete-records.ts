import type { ApiSchema } from './schema.ts'

export const deleteRecords: ApiSchema = {
  key: 21,
  name: 'DeleteRecords',
  listeners: ['broker'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'Topics', type: '[]DeleteRecordsTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]DeleteRecordsPartition', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              {
                name: 'Offset', type: 'int64', versions: '0+', saturating: true,
                doc: 'Records before this offset go; -1 for all up to the high watermark.',
              },
            ],
          },
        ],
      },
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+',
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]DeleteRecordsTopicResult', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          {
            name: 'Partitions', type: '[]DeleteRecordsPartitionResult', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+', mapKey: true },
              {
                name: 'LowWatermark', type: 'int64', versions: '0+',
                doc: 'First offset that every replica still has.',
              },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
