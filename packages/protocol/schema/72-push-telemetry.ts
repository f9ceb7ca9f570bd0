import type { ApiSchema } from './schema.ts'

export const pushTelemetry: ApiSchema = {
  key: 72,
  name: 'PushTelemetry',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ClientInstanceId', type: 'uuid', versions: '0+',
        doc: 'Uuid of the client instance for its metrics (KIP-714).',
      },
      { name: 'SubscriptionId', type: 'int32', versions: '0+' },
      { name: 'Terminating', type: 'bool', versions: '0+' },
      { name: 'CompressionType', type: 'int8', versions: '0+' },
      { name: 'Metrics', type: 'bytes', versions: '0+' },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
    ],
  },
}
