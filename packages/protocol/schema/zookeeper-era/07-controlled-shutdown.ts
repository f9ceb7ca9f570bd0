import type { ApiSchema } from '../schema.ts'

export const controlledShutdown: ApiSchema = {
  key: 7,
  name: 'ControlledShutdown',
  listeners: ['zkBroker', 'controller'],
  request: {
    validVersions: '0-3',
    flexibleVersions: '3+',
    fields: [
      { name: 'BrokerId', type: 'int32', versions: '0+', entityType: 'brokerId' },
      { name: 'BrokerEpoch', type: 'int64', versions: '2+', default: -1, saturating: true, ignorable: true },
    ],
  },
  response: {
    validVersions: '0-3',
    flexibleVersions: '3+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'RemainingPartitions', type: '[]RemainingPartition', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'PartitionIndex', type: 'int32', versions: '0+', mapKey: true },
        ],
      },
    ],
  },
}
