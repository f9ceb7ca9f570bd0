import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KafkaError } from '../errors.ts'
import { MAX_SCRAM_ITERATIONS, ScramExchange } from './scram.ts'

const clientNonce = 'rOprNGfwEbeRWgbNEkqO'
const serverNonce = `${clientNonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0`
const user = { mechanism: 'SCRAM-SHA-256', username: 'user', password: 'pencil' } as const
const serverFirst = `r=${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`
const refuses = (pattern: RegExp) => (error: unknown): boolean =>
  error instanceof KafkaError && error.code === 'AUTHENTICATION_FAILED' && !error.retriable && pattern.test(error.message)

test('the exchange of RFC 7677', async () => {
  const exchange = new ScramExchange(user, clientNonce)
  assert.equal(exchange.start().toString(), `n,,n=user,r=${clientNonce}`)
  const proof = await exchange.next(Buffer.from(serverFirst))
  assert.equal(proof?.toString(), `c=biws,r=${serverNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`)
  assert.equal(exchange.complete, false)
  assert.equal(exchange.next(Buffer.from('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')), undefined)
  assert.equal(exchange.complete, true)
})

test('a wrong or missing server signature ends it', async () => {
  for (const last of ['v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', 'v=', 'e=other-error']) {
    const exchange = new ScramExchange(user, clientNonce)
    exchange.start()
    await exchange.next(Buffer.from(serverFirst))
    assert.throws(() => exchange.next(Buffer.from(last)), refuses(last.startsWith('e') ? /other-error/ : /signature/))
    assert.equal(exchange.complete, false)
  }
})

test('what a broker may not ask', async () => {
  const cases: [string, RegExp][] = [
    [`r=somebody-else,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`, /nonce/],
    [`r=${clientNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`, /nonce/],
    [`r=${serverNonce},s=,i=4096`, /salt/],
    [`r=${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095`, /iteration/],
    [`r=${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=${MAX_SCRAM_ITERATIONS + 1}`, /iteration/],
    [`r=${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1e9`, /iteration/],
    [`m=x,r=${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`, /extension/],
    [`r=${serverNonce},r=${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`, /not SCRAM/],
    ['nonsense', /not SCRAM/],
  ]
  for (const [message, pattern] of cases) {
    const exchange = new ScramExchange(user, clientNonce)
    exchange.start()
    await assert.rejects(async () => exchange.next(Buffer.from(message)), refuses(pattern), message)
  }
})

test('names are escaped, tokens of delegation are told', () => {
  const exchange = new ScramExchange({ ...user, username: 'a=b,c', delegationToken: true }, 'n')
  assert.equal(exchange.start().toString(), 'n,,n=a=3Db=2Cc,r=n,tokenauth=true')
})
