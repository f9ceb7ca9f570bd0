/** Options that cannot be right are said when something is made: which, what was given and what is allowed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consumerOptions } from './consumer/options.ts'
import { createKafka, KafkaError } from './index.ts'
import { adminOptions, clientOptions } from './options.ts'
import { producerOptions, transactionalProducerOptions } from './producer/options.ts'

const brokers = '127.0.0.1:1'
const kafka = createKafka({ brokers })
type Said = readonly (readonly [unknown, RegExp])[]

function refused(make: (options: never) => unknown, said: Said): void {
  for (const [given, message] of said) {
    assert.throws(() => make(given as never), (error: unknown) => {
      assert.ok(error instanceof KafkaError, String(error))
      assert.equal(error.code, 'INVALID_CONFIG')
      assert.match(error.message, message)
      return true
    })
  }
}

test('of a client', () => {
  refused(createKafka, [
    [{}, /^createKafka: brokers must be at least one host:port, .*, not undefined/],
    [{ brokers: [] }, /at least one host:port/],
    [{ brokers: 'localhost' }, /"localhost" is not host:port/],
    [{ brokers: ['a:1', 'b:70000'] }, /"b:70000" is not host:port/],
    [{ brokers: [5] }, /brokers\[0\] must be a string, not 5/],
    [{ brokers: 5 }, /brokers must be a list, not 5/],
    [{ brokers, clientId: 5 }, /clientId must be a string, not 5/],
    [{ brokers, clientId: null }, /clientId must be a string, not null/],
    [{ brokers, tls: 'yes' }, /tls must be .*true or false, not "yes"/],
    [{ brokers, tls: { caFile: 'x' } }, /tls has no "caFile"; it has ca, /],
    [{ brokers, tls: { ca: 5 } }, /tls\.ca must be PEM text or a Buffer, not 5/],
    [{ brokers, requestTimeoutMs: 0.5 }, /requestTimeoutMs must be a whole number from 1 to 2,147,483,647, not 0\.5/],
    [{ brokers, requestTimeoutMs: 2 ** 31 }, /not 2147483648/],
    [{ brokers, requestTimeoutMs: Number.POSITIVE_INFINITY }, /not Infinity/],
    [{ brokers, connectTimeoutMs: '5' }, /connectTimeoutMs must be milliseconds above 0, not "5"/],
    [{ brokers, metadataMaxAgeMs: 0 }, /metadataMaxAgeMs must be milliseconds above 0, or Infinity \(never\), not 0/],
    [{ brokers, retryBackoffMs: 500, retryBackoffMaxMs: 50 }, /retryBackoffMaxMs \(50\) must not be below retryBackoffMs \(500\)/],
    [{ brokers, world: 'sim' }, /world must be an object/],
    [{ get brokers() { throw new Error('gone') } }, /createKafka cannot be read: gone/],
  ])
  createKafka({ brokers: [brokers, '[::1]:9092'], tls: { rejectUnauthorized: false }, metadataMaxAgeMs: Number.POSITIVE_INFINITY, retryBackoffMaxMs: 50 })
})

test('of a producer', async () => {
  refused((options) => kafka.producer(options), [
    [{ compression: 'brotli' }, /^producer: compression must be one of none, gzip, snappy, lz4, zstd, not "brotli"/],
    [{ compression: 'GZIP' }, /did you mean "gzip"/],
    [{ batchBytes: 1000, bufferBytes: 999 }, /bufferBytes \(999\) is less than one batch/],
    [{ batchBytes: 64 * 1_048_576 }, /bufferBytes \(33554432\) is less than one batch/],
    [{ batchBytes: -1 }, /batchBytes must be a whole number from 0 up, not -1/],
    [{ bufferBytes: Number.NaN }, /bufferBytes must be a whole number from 1 up, not NaN/],
    [{ lingerMs: -1 }, /lingerMs must be milliseconds from 0 up, not -1/],
    [{ lingerMs: '5' }, /lingerMs must be milliseconds from 0 up, not "5"/],
    [{ lingerMs: 200, deliveryTimeoutMs: 100 }, /lingerMs \(200\) is above deliveryTimeoutMs \(100\)/],
    [{ maxInFlight: 0 }, /maxInFlight must be a whole number from 1 up, not 0/],
    [{ acks: 2 }, /acks must be one of all, -1, 0, 1, not 2/],
    [{ acks: '1' }, /acks must be one of all, -1, 0, 1, not "1"/],
    [{ idempotent: true, acks: 1 }, /idempotent needs acks 'all'/],
    [{ idempotent: true, maxInFlight: 6 }, /at most 5 requests in flight/],
    [{ partitioner: 'foo' }, /partitioner must be one of default, round-robin, or an object with a function `partition`, not "foo"/],
    [{ partitioner: () => 0 }, /not a function/],
    [{ partitioner: {} }, /partitioner must be .*, not an object/],
    [{ compression: 'gzip', compressionLevel: 99 }, /compressionLevel of gzip must be a whole number from 1 to 9, not 99/],
    [{ compression: 'zstd', compressionLevel: 23 }, /from -131072 to 22, not 23/],
    [{ compression: 'lz4', compressionLevel: 0 }, /from 1 to 17, not 0/],
    [{ compressionLevel: 3 }, /compression 'none' has no levels/],
    [{ compression: 'gzip', compressionLevel: 1.5 }, /compressionLevel must be a whole number, not 1\.5/],
    [{ retries: -1 }, /retries must be a whole number from 0 up, or Infinity/],
  ])
  refused((options) => kafka.transactionalProducer(options), [
    [{}, /^transactionalProducer: transactionalId must be a string that is not empty, not undefined/],
    [{ transactionalId: '' }, /not ""/],
    [{ transactionalId: 'x', transactionTimeoutMs: 0 }, /transactionTimeoutMs must be a whole number from 1 to/],
  ])
  const never = Number.POSITIVE_INFINITY
  for (const given of [
    { batchBytes: 1000, bufferBytes: 1000 }, { acks: 1 }, { compression: 'zstd', compressionLevel: -5 }, { compression: 'gzip', compressionLevel: -1 }, { deliveryTimeoutMs: 1 },
    { deliveryTimeoutMs: never, maxBlockMs: never, retries: never }, { partitioner: { partition: () => 0 } },
  ] as const) await kafka.producer(given).close()
})

test('of a consumer', async () => {
  refused((options) => kafka.consumer(options), [
    [{ autoOffsetReset: 'smallest' }, /^consumer: autoOffsetReset must be one of earliest, latest, none, or { byDurationMs }, not "smallest" \(did you mean "earliest"\?\)/],
    [{ autoOffsetReset: { byDuration: 5 } }, /autoOffsetReset has no "byDuration" \(did you mean "byDurationMs"\?\)/],
    [{ autoOffsetReset: { byDurationMs: '5' } }, /autoOffsetReset\.byDurationMs must be milliseconds/],
    [{ isolation: 'READ_COMMITTED' }, /not "READ_COMMITTED" \(did you mean "read_committed"\?\)/],
    [{ autoCommit: 'false' }, /autoCommit must be true or false, not "false"/],
    [{ autoCommit: true }, /autoCommit needs a groupId/],
    [{ onPoison: 'foo' }, /onPoison must be one of fail, skip, or { deadLetter }, not "foo"/],
    [{ onPoison: { deadLetter: '' } }, /onPoison\.deadLetter must be the name of a topic, or a function/],
    [{ assignors: 'range' }, /assignors must be a list, not "range"/],
    [{ assignors: [] }, /assignors must be a list with at least one/],
    [{ assignors: ['fair'] }, /assignors\[0\] must be one of range, roundrobin, sticky, cooperative-sticky, or one of your own, not "fair"/],
    [{ assignors: [{ name: 'mine' }] }, /assignors\[0\]\.protocols must be a list/],
    [{ groupId: '' }, /groupId must be a string that is not empty/],
    [{ groupInstanceId: 'i' }, /groupInstanceId needs a groupId/],
    [{ groupId: 'g', protocol: 'consumer', assignors: ['range'] }, /use serverAssignor/],
    [{ heartbeatIntervalMs: 10, sessionTimeoutMs: 10 }, /heartbeatIntervalMs \(10\) must be below sessionTimeoutMs/],
    [{ fetchMinBytes: 1.5 }, /fetchMinBytes must be a whole number from 0 to 2,147,483,647/],
    [{ maxPollIntervalMs: Number.POSITIVE_INFINITY }, /not Infinity/],
    [{ inFlight: 5 }, /inFlight: its options are an object, not a number/],
    [{ inFlight: { records: 0 } }, /inFlight: records must be a whole number from 1 up, or Infinity \(no bound\), not 0/],
    [{ inFlight: { perPartition: '5' } }, /inFlight: perPartition must be a number of records, or an object of records, bytes, not "5"/],
    [{ inFlight: { perPartition: { bytes: -1 } } }, /inFlight\.perPartition: bytes must be/],
  ])
  const assign = { name: 'mine', protocols: ['eager'], assign: () => new Map() } as const
  for (const given of [{ groupId: 'g', assignors: ['range', assign] }, { inFlight: { perPartition: 5, records: Number.POSITIVE_INFINITY } }, { autoOffsetReset: { byDurationMs: 0 } }] as const) {
    await kafka.consumer(given).stop()
  }
})

test('every default passes its own check', () => {
  for (const { maker, rows } of [clientOptions, producerOptions, transactionalProducerOptions, consumerOptions, adminOptions]) {
    for (const [name, row] of Object.entries(rows)) if (row.default !== undefined) row.check(row.default, `${maker}: ${name}`)
  }
})
