/**
 * Who a client says it is: the SASL mechanisms and what each needs. Values are checked once, when the client is made.
 */
import { KafkaError } from '../errors.ts'

/** A user and a password, sent as they are: only over TLS. */
export interface SaslPlain {
  readonly mechanism: 'PLAIN'
  readonly username: string
  readonly password: string
  /** Act as somebody else, where the broker allows it. Default '': oneself. */
  readonly authorizationId?: string
}

/** A user and a password that never travels; the broker proves that it knows it too (RFC 5802). */
export interface SaslScram {
  readonly mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  readonly username: string
  readonly password: string
  /** The two are id and HMAC of a delegation token (KIP-48). */
  readonly delegationToken?: boolean
}

export interface OAuthBearerToken {
  readonly value: string
  /** SASL extensions (KIP-342). */
  readonly extensions?: Readonly<Record<string, string>>
}

/** A bearer token (RFC 7628, KIP-255). */
export interface SaslOAuthBearer {
  readonly mechanism: 'OAUTHBEARER'
  /** Asked before every authentication, so also before a session ends (KIP-368): answer a token that is still good. */
  readonly token: () => Promise<OAuthBearerToken | string> | OAuthBearerToken | string
}

export type SaslOptions = SaslPlain | SaslScram | SaslOAuthBearer

/** @throws KafkaError INVALID_CONFIG. */
export function checkSasl(sasl: SaslOptions | undefined): SaslOptions | undefined {
  if (sasl === undefined) return undefined
  switch (sasl.mechanism) {
    case 'PLAIN':
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512':
      if (typeof sasl.username !== 'string' || sasl.username === '') refuse(`${sasl.mechanism} needs a username`)
      if (typeof sasl.password !== 'string' || sasl.password === '') refuse(`${sasl.mechanism} needs a password`)
      if (sasl.mechanism === 'PLAIN' && `${sasl.username}${sasl.password}${sasl.authorizationId ?? ''}`.includes('\0')) refuse('PLAIN cannot carry a NUL')
      return sasl
    case 'OAUTHBEARER':
      if (typeof sasl.token !== 'function') refuse('OAUTHBEARER needs `token`, a function that answers one')
      return sasl
    default:
      return refuse(`mechanism ${String((sasl as { mechanism: unknown }).mechanism)} is none of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER`)
  }
}

function refuse(why: string): never {
  throw new KafkaError('INVALID_CONFIG', `sasl: ${why}`)
}
