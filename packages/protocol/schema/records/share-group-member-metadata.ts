/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const shareGroupMemberMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 10,
  name: 'ShareGroupMemberMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'GroupId', type: 'string', versions: '0' },
    {
      name: 'MemberId', type: 'string', versions: '0',
      doc: 'Id of the member within its group; empty before the first join of a classic member.',
    },
  ],
}

export const shareGroupMemberMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 10,
  name: 'ShareGroupMemberMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'RackId', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Rack of the client, for fetching from a nearby replica (KIP-392).',
    },
    { name: 'ClientId', type: 'string', versions: '0+' },
    { name: 'ClientHost', type: 'string', versions: '0+' },
    { name: 'SubscribedTopicNames', type: '[]string', versions: '0+' },
  ],
}
