import assert from 'node:assert/strict'
import { test } from 'node:test'
import { javaHashCode, partitionForGroup } from './java-hash.ts'

test('String.hashCode of Java', () => {
  // Values of the JDK; the last is the text whose hash is Integer.MIN_VALUE, whose absolute value does not exist.
  assert.equal(javaHashCode(''), 0)
  assert.equal(javaHashCode('hello'), 99162322)
  assert.equal(javaHashCode('polygenelubricants'), -2147483648)
})

test('groups are spread as Apache Kafka spreads them', () => {
  assert.equal(partitionForGroup('hello', 50), 22)
  assert.equal(partitionForGroup('polygenelubricants', 50), 0)
  assert.equal(partitionForGroup('', 50), 0)
  // A negative hash, where Apache Kafka 4.3.1 put the group.
  assert.equal(partitionForGroup('shipping', 5), 3)
  for (const group of ['a', 'Zürich', '\u{1f600}', '-'.repeat(300)]) {
    const partition = partitionForGroup(group, 50)
    assert.ok(partition >= 0 && partition < 50)
  }
})
