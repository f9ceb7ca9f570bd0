/** Which ports to take, and what to tell clients about them. */
import type { World } from '@odradek/platform'
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
const loopback = /^(?:localhost|127(?:\.\d+){3}|::1|0:0:0:0:0:0:0:1)$/i

/**
 * The advertised listeners, and for those that have none the listener itself, with the port it really got. A client cannot
 * connect to "every interface": it is told this machine's name then, as Apache Kafka does, and localhost where it has none.
 */
export async function advertisedEndpoints(world: Pick<World, 'transport'>, config: BrokerConfig, bound: readonly BoundListener[]): Promise<Endpoint[]> {
  const advertised = config.advertisedListeners
  const listed = bound.filter(({ name }) => advertised.some((one) => one.name === name))
  const toldHost = (listener: BoundListener): string => advertised.find(({ name }) => name === listener.name)?.host ?? listener.host
  const named = listed.some((one) => anyAddress.has(toldHost(one))) ? await world.transport.canonicalHostName() : undefined
  return listed.map((listener) => {
    const { name, protocol, port } = listener
    const told = advertised.find((one) => one.name === name)
    const host = toldHost(listener)
    return {
      listenerName: name,
      securityProtocol: protocol,
      host: anyAddress.has(host) ? named ?? 'localhost' : host,
      port: told === undefined || told.port === 0 ? port : told.port,
    }
  })
}

/** Sentences about listeners that everybody may reach, and whose clients are sent to their own machine. */
export function loopbackWarnings(bound: readonly BoundListener[], endpoints: readonly Endpoint[]): string[] {
  return endpoints.flatMap(({ listenerName, host, port }) => {
    const listener = bound.find(({ name }) => name === listenerName)
    if (listener === undefined || !anyAddress.has(listener.host) || !loopback.test(host)) return []
    return [`The listener ${listenerName} is open on every interface and tells its clients to connect to ${host}:${port}, which on another ` +
      `machine is that machine itself. For clients elsewhere set advertised.listeners to an address they can reach ` +
      `(${listenerName}://broker.example.com:${port}); for none, let listeners name 127.0.0.1.`]
  })
}
