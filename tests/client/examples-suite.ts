/**
 * The guides' examples against Apache Kafka 4.3.1, which serves what ours does not yet: transactions, the protocol of
 * KIP-848, TLS and SASL. Each is a process, as its reader starts it.
 *   node scripts/node.mjs --conditions=@odradek/source tests/client/examples-suite.ts
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKafka } from '@odradek/client'
import { testCertificate, testKey } from '../../packages/platform/src/testing/certificate.ts'
import { root } from '../interop/peers.ts'
import { secureBroker } from './secure-broker.ts'
import { unsecuredToken } from './unsecured-token.ts'

/** What each prints in the end; where nothing is named it must end well, and not say that the broker lacks something. */
const examples: Readonly<Record<string, readonly string[]>> = {
  'first-steps': ['the broker has it as offset 0', 'customer-1 ordered o1 for 995 cents'],
  producing: ['RECORD_TOO_LARGE, retriable: false'],
  consuming: ['KIP-848: offset 0'],
  reactive: ['stopped in order'],
  'typed-topics': [],
  transactions: ['committed together', 'shipped exactly once', 'copied offset 0'],
  security: [
    ...['tls', 'PLAIN', 'SCRAM', 'OAUTHBEARER', 'mutual TLS'].map((name) => `${name}: 1 brokers`),
    'INVALID_CONFIG: createKafka: sasl.username must be a string that is not empty, not ""',
  ],
  errors: [],
  'moving-from-kafkajs': ['from us'],
  'moving-from-reactor-kafka': ['copied as upper 2'],
}

const folder = mkdtempSync(join(tmpdir(), 'examples-'))
const secure = await secureBroker()
let failed = 0
try {
  await secure.broker.start()
  const admin = createKafka({ brokers: secure.plaintext }).admin()
  await admin.alterScramCredentials([{ user: 'alice', mechanism: 'SCRAM-SHA-512', password: 'secret' }])
  await admin.close()
  writeFileSync(join(folder, 'ca.pem'), testCertificate)
  writeFileSync(join(folder, 'client.pem'), testCertificate)
  writeFileSync(join(folder, 'client.key'), testKey)
  const env = {
    ...process.env,
    KAFKA: secure.plaintext,
    KAFKA_TLS: secure.tls,
    KAFKA_SASL_PLAIN: secure.saslOverTls,
    KAFKA_SASL_SCRAM: secure.saslOverTls,
    KAFKA_SASL_BEARER: secure.saslOverTls,
    KAFKA_MTLS: secure.mutualTls,
    TOKEN: unsecuredToken('admin', 600),
    CERTIFICATES: folder,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'), // a public authority, as far as the examples know
  }
  for (const [name, expected] of Object.entries(examples)) {
    try {
      const args = ['--conditions=@odradek/source', join(root, `examples/${name}.ts`)]
      const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: root, timeout: 120_000 })
      assert.doesNotMatch(stdout, /not served/)
      assert.deepEqual(stdout.trimEnd().split('\n').slice(-expected.length || Number.POSITIVE_INFINITY), [...expected])
      console.log(`ok      ${name}`)
    } catch (error) {
      failed++
      const { stack, stdout, stderr } = error as Error & { stdout?: string; stderr?: string }
      console.log(`FAILED  ${name}\n${stack}\n${stdout ?? ''}${stderr ?? ''}`)
    }
  }
} finally {
  await secure.dispose()
  rmSync(folder, { recursive: true, force: true })
}
console.log(failed === 0 ? 'all well' : `${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
