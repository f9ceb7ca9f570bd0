import type { ApiSchema } from './schema.ts'

export const describeCluster: ApiSchema = {
  key: 60,
  name: 'DescribeCluster',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      { name: 'IncludeClusterAuthorizedOperations', type: 'bool', versions: '0+' },
      { name: 'EndpointType', type: 'int8', versions: '1+', default: 1 },
      { name: 'IncludeFencedBrokers', type: 'bool', versions: '2+' },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      { name: 'EndpointType', type: 'int8', versions: '1+', default: 1 },
      { name: 'ClusterId', type: 'string', versions: '0+', doc: 'Id of the cluster; null when unknown.' },
      {
        name: 'ControllerId', type: 'int32', versions: '0+', default: -1, entityType: 'brokerId',
        doc: 'Broker id of the controller; -1 when unknown.',
      },
      {
        name: 'Brokers', type: '[]DescribeClusterBroker', versions: '0+', fields: [
          { name: 'BrokerId', type: 'int32', versions: '0+', entityType: 'brokerId', mapKey: true },
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Port', type: 'int32', versions: '0+' },
          {
            name: 'Rack', type: 'string', versions: '0+', nullableVersions: '0+', default: null,
            doc: 'Rack of the broker; null when it has none.',
          },
          { name: 'IsFenced', type: 'bool', versions: '2+' },
        ],
      },
      {
        name: 'ClusterAuthorizedOperations', type: 'int32', versions: '0+', default: -2147483648,
        doc: 'Bits of the operations that the principal may perform; the smallest int32 when not asked for.',
      },
    ],
  },
}
