/**
 * `listeners`, `advertised.listeners` and `listener.security.protocol.map`.
 * Rules: unique names, unique ports unless the hosts differ, advertised names are a part of the listener names and
 * never the "every interface" address. Source: KafkaConfig.validateListeners, CoreUtils.listenerListToEndPoints.
 */
export type SecurityProtocol = 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'

export interface ListenerSetting {
  /** Upper-case listener name. */
  readonly name: string
  /** Empty: every interface. IPv6 without its brackets. */
  readonly host: string
  readonly port: number
  readonly protocol: SecurityProtocol
}

/** Sentences of what is wrong, or the listeners. */
export type ParsedListeners = { readonly listeners: readonly ListenerSetting[]; readonly problems: readonly string[] }

const form = /^([A-Za-z0-9_.-]+):\/\/(?:\[([0-9a-fA-F:.%]*)\]|([^:/[\]]*)):(-?\d+)$/
const protocols: readonly string[] = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']

/** `NAME:PROTOCOL,...` */
export function parseProtocolMap(text: string): { map: Map<string, SecurityProtocol>; problems: string[] } {
  const map = new Map<string, SecurityProtocol>()
  const problems: string[] = []
  for (const part of text.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '')) {
    const [name = '', protocol = ''] = part.split(':').map((piece) => piece.trim().toUpperCase())
    if (name === '' || !protocols.includes(protocol)) {
      problems.push(`listener.security.protocol.map: "${part}" is not NAME:PROTOCOL with a protocol of ` +
        `${protocols.join(', ')}.`)
    } else map.set(name, protocol as SecurityProtocol)
  }
  return { map, problems }
}

/** Parses a listener list; `key` names the setting in the sentences. */
export function parseListeners(
  key: string,
  text: string,
  protocolOf: ReadonlyMap<string, SecurityProtocol>,
): ParsedListeners {
  const listeners: ListenerSetting[] = []
  const problems: string[] = []
  for (const part of text.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '')) {
    const match = form.exec(part)
    const port = Number(match?.[4] ?? -1)
    if (!match || port < 0 || port > 65535) {
      problems.push(`${key}=${text} is not allowed: "${part}" should look like PLAINTEXT://127.0.0.1:9092.`)
      continue
    }
    const name = (match[1] ?? '').toUpperCase()
    const protocol = protocolOf.get(name)
    if (!protocol) {
      problems.push(`${key}=${text} is not allowed: the listener name ${name} has no protocol in ` +
        'listener.security.protocol.map.')
      continue
    }
    if (listeners.some((other) => other.name === name)) {
      problems.push(`${key}=${text} is not allowed: the listener name ${name} stands there twice.`)
      continue
    }
    listeners.push({ name, host: match[2] ?? match[3] ?? '', port, protocol })
  }
  if (listeners.length === 0 && problems.length === 0) problems.push(`${key} is empty: give at least one listener.`)
  return { listeners, problems }
}

/** Two listeners may share a port only on different, named hosts; port 0 picks a free one each time. */
export function portClashes(key: string, listeners: readonly ListenerSetting[]): string[] {
  const problems: string[] = []
  listeners.forEach((one, index) => {
    const other = listeners.slice(0, index).find((before) => before.port === one.port && one.port !== 0 &&
      (before.host === one.host || before.host === '' || one.host === ''))
    if (other) problems.push(`${key}: ${other.name} and ${one.name} both want port ${one.port}; give each its own.`)
  })
  return problems
}

/** What clients are told: the advertised listeners, else the listeners themselves. */
export function checkAdvertised(
  advertised: readonly ListenerSetting[],
  listeners: readonly ListenerSetting[],
): string[] {
  const problems: string[] = []
  for (const one of advertised) {
    if (!listeners.some((listener) => listener.name === one.name)) {
      problems.push(`advertised.listeners names ${one.name}, which is not among listeners ` +
        `(${listeners.map((listener) => listener.name).join(', ')}).`)
    }
    if (one.host === '0.0.0.0' || one.host === '::') {
      problems.push(`advertised.listeners=${one.name}://${one.host}:${one.port} is not allowed: clients cannot connect ` +
        `to ${one.host}; give the address they should use.`)
    }
  }
  return problems
}
