import type { ApiSchema } from './schema.ts'

export const describeClientQuotas: ApiSchema = {
  key: 48,
  name: 'DescribeClientQuotas',
  listeners: ['broker'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: [
      {
        name: 'Components', type: '[]ComponentData', versions: '0+', fields: [
          { name: 'EntityType', type: 'string', versions: '0+' },
          { name: 'MatchType', type: 'int8', versions: '0+' },
          { name: 'Match', type: 'string', versions: '0+', nullableVersions: '0+' },
        ],
      },
      { name: 'Strict', type: 'bool', versions: '0+' },
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
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
        doc: 'More about the error for people; null when there is nothing more to say.',
      },
      {
        name: 'Entries', type: '[]EntryData', versions: '0+', nullableVersions: '0+', fields: [
          {
            name: 'Entity', type: '[]EntityData', versions: '0+', fields: [
              { name: 'EntityType', type: 'string', versions: '0+' },
              { name: 'EntityName', type: 'string', versions: '0+', nullableVersions: '0+' },
            ],
          },
          {
            name: 'Values', type: '[]ValueData', versions: '0+', fields: [
              { name: 'Key', type: 'string', versions: '0+' },
              { name: 'Value', type: 'float64', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
