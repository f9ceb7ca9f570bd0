/** Who speaks to a group, as the coordinator wants to know it: the host with the slash that Java puts before it. */
import type { RequestContext } from '../services.ts'

export interface GroupClient {
  readonly clientId: string
  readonly clientHost: string
  readonly apiVersion: number
}

export function groupClient(context: RequestContext): GroupClient {
  return { clientId: context.clientId ?? '', clientHost: `/${context.connection.remoteAddress}`, apiVersion: context.apiVersion }
}
