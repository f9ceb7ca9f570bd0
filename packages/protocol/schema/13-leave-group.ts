import type { ApiSchema } from './schema.ts'

export const leaveGroup: ApiSchema = {
  key: 13,
  name: 'LeaveGroup',
  listeners: ['broker'],
  request: {
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'MemberId', type: 'string', versions: '0-2',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'Members', type: '[]MemberIdentity', versions: '3+', fields: [
          {
            name: 'MemberId', type: 'string', versions: '3+',
            doc: 'Id of the member within its group; empty before the first join of a classic member.',
          },
          {
            name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null,
            doc: 'Name of a static member (KIP-345); null for a dynamic one.',
          },
          {
            name: 'Reason', type: 'string', versions: '5+', nullableVersions: '5+', default: null, ignorable: true,
            doc: 'Why the member leaves, for the log (KIP-800).',
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '0-5',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'Members', type: '[]MemberResponse', versions: '3+', fields: [
          {
            name: 'MemberId', type: 'string', versions: '3+',
            doc: 'Id of the member within its group; empty before the first join of a classic member.',
          },
          {
            name: 'GroupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+',
            doc: 'Name of a static member (KIP-345); null for a dynamic one.',
          },
          { name: 'ErrorCode', type: 'int16', versions: '3+' },
        ],
      },
    ],
  },
}
