import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UpdateMetadataRequest } from './controller-channel.ts'
import { MetadataCache, partitionOf } from './image.ts'

function update(
  topics: Record<string, [id: string, ...partitions: [index: number, leader: number][]]>,
  brokers: number[] = [1],
): UpdateMetadataRequest {
  return {
    controllerId: 1,
    isKRaftController: false,
    type: 0,
    controllerEpoch: 1,
    brokerEpoch: 1,
    ungroupedPartitionStates: [],
    topicStates: Object.entries(topics).map(([topicName, [topicId, ...partitions]]) => ({
      topicName,
      topicId,
      partitionStates: partitions.map(([partitionIndex, leader]) => ({
        topicName,
        partitionIndex,
        controllerEpoch: 1,
        leader,
        leaderEpoch: 0,
        isr: [leader],
        zkVersion: 0,
        replicas: [1],
        offlineReplicas: [],
      })),
    })),
    liveBrokers: brokers.map((id) => ({
      id,
      v0Host: '',
      v0Port: 0,
      rack: null,
      endpoints: [{ port: 9, host: 'h', listener: 'L', securityProtocol: 3 }],
    })),
  }
}

const one = 'AAAAAAAAAAAAAAAAAAAAAQ'
const two = 'AAAAAAAAAAAAAAAAAAAAAg'

test('updates add up, in whatever portions they come; an image that was taken stays as it was', () => {
  const cache = new MetadataCache()
  cache.update(update({ t: [one, [2, 1], [0, 1]] }))
  const first = cache.current()
  cache.update(update({ t: [one, [1, 1], [4, 1]] }))
  cache.update(update({ t: [one, [3, 1], [0, 7]] }))
  assert.deepEqual(
    first.topics.get('t')?.partitions.map(({ index }) => index),
    [0, 2],
  )
  assert.deepEqual(
    cache
      .current()
      .topics.get('t')
      ?.partitions.map(({ index, leader }) => [index, leader]),
    [
      [0, 7],
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ],
  )
  assert.equal(partitionOf(cache.current().topics.get('t'), 3)?.index, 3)
  assert.equal(partitionOf(first.topics.get('t'), 2)?.index, 2)
  assert.equal(partitionOf(first.topics.get('t'), 1), undefined)
})

test('a topic that is being deleted is gone, its id too; one made anew under the name is another', () => {
  const cache = new MetadataCache()
  const deleted: string[] = []
  cache.onChange(({ deletedTopics }) => deleted.push(...deletedTopics.map(({ id }) => id)))
  cache.update(update({ t: [one, [0, 1], [1, 1]], u: [two, [0, 1]] }))
  cache.update(update({ t: [one, [0, -2], [1, -2]] }))
  assert.deepEqual([...cache.current().topics.keys()], ['u'])
  assert.equal(cache.current().topicById.has(one), false)
  assert.deepEqual(deleted, [one])
  // The deletion was not heard of: the new id says it all.
  const three = 'AAAAAAAAAAAAAAAAAAAAAw'
  cache.update(update({ u: [three, [0, 1]] }))
  assert.deepEqual(cache.current().topics.get('u')?.partitions.length, 1)
  assert.deepEqual([...cache.current().topicById.keys()], [three])
})

test('brokers are replaced whole, topics are not touched by that', () => {
  const cache = new MetadataCache()
  cache.update(update({ t: [one, [0, 1]] }, [1, 2]))
  const { topics } = cache.current()
  cache.update(update({}, [2, 3]))
  assert.deepEqual([...cache.current().brokers.keys()], [2, 3])
  assert.equal(cache.current().topics.get('t'), topics.get('t'))
  assert.deepEqual(cache.current().brokers.get(2)?.endpoints, [
    { listenerName: 'L', host: 'h', port: 9, securityProtocol: 'SASL_SSL' },
  ])
})
