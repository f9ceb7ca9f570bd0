import type { ApiSchema } from './schema.ts'

export const getTelemetrySubscriptions: ApiSchema = {
  key: 71,
  name: 'GetTelemetrySubscriptions',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      {
        name: 'ClientInstanceId', type: 'uuid', versions: '0+',
        doc: 'Uuid of the client instance for its metrics (KIP-714).',
      },
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
      {
        name: 'ClientInstanceId', type: 'uuid', versions: '0+',
        doc: 'Uuid of the client instance for its metrics (KIP-714).',
      },
      { name: 'SubscriptionId', type: 'int32', versions: '0+' },
      { name: 'AcceptedCompressionTypes', type: '[]int8', versions: '0+' },
      { name: 'PushIntervalMs', type: 'int32', versions: '0+' },
      { name: 'TelemetryMaxBytes', type: 'int32', versions: '0+' },
      { name: 'DeltaTemporality', type: 'bool', versions: '0+' },
      { name: 'RequestedMetrics', type: '[]string', versions: '0+' },
    ],
  },
}
