import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeRecordBytes, groupMetadataValueCodec, offsetCommitValueCodec } from '@odradek/protocol/internal'
import fc from 'fast-check'
import type { CoordinatorRecord } from './coordinator-record.ts'
import { decodeRecord, encodeRecord, type LogBytes } from './record-codec.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/[^0-9a-f]/g, ''), 'hex')
const again = (record: CoordinatorRecord): CoordinatorRecord | undefined => {
  const { key, value } = encodeRecord(record)
  return decodeRecord(key, value)
}

/** Byte strings as Apache Kafka writes them, taken apart by hand from the schemas. */
const KEY_OF_T3 = hex('0001 0001 67 0001 74 00000003')
const KEY_OF_G = hex('0002 0001 67')

test('an offset is written as key type 1 and value version 3', () => {
  const { key, value } = encodeRecord({
    kind: 'offset', group: 'g', topic: 't', partition: 3,
    value: { offset: 258, leaderEpoch: 7, metadata: 'm', commitTimestampMs: 1_000, expireTimestampMs: -1, topicId: null },
  })
  assert.deepEqual(key, KEY_OF_T3)
  assert.deepEqual(value, hex('0003 0000000000000102 00000007 0001 6d 00000000000003e8'))
})

test('an offset with a retention of its own is written at version 1, the only one that has a place for it', () => {
  const { value } = encodeRecord({
    kind: 'offset', group: 'g', topic: 't', partition: 3,
    value: { offset: 258, leaderEpoch: 7, metadata: 'm', commitTimestampMs: 1_000, expireTimestampMs: 2_000, topicId: null },
  })
  assert.deepEqual(value, hex('0001 0000000000000102 0001 6d 00000000000003e8 00000000000007d0'))
})

test('a group is written as key type 2 and value version 3', () => {
  const { key, value } = encodeRecord({
    kind: 'group', group: 'g',
    value: {
      protocolType: 'consumer', generation: 5, protocol: 'range', leader: 'm', stateTimestampMs: 9,
      members: [{
        memberId: 'm', groupInstanceId: null, clientId: 'c', clientHost: '/h', rebalanceTimeoutMs: 60_000, sessionTimeoutMs: 10_000,
        subscription: Buffer.from([1, 2]), assignment: Buffer.from([3]),
      }],
    },
  })
  assert.deepEqual(key, KEY_OF_G)
  assert.deepEqual(value, hex(`0003 0008 636f6e73756d6572 00000005 0005 72616e6765 0001 6d 0000000000000009 00000001
    0001 6d ffff 0001 63 0002 2f68 0000ea60 00002710 00000002 0102 00000001 03`))
})

test('an empty generation and tombstones', () => {
  const empty = { protocolType: 'consumer', generation: 6, protocol: null, leader: null, stateTimestampMs: 10, members: [] }
  const { value } = encodeRecord({ kind: 'group', group: 'g', value: empty })
  assert.deepEqual(value, hex('0003 0008 636f6e73756d6572 00000006 ffff ffff 000000000000000a 00000000'))
  assert.deepEqual(encodeRecord({ kind: 'group', group: 'g', value: null }), { key: KEY_OF_G, value: null })
  assert.deepEqual(encodeRecord({ kind: 'offset', group: 'g', topic: 't', partition: 3, value: null }), { key: KEY_OF_T3, value: null })
})

