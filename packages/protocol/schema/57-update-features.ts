import type { ApiSchema } from './schema.ts'

export const updateFeatures: ApiSchema = {
  key: 57,
  name: 'UpdateFeatures',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-2',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'timeoutMs', type: 'int32', versions: '0+', default: 60000,
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
      {
        name: 'FeatureUpdates', type: '[]FeatureUpdateKey', versions: '0+', fields: [
          { name: 'Feature', type: 'string', versions: '0+', mapKey: true },
          { name: 'MaxVersionLevel', type: 'int16', versions: '0+' },
          { name: 'AllowDowngrade', type: 'bool', versions: '0' },
          { name: 'UpgradeType', type: 'int8', versions: '1+', default: 1 },
        ],
      },
      {
        name: 'ValidateOnly', type: 'bool', versions: '1+', default: false,
        doc: 'True: check everything and change nothing.',
      },
    ],
  },
  response: {
    validVersions: '0-2',
    flexibleVersions: '0+',
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
        name: 'Results', type: '[]UpdatableFeatureResult', versions: '0-1', ignorable: true, fields: [
          { name: 'Feature', type: 'string', versions: '0+', mapKey: true },
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
