import type { ApiSchema } from './schema.ts'

export const alterReplicaLogDirs: ApiSchema = {
  key: 34,
  name: 'AlterReplicaLogDirs',
  listeners: ['broker'],
  request: {
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'Dirs', type: '[]AlterReplicaLogDir', versions: '0+', fields: [
          { name: 'Path', type: 'string', versions: '0+', mapKey: true },
          {
            name: 'Topics', type: '[]AlterReplicaLogDirTopic', versions: '0+', fields: [
              { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
              { name: 'Partitions', type: '[]int32', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
  response: {
    validVersions: '1-2',
    flexibleVersions: '2+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Results', type: '[]AlterReplicaLogDirTopicResult', versions: '0+', fields: [
          { name: 'TopicName', type: 'string', versions: '0+', entityType: 'topicName' },
          {
            name: 'Partitions', type: '[]AlterReplicaLogDirPartitionResult', versions: '0+', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+' },
              { name: 'ErrorCode', type: 'int16', versions: '0+' },
            ],
          },
        ],
      },
    ],
  },
}
