/**
 * What the guide to security shows. Our own broker has no TLS and no SASL yet: these connect only where KAFKA_TLS,
 * KAFKA_SASL_PLAIN or KAFKA_SASL_SCRAM name listeners that do.
 */
import { readFileSync } from 'node:fs'
import { KafkaError, createKafka, type Kafka } from '@odradek/client'

function tls(brokers: string): Kafka {
  // #region tls
  return createKafka({ brokers, tls: true }) // certificates of the public authorities
  // #endregion
}

function mutualTls(brokers: string, folder: string): Kafka {
  // #region mutual-tls
  return createKafka({
    brokers,
    tls: {
      ca: readFileSync(`${folder}/ca.pem`), // who signed the brokers' certificates
      cert: readFileSync(`${folder}/client.pem`), // who we are, where the broker asks
      key: readFileSync(`${folder}/client.key`),
    },
  })
  // #endregion
}

function plain(brokers: string): Kafka {
  // #region plain
  return createKafka({ brokers, tls: true, sasl: { mechanism: 'PLAIN', username: 'alice', password: process.env['PASSWORD'] ?? 'secret' } })
  // #endregion
}

function scram(brokers: string): Kafka {
  // #region scram
  return createKafka({ brokers, tls: true, sasl: { mechanism: 'SCRAM-SHA-512', username: 'alice', password: process.env['PASSWORD'] ?? 'secret' } })
  // #endregion
}

function bearer(brokers: string, fetchToken: () => Promise<string>): Kafka {
  // #region bearer
  // Asked before every authentication, so also before a session ends: answer a token that is still good.
  return createKafka({ brokers, tls: true, sasl: { mechanism: 'OAUTHBEARER', token: () => fetchToken() } })
  // #endregion
}

async function look(name: string, kafka: Kafka): Promise<void> {
  // #region look
  const admin = kafka.admin()
  try {
    const { brokers } = await admin.describeCluster()
    console.log(`${name}: ${brokers.length} brokers`)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    console.log(`${name}: ${error.code}`) // AUTHENTICATION_FAILED is not tried again
  } finally {
    await admin.close()
  }
  // #endregion
}

const made = [
  ['tls', process.env['KAFKA_TLS'], tls],
  ['PLAIN', process.env['KAFKA_SASL_PLAIN'], plain],
  ['SCRAM', process.env['KAFKA_SASL_SCRAM'], scram],
  ['OAUTHBEARER', process.env['KAFKA_SASL_BEARER'], (brokers: string) => bearer(brokers, async () => process.env['TOKEN'] ?? '')],
  ['mutual TLS', process.env['KAFKA_MTLS'], (brokers: string) => mutualTls(brokers, process.env['CERTIFICATES'] ?? '.')],
] as const
for (const [name, brokers, make] of made) {
  if (brokers === undefined) console.log(`${name}: not served by this broker`)
  else await look(name, make(brokers))
}

// #region refused
try {
  createKafka({ brokers: '127.0.0.1:9092', sasl: { mechanism: 'PLAIN', username: '', password: 'secret' } })
} catch (error) {
  if (error instanceof KafkaError) console.log(`${error.code}: ${error.message}`)
}
// #endregion
