/** Descriptors, header versions, stored records, and what encoders do with fields that a version lacks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeRecordBytes, encodeRecordBytes, recordPrefix } from './api.ts'
import { ErrorCode, errorByCode } from './errors.ts'
import {
  ApiVersionsApi, apisByKey, controlRecordTypeSchemaCodec, FetchApi, InitProducerIdApi, JoinGroupApi, ListOffsetsApi,
  MetadataApi, offsetCommitKeyCodec, offsetCommitValueCodec, ProduceApi, SaslHandshakeApi,
} from './generated/index.ts'
import * as zookeeperEra from './generated/zookeeper-era/index.ts'
import { ZERO_UUID } from './ids.ts'
import { DecodeError, Reader } from './wire/reader.ts'
import { EncodeError, UnsupportedVersionError, Writer } from './wire/writer.ts'

type Encode<Input> = (writer: Writer, input: Input, version: number) => void

function bytesOf<Input>(encode: Encode<Input>, input: Input, version: number): Buffer {
  const writer = new Writer()
  encode(writer, input, version)
  return writer.toBuffer()
}

test('79 APIs of a broker, 13 of the ZooKeeper era, each under its own key', () => {
  assert.equal(apisByKey.size, 79)
  assert.equal(zookeeperEra.apisByKey.size, 13)
  for (const apis of [apisByKey, zookeeperEra.apisByKey]) for (const [key, api] of apis) assert.equal(api.key, key)
  assert.equal(new Set([...apisByKey.values()].map((api) => api.name)).size, 79)
  assert.deepEqual(ProduceApi.requestVersions, { min: 3, max: 13 })
  assert.equal(InitProducerIdApi.latestUnstable, true)
})

test('header versions', () => {
  const shutdown = zookeeperEra.ControlledShutdownApi
  for (const [api, version, request, response] of [
    [ProduceApi, 8, 1, 0], [ProduceApi, 9, 2, 1], [FetchApi, 11, 1, 0], [FetchApi, 18, 2, 1],
    [SaslHandshakeApi, 1, 1, 0], [zookeeperEra.LeaderAndIsrApi, 4, 2, 1],
    // The response to ApiVersions must be readable by a client that does not know its version.
    [ApiVersionsApi, 0, 1, 0], [ApiVersionsApi, 2, 1, 0], [ApiVersionsApi, 3, 2, 0], [ApiVersionsApi, 4, 2, 0],
    // Version 0 of ControlledShutdown has no client id in its header.
    [shutdown, 0, 0, 0], [shutdown, 1, 1, 0], [shutdown, 3, 2, 1],
  ] as const) {
    assert.equal(api.requestHeaderVersion(version), request, `${api.name} ${version} request`)
    assert.equal(api.responseHeaderVersion(version), response, `${api.name} ${version} response`)
    assert.equal(version >= api.flexibleFrom, request === 2)
  }
})

test('stored records carry the type of a key and the version of a value', () => {
  const key = encodeRecordBytes(offsetCommitKeyCodec, { group: 'g', topic: 't', partition: 3 })
  assert.equal(key.toString('hex'), '000100016700017400000003')
  assert.equal(recordPrefix(key), 1)
  assert.deepEqual(decodeRecordBytes(offsetCommitKeyCodec, key), { group: 'g', topic: 't', partition: 3 })
  for (let version = 0; version <= 4; version++) {
    const value = encodeRecordBytes(offsetCommitValueCodec, { offset: 42, metadata: 'm', commitTimestamp: 7 }, version)
    assert.equal(recordPrefix(value), version)
    const decoded = decodeRecordBytes(offsetCommitValueCodec, value)
    assert.deepEqual([decoded.offset, decoded.metadata, decoded.commitTimestamp, decoded.leaderEpoch], [42, 'm', 7, -1])
    // What a newer writer adds behind is not our business.
    assert.equal(decodeRecordBytes(offsetCommitValueCodec, Buffer.concat([value, Buffer.from([1])])).offset, 42)
  }
  assert.equal(encodeRecordBytes(controlRecordTypeSchemaCodec, { type: 1 }).toString('hex'), '00000001')
  assert.throws(() => decodeRecordBytes(offsetCommitKeyCodec, Buffer.from([0, 2, 0, 1, 0x67])), UnsupportedVersionError)
  assert.throws(() => decodeRecordBytes(offsetCommitValueCodec, Buffer.from([0, 9])), UnsupportedVersionError)
  assert.throws(() => decodeRecordBytes(offsetCommitValueCodec, Buffer.alloc(1)), DecodeError)
})

test('a value that must not be dropped is refused at a version without a place for it', () => {
  const fetch = { maxWaitMs: 1, minBytes: 1, topics: [], forgottenTopicsData: [{ topic: 't', partitions: [1] }] }
  assert.throws(() => bytesOf(FetchApi.encodeRequest, fetch, 6), UnsupportedVersionError)
  assert.ok(bytesOf(FetchApi.encodeRequest, fetch, 7).length > 0)
  // A rack is ignorable: an older broker just does not learn of it.
  const plain = bytesOf(FetchApi.encodeRequest, { maxWaitMs: 1, minBytes: 1, topics: [] }, 10)
  assert.deepEqual(bytesOf(FetchApi.encodeRequest, { maxWaitMs: 1, minBytes: 1, topics: [], rackId: 'r' }, 10), plain)
  assert.throws(() => bytesOf(JoinGroupApi.encodeRequest, {
    groupId: 'g', sessionTimeoutMs: 1, rebalanceTimeoutMs: 1, memberId: '', groupInstanceId: 'i',
    protocolType: 'consumer', protocols: [],
  }, 4), UnsupportedVersionError)
})

test('null only where the version has a null', () => {
  assert.throws(() => bytesOf(MetadataApi.encodeRequest, { topics: null }, 0), EncodeError)
  const decoded = MetadataApi.decodeRequest(new Reader(bytesOf(MetadataApi.encodeRequest, { topics: null }, 1)), 1)
  assert.equal(decoded.topics, null)
})

test('a field left out is its default, on the wire and after decoding', () => {
  const partitions = [{ partition: 0, fetchOffset: 5, partitionMaxBytes: 9 }]
  const request = { maxWaitMs: 1, minBytes: 1, topics: [{ topicId: ZERO_UUID, partitions }] }
  const full = {
    ...request, clusterId: null, replicaState: { replicaId: -1, replicaEpoch: -1 }, maxBytes: 0x7fffffff,
    isolationLevel: 0, sessionId: 0, sessionEpoch: -1, forgottenTopicsData: [], rackId: '',
  }
  for (const version of [13, 17, 18]) {
    const bytes = bytesOf(FetchApi.encodeRequest, request, version)
    assert.deepEqual(bytesOf(FetchApi.encodeRequest, full, version), bytes)
    const partition = FetchApi.decodeRequest(new Reader(bytes), version).topics[0]?.partitions[0]
    assert.equal(partition?.highWatermark, 9_223_372_036_854_775_807n)
    assert.equal(partition.currentLeaderEpoch, -1)
  }
})

test('offsets and timestamps beyond the safe integers mean "as far as possible" in requests', () => {
  const topics = [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: 0 }] }]
  const bytes = bytesOf(ListOffsetsApi.encodeRequest, { replicaId: -1, topics }, 1)
  bytes.writeBigInt64BE(2n ** 63n - 1n, bytes.length - 8)
  const decoded = ListOffsetsApi.decodeRequest(new Reader(bytes), 1)
  assert.equal(decoded.topics[0]?.partitions[0]?.timestamp, Number.MAX_SAFE_INTEGER)
})

test('error codes', () => {
  assert.deepEqual(errorByCode(ErrorCode.NOT_LEADER_OR_FOLLOWER), {
    code: 6, name: 'NOT_LEADER_OR_FOLLOWER', retriable: true, invalidMetadata: true,
    message: "This broker is not the leader, or for a follower's request not a replica, of the partition.",
  })
  assert.equal(errorByCode(ErrorCode.REQUEST_TIMED_OUT).invalidMetadata, false)
  assert.equal(errorByCode(9999).name, 'UNKNOWN_ERROR_CODE_9999')
  assert.equal(errorByCode(9999).retriable, false)
})
