import type { ApiSchema } from './schema.ts'

export const getTelemetrySubscriptions: ApiSchema = {
  key: 71,
  name: 'GetTelemetrySubscriptions',
  listeners: ['broker'],
  request: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'ClientInstanceId', type: 'uuid', versions: '0+' },
    ],
  },
  response: {
    validVersions: '0',
    flexibleVersions: '0+',
    fields: [
      { name: 'ThrottleTimeMs', type: 'int32', versions: '0+' },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      { name: 'ClientInstanceId', type: 'uuid', versions: '0+' },
      { name: 'SubscriptionId', type: 'int32', versions: '0+' },
      { name: 'AcceptedCompressionTypes', type: '[]int8', versions: '0+' },
      { name: 'PushIntervalMs', type: 'int32', versions: '0+' },
      { name: 'TelemetryMaxBytes', type: 'int32', versions: '0+' },
      { name: 'DeltaTemporality', type: 'bool', versions: '0+' },
      { name: 'RequestedMetrics', type: '[]string', versions: '0+' },
    ],
  },
}
