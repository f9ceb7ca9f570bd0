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
      { name: 'KeyType', type: 'int8', versions: '1+', default: 0 },
      { name: 'CoordinatorKeys', type: '[]string', versions: '4+' },
    ],
  },
  response: {
    validVersions: '0-6',
    flexibleVersions: '3+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true },
      { name: 'ErrorCode', type: 'int16', versions: '0-3' },
      { name: 'ErrorMessage', type: 'string', versions: '1-3', nullableVersions: '1-3', ignorable: true },
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
          { name: 'ErrorMessage', type: 'string', versions: '4+', nullableVersions: '4+', ignorable: true },
        ],
      },
    ],
  },
}
