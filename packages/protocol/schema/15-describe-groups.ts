import type { ApiSchema } from './schema.ts'

export const describeGroups: ApiSchema = {
  key: 15,
  name: 'DescribeGroups',
  listeners: ['broker'],
  request: {
    validVersions: '0-6',
    flexibleVersions: '5+',
    fields: [
      { name: 'Groups', type: '[]string', versions: '0+', entityType: 'groupId' },
      {
        name: 'IncludeAuthorizedOperations', type: 'bool', versions: '3+',
        doc: 'True: also say which operations the principal may perform.',
      },
    ],
  },
  response: {
    validVersions: '0-6',
    flexibleVersions: '5+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Groups', type: '[]DescribedGroup', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '6+', nullableVersions: '6+', default: null,
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
          { name: 'GroupId', type: 'string', versions: '0+', entityType: 'groupId' },
          { name: 'GroupState', type: 'string', versions: '0+' },
          { name: 'ProtocolType', type: 'string', versions: '0+' },
          { name: 'ProtocolData', type: 'string', versions: '0+' },
          {
            name: 'Members', type: '[]DescribedGroupMember', versions: '0+', fields: [
              {
                name: 'MemberId', type: 'string', versions: '0+',
                doc: 'Id of the member within its group; empty before the first join of a classic member.',
              },
              {
                name: 'GroupInstanceId', type: 'string', versions: '4+', nullableVersions: '4+', default: null,
                ignorable: true, doc: 'Name of a static member (KIP-345); null for a dynamic one.',
              },
              { name: 'ClientId', type: 'string', versions: '0+' },
              { name: 'ClientHost', type: 'string', versions: '0+' },
              { name: 'MemberMetadata', type: 'bytes', versions: '0+' },
              { name: 'MemberAssignment', type: 'bytes', versions: '0+' },
            ],
          },
          {
            name: 'AuthorizedOperations', type: 'int32', versions: '3+', default: -2147483648,
            doc: 'Bits of the operations that the principal may perform; the smallest int32 when not asked for.',
          },
        ],
      },
    ],
  },
}
