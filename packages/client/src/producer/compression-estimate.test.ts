import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CompressionEstimate, estimatedBytes } from './compression-estimate.ts'

const near = (found: number, expected: number): void => assert.ok(Math.abs(found - expected) < 1e-9, `${found}, not ${expected}`)

test('nothing is expected at first; better than expected counts a little, never below what was seen', () => {
  const estimate = new CompressionEstimate()
  assert.equal(estimate.ratio('t'), 1)
  near(estimate.factor('t'), 1.05)
  estimate.observe('t', 0.3)
  near(estimate.ratio('t'), 0.995)
  for (let i = 0; i < 139; i++) estimate.observe('t', 0.3)
  near(estimate.ratio('t'), 0.3)
  for (let i = 0; i < 3; i++) estimate.observe('t', 0.299)
  assert.equal(estimate.ratio('t'), 0.299)
})

test('worse than expected counts at once, and by a twentieth at least', () => {
  const estimate = new CompressionEstimate()
  for (let i = 0; i < 200; i++) estimate.observe('t', 0.2)
  estimate.observe('t', 0.21)
  near(estimate.ratio('t'), 0.25)
  estimate.observe('t', 0.7)
  assert.equal(estimate.ratio('t'), 0.7)
  estimate.observe('t', 1.2)
  assert.equal(estimate.ratio('t'), 1.2)
})

test('topics are estimated each by itself; one that was too large begins anew', () => {
  const estimate = new CompressionEstimate()
  for (let i = 0; i < 100; i++) for (const topic of ['a', 'b']) estimate.observe(topic, 0.1)
  near(estimate.ratio('a'), 0.5)
  estimate.reset('a', 0.6)
  assert.equal(estimate.ratio('a'), 1)
  near(estimate.ratio('b'), 0.5)
  estimate.reset('b', 1.1)
  assert.equal(estimate.ratio('b'), 1.1)
})

test('the header is not compressed', () => {
  assert.equal(estimatedBytes(1061, 0.5), 561)
  assert.equal(estimatedBytes(61, 0.5), 61)
})
