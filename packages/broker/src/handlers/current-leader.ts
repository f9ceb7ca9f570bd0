/** KIP-951: answers that say "not here" also say where, so that the client need not ask for metadata first. */
import type { BrokerServices, RequestContext } from '../services.ts'

export interface NodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/** The brokers as they are reached through the listener that the request came in on; unknown ones are left out. */
export function nodeEndpoints(broker: BrokerServices, context: RequestContext, brokerIds: Iterable<number>): NodeEndpoint[] {
  const { brokers } = broker.metadata.current()
  const endpoints: NodeEndpoint[] = []
  for (const nodeId of brokerIds) {
    const image = brokers.get(nodeId)
    const endpoint = image?.endpoints.find((one) => one.listenerName === context.connection.listenerName)
    if (image !== undefined && endpoint !== undefined) {
      endpoints.push({ nodeId, host: endpoint.host, port: endpoint.port, rack: image.rack })
    }
  }
  return endpoints
}
