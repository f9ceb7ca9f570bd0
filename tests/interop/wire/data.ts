/** Produce, Fetch, ListOffsets, DeleteRecords, OffsetForLeaderEpoch, DescribeProducers, InitProducerId: step by step. */
import {
  BatchBuilder, DeleteRecordsApi, DescribeProducersApi, FetchApi, InitProducerIdApi, ListOffsetsApi, OffsetForLeaderEpochApi, ProduceApi,
} from '@odradek/protocol/internal'
import { batchAt, type BatchOptions, type Peer } from './peer.ts'

const NOBODY = 'AAAAAAAAAAAAAAAAAAAAZw'

const base = Date.now() - 3_600_000

interface Topic {
  readonly name: string
  readonly id: string
}

async function produce(peer: Peer, { name, id }: Topic): Promise<void> {
  const to = (topic: string, index: number, records: Buffer | null, acks: number = -1, transactionalId: string | null = null): object =>
    ({ transactionalId, acks, timeoutMs: 5000, topicData: [{ name: topic, partitionData: [{ index, records }] }] })
  for (const version of [3, 5, 8, 9, 12]) await peer.ask('one record', ProduceApi, version, to(name, 0, batchAt([base + version])))
  await peer.ask('by id', ProduceApi, 13, { acks: 1, timeoutMs: 5000, topicData: [{ topicId: id, partitionData: [{ index: 0, records: batchAt([base + 5000, base + 100]) }] }] })
  await peer.ask('unknown id', ProduceApi, 13, { acks: 1, timeoutMs: 5000, topicData: [{ topicId: NOBODY, partitionData: [{ index: 0, records: batchAt([base]) }] }] })
  await peer.ask('no id', ProduceApi, 13, { acks: 1, timeoutMs: 5000, topicData: [{ partitionData: [{ index: 0, records: batchAt([base]) }] }] })
  for (const version of [3, 9, 12]) {
    await peer.ask('unknown topic', ProduceApi, version, to('nosuch', 0, batchAt([base])))
    await peer.ask('unknown partition', ProduceApi, version, to(name, 99, batchAt([base])))
    await peer.ask('acks 2', ProduceApi, version, to(name, 0, batchAt([base]), 2))
    await peer.ask('empty records', ProduceApi, version, to(name, 0, Buffer.alloc(0)))
    await peer.ask('two batches', ProduceApi, version, to(name, 0, Buffer.concat([batchAt([base]), batchAt([base])])))
    await peer.ask('two batches, acks 1', ProduceApi, version, to(name, 0, Buffer.concat([batchAt([base]), batchAt([base])]), 1))
    await peer.ask('internal topic', ProduceApi, version, to('__consumer_offsets', 0, batchAt([base])))
    await peer.ask('invalid name', ProduceApi, version, to('..', 0, batchAt([base])))
    await peer.ask('empty name', ProduceApi, version, to('', 0, batchAt([base])))
  }
  await peer.ask('acks 0 to an unknown partition', ProduceApi, 9, to(name, 99, batchAt([base]), 0))
  await peer.ask('null key, compacted', ProduceApi, 9, to('compacted', 0, batchAt([base], {}, null)))
  await peer.ask('too large', ProduceApi, 9, to('small', 0, batchAt(Array.from({ length: 200 }, (_, at) => base + at))))
  await peer.ask('far in the future', ProduceApi, 9, to(name, 0, batchAt([base + 10 * 86_400_000])))
  await peer.ask('long ago', ProduceApi, 9, to(name, 1, batchAt([1000])))
  await peer.ask('no timestamp', ProduceApi, 9, to(name, 1, batchAt([-1])))
  await peer.ask('LogAppendTime of a client', ProduceApi, 9, to('unread', 0, batchAt([base], { timestampType: 'LogAppendTime', logAppendTimeMs: base })))
  await peer.ask('append time topic', ProduceApi, 9, to('appendtime', 0, batchAt([base])))
  await peer.ask('base offset 7', ProduceApi, 9, to(name, 1, batchAt([base], { baseOffset: 7 })))
  await peer.ask('control', ProduceApi, 9, to(name, 1, batchAt([base], { isControl: true, producerId: 1, producerEpoch: 0, baseSequence: 0 })))
  for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
    for (const version of [3, 7, 9]) await peer.ask(compression, ProduceApi, version, to(name, 1, batchAt([base, base + 1], { compression })))
  }
  await peer.ask('no topics', ProduceApi, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData: [] })
  await peer.ask('a good and a bad partition', ProduceApi, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData: [
    { name, partitionData: [{ index: 1, records: batchAt([base]) }, { index: 99, records: batchAt([base]) }] }, { name: 'nosuch', partitionData: [{ index: 0, records: batchAt([base]) }] }] })
}

