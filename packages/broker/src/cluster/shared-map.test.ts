import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { SharedMap } from './shared-map.ts'

test('every version is what a plain map would be, and stays so', () => {
  const change = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.option(fc.integer(), { nil: undefined }))
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 80 }), { maxLength: 12 }), (steps) => {
      let map = SharedMap.empty<number, number>()
      let plain = new Map<number, number>()
      const versions: [SharedMap<number, number>, Map<number, number>][] = []
      for (const step of steps) {
        const changes = new Map(step)
        map = map.with(changes)
        plain = new Map(plain)
        for (const [key, value] of changes) {
          if (value === undefined) plain.delete(key)
          else plain.set(key, value)
        }
        versions.push([map, plain])
      }
      for (const [shared, expected] of versions) {
        assert.equal(shared.size, expected.size)
        assert.deepEqual(new Map(shared), new Map(expected))
        assert.deepEqual([...shared.keys()].sort(), [...expected.keys()].sort())
        assert.deepEqual([...shared.values()].sort(), [...expected.values()].sort())
        for (let key = 0; key <= 400; key += 7) assert.equal(shared.get(key), expected.get(key))
      }
    }),
  )
})
