import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { FetchSession, type SessionRequest, type WantedPartition } from './fetch-session.ts'

const want = (partition: number, fetchOffset = 0, topicId = 'id'): WantedPartition => ({ topic: 't', topicId, partition, fetchOffset, leaderEpoch: 1, maxBytes: 100 })

const said = ({ sessionId, sessionEpoch, topics, forgottenTopicsData }: SessionRequest): unknown => [
  sessionId, sessionEpoch, topics.flatMap(({ partitions }) => partitions.map(({ partition, fetchOffset }) => `${partition}@${fetchOffset}`)), forgottenTopicsData.flatMap(({ partitions }) => partitions),
]

test('after a full request only changes are said', () => {
  const session = new FetchSession()
  assert.deepEqual(said(session.next([want(0), want(1)])), [0, 0, ['0@0', '1@0'], []])
  session.answered(77)
  assert.deepEqual(said(session.next([want(0), want(1, 5)])), [77, 1, ['1@5'], []])
  session.answered(77)
  assert.deepEqual(said(session.next([want(1, 5), want(2)])), [77, 2, ['2@0'], [0]])
  session.answered(77)
  assert.deepEqual(said(session.next([want(1, 5), want(2)])), [77, 3, [], []])
})

test('after a failure everything is said again; without a session always', () => {
  const session = new FetchSession()
  session.next([want(0)])
  session.answered(9)
  session.failed()
  assert.deepEqual(said(session.next([want(0)])), [9, 0, ['0@0'], []])
  session.answered(10)
  session.lost()
  assert.deepEqual(said(session.next([want(0)])), [0, 0, ['0@0'], []])
  session.answered(0)
  assert.deepEqual(said(session.next([want(0)])), [0, 0, ['0@0'], []])
})

test('a topic made anew is another one', () => {
  const session = new FetchSession()
  session.next([want(0)])
  session.answered(1)
  const { topics, forgottenTopicsData } = session.next([want(0, 0, 'other')])
  assert.deepEqual([topics[0]?.topicId, forgottenTopicsData[0]?.topicId], ['other', 'id'])
})

test('what a broker makes of the requests is always what was wanted', () => {
  const wish = fc.uniqueArray(fc.record({ partition: fc.nat({ max: 5 }), fetchOffset: fc.nat({ max: 2 }) }), { selector: ({ partition }) => partition })
  fc.assert(fc.property(fc.array(fc.record({ wish, outcome: fc.constantFrom('answered', 'failed', 'lost', 'none') }), { maxLength: 20 }), (rounds) => {
    const session = new FetchSession()
    let atBroker = new Map<number, number>()
    for (const { wish: partitions, outcome } of rounds) {
      const request = session.next(partitions.map(({ partition, fetchOffset }) => want(partition, fetchOffset)))
      if (request.sessionEpoch === 0) atBroker = new Map()
      for (const { partitions: forgotten } of request.forgottenTopicsData) for (const partition of forgotten) assert.ok(atBroker.delete(partition))
      for (const { partitions: told } of request.topics) for (const { partition, fetchOffset } of told) atBroker.set(partition, fetchOffset)
      assert.deepEqual([...atBroker].toSorted(), partitions.map(({ partition, fetchOffset }) => [partition, fetchOffset]).toSorted())
      if (outcome === 'answered') session.answered(5)
      else if (outcome === 'none') session.answered(0)
      else session[outcome as 'failed' | 'lost']()
    }
  }))
})