interface Produced {
  readonly responses: readonly { readonly partitionResponses: readonly { readonly index: number; readonly errorCode: number; readonly recordErrors?: readonly { readonly batchIndex: number }[] }[] }[]
}

/** Records that break a rule: which of them are named (KIP-467). */
async function brokenRules(peer: Peer): Promise<void> {
  const send = (step: string, version: number, rows: readonly (readonly [topic: string, records: Buffer])[], only?: (answer: Produced) => unknown): Promise<unknown> =>
    peer.ask(step, ProduceApi, version, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData: rows.map(([name, records]) => ({ name, partitionData: [{ index: 0, records }] })) }, only)
  const batch = (records: readonly (readonly [key: string | null, time: number])[], options: BatchOptions = {}): Buffer => {
    const builder = new BatchBuilder(options)
    for (const [key, time] of records) builder.append(key, 'value', undefined, time)
    return Buffer.from(builder.build())
  }
  const everyTenth = Array.from({ length: 100 }, (_, at) => [at % 10 === 0 ? null : 'k', base] as const)
  const late = base - 100 * 86_400_000
  for (const version of [3, 7, 8, 9, 12]) await send('every tenth without a key', version, [['compacted', batch(everyTenth)]])
  for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const) await send(`every tenth without a key, ${compression}`, 9, [['compacted', batch(everyTenth, { compression })]])
  await send('times', 9, [['strict', batch([['k', base], ['k', late], ['k', base], ['k', late], [null, base]])]])
  await send('both in one record', 9, [['strict', batch([['k', base], [null, late]])]])
  await send('keys alone', 9, [['strict', batch([['k', base], [null, base]])]])
  await send('one record', 9, [['strict', batch([['k', late]])]])
  await send('no timestamp', 9, [['strict', batch([['k', -1], ['k', late]])]])
  await send('a good one beside', 9, [['strict', batch([['k', late], ['k', late]])], ['compacted', batch([['k', base]])], ['small', batch([['k', base]])]])
  const count = (answer: Produced): unknown => answer.responses.map((topic) => topic.partitionResponses.map(({ errorCode, recordErrors = [] }) => ({ errorCode, named: recordErrors.length, last: recordErrors.at(-1)?.batchIndex })))
  await send('20,000 of them', 9, [['compacted', batch(Array.from({ length: 20_000 }, () => [null, base] as const))]], count)
  await send('9,000 of them, gzip', 9, [['compacted', batch(Array.from({ length: 9000 }, () => [null, base] as const), { compression: 'gzip' })]], count)
}

