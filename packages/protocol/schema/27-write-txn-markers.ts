import type { ApiSchema } from './schema.ts'

export const writeTxnMarkers: ApiSchema = {
  key: 27,
  name: 'WriteTxnMarkers',
  listeners: ['broker'],
  request: {
    validVersions: '1-2',
    flexibleVersions: '1+',
    fields: [
      {
        name: 'Markers', type: '[]WritableTxnMarker', versions: '0+', fields: [
          {
            name: 'ProducerId', type: 'int64', versions: '0+', saturating: true, entityType: 'producerId',
            doc: 'Producer id; -1 when there is none.',
          },
          { name: 'ProducerEpoch', type: 'int16', versions: '0+', doc: 'Producer epoch; -1 when there is none.' },
          { name: 'TransactionResult', type: 'bool', versions: '0+', doc: 'True: committed.' },
          {
            name: 'Topics', type: '[]WritableTxnMarkerTopic', versions: '0+', fields: [
              { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
              { name: 'PartitionIndexes', type: '[]int32', versions: '0+' },
            ],
          },
          {
            name: 'CoordinatorEpoch', type: 'int32', versions: '0+',
            doc: 'Epoch of the coordinator; a partition refuses markers of an older one.',
          },
          { name: 'TransactionVersion', type: 'int8', versions: '2+', default: 0, ignorable: true },
        ],
      },
    ],
  },
  response: {
    validVersions: '1-2',
    flexibleVersions: '1+',
    fields: [
      {
        name: 'Markers', type: '[]WritableTxnMarkerResult', versions: '0+', fields: [
          {
            name: 'ProducerId', type: 'int64', versions: '0+', entityType: 'producerId',
            doc: 'Producer id; -1 when there is none.',
          },
          {
            name: 'Topics', type: '[]WritableTxnMarkerTopicResult', versions: '0+', fields: [
              { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
              {
                name: 'Partitions', type: '[]WritableTxnMarkerPartitionResult', versions: '0+', fields: [
                  { name: 'PartitionIndex', type: 'int32', versions: '0+' },
                  { name: 'ErrorCode', type: 'int16', versions: '0+' },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
}
