/**
 * SCRAM (RFC 5802) as Apache Kafka speaks it: no channel binding, names escaped, passwords as UTF-8 without SASLprep
 * (its ScramFormatter does the same).
 *
 * Invariants: a server nonce must extend ours; the work asked for lies within bounds, so that a broker can neither
 * weaken the proof nor keep us busy; the server's signature is checked before the exchange counts as complete.
 */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { KafkaError } from '../errors.ts'
import type { SaslExchange } from './exchange.ts'
import type { SaslScram } from './options.ts'

export type ScramMechanism = SaslScram['mechanism']

/** Iterations that a broker may ask for. Apache Kafka's own bounds are 4,096 and 16,384; others use more. */
export const MIN_SCRAM_ITERATIONS = 4096
export const MAX_SCRAM_ITERATIONS = 1_000_000

const digests = { 'SCRAM-SHA-256': { hash: 'sha256', bytes: 32 }, 'SCRAM-SHA-512': { hash: 'sha512', bytes: 64 } } as const
const derive = promisify(pbkdf2)

/** Hi() of the RFC: the password, salted. Off the event loop. */
export function saltedPassword(mechanism: ScramMechanism, password: string, salt: Buffer, iterations: number): Promise<Buffer> {
  const { hash, bytes } = digests[mechanism]
  return derive(Buffer.from(password, 'utf8'), salt, iterations, bytes, hash)
}

const saslName = (name: string): string => name.replaceAll('=', '=3D').replaceAll(',', '=2C')

/** `a=1,b=2` as a map; a repeated or malformed attribute makes it unreadable. */
function attributes(message: Buffer): Map<string, string> {
  const found = new Map<string, string>()
  for (const part of message.toString('utf8').split(',')) {
    if (part[1] !== '=' || found.has(part[0]!)) throw refused('a message that is not SCRAM')
    found.set(part[0]!, part.slice(2))
  }
  return found
}

function refused(what: string): KafkaError {
  return new KafkaError('AUTHENTICATION_FAILED', `SCRAM: the broker sent ${what}`)
}

export class ScramExchange implements SaslExchange {
  readonly mechanism: ScramMechanism
  readonly #options: SaslScram
  readonly #nonce: string
  #firstBare = ''
  #expected: Buffer | undefined
  #complete = false

  /** `nonce`: unpredictable, printable, without a comma. */
  constructor(options: SaslScram, nonce: string) {
    this.mechanism = options.mechanism
    this.#options = options
    this.#nonce = nonce
  }

  get complete(): boolean {
    return this.#complete
  }

  start(): Buffer {
    const extensions = this.#options.delegationToken === true ? ',tokenauth=true' : ''
    this.#firstBare = `n=${saslName(this.#options.username)},r=${this.#nonce}${extensions}`
    return Buffer.from(`n,,${this.#firstBare}`, 'utf8')
  }

  next(challenge: Buffer): Promise<Buffer> | undefined {
    if (this.#expected === undefined) return this.#prove(challenge)
    this.#verify(challenge, this.#expected)
    return undefined
  }

  async #prove(challenge: Buffer): Promise<Buffer> {
    const said = attributes(challenge)
    if (said.has('e')) throw refused(`error ${said.get('e')}`)
    if (said.has('m')) throw refused('an extension that must be understood')
    const nonce = said.get('r') ?? ''
    if (!nonce.startsWith(this.#nonce) || nonce.length <= this.#nonce.length) throw refused("a nonce that does not extend the client's")
    const salt = Buffer.from(said.get('s') ?? '', 'base64')
    if (salt.length === 0) throw refused('no salt')
    const iterations = /^\d{1,9}$/.test(said.get('i') ?? '') ? Number(said.get('i')) : 0
    if (iterations < MIN_SCRAM_ITERATIONS || iterations > MAX_SCRAM_ITERATIONS) {
      throw refused(`an iteration count of ${said.get('i') ?? 'none'}, outside ${MIN_SCRAM_ITERATIONS} to ${MAX_SCRAM_ITERATIONS}`)
    }
    const { hash } = digests[this.mechanism]
    const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest()
    const salted = await saltedPassword(this.mechanism, this.#options.password, salt, iterations)
    const clientKey = hmac(salted, 'Client Key')
    const withoutProof = `c=biws,r=${nonce}`
    const authMessage = `${this.#firstBare},${challenge.toString('utf8')},${withoutProof}`
    const proof = hmac(createHash(hash).update(clientKey).digest(), authMessage)
    for (let at = 0; at < proof.length; at++) proof[at] = proof[at]! ^ clientKey[at]!
    this.#expected = hmac(hmac(salted, 'Server Key'), authMessage)
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`, 'utf8')
  }

  #verify(challenge: Buffer, expected: Buffer): void {
    if (this.#complete) throw refused('a message after the end')
    const said = attributes(challenge)
    if (said.has('e')) throw refused(`error ${said.get('e')}`)
    const signature = Buffer.from(said.get('v') ?? '', 'base64')
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw refused('a wrong signature: it does not know the password, and may not be the broker it seems')
    }
    this.#complete = true
  }
}
