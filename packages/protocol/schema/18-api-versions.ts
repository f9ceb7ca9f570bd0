import type { ApiSchema } from './schema.ts'

export const apiVersions: ApiSchema = {
  key: 18,
  name: 'ApiVersions',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      { name: 'ClientSoftwareName', type: 'string', versions: '3+', ignorable: true },
      { name: 'ClientSoftwareVersion', type: 'string', versions: '3+', ignorable: true },
      {
        name: 'ClusterId', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true,
        doc: 'Id of the cluster; null when unknown.',
      },
      { name: 'NodeId', type: 'int32', versions: '5+', default: -1, ignorable: true },
    ],
  },
  response: {
    validVersions: '0-5',
    flexibleVersions: '3+',
    fields: [
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'ApiKeys', type: '[]ApiVersion', versions: '0+', doc: 'What this listener serves.', fields: [
          { name: 'ApiKey', type: 'int16', versions: '0+', mapKey: true },
          { name: 'MinVersion', type: 'int16', versions: '0+' },
          { name: 'MaxVersion', type: 'int16', versions: '0+' },
        ],
      },
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'SupportedFeatures', type: '[]SupportedFeatureKey', versions: '3+', taggedVersions: '3+', tag: 0,
        ignorable: true, fields: [
          { name: 'Name', type: 'string', versions: '3+', mapKey: true },
          { name: 'MinVersion', type: 'int16', versions: '3+' },
          { name: 'MaxVersion', type: 'int16', versions: '3+' },
        ],
      },
      {
        name: 'FinalizedFeaturesEpoch', type: 'int64', versions: '3+', taggedVersions: '3+', tag: 1, default: -1,
        ignorable: true, doc: 'Grows with every change of the finalized features; -1 when unknown.',
      },
      {
        name: 'FinalizedFeatures', type: '[]FinalizedFeatureKey', versions: '3+', taggedVersions: '3+', tag: 2,
        ignorable: true, fields: [
          { name: 'Name', type: 'string', versions: '3+', mapKey: true },
          { name: 'MaxVersionLevel', type: 'int16', versions: '3+' },
          { name: 'MinVersionLevel', type: 'int16', versions: '3+' },
        ],
      },
      {
        name: 'ZkMigrationReady', type: 'bool', versions: '3+', taggedVersions: '3+', tag: 3, default: false,
        ignorable: true,
      },
    ],
  },
}
