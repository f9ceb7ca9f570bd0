import type { ApiSchema } from './schema.ts'

export const createAcls: ApiSchema = {
  key: 30,
  name: 'CreateAcls',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'Creations', type: '[]AclCreation', versions: '0+', fields: [
          {
            name: 'ResourceType', type: 'int8', versions: '0+',
            doc: '2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token.',
          },
          { name: 'ResourceName', type: 'string', versions: '0+' },
          { name: 'ResourcePatternType', type: 'int8', versions: '1+', default: 3 },
          { name: 'Principal', type: 'string', versions: '0+' },
          { name: 'Host', type: 'string', versions: '0+' },
          { name: 'Operation', type: 'int8', versions: '0+' },
          { name: 'PermissionType', type: 'int8', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '1-3',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Results', type: '[]AclCreationResult', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
        ],
      },
    ],
  },
}
