/**
 * `npm run api-docs` writes docs/reference/api, a page a package, from the types and comments of the public doors.
 *
 * TypeDoc needs the programmatic interface that TypeScript 7 does not have, so it and TypeScript 6 are installed beside
 * the project, in .cache/api-docs, when they are first needed: `npm ci` and the lock file know nothing of them. Errors of
 * types are not looked for here; `npm run check` does that. `--check` writes nothing and ends with 1 when a page is stale.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const workshop = join(root, '.cache/api-docs')
const target = join(root, 'docs/reference/api')
const tools = { typedoc: '0.28.20', 'typedoc-plugin-markdown': '4.14.1', typescript: '6.0.3' }
const packages = ['client', 'rx', 'schema-registry', 'otel', 'testing']
const generated = '<!-- Written by `npm run api-docs`; change the comments in the sources, not this page. -->'

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: workshop, encoding: 'utf8' })
  if (status === 0) return
  console.error(`${command} ${args[0]} failed:\n${stdout}${stderr}`)
  process.exit(1)
}

mkdirSync(workshop, { recursive: true })
const manifest = JSON.stringify({ private: true, dependencies: tools })
const manifestPath = join(workshop, 'package.json')
if (!existsSync(join(workshop, 'node_modules/typedoc')) || readFileSync(manifestPath, 'utf8') !== manifest) {
  writeFileSync(manifestPath, manifest)
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'])
}

const doors = packages.map((name) => join(root, `packages/${name}/src/index.ts`))
writeFileSync(join(workshop, 'tsconfig.json'), JSON.stringify({
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
  files: doors,
}))
const out = join(workshop, 'out')
rmSync(out, { recursive: true, force: true })
run(process.execPath, [
  join(workshop, 'node_modules/typedoc/bin/typedoc'), '--plugin', 'typedoc-plugin-markdown', '--tsconfig', 'tsconfig.json',
  ...doors.flatMap((door) => ['--entryPoints', door]), '--out', out, '--basePath', join(root, 'packages'), '--router', 'module',
  '--skipErrorChecking', '--disableSources', '--excludePrivate', '--excludeInternal', '--excludeExternals', '--readme', 'none',
  '--hideBreadcrumbs', '--hidePageHeader', '--parametersFormat', 'table', '--interfacePropertiesFormat', 'table', '--typeDeclarationFormat', 'table',
  '--classPropertiesFormat', 'table', '--typeAliasPropertiesFormat', 'table',
])

const isCheck = process.argv.includes('--check')
let stale = 0
mkdirSync(target, { recursive: true })
for (const name of packages) {
  const text = readFileSync(join(out, name, 'src.md'), 'utf8')
    .replace(/^# .*\n/, `# @odradek/${name}\n\n${generated}\n`)
    .replace(/\]\(\.\.\/(\w+)\/src\.md/g, ']($1.md')
    .replaceAll('](src.md', `](${name}.md`)
  const page = join(target, `${name}.md`)
  const fresh = `${text.trimEnd()}\n`
  if (existsSync(page) && readFileSync(page, 'utf8') === fresh) continue
  stale += 1
  if (isCheck) console.error(`docs/reference/api/${name}.md is stale: run "npm run api-docs".`)
  else {
    writeFileSync(page, fresh)
    console.log(`docs/reference/api/${name}.md`)
  }
}
if (isCheck && stale > 0) process.exit(1)