async function idempotence(peer: Peer, { name }: Topic): Promise<void> {
  const made = await peer.ask<{ producerId: number }>('a new id', InitProducerIdApi, 4, { transactionTimeoutMs: 1000 })
  const producerId = made?.producerId ?? -1
  const send = (step: string, sequence: number, count: number, epoch: number = 0, id: number = producerId): Promise<unknown> =>
    peer.ask(step, ProduceApi, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData: [{ name, partitionData: [{ index: 2, records:
      batchAt(Array.from({ length: count }, (_, at) => base + at), { producerId: id, producerEpoch: epoch, baseSequence: sequence }) }] }] })
  await send('sequence 0', 0, 2)
  await send('sequence 2', 2, 1)
  await send('sequence 2 again', 2, 1)
  await send('sequence 0 again', 0, 2)
  await send('a gap', 7, 1)
  for (const sequence of [3, 4, 5, 6, 7]) await send(`sequence ${sequence}`, sequence, 1)
  await send('far back', 0, 2)
  await send('a new epoch not at 0', 3, 1, 1)
  await send('a new epoch', 0, 1, 1)
  await send('the old epoch', 8, 1, 0)
  await send('an unknown producer in the middle', 5, 1, 0, producerId + 500)
  await send('no sequence', -1, 1, 0)
  await peer.ask('known', DescribeProducersApi, 0, { topics: [{ name, partitionIndexes: [2, 99] }, { name: 'nosuch', partitionIndexes: [0] }] },
    (answer: { topics: { partitions: { activeProducers: { lastTimestamp: number }[] }[] }[] }) =>
      answer.topics.map((topic) => topic.partitions.map((one) => ({ ...one, activeProducers: one.activeProducers.map((row) => ({ ...row, lastTimestamp: row.lastTimestamp > 0 })) }))))
  for (const version of [0, 1, 2, 3, 4, 5]) await peer.ask('timeout 0', InitProducerIdApi, version, { transactionTimeoutMs: 0 })
  await peer.ask('an id it has', InitProducerIdApi, 4, { transactionTimeoutMs: 1000, producerId, producerEpoch: 1 })
  await peer.ask('id without epoch', InitProducerIdApi, 4, { transactionTimeoutMs: 1000, producerId, producerEpoch: -1 })
  await peer.ask('epoch without id', InitProducerIdApi, 4, { transactionTimeoutMs: 1000, producerId: -1, producerEpoch: 3 })
  await peer.ask('empty transactional id', InitProducerIdApi, 4, { transactionalId: '', transactionTimeoutMs: 1000 })
}

async function listOffsets(peer: Peer, { name }: Topic): Promise<void> {
  const at = (topic: string, partitionIndex: number, timestamp: number, more: object = {}, replicaId: number = -1): object =>
    ({ replicaId, isolationLevel: 0, topics: [{ name: topic, partitions: [{ partitionIndex, timestamp, ...more }] }] })
  for (let version = 1; version <= 11; version++) {
    for (const timestamp of [-1, -2, -3, -4, -5, -6, -7, 0, base + 100, base + 4000, base + 9000]) {
      const step = timestamp > 0 ? `start + ${timestamp - base}` : String(timestamp)
      await peer.ask(step, ListOffsetsApi, version, at(name, 0, timestamp), (answer: { topics: { partitions: { timestamp: number }[] }[] }) =>
        answer.topics.map((topic) => topic.partitions.map((one) => ({ ...one, timestamp: one.timestamp > 0 ? one.timestamp - base : one.timestamp }))))
    }
  }
  for (const timestamp of [-1, -2, -3, -4, 5]) await peer.ask(`nothing there, ${timestamp}`, ListOffsetsApi, 8, at('empty', 0, timestamp))
  for (const version of [1, 4, 5, 8]) {
    await peer.ask('unknown topic', ListOffsetsApi, version, at('nosuch', 0, -1))
    await peer.ask('unknown partition', ListOffsetsApi, version, at(name, 99, -1))
    await peer.ask('invalid name', ListOffsetsApi, version, at('..', 0, -1))
  }
  await peer.ask('epoch ahead', ListOffsetsApi, 5, at(name, 0, -1, { currentLeaderEpoch: 90 }))
  await peer.ask('twice', ListOffsetsApi, 8, { replicaId: -1, isolationLevel: 0, topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }, { partitionIndex: 0, timestamp: -2 }, { partitionIndex: 1, timestamp: -2 }] }] })
  await peer.ask('a debugging consumer', ListOffsetsApi, 5, at(name, 0, -1, {}, -2))
  await peer.ask('as a follower', ListOffsetsApi, 5, at(name, 0, -1, {}, 5))
  await peer.ask('committed', ListOffsetsApi, 8, { replicaId: -1, isolationLevel: 1, topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }] })
}

