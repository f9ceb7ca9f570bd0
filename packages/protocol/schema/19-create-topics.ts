import type { ApiSchema } from './schema.ts'

export const createTopics: ApiSchema = {
  key: 19,
  name: 'CreateTopics',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '2-7',
    flexibleVersions: '5+',
    fields: [
      {
        name: 'Topics', type: '[]CreatableTopic', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          {
            name: 'NumPartitions', type: 'int32', versions: '0+',
            doc: 'Number of partitions; -1 in a request for the broker\'s default.',
          },
          {
            name: 'ReplicationFactor', type: 'int16', versions: '0+',
            doc: 'Copies of each partition; -1 in a request for the broker\'s default.',
          },
          {
            name: 'Assignments', type: '[]CreatableReplicaAssignment', versions: '0+',
            doc: 'Replicas of each partition, when the client chooses them itself; otherwise empty.', fields: [
              { name: 'PartitionIndex', type: 'int32', versions: '0+', mapKey: true },
              {
                name: 'BrokerIds', type: '[]int32', versions: '0+', entityType: 'brokerId',
                doc: 'Broker ids of the replicas, preferred leader first.',
              },
            ],
          },
          {
            name: 'Configs', type: '[]CreatableTopicConfig', versions: '0+', doc: 'Configuration keys and values.',
            fields: [
              { name: 'Name', type: 'string', versions: '0+', mapKey: true },
              { name: 'Value', type: 'string', versions: '0+', nullableVersions: '0+' },
            ],
          },
        ],
      },
      {
        name: 'timeoutMs', type: 'int32', versions: '0+', default: 60000,
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
      {
        name: 'validateOnly', type: 'bool', versions: '1+', default: false,
        doc: 'True: check everything and change nothing.',
      },
    ],
  },
  response: {
    validVersions: '2-7',
    flexibleVersions: '5+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '2+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Topics', type: '[]CreatableTopicResult', versions: '0+', fields: [
          { name: 'Name', type: 'string', versions: '0+', entityType: 'topicName', mapKey: true },
          { name: 'TopicId', type: 'uuid', versions: '7+', ignorable: true },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '1+', nullableVersions: '0+', ignorable: true,
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
          {
            name: 'TopicConfigErrorCode', type: 'int16', versions: '5+', taggedVersions: '5+', tag: 0,
            ignorable: true,
          },
          {
            name: 'NumPartitions', type: 'int32', versions: '5+', default: -1, ignorable: true,
            doc: 'Number of partitions; -1 in a request for the broker\'s default.',
          },
          {
            name: 'ReplicationFactor', type: 'int16', versions: '5+', default: -1, ignorable: true,
            doc: 'Copies of each partition; -1 in a request for the broker\'s default.',
          },
          {
            name: 'Configs', type: '[]CreatableTopicConfigs', versions: '5+', nullableVersions: '5+', ignorable: true,
            doc: 'Configuration keys and values.', fields: [
              { name: 'Name', type: 'string', versions: '5+' },
              { name: 'Value', type: 'string', versions: '5+', nullableVersions: '5+' },
              { name: 'ReadOnly', type: 'bool', versions: '5+' },
              {
                name: 'ConfigSource', type: 'int8', versions: '5+', default: -1, ignorable: true,
                doc: 'Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 start of the broker, 5 default.',
              },
              { name: 'IsSensitive', type: 'bool', versions: '5+', doc: 'True: the value is a secret and not told.' },
            ],
          },
        ],
      },
    ],
  },
}
