import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import type { PartitionRef } from '../../../admin/by-leader.ts'
import { decodeSubscription, encodeAssignment, decodeAssigned, encodeSubscription } from '../group-protocol.ts'
import { type Assignment, type Assignor, assignorsFor, type MemberSubscription } from './index.ts'
import { decodeStickyUserData, encodeStickyUserData } from './sticky.ts'

const [range, roundRobin, sticky, cooperative] = assignorsFor(['range', 'roundrobin', 'sticky', 'cooperative-sticky']) as [Assignor, Assignor, Assignor, Assignor]
const nameOf = ({ topic, partition }: PartitionRef): string => `${topic}/${partition}`

function member(memberId: string, topics: readonly string[], more: Partial<MemberSubscription> = {}): MemberSubscription {
  return { memberId, groupInstanceId: null, topics, userData: null, ownedPartitions: [], generationId: -1, rack: null, ...more }
}

/** The member as it joins again with what it was given. */
function again(assignor: Assignor, before: MemberSubscription, owned: readonly PartitionRef[], generation: number): MemberSubscription {
  const userData = assignor.userData?.(owned, generation) ?? null
  const ownedPartitions = assignor.protocols.includes('cooperative') ? owned : []
  return { ...before, userData: userData === null ? null : Buffer.from(userData), ownedPartitions, generationId: generation }
}

const sorted = (assignment: Assignment): Record<string, string[]> => Object.fromEntries([...assignment].map(([id, list]) => [id, list.map(nameOf).toSorted()]))

const text = (assignment: Assignment): Record<string, string> =>
  Object.fromEntries([...assignment].map(([id, partitions]) => [id, partitions.map(nameOf).join(' ')]))

const anyGroup = fc.record({
  counts: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 5 }),
  members: fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), topics: fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1 }) }), { selector: ({ id }) => id, minLength: 1, maxLength: 7 }),
}).map(({ counts, members }) => ({
  partitionCounts: new Map(counts.flatMap((count, index): [string, number][] => (count === 0 ? [] : [[`t${index}`, count]]))),
  members: members.map(({ id, topics }) => member(id, topics.map((topic) => `t${topic}`))),
}))

describe('assignors', () => {
  for (const assignor of [range, roundRobin, sticky, cooperative]) {
    test(`${assignor.name}: each partition to exactly one of its subscribers`, () => {
      fc.assert(fc.property(anyGroup, (group) => {
        const assignment = assignor.assign(group)
        assert.deepEqual([...assignment.keys()].toSorted(), group.members.map(({ memberId }) => memberId).toSorted())
        const given = [...assignment].flatMap(([id, partitions]) => partitions.map((item) => ({ id, item })))
        for (const { id, item } of given) assert.ok(group.members.find(({ memberId }) => memberId === id)?.topics.includes(item.topic))
        const expected = [...group.partitionCounts].flatMap(([topic, count]) =>
          group.members.some(({ topics }) => topics.includes(topic)) ? Array.from({ length: count }, (_, partition) => nameOf({ topic, partition })) : [])
        assert.deepEqual(given.map(({ item }) => nameOf(item)).toSorted(), expected.toSorted())
      }))
    })
  }

  test('range, as in the documentation of the Java assignor', () => {
    const partitionCounts = new Map([['t0', 3], ['t1', 3]])
    const members = [member('C1', ['t0', 't1']), member('C0', ['t0', 't1'])]
    assert.deepEqual(text(range.assign({ members, partitionCounts })), { C1: 't0/2 t1/2', C0: 't0/0 t0/1 t1/0 t1/1' })
  })

  test('round robin, as in the documentation of the Java assignor', () => {
    const even = roundRobin.assign({ members: [member('C0', ['t0', 't1']), member('C1', ['t0', 't1'])], partitionCounts: new Map([['t0', 3], ['t1', 3]]) })
    assert.deepEqual(text(even), { C0: 't0/0 t0/2 t1/1', C1: 't0/1 t1/0 t1/2' })
    const uneven = roundRobin.assign({
      members: [member('C0', ['t0']), member('C1', ['t0', 't1']), member('C2', ['t0', 't1', 't2'])],
      partitionCounts: new Map([['t0', 1], ['t1', 2], ['t2', 3]]),
    })
    assert.deepEqual(text(uneven), { C0: 't0/0', C1: 't1/0', C2: 't1/1 t2/0 t2/1 t2/2' })
  })

  test('static members come first, by their instance', () => {
    const members = [member('a', ['t']), member('z', ['t'], { groupInstanceId: 'two' }), member('y', ['t'], { groupInstanceId: 'one' })]
    assert.deepEqual(text(range.assign({ members, partitionCounts: new Map([['t', 3]]) })), { a: 't/2', z: 't/1', y: 't/0' })
  })

  for (const assignor of [sticky, cooperative]) {
    test(`${assignor.name}: nobody has two more than one who could share`, () => {
      fc.assert(fc.property(anyGroup, (group) => {
        const assignment = assignor.assign(group)
        for (const { memberId, topics } of group.members) {
          const mine = assignment.get(memberId)!.length
          for (const [other, partitions] of assignment) {
            if (partitions.length > mine + 1) assert.ok(!partitions.some(({ topic }) => topics.includes(topic)), `${other} could give to ${memberId}`)
          }
        }
      }))
    })

    test(`${assignor.name}: nothing moves when nothing changes, and little when a member goes`, () => {
      fc.assert(fc.property(anyGroup, fc.nat(), (group, pick) => {
        const first = assignor.assign(group)
        const members = group.members.map((one) => again(assignor, one, first.get(one.memberId)!, 1))
        assert.deepEqual(sorted(assignor.assign({ ...group, members })), sorted(first))
        const gone = members[pick % members.length]!
        const left = members.filter((one) => one !== gone)
        if (left.length === 0) return
        const after = assignor.assign({ ...group, members: left })
        const sameTopics = left.every(({ topics }) => topics.length === left[0]!.topics.length && topics.every((topic) => left[0]!.topics.includes(topic)))
        // With equal subscriptions nothing that stays has to move.
        if (sameTopics && gone.topics.every((topic) => left[0]!.topics.includes(topic)) && gone.topics.length === left[0]!.topics.length) {
          for (const { memberId } of left) for (const item of first.get(memberId)!) assert.ok(after.get(memberId)!.some((now) => nameOf(now) === nameOf(item)))
        }
      }))
    })
  }

  test('cooperative: what has to be given up is given to nobody in the same round', () => {
    fc.assert(fc.property(anyGroup, fc.uniqueArray(fc.string({ minLength: 4, maxLength: 5 }), { minLength: 1, maxLength: 3 }), (group, newcomers) => {
      const first = cooperative.assign(group)
      const members = [
        ...group.members.map((one) => again(cooperative, one, first.get(one.memberId)!, 1)),
        ...newcomers.map((id) => member(id, ['t0', 't1'])),
      ]
      let round = cooperative.assign({ ...group, members })
      const owners = new Map([...first].flatMap(([id, list]) => list.map((item) => [nameOf(item), id] as const)))
      for (const [id, list] of round) for (const item of list) assert.ok([undefined, id].includes(owners.get(nameOf(item))))
      // The next round gives out what was given up, and then it is over.
      for (let generation = 2; generation < 4; generation++) {
        const kept = members.map((one) => again(cooperative, one, round.get(one.memberId)!, generation))
        round = cooperative.assign({ ...group, members: kept })
      }
      const total = [...group.partitionCounts].filter(([topic]) => members.some(({ topics }) => topics.includes(topic))).reduce((sum, [, count]) => sum + count, 0)
      assert.equal([...round.values()].flat().length, total)
    }))
  })

  test('of two claims the newer generation wins, of equally new ones none', () => {
    const owned = [{ topic: 't', partition: 0 }]
    const claim = (id: string, generationId: number): MemberSubscription => member(id, ['t'], { ownedPartitions: owned, generationId, userData: Buffer.from(encodeStickyUserData(owned, generationId) ?? []) })
    for (const assignor of [sticky, cooperative]) {
      const assign = (a: number, b: number): Record<string, string> => text(assignor.assign({ members: [claim('a', a), claim('b', b)], partitionCounts: new Map([['t', 1]]) }))
      assert.deepEqual(assign(4, 5), { a: '', b: 't/0' })
      assert.deepEqual(assign(5, 4), { a: 't/0', b: '' })
    }
  })
})

