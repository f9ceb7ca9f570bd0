/**
 * SASL OAUTHBEARER (RFC 7628, KIP-255). A broker that refuses the token says so in a JSON message first and fails the
 * authentication only after our empty answer; both go into the error.
 */
import { KafkaError } from '../errors.ts'
import type { SaslExchange } from './exchange.ts'
import type { SaslOAuthBearer } from './options.ts'

const SEPARATOR = '\u0001'

export class OAuthBearerExchange implements SaslExchange {
  readonly mechanism = 'OAUTHBEARER'
  /** What the broker had against the token. */
  refusal: string | undefined
  readonly #options: SaslOAuthBearer

  constructor(options: SaslOAuthBearer) {
    this.#options = options
  }

  get complete(): boolean {
    return this.refusal === undefined
  }

  async start(): Promise<Buffer> {
    let answered: Awaited<ReturnType<SaslOAuthBearer['token']>>
    try {
      answered = await this.#options.token()
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new KafkaError('AUTHENTICATION_FAILED', `OAUTHBEARER: the token function failed: ${reason}`, { cause })
    }
    const { value, extensions = {} } = typeof answered === 'string' ? { value: answered } : answered
    const pairs = Object.entries(extensions)
    if (!/^[A-Za-z0-9._~+/=-]+$/.test(value)) throw new KafkaError('AUTHENTICATION_FAILED', 'OAUTHBEARER: the token function answered no token')
    const bad = pairs.find(([key, text]) => key === 'auth' || !/^[A-Za-z]+$/.test(key) || !/^[\x21-\x7e \t\r\n]+$/.test(text))
    if (bad !== undefined) throw new KafkaError('AUTHENTICATION_FAILED', `OAUTHBEARER: extension ${bad[0]} is not letters and printable text`)
    const tail = pairs.map(([key, text]) => `${key}=${text}${SEPARATOR}`).join('')
    return Buffer.from(`n,,${SEPARATOR}auth=Bearer ${value}${SEPARATOR}${tail}${SEPARATOR}`, 'utf8')
  }

  next(challenge: Buffer): Buffer | undefined {
    if (challenge.length === 0 || this.refusal !== undefined) return undefined
    this.refusal = challenge.toString('utf8')
    return Buffer.from(SEPARATOR, 'utf8')
  }
}
