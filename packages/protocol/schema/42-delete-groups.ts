import type { ApiSchema } from './schema.ts'

export const deleteGroups: ApiSchema = {
  key: 42,
  name: 'DeleteGroups',
  listeners: ['broker'],
  request: {
    validVersions: '0-3',
    flexibleVersions: '2+',
    fields: [
      { name: 'GroupsNames', type: '[]string', versions: '0+', entityType: 'groupId' },
    ],
  },
  response: {
    validVersions: '0-3',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Results', type: '[]DeletableGroupResult', versions: '0+', fields: [
          { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId', mapKey: true },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '3+', nullableVersions: '3+', default: null,
            ignorable: true, doc: 'More about the error for people; null when there is nothing more to say.',
          },
        ],
      },
    ],
  },
}
