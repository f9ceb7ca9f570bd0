/** A classic group with its members, in __consumer_offsets. */
import type { RecordSchema } from '../schema.ts'

export const groupMetadataKey: RecordSchema = {
  kind: 'key',
  recordType: 2,
  name: 'GroupMetadataKey',
  validVersions: '0',
  flexibleVersions: 'none',
  fields: [
    { name: 'group', type: 'string', versions: '0' },
  ],
}

export const groupMetadataValue: RecordSchema = {
  kind: 'value',
  recordType: 2,
  name: 'GroupMetadataValue',
  validVersions: '0-4',
  flexibleVersions: '4+',
  fields: [
    { name: 'protocolType', type: 'string', versions: '0+' },
    { name: 'generation', type: 'int32', versions: '0+' },
    {
      name: 'protocol', type: 'string', versions: '0+', nullableVersions: '0+',
      doc: 'Assignor that the members agreed on; null when the group is empty.',
    },
    { name: 'leader', type: 'string', versions: '0+', nullableVersions: '0+' },
    {
      name: 'currentStateTimestamp', type: 'int64', versions: '2+', default: -1, saturating: true, ignorable: true,
      doc: 'When the group came into its state; -1 when unknown.',
    },
    { name: 'members', type: '[]MemberMetadata', versions: '0+' },
  ],
  commonStructs: [
    {
      name: 'MemberMetadata',
      versions: '0+',
      fields: [
        { name: 'memberId', type: 'string', versions: '0+' },
        {
          name: 'groupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null,
          ignorable: true,
        },
        { name: 'clientId', type: 'string', versions: '0+' },
        { name: 'clientHost', type: 'string', versions: '0+' },
        { name: 'rebalanceTimeout', type: 'int32', versions: '1+', default: -1, ignorable: true },
        { name: 'sessionTimeout', type: 'int32', versions: '0+' },
        {
          name: 'subscription', type: 'bytes', versions: '0+', doc: 'The member\'s metadata for the chosen assignor.',
        },
        { name: 'assignment', type: 'bytes', versions: '0+' },
      ],
    },
  ],
}
