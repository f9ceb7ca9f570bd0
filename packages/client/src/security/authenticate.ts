/**
 * Authentication of one connection (KIP-43, KIP-152): SaslHandshake, then the mechanism's messages in SaslAuthenticate
 * requests. Again for the same connection before the session ends (KIP-368).
 */
import type { Random } from '@odradek/platform'
import { type Api, ErrorCode, SaslAuthenticateApi, SaslHandshakeApi } from '@odradek/protocol/internal'
import { KafkaError, protocolError } from '../errors.ts'
import type { SaslExchange } from './exchange.ts'
import { OAuthBearerExchange } from './oauth-bearer.ts'
import type { SaslOptions } from './options.ts'
import { PlainExchange } from './plain.ts'
import { ScramExchange } from './scram.ts'

/** Sends on the connection that is being authenticated, before everything else. */
export type SaslRequest = <Request, RequestInput, Response, ResponseInput>(
  api: Api<Request, RequestInput, Response, ResponseInput>, input: RequestInput,
) => Promise<Response>

/** More messages than any mechanism has. */
const MAX_MESSAGES = 8

function exchangeFor(sasl: SaslOptions, random: Random): SaslExchange {
  if (sasl.mechanism === 'PLAIN') return new PlainExchange(sasl)
  if (sasl.mechanism === 'OAUTHBEARER') return new OAuthBearerExchange(sasl)
  return new ScramExchange(sasl, random.bytes(24).toString('base64url'))
}

/** An exchange whose first message is there: a token may take a while to come, and nothing waits for it meanwhile. */
export interface PreparedSasl {
  readonly exchange: SaslExchange
  readonly first: Buffer
}

/** @throws KafkaError AUTHENTICATION_FAILED when the token function fails. */
export async function prepareSasl(sasl: SaslOptions, random: Random): Promise<PreparedSasl> {
  const exchange = exchangeFor(sasl, random)
  return { exchange, first: await exchange.start() }
}

/**
 * Milliseconds that the session lasts; 0 when the broker sets no end.
 * @throws KafkaError AUTHENTICATION_FAILED (never retriable), or what happened to the connection.
 */
export async function authenticate({ exchange, first }: PreparedSasl, address: string, request: SaslRequest): Promise<number> {
  const { mechanism } = exchange
  let message: Buffer | undefined = first
  const handshake = await request(SaslHandshakeApi, { mechanism })
  if (handshake.errorCode !== ErrorCode.NONE) {
    const offered = handshake.mechanisms.length === 0 ? '' : `; it takes ${handshake.mechanisms.join(', ')}`
    throw failed(`${address} does not take SASL ${mechanism}${offered}`, handshake.errorCode)
  }
  for (let sent = 0; message !== undefined && sent < MAX_MESSAGES; sent++) {
    const answer = await request(SaslAuthenticateApi, { authBytes: message })
    if (answer.errorCode !== ErrorCode.NONE) {
      const refusal = exchange instanceof OAuthBearerExchange && exchange.refusal !== undefined ? ` ${exchange.refusal}` : ''
      throw failed(`${address} refused ${mechanism}${refusal}`, answer.errorCode, answer.errorMessage)
    }
    message = await exchange.next(answer.authBytes)
    if (message === undefined && exchange.complete) return answer.sessionLifetimeMs
  }
  throw failed(`${address} ended the ${mechanism} exchange before its end`)
}

function failed(what: string, errorCode?: number, said?: string | null): KafkaError {
  if (errorCode === undefined) return new KafkaError('AUTHENTICATION_FAILED', what)
  const cause = protocolError(errorCode, 'SASL', said)
  return new KafkaError('AUTHENTICATION_FAILED', `${what}: ${said ?? cause.message}`, { errorCode, cause })
}
