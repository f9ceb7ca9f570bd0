import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consumerProtocolSubscriptionCodec, encodeRecordBytes } from '@odradek/protocol/internal'
import fc from 'fast-check'
import { subscribedTopicsOf } from './subscription.ts'

test('the topics are found in every version of the consumer protocol', () => {
  for (const version of [0, 1, 2, 3]) {
    const bytes = encodeRecordBytes(consumerProtocolSubscriptionCodec, { topics: ['orders', 'a.b_c-d'], userData: Buffer.of(1) }, version)
    assert.deepEqual(subscribedTopicsOf(bytes), ['orders', 'a.b_c-d'])
  }
})

test('other protocols\' bytes are not understood, and that is all', () => {
  assert.equal(subscribedTopicsOf(new Uint8Array(0)), undefined)
  assert.equal(subscribedTopicsOf(Buffer.from('{"not":"kafka"}')), undefined)
  assert.equal(subscribedTopicsOf(Buffer.from([0, 0, 0x7f, 0xff, 0xff, 0xff])), undefined)
  assert.equal(subscribedTopicsOf(Buffer.from([0, 0, 0, 0, 0, 1, 0, 9, 0x61])), undefined)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    const topics = subscribedTopicsOf(bytes)
    assert.ok(topics === undefined || topics.join('').length <= bytes.length)
  }), { numRuns: 1000, seed: 3 })
})
