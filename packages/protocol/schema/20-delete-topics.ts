import type { ApiSchema } from './schema.ts'

export const deleteTopics: ApiSchema = {
  key: 20,
  name: 'DeleteTopics',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '1-6',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'Topics', type: '[]DeleteTopicState', versions: '6+', fields: [
          {
            name: 'Name', type: 'string', versions: '6+', nullableVersions: '6+', default: null,
            entityType: 'topicName',
          },
          { name: 'TopicId', type: 'uuid', versions: '6+' },
        ],
      },
      { name: 'TopicNames', type: '[]string', versions: '0-5', ignorable: true, entityType: 'topicName' },
      {
        name: 'TimeoutMs', type: 'int32', versions: '0+',
        doc: 'How long the broker may take before it answers with REQUEST_TIMED_OUT.',
      },
    ],
  },
  response: {
    validVersions: '1-6',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '1+', ignorable: true,
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Responses', type: '[]DeletableTopicResult', versions: '0+', fields: [
          {
            name: 'Name', type: 'string', versions: '0+', nullableVersions: '6+', entityType: 'topicName',
            mapKey: true,
          },
          { name: 'TopicId', type: 'uuid', versions: '6+', ignorable: true },
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '5+', nullableVersions: '5+', default: null,
            ignorable: true, doc: 'More about the error for people; null when there is nothing more to say.',
          },
        ],
      },
    ],
  },
}
