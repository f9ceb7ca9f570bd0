// Whether something built is older than what it was built from. Plain JavaScript: runs on Node >= 20.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The newest change below `path` in milliseconds, 0 when it is missing. A folder's own time tells of removed files. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  let latest = stat.mtimeMs
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.endsWith('.test.ts')) continue
    latest = Math.max(latest, newest(join(path, entry.name)))
  }
  return latest
}

/** True when `built` is missing or older than anything in `sources` (files and folders, tests apart). */
export function isStale(built, sources) {
  const stat = statSync(built, { throwIfNoEntry: false })
  return !stat || sources.some((path) => newest(path) > stat.mtimeMs)
}
