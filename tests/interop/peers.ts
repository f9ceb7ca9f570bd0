/**
 * Brings the peers: Apache Kafka's jars through Maven, Python clients through pip in a virtual environment, Go clients
 * through modules, kcat through apt. Everything lands in `.cache/peers` (not committed) and is reused when there.
 * Each function resolves to what is needed to run the peer, or throws with a sentence.
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const root: string = join(import.meta.dirname, '../..')
const cache = join(root, '.cache/peers')

export interface MavenDependency {
  readonly group: string
  readonly artifact: string
  readonly version: string
}

const dependency = (d: MavenDependency): string =>
  `<dependency><groupId>${d.group}</groupId><artifactId>${d.artifact}</artifactId><version>${d.version}</version></dependency>`

/** Folder that holds the jars of the dependencies, transitively. */
export async function mavenJars(name: string, dependencies: readonly MavenDependency[]): Promise<string> {
  const folder = join(cache, name)
  const libs = join(folder, 'libs')
  const pom =
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>odradek.peers</groupId>` +
    `<artifactId>${name}</artifactId><version>1</version><dependencies>${dependencies.map(dependency).join('')}</dependencies></project>`
  const done = join(folder, 'complete')
  if (existsSync(done) && existsSync(libs)) return libs
  // Two programs may want them at once: each brings its own, and the first to be done is taken.
  const own = join(folder, `${process.pid}`)
  mkdirSync(own, { recursive: true })
  try {
    writeFileSync(join(own, 'pom.xml'), pom)
    await run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], { cwd: own, timeout: 400_000 })
    if (existsSync(done) && existsSync(libs)) return libs
    rmSync(libs, { recursive: true, force: true })
    renameSync(join(own, 'libs'), libs)
    writeFileSync(done, '')
    return libs
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

export function kafkaJars(version: string): Promise<string> {
  return mavenJars(`kafka-${version}`, [
    { group: 'org.apache.kafka', artifact: 'kafka_2.13', version },
    { group: 'org.apache.kafka', artifact: 'kafka-tools', version },
    { group: 'org.slf4j', artifact: 'slf4j-simple', version: '1.7.36' },
  ])
}

/** Compiles Java sources against jars; answers the class path to run them with. */
export async function javaClasses(name: string, sources: readonly string[], libs: string): Promise<string> {
  const classes = join(cache, 'classes', name)
  mkdirSync(classes, { recursive: true })
  await run('javac', ['-nowarn', '-d', classes, '-cp', `${libs}/*`, ...sources], { timeout: 120_000 })
  return `${classes}:${libs}/*`
}

/** Python of a virtual environment that has the packages (name==version). */
export async function pythonWith(packages: readonly string[]): Promise<string> {
  const folder = join(cache, 'python')
  const python = join(folder, 'bin/python')
  if (!existsSync(python)) await run('python3', ['-m', 'venv', folder], { timeout: 120_000 })
  const marker = join(folder, `have-${packages.join('_').replaceAll(/[^\w.=-]/g, '')}`)
  if (!existsSync(marker)) {
    await run(python, ['-m', 'pip', 'install', '-q', ...packages], { timeout: 300_000 })
    writeFileSync(marker, '')
  }
  return python
}

/** Builds a Go program (a package in a folder with go.mod) and answers its path. */
export async function goProgram(folder: string, name: string, pack: string = '.'): Promise<string> {
  const out = join(cache, 'go', name)
  mkdirSync(join(cache, 'go'), { recursive: true })
  await run('go', ['build', '-o', out, pack], { cwd: folder, timeout: 400_000 })
  return out
}

/** A program of a Debian package, installed when missing (needs root). */
export async function debianProgram(program: string, pack: string): Promise<string> {
  const found = (): string | undefined => {
    const result = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' })
    return result.status === 0 ? result.stdout.trim() : undefined
  }
  const before = found()
  if (before !== undefined) return before
  await run('sh', ['-c', `apt-get update -qq && apt-get install -y -qq ${pack}`], {
    timeout: 400_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  const after = found()
  if (after === undefined) throw new Error(`${program} is not there after installing ${pack}`)
  return after
}
