import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepFreedPages } from './kept-pages.ts'

const header = (process.report.getReport() as { header: { glibcVersionRuntime?: string } }).header
const skip = header.glibcVersionRuntime === undefined ? 'for the allocator of glibc' : false

/** Page faults of so many megabytes taken and freed, ten at a time, twenty times over. */
function faults(): number {
  const before = process.resourceUsage().minorPageFault
  for (let round = 0; round < 20; round++) {
    const buffers = Array.from({ length: 10 }, () => Buffer.allocUnsafeSlow(1 << 20).fill(round))
    for (const { buffer } of buffers) (buffer as ArrayBuffer & { transfer(bytes: number): ArrayBuffer }).transfer(0)
  }
  return process.resourceUsage().minorPageFault - before
}

test('large buffers that are freed are used again, without new pages from the operating system', { skip }, () => {
  const given = faults()
  keepFreedPages()
  const kept = faults()
  assert.ok(kept < given / 4, `${kept} page faults, and ${given} without`)
})
