/** SASL PLAIN (RFC 4616): one message, no proof of the broker. */
import type { SaslExchange } from './exchange.ts'
import type { SaslPlain } from './options.ts'

export class PlainExchange implements SaslExchange {
  readonly mechanism = 'PLAIN'
  readonly complete = true
  readonly #options: SaslPlain

  constructor(options: SaslPlain) {
    this.#options = options
  }

  start(): Buffer {
    const { authorizationId = '', username, password } = this.#options
    return Buffer.from(`${authorizationId}\0${username}\0${password}`, 'utf8')
  }

  next(): undefined {
    return undefined
  }
}
