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
          { name: 'ResourceType', type: 'int8', versions: '0+', mapKey: true },
          { name: 'ResourceName', type: 'string', versions: '0+', mapKey: true },
          {
            name: 'Configs', type: '[]AlterableConfig', versions: '0+', fields: [
              { name: 'Name', type: 'string', versions: '0+', mapKey: true },
              { name: 'ConfigOperation', type: 'int8', versions: '0+', mapKey: true },
              { name: 'Value', type: 'string', versions: '0+', nullableVersions: '0+' },
            ],
          },
        ],
      },
      { name: 'ValidateOnly', type: 'bool', versions: '0+' },
    ],
  },
  response: {
    validVersions: '0-1',
    flexibleVersions: '1+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      {
        name: 'Responses', type: '[]AlterConfigsResourceResponse', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
          { name: 'ResourceType', type: 'int8', versions: '0+' },
          { name: 'ResourceName', type: 'string', versions: '0+' },
        ],
      },
    ],
  },
}