async function epochs(peer: Peer, { name }: Topic): Promise<void> {
  for (const version of [2, 3, 4]) {
    for (const leaderEpoch of [-1, 0, 5]) {
      await peer.ask(`epoch ${leaderEpoch}`, OffsetForLeaderEpochApi, version, { ...(version >= 3 ? { replicaId: -1 } : {}), topics: [
        { topic: name, partitions: [{ partition: 0, leaderEpoch }, { partition: 99, leaderEpoch }] }, { topic: 'nosuch', partitions: [{ partition: 0, leaderEpoch }] }, { topic: 'empty', partitions: [{ partition: 0, leaderEpoch }] }] })
    }
    await peer.ask('ahead', OffsetForLeaderEpochApi, version, { ...(version >= 3 ? { replicaId: -2 } : {}), topics: [{ topic: name, partitions: [{ partition: 0, currentLeaderEpoch: 40, leaderEpoch: 0 }] }] })
  }
}

async function deleteRecords(peer: Peer, { name }: Topic): Promise<void> {
  for (const version of [0, 1, 2]) {
    for (const [topic, partitionIndex, offset] of [[name, 0, 2], [name, 0, 1], [name, 0, 9999], [name, 0, -2], [name, 99, 0], ['nosuch', 0, 0], ['compacted', 0, 0], ['..', 0, 0], ['empty', 0, -1], ['empty', 0, 0], [name, 1, -1]] as const) {
      await peer.ask(`${topic} ${partitionIndex} before ${offset}`, DeleteRecordsApi, version, { topics: [{ name: topic, partitions: [{ partitionIndex, offset }] }], timeoutMs: 5000 })
    }
  }
  await peer.ask('start after deletion', ListOffsetsApi, 8, { replicaId: -1, isolationLevel: 0, topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -2 }, { partitionIndex: 1, timestamp: -2 }] }] })
}

interface FetchAnswer {
  readonly sessionId: number
  readonly responses: readonly { readonly partitions: readonly { readonly records: Buffer | null }[] }[]
}

async function fetches(peer: Peer, topic: Topic): Promise<void> {
  const { name, id } = topic
  const from = (version: number, partition: number, fetchOffset: number, more: object = {}, request: object = {}): object => ({
    maxWaitMs: 0, minBytes: 1, maxBytes: 1_000_000, isolationLevel: 0, ...(version >= 7 ? { sessionId: 0, sessionEpoch: -1 } : {}), ...request,
    topics: [{ ...(version >= 13 ? { topicId: id } : { topic: name }), partitions: [{ partition, fetchOffset, partitionMaxBytes: 1_000_000, ...more }] }],
  })
  for (let version = 4; version <= 18; version++) {
    await peer.ask('offset 0', FetchApi, version, from(version, 0, 0))
    await peer.ask('unknown partition', FetchApi, version, from(version, 99, 0))
    await peer.ask('out of range', FetchApi, version, from(version, 0, 10_000))
    await peer.ask('at the end', FetchApi, version, from(version, 2, 9))
    await peer.ask('read committed', FetchApi, version, from(version, 0, 1, {}, { isolationLevel: 1 }))
    if (version >= 9) await peer.ask('epoch ahead', FetchApi, version, from(version, 0, 0, { currentLeaderEpoch: 99 }))
    if (version >= 12) await peer.ask('last fetched epoch', FetchApi, version, from(version, 0, 1, { lastFetchedEpoch: 0 }))
    if (version >= 12) await peer.ask('last fetched epoch ahead', FetchApi, version, from(version, 0, 1, { lastFetchedEpoch: 4 }))
    await peer.ask('negative offset', FetchApi, version, from(version, 0, -1))
    await peer.ask('maxBytes 0', FetchApi, version, from(version, 0, 0, {}, { maxBytes: 0 }), (answer: FetchAnswer) => bytes(answer))
    await peer.ask('partitionMaxBytes 1', FetchApi, version, from(version, 0, 3, { partitionMaxBytes: 1 }), (answer: FetchAnswer) => bytes(answer))
    await peer.ask('partitionMaxBytes 0', FetchApi, version, from(version, 0, 3, { partitionMaxBytes: 0 }), (answer: FetchAnswer) => bytes(answer))
    const other = version >= 13 ? { topicId: NOBODY } : { topic: 'nosuch' }
    await peer.ask('unknown topic', FetchApi, version, { ...from(version, 0, 0), topics: [{ ...other, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }] })
    const unnamed = version >= 13 ? {} : { topic: '' }
    await peer.ask('no topic name', FetchApi, version, { ...from(version, 0, 0), topics: [{ ...unnamed, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }] })
    await peer.ask('no topics', FetchApi, version, { ...from(version, 0, 0), topics: [] })
    if (version < 15) await peer.ask('as a follower', FetchApi, version, from(version, 0, 3, {}, { replicaId: 3 }), (answer: FetchAnswer) => bytes(answer))
    if (version >= 7) await sessions(peer, version, topic)
  }
}