describe('what members tell each other', () => {
  test('sticky user data, byte by byte as Java writes it', () => {
    const owned = [{ topic: 'ab', partition: 1 }, { topic: 'ab', partition: 3 }]
    const bytes = Buffer.from(encodeStickyUserData(owned, 7)!)
    assert.equal(bytes.toString('hex'), ['00000001', '00026162', '00000002', '00000001', '00000003', '00000007'].join(''))
    assert.deepEqual(decodeStickyUserData(bytes), { partitions: owned, generation: 7 })
    assert.deepEqual(decodeStickyUserData(bytes.subarray(0, -4)), { partitions: owned, generation: -1 }, 'the first version has no generation')
    assert.deepEqual(decodeStickyUserData(Buffer.from('nonsense')), { partitions: [], generation: -1 })
    assert.equal(encodeStickyUserData([], -1), null)
  })

  test('subscriptions and assignments come back as they went', () => {
    const subscription = { topics: ['b', 'a'], userData: Buffer.from([1]), ownedPartitions: [{ topic: 'a', partition: 2 }, { topic: 'a', partition: 0 }], generationId: 3, rack: 'r' }
    assert.deepEqual(decodeSubscription('m', 'i', encodeSubscription(subscription)), {
      memberId: 'm', groupInstanceId: 'i', topics: ['a', 'b'], userData: Buffer.from([1]), ownedPartitions: [{ topic: 'a', partition: 0 }, { topic: 'a', partition: 2 }], generationId: 3, rack: 'r',
    })
    const assigned = [{ topic: 'x', partition: 0 }, { topic: 'x', partition: 5 }, { topic: 'y', partition: 1 }]
    assert.deepEqual(decodeAssigned(encodeAssignment(assigned)), assigned)
    assert.deepEqual(decodeAssigned(Buffer.alloc(0)), [])
  })

  test('a subscription of version 0 is read', () => {
    const bytes = Buffer.from(['0000', '00000001', '000161', 'ffffffff'].join(''), 'hex')
    assert.deepEqual(decodeSubscription('m', null, bytes), { memberId: 'm', groupInstanceId: null, topics: ['a'], userData: null, ownedPartitions: [], generationId: -1, rack: null })
  })
})
