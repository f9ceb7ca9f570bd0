/** The recorded vectors of Apache Kafka 4.4 and 3.9, every message at every version, read and written by our codecs. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allCodecs } from './codecs.ts'
import { checkVector, recordedVectors } from './vectors.ts'

const codecs = await allCodecs()

for (const family of ['kafka', 'zookeeper-era'] as const) {
  test(`Apache Kafka's bytes: ${family}`, () => {
    const byName = new Map(codecs.filter((codec) => codec.family === family).map((codec) => [codec.name, codec]))
    const missing = new Set<string>()
    for (const codec of byName.values()) {
      const { min, max } = codec.model.versions
      for (let version = min; version <= max; version++) missing.add(`${codec.name} ${version}`)
    }
    for (const vector of recordedVectors(family)) {
      const codec = byName.get(vector.name)
      assert.ok(codec, `no codec for ${vector.name}`)
      checkVector(codec, vector)
      missing.delete(`${vector.name} ${vector.version}`)
    }
    assert.deepEqual([...missing], [], 'versions without a vector')
  })
}