/** Offsets and sizes: the bytes themselves are the log's. */
function bytes(answer: FetchAnswer): unknown {
  return answer.responses.map((topic) => topic.partitions.map((one) => ({ ...one, length: one.records?.length ?? 0 })))
}

async function sessions(peer: Peer, version: number, { name, id }: Topic): Promise<void> {
  const topicOf = (partitions: readonly object[]): object => ({ ...(version >= 13 ? { topicId: id } : { topic: name }), partitions })
  const request = (sessionId: number, sessionEpoch: number, topics: readonly object[], forgottenTopicsData: readonly object[] = []): object =>
    ({ maxWaitMs: 0, minBytes: 1, maxBytes: 1_000_000, isolationLevel: 0, sessionId, sessionEpoch, topics, forgottenTopicsData })
  const end = (partition: number, fetchOffset: number): object => ({ partition, fetchOffset, partitionMaxBytes: 1000 })
  await peer.ask('no such session', FetchApi, version, request(123_456_789, 1, [topicOf([end(0, 3)])]))
  const full = await peer.ask<FetchAnswer>('full, a session', FetchApi, version, request(0, 0, [topicOf([end(0, 3), end(2, 9), end(99, 0)])]))
  const session = full?.sessionId ?? 0
  await peer.ask('incremental, nothing new', FetchApi, version, request(session, 1, []))
  await peer.ask('wrong epoch', FetchApi, version, request(session, 9, []))
  await peer.ask('one moved', FetchApi, version, request(session, 2, [topicOf([end(0, 4)])]))
  await peer.ask('one forgotten', FetchApi, version, request(session, 3, [], [topicOf([0, 99] as unknown as object[])]))
  await peer.ask('one added', FetchApi, version, request(session, 4, [topicOf([end(1, 0)])]))
  await peer.ask('all forgotten', FetchApi, version, request(session, 5, [], [topicOf([1, 2] as unknown as object[])]))
  await peer.ask('after that', FetchApi, version, request(session, 6, []))
  const again = await peer.ask<FetchAnswer>('another', FetchApi, version, request(0, 0, [topicOf([end(2, 9)])]))
  await peer.ask('closed', FetchApi, version, request(again?.sessionId ?? 0, -1, []))
  await peer.ask('used after that', FetchApi, version, request(again?.sessionId ?? 0, 1, []))
}

export async function dataSteps(peer: Peer, topic: Topic): Promise<void> {
  await produce(peer, topic)
  await brokenRules(peer)
  await idempotence(peer, topic)
  await listOffsets(peer, topic)
  await epochs(peer, topic)
  await fetches(peer, topic)
  await deleteRecords(peer, topic)
}
