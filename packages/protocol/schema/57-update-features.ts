import type { ApiSchema } from './schema.ts'

export const updateFeatures: ApiSchema = {
  key: 57,
  name: 'UpdateFeatures',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      { name: 'timeoutMs', type: 'int32', versions: '0+', default: 60000 },
      {
        name: 'FeatureUpdates', type: '[]FeatureUpdateKey', versions: '0+', fields: [
          { name: 'Feature', type: 'string', versions: '0+', mapKey: true },
          { name: 'MaxVersionLevel', type: 'int16', versions: '0+' },
          { name: 'AllowDowngrade', type: 'bool', versions: '0' },
          { name: 'UpgradeType', type: 'int8', versions: '1+', default: 1 },
        ],
      },
      { name: 'ValidateOnly', type: 'bool', versions: '1+', default: false },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
      {
        name: 'Results', type: '[]UpdatableFeatureResult', versions: '0-1', ignorable: true, fields: [
          { name: 'Feature', type: 'string', versions: '0+', mapKey: true },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          { name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
        ],
      },
    ],
  },
}
