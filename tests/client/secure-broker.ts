/** Apache Kafka 4.3.1 with TLS, SASL and ACLs: one broker, a listener for each way in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testCertificate, testKey } from '../../packages/platform/src/testing/certificate.ts'
import { apacheKafka, freePort, type TestBroker } from '../interop/brokers.ts'

export interface SecureBroker {
  readonly broker: TestBroker
  /** Everything is allowed here: for preparing users. */
  readonly plaintext: string
  readonly tls: string
  readonly sasl: string
  /** SASL over TLS. */
  readonly saslOverTls: string
  /** TLS that asks clients for a certificate. */
  readonly mutualTls: string
  /** Sessions on the SASL listener last this long. */
  readonly sessionMs: number
  dispose(): Promise<void>
}

function mechanisms(listener: string): Record<string, string> {
  const jaas = 'org.apache.kafka.common.security'
  const module = (mechanism: string): string => `listener.name.${listener}.${mechanism}.sasl.jaas.config`
  return {
    [module('plain')]: `${jaas}.plain.PlainLoginModule required user_admin="admin-secret" user_bob="bob-secret" user_alice="secret";`,
    [module('scram-sha-256')]: `${jaas}.scram.ScramLoginModule required;`,
    [module('scram-sha-512')]: `${jaas}.scram.ScramLoginModule required;`,
    [module('oauthbearer')]: `${jaas}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="admin";`,
  }
}

export async function secureBroker(sessionMs: number = 3000): Promise<SecureBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'secure-'))
  const [port, controller, tls, sasl] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const [saslOverTls, mutualTls] = [await freePort(), await freePort()]
  const pem = join(folder, 'keystore.pem')
  writeFileSync(pem, testKey + testCertificate)
  const trusted = join(folder, 'truststore.pem')
  writeFileSync(trusted, testCertificate)
  const broker = await apacheKafka('4.3.1', {
    port,
    overrides: {
      'controller.quorum.voters': `1@127.0.0.1:${controller}`,
      listeners: `PLAINTEXT://127.0.0.1:${port},SSL://127.0.0.1:${tls},SASL_PLAINTEXT://127.0.0.1:${sasl},SASL_SSL://127.0.0.1:${saslOverTls},MUTUAL://127.0.0.1:${mutualTls},CONTROLLER://127.0.0.1:${controller}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,MUTUAL:SSL,CONTROLLER:PLAINTEXT',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': pem,
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER',
      'listener.name.sasl_plaintext.connections.max.reauth.ms': String(sessionMs),
      'listener.name.mutual.ssl.client.auth': 'required',
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': trusted,
      ...mechanisms('sasl_plaintext'),
      ...mechanisms('sasl_ssl'),
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS;User:admin;User:alice',
    },
  })
  return {
    broker,
    plaintext: `127.0.0.1:${port}`,
    tls: `127.0.0.1:${tls}`,
    sasl: `127.0.0.1:${sasl}`,
    saslOverTls: `127.0.0.1:${saslOverTls}`,
    mutualTls: `127.0.0.1:${mutualTls}`,
    sessionMs,
    async dispose() {
      await broker.dispose()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
