import type { ApiSchema } from './schema.ts'

export const describeLogDirs: ApiSchema = {
  key: 35,
  name: 'DescribeLogDirs',
  listeners: ['broker'],
  request: {
    validVersions: '1-5',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'Topics', type: '[]DescribableLogDirTopic', versions: '0+', nullableVersions: '0+', fields: [
          { name: 'Topic', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'Partitions', type: '[]int32', versions: '0+' },
        ],
      },
    ],
  },
  response: {
    validVersions: '1-5',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      { name: 'ErrorCode', type: 'int16', versions: '3+', ignorable: true },
      {
        name: 'Results', type: '[]DescribeLogDirsResult', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          { name: 'LogDir', type: 'string', versions: '0+' },
          {
            name: 'Topics', type: '[]DescribeLogDirsTopic', versions: '0+', fields: [
              { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName' },
              {
                name: 'Partitions', type: '[]DescribeLogDirsPartition', versions: '0+', fields: [
                  { name: 'PartitionIndex', type: 'int32', versions: '0+' },
                  { name: 'PartitionSize', type: 'int64', versions: '0+' },
                  { name: 'OffsetLag', type: 'int64', versions: '0+' },
                  {
                    name: 'IsFutureKey', type: 'bool', versions: '0+',
                    doc: 'True: a replica that is being moved to this directory.',
                  },
                ],
              },
            ],
          },
          {
            name: 'TotalBytes', type: 'int64', versions: '4+', default: -1, ignorable: true, saturating: true,
            doc: 'Size of the volume; -1 when unknown, the greatest safe number when it is beyond that.',
          },
          {
            name: 'UsableBytes', type: 'int64', versions: '4+', default: -1, ignorable: true, saturating: true,
            doc: 'Free bytes of the volume; -1 when unknown, the greatest safe number when it is beyond that.',
          },
          { name: 'IsCordoned', type: 'bool', versions: '5+', default: false, ignorable: true },
        ],
      },
    ],
  },
}
