/** Clients that take too much: memory, connections, sessions, groups, time. Others have to notice nothing. */
import { ApiVersionsApi, DescribeGroupsApi, ErrorCode, FetchApi, InitProducerIdApi, JoinGroupApi, MetadataApi, OffsetCommitApi } from '@odradek/protocol/internal'
import { amplifying } from './amplification.ts'
import { afterSaying, type Attack, conversation, fetchOf, header, unsignedVarint } from './attack.ts'
import { batch, errorName, produceCode, produceFrame } from './bad-batches.ts'
import { decoded, frame, framed, int32, type RawSocket, rawSocket } from './raw.ts'

/** Opens many connections, does something with each, and lets go of all. */
export async function many(port: number, count: number, each: (connection: RawSocket, index: number) => void, holdMs: number, after: (all: readonly RawSocket[]) => string): Promise<string> {
  const all: RawSocket[] = []
  for (let index = 0; index < count; index++) {
    const connection = await rawSocket(port)
    all.push(connection)
    each(connection, index)
  }
  await new Promise((resolve) => setTimeout(resolve, holdMs))
  const seen = after(all)
  for (const connection of all) connection.destroy()
  return seen
}

const closedAmong = (all: readonly RawSocket[]): number => all.filter((connection) => connection.isClosed).length

export const floods: readonly Attack[] = [
  {
    name: '200 announcements of 100 MB', expected: 'held', likeApache: false,
    run: (port) => many(port, 200, (c) => c.send(int32(104_857_000)), 1500, () => 'held'),
  },
  {
    name: '50 connections that bring a byte a second', expected: 'all closed', likeApache: false,
    async run(port) {
      const timers: NodeJS.Timeout[] = []
      const drip = (connection: RawSocket): void => {
        connection.send(Buffer.from([0, 0, 1, 0]))
        timers.push(setInterval(() => !connection.isClosed && connection.send(Buffer.from([0])), 1000))
      }
      const seen = await many(port, 50, drip, 14_000, (all) => (closedAmong(all) === 50 ? 'all closed' : `${closedAmong(all)} of 50 closed`))
      for (const timer of timers) clearInterval(timer)
      return seen
    },
  },
  {
    name: '2,000 connections that say nothing', expected: 'held', likeApache: false,
    run: (port) => many(port, 2000, () => {}, 500, (all) => (closedAmong(all) === 0 ? 'held' : `${closedAmong(all)} closed`)),
  },
  {
    name: '50,000 requests without reading an answer', expected: 'held', likeApache: false,
    async run(port) {
      const one = frame(MetadataApi, 4, { topics: null, allowAutoTopicCreation: false })
      const connection = await rawSocket(port)
      connection.socket.pause()
      connection.send(Buffer.concat(Array.from({ length: 50_000 }, () => one)))
      await new Promise((resolve) => setTimeout(resolve, 2000))
      connection.destroy()
      return 'held'
    },
  },
  {
    name: '32 readers that fetch 50 MB and read nothing', expected: 'held', likeApache: false,
    run: (port) => many(port, 32, (connection) => {
      connection.socket.pause()
      for (let i = 0; i < 4; i++) connection.send(frame(FetchApi, 11, fetchOf('large', { minBytes: 1, maxBytes: 52_428_800 }), i))
    }, 2500, () => 'held'),
  },
  {
    name: '3,000 fetch sessions', expected: 'answered', likeApache: false,
    async run(port) {
      const connection = await rawSocket(port)
      const request = fetchOf('calm', { sessionEpoch: 0 })
      let seen = 'answered'
      for (let i = 0; i < 3000; i++) {
        connection.send(frame(FetchApi, 11, request, i))
        if (typeof (await connection.next(5000)) === 'string') seen = `nothing after ${i}`
      }
      connection.destroy()
      return seen
    },
  },
  {
    name: '2,000 members that ask to join a group and go', expected: 'answered', likeApache: false,
    run: (port) => repeatedly(port, 2000, (i) => frame(JoinGroupApi, 5, member('asked'), i),
      (answer) => decoded<{ errorCode: number }>(JoinGroupApi, 5, answer).errorCode, ErrorCode.MEMBER_ID_REQUIRED),
  },
  {
    // Every one of them starts a rebalance, and none comes back for the next.
    name: '500 members that join a group and go', expected: 'held', likeApache: false,
    run: (port) => many(port, 500, (c) => c.send(frame(JoinGroupApi, 3, member('joined'))), 2000, (all) => {
      const codes = all.flatMap((c) => c.answers).map((answer) => decoded<{ errorCode: number }>(JoinGroupApi, 3, answer).errorCode)
      return codes.some((code) => code !== 0) ? `error ${errorName(codes.find((code) => code !== 0) ?? 0)}` : 'held'
    }),
  },
  {
    name: '1,000,000 tagged fields in the header', expected: 'closed', likeApache: false,
    run: (port) => afterSaying(port, framed(header(ApiVersionsApi.key, 3), unsignedVarint(1_000_000), manyTags()), 5000),
  },
  {
    name: '5,000 connections, one after the other, each cut in a frame', expected: 'held', likeApache: false,
    async run(port) {
      for (let i = 0; i < 5000; i++) {
        const connection = await rawSocket(port)
        connection.send(Buffer.from([0, 0, 0, 50, 0, 3, 0, 4]))
        connection.destroy()
      }
      return 'held'
    },
  },
  {
    name: '50,000,000 names of no length in one request', expected: 'closed', likeApache: false,
    run: (port) => afterSaying(port, framed(header(DescribeGroupsApi.key, 5), Buffer.from([0]), unsignedVarint(50_000_001), Buffer.alloc(50_000_000, 1), Buffer.from([0, 0])), 10_000),
  },
  {
    name: '1,000,000 tagged fields in a body', expected: 'closed', likeApache: false,
    run: (port) => afterSaying(port, framed(header(MetadataApi.key, 9), Buffer.from([0, 1, 0, 0, 0]), unsignedVarint(1_000_000), manyTags()), 5000),
  },
  {
    name: '90,000 partitions in one fetch', expected: 'answered', likeApache: false,
    run: (port) => conversation(port, async (connection) => {
      const request = fetchOf('calm') as { topics: { partitions: object[] }[] }
      const [topic] = request.topics
      if (topic !== undefined) topic.partitions = Array.from({ length: 90_000 }, (_, partition) => ({ ...topic.partitions[0], partition }))
      connection.send(frame(FetchApi, 11, request))
      return wordFor(await connection.next(20_000))
    }),
  },
  {
    name: '1,000 fetches that wait for what never comes', expected: 'held', likeApache: false,
    run: (port) => many(port, 1000, (c) => c.send(frame(FetchApi, 11, fetchOf('kept', { fetchOffset: 3, maxWaitMs: 600_000, minBytes: 1_000_000 }))), 1000,
      (all) => (all.some((c) => c.answers.length > 0 || c.isClosed) ? 'answered or closed' : 'held')),
  },
  {
    name: '50,000 requests, each with a client id of its own', expected: 'answered', likeApache: false,
    run: (port) => repeatedly(port, 50_000, (i) => frame(MetadataApi, 4, { topics: [], allowAutoTopicCreation: false }, i, `client-${i}-${'x'.repeat(200)}`)),
  },
  {
    name: '20,000 producer ids, each asked for and used once', expected: 'answered', likeApache: false,
    async run(port) {
      const asked = await repeatedly(port, 20_000, (i) => frame(InitProducerIdApi, 1, { transactionalId: null, transactionTimeoutMs: 60_000 }, i),
        (answer) => decoded<{ errorCode: number }>(InitProducerIdApi, 1, answer).errorCode)
      if (asked !== 'answered') return asked
      const batchOf = (producerId: number): Buffer => batch(['x'], { producerId, producerEpoch: 0, baseSequence: 0 })
      return repeatedly(port, 20_000, (i) => produceFrame('bad', batchOf(i)), produceCode)
    },
  },
  {
    name: '5,000 groups that commit an offset once', expected: 'answered', likeApache: false,
    run: (port) => repeatedly(port, 5000, (i) => frame(OffsetCommitApi, 5, {
      groupId: `once-${i}`, generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: 'calm', partitions: [{ partitionIndex: 0, committedOffset: i, committedMetadata: 'x'.repeat(100) }] }],
    }, i), (answer) => decoded<{ topics: { partitions: { errorCode: number }[] }[] }>(OffsetCommitApi, 5, answer).topics[0]?.partitions[0]?.errorCode ?? -1),
  },
  ...amplifying,
  // Last: what they take is given back to the machine at leisure.
  {
    name: '7 fetches in frames of 90 MB that wait for what never comes', expected: 'held', likeApache: false, framesMegabytes: 1000,
    run: (port) => waiting(port, 7, () => frame(FetchApi, 11, fetchOf('kept', { fetchOffset: 3, maxWaitMs: 2_147_483_647, minBytes: 2_147_483_647, maxBytes: 2_147_483_647 }))),
  },
  {
    name: '7 members in frames of 90 MB that wait for others', expected: 'held', likeApache: false, framesMegabytes: 1000,
    run: (port) => waiting(port, 7, (i) => frame(JoinGroupApi, 5, { ...(member(`wide-${i}`) as object), rebalanceTimeoutMs: 300_000 })),
  },
]

