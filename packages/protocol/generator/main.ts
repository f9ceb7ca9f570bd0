/**
 * `npm run gen`: writes src/generated from schema/. With `--check` it writes nothing and fails when a file differs.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generate } from './emit-files.ts'
import { loadSchemas } from './load.ts'

const generatedRoot = join(import.meta.dirname, '..', 'src', 'generated')

/** Paths below src/generated that differ from what the schemas say: changed, missing, or no longer wanted. */
function differences(wanted: ReadonlyMap<string, string>): string[] {
  const present = new Map<string, string>()
  try {
    for (const entry of readdirSync(generatedRoot, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      const below = path.slice(generatedRoot.length + 1).replaceAll('\\', '/')
      if (entry.isFile()) present.set(below, readFileSync(path, 'utf8'))
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const changed = [...wanted].filter(([path, text]) => present.get(path) !== text).map(([path]) => path)
  return [...changed, ...[...present.keys()].filter((path) => !wanted.has(path))]
}

const wanted = generate(await loadSchemas())
const changed = differences(wanted)
if (process.argv.includes('--check')) {
  if (changed.length > 0) console.error(`src/generated is out of step with schema/; npm run gen: ${changed.join(', ')}`)
  process.exitCode = changed.length > 0 ? 1 : 0
} else {
  for (const path of changed) {
    const target = join(generatedRoot, path)
    const text = wanted.get(path)
    if (text === undefined) {
      rmSync(target)
      continue
    }
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
  console.log(`${wanted.size} files, ${changed.length} changed`)
}
