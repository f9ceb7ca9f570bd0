import type { ApiSchema } from './schema.ts'

export const joinGroup: ApiSchema = {
  key: 11,
  name: 'JoinGroup',
  listeners: ['broker'],
  request: {
    validVersions: '0-9',
    flexibleVersions: '6+',
    fields: [
      { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
      {
        name: 'SessionTimeoutMs', type: 'int32', versions: '0+',
        doc: 'Silence after which the coordinator takes the member for dead.',
      },
      {
        name: 'RebalanceTimeoutMs', type: 'int32', versions: '1+', default: -1, ignorable: true,
        doc: 'How long the coordinator waits for the member to join again, or to give up partitions.',
      },
      {
        name: 'MemberId', type: 'string', versions: '0+',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'GroupInstanceId', type: 'string', versions: '5+', nullableVersions: '5+', default: null,
        doc: 'Name of a static member (KIP-345); null for a dynamic one.',
      },
      {
        name: 'ProtocolType', type: 'string', versions: '0+',
        doc: 'What the group is for: "consumer", "connect" and so on.',
      },
      {
        name: 'Protocols', type: '[]JoinGroupRequestProtocol', versions: '0+',
        doc: 'Assignors that the member offers, best liked first, each with the member\'s metadata.', fields: [
          { name: 'Name', type: 'string', versions: '0+', mapKey: true },
          { name: 'Metadata', type: 'bytes', versions: '0+' },
        ],
      },
      {
        name: 'Reason', type: 'string', versions: '8+', nullableVersions: '8+', default: null, ignorable: true,
        doc: 'Why the member joins again, for the log (KIP-800).',
      },
    ],
  },
  response: {
    validVersions: '0-9',
    flexibleVersions: '6+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '2+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '0+' },
      {
        name: 'GenerationId', type: 'int32', versions: '0+', default: -1,
        doc: 'Generation of the group; -1 from a consumer that is no member.',
      },
      { name: 'ProtocolType', type: 'string', versions: '7+', nullableVersions: '7+', default: null, ignorable: true },
      { name: 'ProtocolName', type: 'string', versions: '0+', nullableVersions: '7+' },
      { name: 'Leader', type: 'string', versions: '0+', doc: 'Member that is to make the assignment.' },
      {
        name: 'SkipAssignment', type: 'bool', versions: '9+', default: false,
        doc: 'True: the leader (a returning static member) makes no new assignment (KIP-814).',
      },
      {
        name: 'MemberId', type: 'string', versions: '0+',
        doc: 'Id of the member within its group; empty before the first join of a classic member.',
      },
      {
        name: 'Members', type: '[]JoinGroupResponseMember', versions: '0+',
        doc: 'All members with their metadata, for the leader; empty for the others.', fields: [
          {
            name: 'MemberId', type: 'string', versions: '0+',
            doc: 'Id of the member within its group; empty before the first join of a classic member.',
          },
          {
            name: 'GroupInstanceId', type: 'string', versions: '5+', nullableVersions: '5+', default: null,
            ignorable: true, doc: 'Name of a static member (KIP-345); null for a dynamic one.',
          },
          { name: 'Metadata', type: 'bytes', versions: '0+' },
        ],
      },
    ],
  },
}
