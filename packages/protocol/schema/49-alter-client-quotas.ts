import type { ApiSchema } from './schema.ts'

export const alterClientQuotas: ApiSchema = {
  key: 49,
  name: 'AlterClientQuotas',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: [
      {
        name: 'Entries', type: '[]EntryData', versions: '0+', fields: [
          {
            name: 'Entity', type: '[]EntityData', versions: '0+', fields: [
              { name: 'EntityType', type: 'string', versions: '0+' },
              { name: 'EntityName', type: 'string', versions: '0+', nullableVersions: '0+' },
            ],
          },
          {
            name: 'Ops', type: '[]OpData', versions: '0+', fields: [
              { name: 'Key', type: 'string', versions: '0+' },
              { name: 'Value', type: 'float64', versions: '0+' },
              { name: 'Remove', type: 'bool', versions: '0+' },
            ],
          },
        ],
      },
      { name: 'ValidateOnly', type: 'bool', versions: '0+', doc: 'True: check everything and change nothing.' },
    ],
  },
  response: {
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Entries', type: '[]EntryData', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
          {
            name: 'Entity', type: '[]EntityData', versions: '0+', fields: [
              { name: 'EntityType', type: 'string', versions: '0+' },
              { name: 'EntityName', type: 'string', versions: '0+', nullableVersions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
