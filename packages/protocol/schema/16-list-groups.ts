import type { ApiSchema } from './schema.ts'

export const listGroups: ApiSchema = {
  key: 16,
  name: 'ListGroups',
  listeners: ['broker'],
  request: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      { name: 'StatesFilter', type: '[]string', versions: '4+' },
      { name: 'TypesFilter', type: '[]string', versions: '5+' },
    ],
  },
  response: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'Groups', type: '[]ListedGroup', versions: '0+', fields: [
          { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
          { name: 'ProtocolType', type: 'string', versions: '0+' },
          { name: 'GroupState', type: 'string', versions: '4+', ignorable: true },
          { name: 'GroupType', type: 'string', versions: '5+', ignorable: true },
        ],
      },
    ],
  },
}
