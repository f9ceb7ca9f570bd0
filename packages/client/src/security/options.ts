/**
 * Who a client says it is: the SASL mechanisms and what each needs. Values are checked once, when the client is made.
 */
import { aFunction, asObject, type Check, checking, flag, name, oneOf, onlyFields, text } from '../checks.ts'
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

/** Says no value: it may be a password in the wrong place. */
const secret: Check = checking('a string that is not empty', (value, where) => {
  if (typeof value !== 'string' || value === '') throw new KafkaError('INVALID_ARGUMENT', `${where} must be a string that is not empty`)
})
const password = { username: name, password: secret }
const mechanisms: Readonly<Record<SaslOptions['mechanism'], Check>> = {
  PLAIN: onlyFields({ mechanism: text, ...password }, { authorizationId: text }),
  'SCRAM-SHA-256': onlyFields({ mechanism: text, ...password }, { delegationToken: flag }),
  'SCRAM-SHA-512': onlyFields({ mechanism: text, ...password }, { delegationToken: flag }),
  OAUTHBEARER: onlyFields({ mechanism: text, token: aFunction }),
}
const mechanism = oneOf(Object.keys(mechanisms))

/** Never shows a value but the mechanism: the others are secrets. */
export const saslCheck: Check = checking('an object of a mechanism and what it needs', (value, where) => {
  const given = asObject(value, where, 'an object of mechanism, username and password, or of mechanism and token')
  const chosen: unknown = Reflect.get(given, 'mechanism')
  mechanism(chosen, `${where}.mechanism`)
  mechanisms[chosen as SaslOptions['mechanism']](given, where)
  if (chosen !== 'PLAIN') return
  const fields = ['username', 'password', 'authorizationId'].map((field) => String(Reflect.get(given, field) ?? ''))
  if (fields.join('').includes('\0')) throw new KafkaError('INVALID_ARGUMENT', `${where}: PLAIN cannot carry a NUL`)
})
