/** Every example runs against a broker in this process, and prints what its guide says. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type TestBroker, startBroker } from '@odradek/testing'

let broker: TestBroker
before(async () => {
  broker = await startBroker()
  process.env['KAFKA'] = broker.bootstrap
})
after(async () => {
  delete process.env['KAFKA']
  await broker.close()
})

/** Imports the example and answers the lines it printed. */
async function run(file: string): Promise<string[]> {
  const lines: string[] = []
  const log = console.log
  console.log = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '))
  try {
    await import(`./${file}`)
  } finally {
    console.log = log
  }
  return lines
}

describe('examples print what the guides say', () => {
  test('first steps', async () => {
    assert.deepEqual(await run('first-steps.ts'), ['the broker has it as offset 0', 'customer-1 ordered o1 for 995 cents'])
  })

  test('producing', async () => {
    assert.deepEqual(await run('producing.ts'), [
      'partition 0, offset 0, in a batch of 1 closed by linger',
      '1000 records delivered',
      '5000 accepted, 0 failed',
      'sticky:      300, 0, 0',
      'round-robin: 100, 100, 100',
      'vip goes to partition 0',
      'RECORD_TOO_LARGE, retriable: false',
    ])
  })

  test('administering', async () => {
    assert.deepEqual(await run('administering.ts'), [
      'parcels: 3 partition(s), made now',
      'letters: 1 partition(s), made now',
      'stamps: done',
      'letters: TOPIC_ALREADY_EXISTS',
      'post cards: INVALID_TOPIC_EXCEPTION',
      'retention.ms=3600000 (topic)',
      'sorting: classic, Empty, 0 members',
      'sorting',
      'parcels,letters,stamps',
    ])
  })

  test('consuming', async () => {
    const lines = await run('consuming.ts')
    assert.match(lines.pop() ?? '', /^KIP-848: (?:offset 0|not served by this broker)$/)
    assert.deepEqual(lines, [
      'loop: 30 records, sum 435',
      'manual: committed 30',
      'batches: 30 records',
      'each: 30 records of 5 keys, in order',
      'retries: 3 put aside: no such sensor',
      'listener: began at offset 0',
      'gave back 3 partitions',
      'service: stopped after 30 records',
      'elsewhere: behind by some records',
      'assign: offset 2',
    ])
  })

  test('reactive', async () => {
    assert.deepEqual(await run('reactive.ts'), [
      '20 sent, 0 failed',
      'order 21 is offset 20',
      'billed 231 cents',
      'pulled 21',
      'acknowledged 21 by batches',
      'at most once: 21',
      'chain delivered',
      'stopped in order',
    ])
  })

  test('typed topics', async () => {
    const problem = 'does not fit its schema: cents: must be above 0'
    assert.deepEqual(await run('typed-topics.ts'), [
      `SERIALIZATION: a value for topic typed-orders ${problem}`,
      'good: o2',
      `dead: {"id":"o1","cents":-5} because a record of topic typed-orders ${problem}`,
      'room 12: 21.5 degrees',
    ])
  })

  test('transactions', async () => {
    const lines = await run('transactions.ts')
    const served = ['committed together', 'shipped exactly once', 'copied offset 0']
    assert.deepEqual(lines, lines.length === 1 ? ['transactions: not served by this broker'] : served)
  })

  test('security', async () => {
    assert.deepEqual(await run('security.ts'), [
      ...['tls', 'PLAIN', 'SCRAM', 'OAUTHBEARER', 'mutual TLS'].map((name) => `${name}: not served by this broker`),
      'INVALID_CONFIG: createKafka: sasl.username must be a string that is not empty, not ""',
    ])
  })

  test('errors', async () => {
    const nobodyListens =
      'Nobody listens at this address: start the broker, or correct host and port in `brokers` (or in its advertised.listeners).'
    assert.deepEqual(await run('errors.ts'), [
      'UNKNOWN_TOPIC_OR_PARTITION',
      '3',
      'true',
      'Create the topic, or correct its name; a topic made just now is known everywhere a moment later.',
      'INVALID_CONFIG: brokers: "no-port" is not host:port, for example 127.0.0.1:9092',
      'ABORTED',
      'stopped: cannot do this one',
      'committed 1',
      `warning: cannot connect to 127.0.0.1:1: connection refused (ECONNREFUSED): still trying. ${nobodyListens}`,
      nobodyListens,
      '1 delivered, 0 failed, an answer took some time',
    ])
  })

  test('moving from kafkajs', async () => {
    assert.deepEqual(await run('moving-from-kafkajs.ts'), ['from kafkajs', 'from kafkajs', 'from us'])
  })

  test('moving from Reactor Kafka', async () => {
    assert.deepEqual(await run('moving-from-reactor-kafka.ts'), ['copied as upper 0', 'copied as upper 1', 'copied as upper 2'])
  })
})
