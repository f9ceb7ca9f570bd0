import type { ApiSchema } from './schema.ts'

export const incrementalAlterConfigs: ApiSchema = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: [
      {
        name: 'Resources', type: '[]AlterConfigsResource', versions: '0+', fields: [
          {
            name: 'ResourceType', type: 'int8', versions: '0+', mapKey: true,
            doc: '2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group.',
          },
          { name: 'ResourceName', type: 'string', versions: '0+', mapKey: true },
          {
            name: 'Configs', type: '[]AlterableConfig', versions: '0+', doc: 'Configuration keys and values.',
            fields: [
              { name: 'Name', type: 'string', versions: '0+', mapKey: true },
              { name: 'ConfigOperation', type: 'int8', versions: '0+', mapKey: true },
              { name: 'Value', type: 'string', versions: '0+', nullableVersions: '0+' },
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
        name: 'Responses', type: '[]AlterConfigsResourceResponse', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
          {
            name: 'ResourceType', type: 'int8', versions: '0+',
            doc: '2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group.',
          },
          { name: 'ResourceName', type: 'string', versions: '0+' },
        ],
      },
    ],
  },
}
