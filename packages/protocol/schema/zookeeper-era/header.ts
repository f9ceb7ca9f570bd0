/** Headers as Apache Kafka 3.9 has them: version 0 of the request header is that of ControlledShutdown 0. */
import type { RecordSchema } from '../schema.ts'

export const requestHeader: RecordSchema = {
  kind: 'header',
  name: 'RequestHeader',
  validVersions: '0-2',
  flexibleVersions: '2+',
  fields: [
    { name: 'RequestApiKey', type: 'int16', versions: '0+' },
    {
      name: 'RequestApiVersion', type: 'int16', versions: '0+',
      doc: 'Version of the API in which request and response are written.',
    },
    { name: 'CorrelationId', type: 'int32', versions: '0+', doc: 'Number that comes back with the response.' },
    {
      name: 'ClientId', type: 'string', versions: '1+', nullableVersions: '1+', ignorable: true,
      flexibleVersions: 'none', doc: 'Name that the client gives itself, for logs and quotas.',
    },
  ],
}

export const responseHeader: RecordSchema = {
  kind: 'header',
  name: 'ResponseHeader',
  validVersions: '0-1',
  flexibleVersions: '1+',
  fields: [
    { name: 'CorrelationId', type: 'int32', versions: '0+', doc: 'Number of the request that is answered.' },
  ],
}
