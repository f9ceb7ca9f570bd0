/** Record of __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const streamsGroupMemberMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 19,
  name: 'StreamsGroupMemberMetadataKey',
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

export const streamsGroupMemberMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 19,
  name: 'StreamsGroupMemberMetadataValue',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    {
      name: 'InstanceId', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Name of a static member (KIP-345); null for a dynamic one.',
    },
    {
      name: 'RackId', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Rack of the client, for fetching from a nearby replica (KIP-392).',
    },
    { name: 'ClientId', type: 'string', versions: '0+' },
    { name: 'ClientHost', type: 'string', versions: '0+' },
    {
      name: 'RebalanceTimeoutMs', type: 'int32', versions: '0+', default: -1,
      doc: 'How long the coordinator waits for the member to join again, or to give up partitions.',
    },
    { name: 'TopologyEpoch', type: 'int32', versions: '0+' },
    { name: 'ProcessId', type: 'string', versions: '0+' },
    { name: 'UserEndpoint', type: 'Endpoint', versions: '0+', nullableVersions: '0+', default: null },
    { name: 'ClientTags', type: '[]KeyValue', versions: '0+' },
  ],
  commonStructs: [
    {
      name: 'Endpoint',
      versions: '0+',
      fields: [
        { name: 'Host', type: 'string', versions: '0+' },
        { name: 'Port', type: 'uint16', versions: '0+' },
      ],
    },
    {
      name: 'KeyValue',
      versions: '0+',
      fields: [
        { name: 'Key', type: 'string', versions: '0+' },
        { name: 'Value', type: 'string', versions: '0+' },
      ],
    },
  ],
}
