import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import { MetaPropertiesError, readMetaProperties, writeMetaProperties } from './meta-properties.ts'

const PATH = '/data/meta.properties'

test('a directory whose owner cannot be read is not taken for somebody else\'s, or for nobody\'s', () => {
  const { fs } = simWorld(1).host('a')
  fs.makeDirectory('/data')
  assert.equal(readMetaProperties(fs, '/data'), undefined)
  writeMetaProperties(fs, '/data', 3, 'AAAAAAAAAAAAAAAAAAAAAA')
  const whole = fs.readFile(PATH)
  const right = { version: 0, clusterId: 'AAAAAAAAAAAAAAAAAAAAAA', nodeId: 3, directoryId: undefined }
  assert.deepEqual(readMetaProperties(fs, '/data'), right)
  let refused = 0
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const bytes = Buffer.from(whole)
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
    fs.replaceFile(PATH, bytes)
    try {
      const found = readMetaProperties(fs, '/data')
      // Values that can be are the next check's: other directories, the metadata.
      assert.ok(found !== undefined && found.nodeId !== undefined, `bit ${bit}`)
    } catch (error) {
      assert.ok(error instanceof MetaPropertiesError && error.message.startsWith(PATH), `bit ${bit}: ${String(error)}`)
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(error.message, /[\u0000-\u001f]/)
      refused++
    }
  }
  assert.ok(refused > 100, `${refused} refused`)
  for (let length = 0; length < whole.length - 2; length++) {
    fs.replaceFile(PATH, whole.subarray(0, length))
    assert.throws(() => readMetaProperties(fs, '/data'), MetaPropertiesError, `${length} bytes`)
  }
})

test('files of Apache Kafka: with a date, carriage returns, a directory id, and without a cluster id', () => {
  const { fs } = simWorld(1).host('a')
  fs.makeDirectory('/data')
  const read = (text: string): unknown => {
    fs.replaceFile(PATH, Buffer.from(text))
    return readMetaProperties(fs, '/data')
  }
  assert.deepEqual(read('#\n#Tue Jun 02 10:00:00 UTC 2026\ncluster.id=abc\ndirectory.id=d-1\nnode.id=7\nversion=1\n'),
    { version: 1, clusterId: 'abc', nodeId: 7, directoryId: 'd-1' })
  assert.deepEqual(read('version=0\r\nbroker.id=2\r\n'), { version: 0, clusterId: undefined, nodeId: 2, directoryId: undefined })
})