test('every version of the past and of the future is read', () => {
  const input = { offset: 5, leaderEpoch: 2, metadata: 'm', commitTimestamp: 100, expireTimestamp: 200 }
  for (const version of [0, 1, 2, 3, 4]) {
    const fields = version === 1 ? input : { ...input, expireTimestamp: -1 }
    const record = decodeRecord(KEY_OF_T3, encodeRecordBytes(offsetCommitValueCodec, fields, version))
    assert.deepEqual(record, {
      kind: 'offset', group: 'g', topic: 't', partition: 3,
      value: {
        offset: 5, leaderEpoch: version >= 3 ? 2 : -1, metadata: 'm', commitTimestampMs: 100, expireTimestampMs: version === 1 ? 200 : -1,
        topicId: null,
      },
    }, `version ${version}`)
  }
  const legacyKey = hex('0000 0001 67 0001 74 00000003')
  assert.equal(decodeRecord(legacyKey, encodeRecordBytes(offsetCommitValueCodec, { ...input, expireTimestamp: -1 }, 3))?.group, 'g')
  for (const version of [0, 1, 2, 3, 4]) {
    const bytes = encodeRecordBytes(groupMetadataValueCodec, {
      protocolType: 'consumer', generation: 1, protocol: 'range', leader: 'm', currentStateTimestamp: version >= 2 ? 50 : -1,
      members: [{
        memberId: 'm', clientId: 'c', clientHost: 'h', sessionTimeout: 10, subscription: Buffer.of(1), assignment: Buffer.of(2),
        ...(version >= 1 ? { rebalanceTimeout: 20 } : {}), ...(version >= 3 ? { groupInstanceId: 'i' } : {}),
      }],
    }, version)
    const record = decodeRecord(KEY_OF_G, bytes)
    assert.ok(record?.kind === 'group' && record.value !== null)
    assert.equal(record.value.stateTimestampMs, version >= 2 ? 50 : -1)
    assert.equal(record.value.members[0]!.rebalanceTimeoutMs, version >= 1 ? 20 : 10)
    assert.equal(record.value.members[0]!.groupInstanceId, version >= 3 ? 'i' : null)
  }
})

test('records of other types are nobody\'s fault', () => {
  assert.equal(decodeRecord(hex('0003 0001 67'), Buffer.alloc(4)), undefined)
  assert.equal(decodeRecord(hex('0063 0001 67'), null), undefined)
})

test('a value of an unknown version is refused, not guessed', () => {
  assert.throws(() => decodeRecord(KEY_OF_T3, hex('0009 00')), /prefix is 9/)
  assert.throws(() => decodeRecord(KEY_OF_G, hex('0003 0008')))
})

test('what is decoded does not borrow the log\'s bytes', () => {
  const { key, value } = encodeRecord({
    kind: 'group', group: 'g',
    value: {
      protocolType: 'p', generation: 1, protocol: 'r', leader: 'm', stateTimestampMs: 0,
      members: [{
        memberId: 'm', groupInstanceId: null, clientId: '', clientHost: '', rebalanceTimeoutMs: 1, sessionTimeoutMs: 1,
        subscription: Buffer.of(1), assignment: Buffer.of(2),
      }],
    },
  })
  const record = decodeRecord(key, value)
  value!.fill(0)
  assert.ok(record?.kind === 'group')
  assert.deepEqual([...record.value!.members[0]!.subscription, ...record.value!.members[0]!.assignment], [1, 2])
})

test('any record comes back as it went', () => {
  const plainObjects = { noNullPrototype: true }
  const name = fc.string({ maxLength: 40 })
  const bytes = fc.uint8Array({ maxLength: 60 })
  const int32 = fc.integer({ min: 0 })
  const offset = fc.record({
    kind: fc.constant('offset' as const), group: name, topic: name, partition: int32,
    value: fc.option(fc.record({
      offset: fc.maxSafeInteger(), leaderEpoch: fc.integer(), metadata: name, commitTimestampMs: fc.maxSafeNat(),
      expireTimestampMs: fc.constant(-1), topicId: fc.constant(null),
    }, plainObjects)),
  }, plainObjects)
  const member = fc.record({
    memberId: name, groupInstanceId: fc.option(name), clientId: name, clientHost: name, rebalanceTimeoutMs: int32, sessionTimeoutMs: int32,
    subscription: bytes, assignment: bytes,
  }, plainObjects)
  const group = fc.record({
    kind: fc.constant('group' as const), group: name,
    value: fc.option(fc.record({
      protocolType: name, generation: int32, protocol: fc.option(name), leader: fc.option(name), stateTimestampMs: fc.maxSafeNat(),
      members: fc.array(member, { maxLength: 4 }),
    }, plainObjects)),
  }, plainObjects)
  fc.assert(fc.property(fc.oneof(offset, group), (record) => {
    assert.deepEqual(again(record as CoordinatorRecord), record)
  }), { numRuns: 300, seed: 1 })
})

test('hostile bytes are refused with an error of the decoder, never more', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.uint8Array({ maxLength: 80 }), (key, value) => {
    try {
      decodeRecord(Buffer.from(key) as LogBytes, Buffer.from(value) as LogBytes)
    } catch (error) {
      assert.match((error as Error).name, /DecodeError|UnsupportedVersionError/)
    }
  }), { numRuns: 2000, seed: 2 })
})
