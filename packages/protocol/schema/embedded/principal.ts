/** The principal that Envelope carries from a forwarding broker to the controller. */
import type { RecordSchema } from '../schema.ts'

export const defaultPrincipalData: RecordSchema = {
  kind: 'data',
  name: 'DefaultPrincipalData',
  validVersions: '0',
  flexibleVersions: '0+',
  fields: [
    { name: 'Type', type: 'string', versions: '0+' },
    { name: 'Name', type: 'string', versions: '0+' },
    { name: 'TokenAuthenticated', type: 'bool', versions: '0+' },
  ],
}
