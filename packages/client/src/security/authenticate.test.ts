import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaslHandshakeApi } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { KafkaError } from '../errors.ts'
import { authenticate, prepareSasl, type SaslRequest } from './authenticate.ts'
import { createKafka } from '../client.ts'
import type { SaslOptions } from './options.ts'

interface Answer { readonly errorCode?: number; readonly errorMessage?: string; readonly authBytes?: string; readonly sessionLifetimeMs?: number }

/** A broker that gives these answers to SaslAuthenticate; what it was sent is kept. */
function broker(answers: readonly Answer[], handshakeError = 0): { readonly request: SaslRequest; readonly sent: string[] } {
  const sent: string[] = []
  const left = [...answers]
  const request = (async (api: unknown, input: { authBytes: Buffer }) => {
    if (api === SaslHandshakeApi) return { errorCode: handshakeError, mechanisms: ['GSSAPI'] }
    sent.push(input.authBytes.toString())
    const { authBytes = '', ...rest } = left.shift()!
    return { errorCode: 0, errorMessage: null, sessionLifetimeMs: 0, ...rest, authBytes: Buffer.from(authBytes) }
  }) as SaslRequest
  return { request, sent }
}

const run = async (sasl: SaslOptions, { request }: { readonly request: SaslRequest }): Promise<number> => authenticate(await prepareSasl(sasl, world.random), 'b:1', request)
const fails = (pattern: RegExp) => (error: unknown): boolean =>
  error instanceof KafkaError && error.code === 'AUTHENTICATION_FAILED' && !error.retriable && pattern.test(error.message)
const world = simWorld(1).host('client')
const plain = { mechanism: 'PLAIN', username: 'alice', password: 'secret' } as const

test('PLAIN: one message; the session lifetime comes back', async () => {
  const served = broker([{ sessionLifetimeMs: 5000 }])
  assert.equal(await run(plain, served), 5000)
  assert.deepEqual(served.sent, ['\0alice\0secret'])
})

test('a refusal carries what the broker said and is final', async () => {
  await assert.rejects(run(plain, broker([{ errorCode: 58, errorMessage: 'Invalid username or password' }])), fails(/Invalid username/))
  await assert.rejects(run(plain, broker([], 33)), fails(/GSSAPI/))
})

test('OAUTHBEARER: extensions, and the reason in the error', async () => {
  const good = broker([{}])
  await run({ mechanism: 'OAUTHBEARER', token: () => ({ value: 'abc.def.', extensions: { traceId: '12' } }) }, good)
  assert.deepEqual(good.sent, ['n,,\u0001auth=Bearer abc.def.\u0001traceId=12\u0001\u0001'])
  const bad = broker([{ authBytes: '{"status":"invalid_token"}' }, { errorCode: 58, errorMessage: 'no' }])
  await assert.rejects(run({ mechanism: 'OAUTHBEARER', token: async () => 'abc' }, bad), fails(/invalid_token.*no/))
  assert.equal(bad.sent[1], '\u0001')
  await assert.rejects(run({ mechanism: 'OAUTHBEARER', token: () => Promise.reject(new Error('offline')) }, bad), fails(/offline/))
  await assert.rejects(run({ mechanism: 'OAUTHBEARER', token: () => 'a\u0001b' }, bad), fails(/no token/))
})

test('SCRAM: every exchange has its own nonce', async () => {
  const scram = { mechanism: 'SCRAM-SHA-256', username: 'u', password: 'p' } as const
  const [a, b] = [await prepareSasl(scram, world.random), await prepareSasl(scram, world.random)]
  assert.match(a.first.toString(), /^n,,n=u,r=[\w-]{32}$/)
  assert.notEqual(a.first.toString(), b.first.toString())
})

test('SCRAM: a broker that says "well" without its proof is not believed', async () => {
  const nonsense = broker([{ authBytes: '' }])
  await assert.rejects(run({ mechanism: 'SCRAM-SHA-512', username: 'u', password: 'p' }, nonsense), fails(/SCRAM/))
})

test('options are checked when the client is made', () => {
  const made = (sasl: unknown): unknown => createKafka({ brokers: '127.0.0.1:1', sasl: sasl as SaslOptions })
  const bad: readonly (readonly [unknown, RegExp])[] = [
    [{ mechanism: 'PLAIN', username: '' }, /sasl\.username must be a string that is not empty/],
    [{ mechanism: 'GSSAPI' }, /sasl\.mechanism must be one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER, not "GSSAPI"/],
    [{ mechanism: 'scram-sha-512', username: 'u', password: 'hidden' }, /did you mean "SCRAM-SHA-512"/],
    [{ mechanism: 'OAUTHBEARER' }, /sasl\.token must be a function/],
    [{ mechanism: 'OAUTHBEARER', oauthBearerProvider: () => 'hidden' }, /sasl has no "oauthBearerProvider"/],
    [{ ...plain, password: 'hidden\0b' }, /NUL/],
    [{ ...plain, password: ['hidden'] }, /sasl\.password must be a string/],
    [{ mechanism: 'SCRAM-SHA-256', username: 'u' }, /sasl\.password must be/],
    ['hidden:pass', /sasl must be an object/],
    [null, /sasl must be an object/],
  ]
  for (const [sasl, message] of bad) {
    assert.throws(() => made(sasl), (error: unknown) => error instanceof KafkaError && error.code === 'INVALID_CONFIG' && message.test(error.message) && !/hidden\W*b/.test(error.message), String(message))
  }
  made(plain)
})
