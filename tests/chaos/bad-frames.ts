/**
 * Requests that no honest client sends: sizes, headers, bodies, names and offsets. Apache Kafka 4.3.1 is told the same
 * and has to do the same.
 */
import { ApiVersionsApi, CreateTopicsApi, ErrorCode, FetchApi, MetadataApi } from '@odradek/protocol/internal'
import { type Attack, conversation, fetchOf, header, says, unsignedVarint } from './attack.ts'
import { badBatches, errorName, produceFrame, zeros } from './bad-batches.ts'
import { decoded, frame, framed, int16, int32, rawSocket } from './raw.ts'

export const badFrames: readonly Attack[] = [
  says('a negative size', () => int32(-1)),
  says('a size of 2 GiB', () => int32(0x7fffffff)),
  says('a size just over the limit', () => int32(104_857_601)),
  says('a size of zero', () => int32(0)),
  says('HTTP', () => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')),
  says('a TLS hello', () => Buffer.from('16030100c8010000c40303', 'hex')),
  says('an unknown API key', () => framed(header(999, 0))),
  says('a version that is not served', () => framed(header(MetadataApi.key, 99), Buffer.alloc(10))),
  says('a version that has gone', () => framed(header(0, 0), Buffer.alloc(20))),
  says('a body cut short', () => framed(frame(MetadataApi, 4, { topics: [{ name: 'abcdef' }], allowAutoTopicCreation: false }).subarray(4, -8))),
  says('an array of two billion', () => framed(header(MetadataApi.key, 4), int32(0x7ffffff0))),
  says('an array of a negative length', () => framed(header(MetadataApi.key, 4), int32(-7))),
  says('a compact array of two billion', () => framed(header(MetadataApi.key, 9), Buffer.from([0]), unsignedVarint(0x7fffff00))),
  says('a varint of more than five bytes', () => framed(header(MetadataApi.key, 9), Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]))),
  says('a client id of negative length', () => framed(header(MetadataApi.key, 4, int16(-9)), int32(0))),
  says('a client id longer than the request', () => framed(header(MetadataApi.key, 4, int16(30_000)), int32(0))),
  says('a client id that is not UTF-8', () => framed(header(MetadataApi.key, 4, Buffer.concat([int16(3), Buffer.from([0xff, 0xfe, 0x80])])), int32(0), Buffer.from([0])), 'answered'),
  says('the header of a response', () => framed(int32(1), Buffer.alloc(50))),
  {
    name: 'an ApiVersions version of the future', expected: 'UNSUPPORTED_VERSION, 0.. known', likeApache: true,
    async run(port) {
      const connection = await rawSocket(port)
      connection.send(framed(header(ApiVersionsApi.key, 99), Buffer.from([0]), Buffer.from('any body')))
      const answer = await connection.next(3000)
      connection.destroy()
      if (typeof answer === 'string') return answer
      const { errorCode, apiKeys } = decoded<{ errorCode: number; apiKeys: unknown[] }>(ApiVersionsApi, 0, answer)
      return errorCode === ErrorCode.UNSUPPORTED_VERSION && apiKeys.length > 0 ? 'UNSUPPORTED_VERSION, 0.. known' : `error ${errorCode}, ${apiKeys.length} keys`
    },
  },
  {
    name: 'acks=0 with an error', expected: 'closed', likeApache: true,
    async run(port) {
      const connection = await rawSocket(port)
      connection.send(produceFrame('no-such-topic/', badBatches[0]?.[1]() ?? Buffer.alloc(0), 0))
      const answer = await connection.next(5000)
      connection.destroy()
      return typeof answer === 'string' ? answer : 'answered'
    },
  },
  {
    name: 'names that are none', expected: 'INVALID_TOPIC_EXCEPTION x7', likeApache: true,
    async run(port) {
      const names = ['', '.', '..', 'a/b', '../../etc/passwd', 'x'.repeat(250), 'a\0b']
      const connection = await rawSocket(port)
      connection.send(frame(CreateTopicsApi, 4, {
        topics: names.map((name) => ({ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] })), timeoutMs: 5000, validateOnly: false,
      }))
      const answer = await connection.next(10_000)
      connection.destroy()
      if (typeof answer === 'string') return answer
      const codes = new Set(decoded<{ topics: { errorCode: number }[] }>(CreateTopicsApi, 4, answer).topics.map((topic) => topic.errorCode))
      return codes.size === 1 && codes.has(ErrorCode.INVALID_TOPIC_EXCEPTION) ? 'INVALID_TOPIC_EXCEPTION x7' : [...codes].join()
    },
  },
  says('a client id of control characters', () => framed(header(MetadataApi.key, 4, Buffer.concat([int16(3), Buffer.from([0, 7, 10])])), int32(0), Buffer.from([0])), 'answered'),
  says('bytes behind the end of a request', () => framed(header(MetadataApi.key, 4), int32(0), Buffer.from([0]), Buffer.alloc(1000))),
  // Requests between brokers and controllers, of ZooKeeper's time and of KRaft's (FetchSnapshot without topics among them).
  ...[4, 5, 6, 7, 52, 53, 54, 56, 58, 59, 62, 63, 67, 70, 82].map((key) => says(`a request between brokers, API key ${key}`, () => framed(header(key, 0), Buffer.alloc(60)))),
  says('compressed telemetry', () => framed(header(72, 0), Buffer.from([0]), Buffer.alloc(21), unsignedVarint(1 + zeros.length), zeros, Buffer.from([0]))),
  {
    name: 'two names that collide', expected: 'INVALID_TOPIC_EXCEPTION', likeApache: true,
    run: (port) => conversation(port, async (connection) => {
      const codes: string[] = []
      for (const name of ['col.lide', 'col_lide']) {
        connection.send(frame(CreateTopicsApi, 4, { topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000, validateOnly: false }))
        const answer = await connection.next(10_000)
        if (typeof answer === 'string') return answer
        codes.push(errorName(decoded<{ topics: { errorCode: number }[] }>(CreateTopicsApi, 4, answer).topics[0]?.errorCode ?? -2))
      }
      return codes.at(-1) ?? ''
    }),
  },
  {
    name: 'fetches of a follower that is none, far behind the end', expected: '', likeApache: true,
    run: (port) => conversation(port, async (connection) => {
      const seen: string[] = []
      for (const replicaId of [1, 2, 77, -2]) {
        connection.send(frame(FetchApi, 11, fetchOf('kept', { replicaId, fetchOffset: 1_000_000 })))
        const answer = await connection.next(10_000)
        if (typeof answer === 'string') return answer
        const [partition] = decoded<{ responses: { partitions: { errorCode: number }[] }[] }>(FetchApi, 11, answer).responses[0]?.partitions ?? []
        seen.push(errorName(partition?.errorCode ?? -2))
      }
      // Whatever it claimed to have, what is in the log stays readable to the end.
      connection.send(frame(FetchApi, 11, fetchOf('kept', { fetchOffset: 0 })))
      const answer = await connection.next(10_000)
      if (typeof answer === 'string') return answer
      const [partition] = decoded<{ responses: { partitions: { highWatermark: bigint }[] }[] }>(FetchApi, 11, answer).responses[0]?.partitions ?? []
      return `${seen.join()}; high watermark ${partition?.highWatermark}`
    }),
  },
  {
    name: 'offsets before the beginning and behind the end', expected: '', likeApache: true,
    run: (port) => conversation(port, async (connection) => {
      const seen: string[] = []
      for (const [fetchOffset, partition] of [[-5, 0], [-9_000_000_000, 0], [1e15, 0], [0, -1], [0, 2_000_000_000]] as const) {
        connection.send(frame(FetchApi, 11, fetchOf('kept', { fetchOffset, partition, currentLeaderEpoch: -1 })))
        const answer = await connection.next(10_000)
        if (typeof answer === 'string') return answer
        seen.push(errorName(decoded<{ responses: { partitions: { errorCode: number }[] }[] }>(FetchApi, 11, answer).responses[0]?.partitions[0]?.errorCode ?? -2))
      }
      return seen.join()
    }),
  },
]
