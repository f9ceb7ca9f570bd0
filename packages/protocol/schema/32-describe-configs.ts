import type { ApiSchema } from './schema.ts'

export const describeConfigs: ApiSchema = {
  key: 32,
  name: 'DescribeConfigs',
  listeners: ['broker', 'controller'],
  request: {
    validVersions: '1-4',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'Resources', type: '[]DescribeConfigsResource', versions: '0+', fields: [
          {
            name: 'ResourceType', type: 'int8', versions: '0+',
            doc: '2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group.',
          },
          { name: 'ResourceName', type: 'string', versions: '0+' },
          { name: 'ConfigurationKeys', type: '[]string', versions: '0+', nullableVersions: '0+' },
        ],
      },
      { name: 'IncludeSynonyms', type: 'bool', versions: '1+', default: false },
      { name: 'IncludeDocumentation', type: 'bool', versions: '3+', default: false },
    ],
  },
  response: {
    validVersions: '1-4',
    flexibleVersions: '4+',
    fields: [
      {
        name: 'ThrottleTimeMs', type: 'int32', versions: '0+',
        doc: 'How long the client should pause because of a quota; 0 when it need not.',
      },
      {
        name: 'Results', type: '[]DescribeConfigsResult', versions: '0+', fields: [
          { name: 'ErrorCode', type: 'int16', versions: '0+' },
          {
            name: 'ErrorMessage', type: 'string', versions: '0+', nullableVersions: '0+',
            doc: 'More about the error for people; null when there is nothing more to say.',
          },
          {
            name: 'ResourceType', type: 'int8', versions: '0+',
            doc: '2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group.',
          },
          { name: 'ResourceName', type: 'string', versions: '0+' },
          {
            name: 'Configs', type: '[]DescribeConfigsResourceResult', versions: '0+',
            doc: 'Configuration keys and values.', fields: [
              { name: 'Name', type: 'string', versions: '0+' },
              { name: 'Value', type: 'string', versions: '0+', nullableVersions: '0+' },
              { name: 'ReadOnly', type: 'bool', versions: '0+' },
              {
                name: 'ConfigSource', type: 'int8', versions: '1+', default: -1, ignorable: true,
                doc: 'Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 start of the broker, 5 default.',
              },
              { name: 'IsSensitive', type: 'bool', versions: '0+', doc: 'True: the value is a secret and not told.' },
              {
                name: 'Synonyms', type: '[]DescribeConfigsSynonym', versions: '1+', ignorable: true, fields: [
                  { name: 'Name', type: 'string', versions: '1+' },
                  { name: 'Value', type: 'string', versions: '1+', nullableVersions: '0+' },
                  { name: 'Source', type: 'int8', versions: '1+' },
                ],
              },
              { name: 'ConfigType', type: 'int8', versions: '3+', default: 0, ignorable: true },
              { name: 'Documentation', type: 'string', versions: '3+', nullableVersions: '0+', ignorable: true },
            ],
          },
        ],
      },
    ],
  },
}
