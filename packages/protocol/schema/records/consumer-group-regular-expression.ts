/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const consumerGroupRegularExpressionKey: RecordSchema = {
  kind: 'key',
  recordType: 16,
  name: 'ConsumerGroupRegularExpressionKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
    { name: 'RegularExpression', type: 'string', versions: '0' },
  ],
}

export const consumerGroupRegularExpressionValue: RecordSchema = {
  kind: 'value',
  recordType: 16,
  name: 'ConsumerGroupRegularExpressionValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Topics', type: '[]string', versions: '0+' },
    { name: 'Version', type: 'int64', versions: '0+', saturating: true },
    { name: 'Timestamp', type: 'int64', versions: '0+', saturating: true },
  ],
}
