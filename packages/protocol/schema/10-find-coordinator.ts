import type { ApiSchema } from './schema.ts'

export const findCoordinator: ApiSchema = {
  key: 10,
  name: 'FindCoordinator',
  listeners: ['broker'],
  request: {
    validVersions: '0-6',
    flexibleVersions: '3+',
    fields: [
      { name: 'Key', type: 'string', versions: '0-3' },
      {
        name: 'KeyType', type: 'int8', versions: '1+', default: 0,
        doc: '0 group, 1 transactional id, 2 share partition.',
      },
      { name: 'CoordinatorKeys', type: '[]string', versions: '4+' },
    ],
  },
  response: {
    validVersions: '0-6',
    flexibleVersions: '3+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0-3' },
      {
        name: 'ErrorMessage', type: 'string', versions: '1-3', nullableVersions: '1-3', ignorable: true,
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      { name: 'NodeId', type: 'int32', versions: '0-3', entityType: 'brokerId' },
      { name: 'Host', type: 'string', versions: '0-3' },
      { name: 'Port', type: 'int32', versions: '0-3' },
      {
        name: 'Coordinators', type: '[]Coordinator', versions: '4+', fields: [
          { name: 'Key', type: 'string', versions: '4+' },
          { name: 'NodeId', type: 'int32', versions: '4+', entityType: 'brokerId' },
          { name: 'Host', type: 'string', versions: '4+' },
          { name: 'Port', type: 'int32', versions: '4+' },
          { name: 'ErrorCode', type: 'int16', versions: '4+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '4+', nullableVersions: '4+', ignorable: true,
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
        ],
      },
    ],
  },
}
