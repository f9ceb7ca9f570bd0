/**
 * Why a connection did not come about, in words: by Node's code of the failure, by what answered at the port, and by how
 * far the conversation had got when the peer closed it. Pure.
 */
import { KafkaError } from '../errors.ts'

/** How far a connection has got: nothing answered yet, the versions are agreed on, something else was answered. */
export type Stage = 'opened' | 'agreed' | 'answered'

interface Spoken {
  readonly tls: boolean
  readonly sasl: boolean
}

/** Codes of Node for a certificate that proves nothing: asking again gets the same one. */
const CERTIFICATE_REFUSED = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/
/** Node's code, or the class of codes, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no answer',
}
const NO_TLS_THERE = 'If the listener speaks no TLS, leave out `tls` or use the port of one that does (SSL or SASL_SSL); else look at the broker\'s log.'
const WANTS_TLS = 'If the listener speaks TLS (SSL or SASL_SSL), set `tls`; else look whether the port is that of a Kafka broker.'

/** Node's code of a failure; that of the first attempt when several addresses were tried. */
function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return ''
  const { code, errors } = cause as { code?: unknown; errors?: unknown }
  if (typeof code === 'string') return code
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : ''
}

/** A connection could not be opened. */
export function connectFailed(address: string, cause: unknown, { tls }: Spoken): KafkaError {
  const code = codeOf(cause)
  const said = cause instanceof Error ? cause.message : String(cause)
  if (CERTIFICATE_REFUSED.test(code)) {
    return new KafkaError('AUTHENTICATION_FAILED', `the certificate of ${address} is not accepted: ${said}; is its CA in tls.ca?`, { cause })
  }
  const options = { cause, retriable: true, staleMetadata: true }
  const isTlsMismatch = tls && (code === 'ECONNRESET' || code === 'EPROTO' || code.startsWith('ERR_SSL_'))
  if (isTlsMismatch) {
    return new KafkaError('CONNECTION_FAILED', `cannot connect to ${address}: the TLS handshake failed (${said})`, { ...options, remedy: NO_TLS_THERE })
  }
  const reason = REASONS[code]
  return new KafkaError('CONNECTION_FAILED', `cannot connect to ${address}: ${reason === undefined ? said : `${reason} (${code})`}`, options)
}

/** The peer closed the connection, or it broke (`cause`). */
export function connectionLost(address: string, stage: Stage, { tls, sasl }: Spoken, cause?: Error): KafkaError {
  const options = { retriable: true, ...(cause === undefined ? {} : { cause }) }
  if (stage === 'opened') {
    const remedy = tls ? 'Look whether the port is that of a Kafka broker, and at its log.' : WANTS_TLS
    return new KafkaError('CONNECTION_CLOSED', `${address} closed the connection before it answered ApiVersions`, { ...options, remedy })
  }
  if (stage === 'agreed' && !sasl) {
    const remedy = 'If the listener wants authentication (SASL_PLAINTEXT or SASL_SSL), set `sasl`; else look at the broker\'s log.'
    return new KafkaError('CONNECTION_CLOSED', `${address} closed the connection at the first request`, { ...options, remedy })
  }
  const what = cause === undefined ? `${address} closed the connection` : `the connection to ${address} is gone`
  return new KafkaError('CONNECTION_CLOSED', what, options)
}

/** Who answers here in another language than Kafka's, by the first bytes; undefined when it may be Kafka. */
export function foreignAnswer(address: string, first: Uint8Array): KafkaError | undefined {
  const text = Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, 4)).toString('latin1')
  const failed = (who: string, remedy: string): KafkaError =>
    new KafkaError('CONNECTION_FAILED', `${address} is no Kafka broker's plain listener: ${who} answers there`, { retriable: true, staleMetadata: true, remedy })
  if (text.startsWith('HTTP')) return failed('an HTTP server', 'Correct the port in `brokers` (or in advertised.listeners): Kafka\'s own is 9092 as a rule.')
  if (text.startsWith('SSH-')) return failed('an SSH server', 'Correct the port in `brokers` (or in advertised.listeners): Kafka\'s own is 9092 as a rule.')
  // An alert or a handshake record of TLS 1.x.
  if ((first[0] === 0x15 || first[0] === 0x16) && first[1] === 3 && (first[2] ?? 9) <= 4) return failed('TLS', 'The listener speaks TLS: set `tls`, or use the port of a plain one.')
  return undefined
}
