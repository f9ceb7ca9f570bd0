import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { test } from 'node:test'
import { canonicalHostName } from './host-name.ts'

test('a name that does not resolve has none; one that does gives a name or an address', async () => {
  assert.equal(await canonicalHostName('no-such-machine.invalid'), undefined)
  const own = await canonicalHostName('localhost')
  assert.ok(own !== undefined && (isIP(own) !== 0 || /^[\w.-]+$/.test(own)), own)
})
