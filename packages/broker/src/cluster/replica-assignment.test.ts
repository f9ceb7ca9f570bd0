import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { alternateByRack, assignReplicas } from './replica-assignment.ts'

const plainBrokers = (count: number): { id: number; rack: null }[] =>
  Array.from({ length: count }, (_, id) => ({ id, rack: null }))

test('the example of Apache Kafka: ten partitions, three replicas, five brokers', () => {
  const replicas = assignReplicas(plainBrokers(5), 10, 3, { index: 0, shift: 0, partition: 0 })
  assert.deepEqual(replicas, [
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 4],
    [3, 4, 0],
    [4, 0, 1],
    [0, 2, 3],
    [1, 3, 4],
    [2, 4, 0],
    [3, 0, 1],
    [4, 1, 2],
  ])
})

test('neighbours are on different racks', () => {
  const racks = ['rack1', 'rack3', 'rack3', 'rack2', 'rack2', 'rack1']
  assert.deepEqual(alternateByRack(racks.map((rack, id) => ({ id, rack }))), [0, 3, 1, 5, 4, 2])
})

test('replicas are distinct, leaders are even, racks are different while there are racks', () => {
  const brokers = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(
      brokers,
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      fc.nat(),
      (racks, aware, partitions, factor, start) => {
        const candidates = racks.map((rack, id) => ({ id: id * 10, rack: aware ? rack : null }))
        const replicationFactor = 1 + (factor % racks.length)
        const begin = { index: start % racks.length, shift: factor % racks.length, partition: 0 }
        const assigned = assignReplicas(candidates, partitions, replicationFactor, begin)
        const led = new Map(candidates.map(({ id }) => [id, 0]))
        const rackCount = new Set(racks).size
        for (const replicas of assigned) {
          assert.equal(replicas.length, replicationFactor)
          assert.equal(new Set(replicas).size, replicationFactor)
          led.set(replicas[0] as number, (led.get(replicas[0] as number) ?? 0) + 1)
          const used = new Set(replicas.map((id) => racks[id / 10]))
          if (aware) assert.equal(used.size, Math.min(rackCount, replicationFactor))
        }
        assert.ok(Math.max(...led.values()) - Math.min(...led.values()) <= 1)
      },
    ),
  )
})
