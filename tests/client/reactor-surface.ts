/**
 * The public types and method names of Reactor Kafka 1.3.23, read from its jar by `javap`: what
 * `packages/rx/src/testing/reactor-kafka-1.3.23.txt` has, and `packages/rx/src/surface.test.ts` compares ours with.
 *
 *   node scripts/node.mjs --conditions=@odradek/source tests/client/reactor-surface.ts    writes the file
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { mavenJars, root } from '../interop/peers.ts'

const run = promisify(execFile)
export const surfaceFile: string = join(root, 'packages/rx/src/testing/reactor-kafka-1.3.23.txt')

export function reactorKafka(): Promise<string> {
  return mavenJars('reactor-kafka-1.3.23', [
    { group: 'io.projectreactor.kafka', artifact: 'reactor-kafka', version: '1.3.23' },
    { group: 'org.slf4j', artifact: 'slf4j-nop', version: '1.7.36' },
  ])
}

/** `Type.method` of every public type outside `internals`, sorted; `Type.new` is a constructor. */
export async function reactorSurface(): Promise<readonly string[]> {
  const libs = await reactorKafka()
  const jar = join(libs, 'reactor-kafka-1.3.23.jar')
  const { stdout: listed } = await run('jar', ['tf', jar])
  const names = listed.split('\n').filter((name) => name.endsWith('.class') && !/\/internals\/|package-info|\$\d+\.class/.test(name))
  const { stdout } = await run('javap', ['-public', '-cp', `${libs}/*`, ...names.map((name) => name.slice(0, -'.class'.length).replaceAll('/', '.'))])
  const found = new Set<string>()
  let type = ''
  for (const line of stdout.split('\n')) {
    const declared = /^(?:public |final |abstract )*(?:class|interface) ([\w.$]+)/.exec(line)?.[1]
    // The implementations are hidden; what they have beyond their interface (equals, hashCode) is the interface's.
    if (declared !== undefined) type = declared.slice(declared.lastIndexOf('.') + 1).replaceAll('$', '.').replace(/^Immutable/, '')
    const method = /([\w.$]+)\([^)]*\)[^()]*;$/.exec(line)?.[1]
    if (method !== undefined) found.add(`${type}.${method.includes('.') ? 'new' : method}`)
  }
  return [...found].toSorted()
}

export const committedSurface = (): readonly string[] => readFileSync(surfaceFile, 'utf8').trim().split('\n')

if (import.meta.main) {
  const surface = await reactorSurface()
  writeFileSync(surfaceFile, `${surface.join('\n')}\n`)
  console.log(`${surface.length} names`)
}
