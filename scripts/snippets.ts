/**
 * Copies the code that the guides show from examples/, where it runs: what stands between
 *
 *   <!-- snippet examples/x.ts#name -->  and  <!-- /snippet -->
 *
 * is replaced by the region `// #region name` … `// #endregion` of that file (without `#name`: by the whole file).
 * `--check` changes nothing and ends with 1 when a page is out of step; a test runs that.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const marker = /<!-- snippet (\S+?)(?:#(\S+))? -->\n[\s\S]*?<!-- \/snippet -->/g
/** What the pattern below finds when an end marker was forgotten. */
const opening = /<!-- snippet /g

/** The lines of a region, moved to the left margin. @throws Error when the file has no such region. */
export function region(text: string, name: string | undefined): string {
  const lines = text.split('\n')
  const isMark = (line: string): boolean => /^\s*\/\/ #(?:region \S+|endregion)$/.test(line)
  if (name === undefined) return lines.filter((line) => !isMark(line)).join('\n').trim()
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const end = lines.findIndex((line, at) => at > start && line.trim() === '// #endregion')
  if (start < 0 || end < 0) throw new Error(`no region ${name}`)
  const body = lines.slice(start + 1, end).filter((line) => !isMark(line))
  const margin = Math.min(...body.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length))
  return body.map((line) => line.slice(margin)).join('\n').trim()
}

/** The page with its snippets as the examples have them. @throws Error for a file, region or end marker that is missing. */
export function filled(page: string, read: (path: string) => string): string {
  const found = page.match(marker)?.length ?? 0
  if (found !== (page.match(opening)?.length ?? 0)) throw new Error('a snippet without its end, <!-- /snippet -->')
  return page.replace(marker, (_all, path: string, name: string | undefined) => {
    const mark = `${path}${name === undefined ? '' : `#${name}`}`
    return `<!-- snippet ${mark} -->\n\`\`\`ts\n${region(read(path), name)}\n\`\`\`\n<!-- /snippet -->`
  })
}

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return pages(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

if (import.meta.main) {
  const isCheck = process.argv.includes('--check')
  let stale = 0
  const readmes = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'README.md'))
  for (const path of [join(root, 'README.md'), ...readmes, ...pages(join(root, 'docs'))]) {
    const before = readFileSync(path, 'utf8')
    const name = relative(root, path)
    let after: string
    try {
      after = filled(before, (file) => readFileSync(join(root, file), 'utf8'))
    } catch (error) {
      console.error(`${name}: ${(error as Error).message}`)
      process.exit(1)
    }
    if (after === before) continue
    stale += 1
    if (isCheck) console.error(`${name} is out of step: run "npm run snippets".`)
    else {
      writeFileSync(path, after)
      console.log(name)
    }
  }
  if (isCheck && stale > 0) process.exit(1)
}
