import type { ApiSchema } from './schema.ts'

export const produce: ApiSchema = {
  key: 0,
  name: 'Produce',
  listeners: ['broker'],
  request: {
    validVersions: '3-13',
    flexibleVersions: '9+',
    fields: [
      {
        name: 'TransactionalId', type: 'string', versions: '3+', nullableVersions: '3+', default: null,
        entityType: 'transactionalId', doc: 'Null unless the records belong to a transaction.',
      },
      {
        name: 'Acks', type: 'int16', versions: '0+',
        doc: '0: no answer at all. 1: when the leader has the records. -1: when all in-sync replicas have them.',
      },
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+',
        doc: 'How long to wait for in-sync replicas when acks is -1.',
      },
      {
        name: 'TopicData', type: '[]TopicProduceData', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0-12', ignorable: true, entityType: 'topicName', mapKey: true },
          { name: 'TopicId', type: 'uuid', versions: '13+', ignorable: true, mapKey: true },
          {
            name: 'PartitionData', type: '[]PartitionProduceData', versions: '0+', fields: [
              { name: 'Index', type: 'int32', versions: '0+' },
              { name: 'Records', type: 'records', versions: '0+', nullableVersions: '0+', doc: 'Record batches.' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '3-13',
    flexibleVersions: '9+',
    fields: [
      {
        name: 'Responses', type: '[]TopicProduceResponse', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0-12', ignorable: true, entityType: 'topicName', mapKey: true },
          { name: 'TopicId', type: 'uuid', versions: '13+', ignorable: true, mapKey: true },
          {
            name: 'PartitionResponses', type: '[]PartitionProduceResponse', versions: '0+', fields: [
              { name: 'Index', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
              {
                name: 'BaseOffset', type: 'int64', versions: '0+',
                doc: 'Offset of the first record written; -1 on an error.',
              },
              {
                name: 'LogAppendTimeMs', type: 'int64', versions: '2+', default: -1, ignorable: true,
                doc: 'Time the broker gave the records where the topic wants that; otherwise -1.',
              },
              {
                name: 'LogStartOffset', type: 'int64', versions: '5+', default: -1, ignorable: true,
                doc: 'First offset the partition still holds; -1 when unknown.',
              },
              {
                name: 'RecordErrors', type: '[]BatchIndexAndErrorMessage', versions: '8+', ignorable: true,
                doc: 'Records that caused the batch to be dropped (KIP-467).', fields: [
                  { name: 'BatchIndex', type: 'int32', versions: '8+', doc: 'Index of the record within the batch.' },
                  {
                    name: 'BatchIndexErrorMessage', type: 'string', versions: '8+', nullableVersions: '8+',
                    default: null,
                  },
                ],
              },
              {
                name: 'ErrorMessage', type: 'string', versions: '8+', nullableVersions: '8+', default: null,
                ignorable: true, doc: 'More about the error for people; null when there is nothing more to say.',
              },
              {
                name: 'CurrentLeader', type: 'LeaderIdAndEpoch', versions: '10+', taggedVersions: '10+', tag: 0,
                doc: 'Who leads now, where the request reached somebody else (KIP-951).', fields: [
                  {
                    name: 'LeaderId', type: 'int32', versions: '10+', default: -1, entityType: 'brokerId',
                    doc: 'Broker id of the leader; -1 when there is none.',
                  },
                  {
                    name: 'LeaderEpoch', type: 'int32', versions: '10+', default: -1,
                    doc: 'Epoch of the leader; -1 when unknown.',
                  },
                ],
              },
            ],
          },
        ],
      },
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', default: 0, ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'NodeEndpoints', type: '[]NodeEndpoint', versions: '10+', taggedVersions: '10+', tag: 0,
        doc: 'Where the leaders named above are found (KIP-951).', fields: [
          { name: 'NodeId', type: 'int32', versions: '10+', entityType: 'brokerId', mapKey: true },
          { name: 'Host', type: 'string', versions: '10+' },
          { name: 'Port', type: 'int32', versions: '10+' },
          {
            name: 'Rack', type: 'string', versions: '10+', nullableVersions: '10+', default: null,
            doc: 'Rack of the broker; null when it has none.',
          },
        ],
      },
    ],
  },
}