function member(groupId: string): unknown {
  return {
    groupId, sessionTimeoutMs: 6000, rebalanceTimeoutMs: 6000, memberId: '', groupInstanceId: null, protocolType: 'consumer', protocols: [{ name: 'range', metadata: Buffer.alloc(1000) }],
  }
}

/** What stands behind a body is passed over. */
function waiting(port: number, count: number, request: (index: number) => Buffer): Promise<string> {
  const padding = Buffer.alloc(90_000_000)
  return many(port, count, (connection, index) => {
    const head = request(index)
    head.writeInt32BE(head.length - 4 + padding.length)
    connection.send(head)
    connection.send(padding)
  }, 3000, () => 'held')
}

/** Fields of no length with ascending tags, as many as `1,000,000`. */
function manyTags(): Buffer {
  const fields = Buffer.alloc(2_000_000)
  for (let i = 0; i < 1_000_000; i++) fields[2 * i] = i & 127
  return fields
}

const wordFor = (answer: Buffer | string): string => (typeof answer === 'string' ? answer : 'answered')

/** One request after the other on one connection, a hundred at a time without waiting for an answer; each has to get this error code. */
function repeatedly(port: number, count: number, request: (index: number) => Buffer, codeOf: (answer: Buffer) => number = () => 0, expected: number = 0): Promise<string> {
  return conversation(port, async (connection) => {
    for (let from = 0; from < count; from += 100) {
      const until = Math.min(from + 100, count)
      connection.send(Buffer.concat(Array.from({ length: until - from }, (_, i) => request(from + i))))
      for (let i = from; i < until; i++) {
        const answer = await connection.next(20_000)
        if (typeof answer === 'string') return `${answer} after ${i} of ${count}`
        const code = codeOf(answer)
        if (code !== expected) return `${errorName(code)} after ${i} of ${count}`
      }
    }
    return 'answered'
  })
}
