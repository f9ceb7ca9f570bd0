/** Which ports to take, and what to tell clients about them. */
import type { BrokerConfig } from '../config/index.ts'
import type { Endpoint } from '../services.ts'
import { BrokerStartError } from '../start-error.ts'
import type { BoundListener, ListenerToBind } from './server.ts'

export function listenersToBind(config: BrokerConfig): ListenerToBind[] {
  return config.listeners.map(({ name, protocol, host, port }) => {
    if (protocol !== 'PLAINTEXT') {
      throw new BrokerStartError('UNSUPPORTED_PROTOCOL', `The listener ${name} wants ${protocol}, which this version does not serve yet; use PLAINTEXT.`)
    }
    return { name, protocol, host, port }
  })
}

const anyAddress: ReadonlySet<string> = new Set(['', '0.0.0.0', '::'])

/** The advertised listeners, and for those that have none the listener itself, with the port it really got. */
export function advertisedEndpoints(config: BrokerConfig, bound: readonly BoundListener[]): Endpoint[] {
  const advertised = config.advertisedListeners
  const listed = bound.filter(({ name }) => advertised.some((one) => one.name === name))
  return listed.map(({ name, protocol, host, port }) => {
    const told = advertised.find((one) => one.name === name)
    const toldHost = told?.host ?? host
    return {
      listenerName: name,
      securityProtocol: protocol,
      // A client cannot connect to "every interface"; on one machine this one it can.
      host: anyAddress.has(toldHost) ? 'localhost' : toldHost,
      port: told === undefined || told.port === 0 ? port : told.port,
    }
  })
}
