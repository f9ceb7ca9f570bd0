import type { ApiSchema } from './schema.ts'

export const listConfigResources: ApiSchema = {
  key: 74,
  name: 'ListConfigResources',
  listeners: ['broker'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      { name: 'ResourceTypes', type: '[]int8', versions: '1+' },
    ],
  },
  response: {
    validVersions: '0-1',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ConfigResources', type: '[]ConfigResource', versions: '0+', fields: [
          { name: 'ResourceName', type: 'string', versions: '0+' },
          {
            name: 'ResourceType', type: 'int8', versions: '1+', default: 16, ignorable: true,
            doc: '2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group.',
          },
        ],
      },
    ],
  },
}
