/**
 * Exchanges random messages with Apache Kafka's own generated classes, both ways, at every version of every message:
 * `tests/vectors/run [--seed N] [--samples N] [--record]`. Needs Java 17 and Maven.
 *
 *   theirs  Kafka fills and writes; our decoder must agree with Kafka's JSON field by field, our encoder with its bytes
 *   ours    we fill and write; Kafka must read it, and write the same bytes again
 *
 * --record also stores Kafka's messages as the set that `npm test` replays without Java.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { brotliCompressSync, constants } from 'node:zlib'
import { allCodecs } from '../../packages/protocol/generator/codecs.ts'
import type { Codec } from '../../packages/protocol/generator/codecs.ts'
import { randomMessage, SeededNumbers } from '../../packages/protocol/generator/random-message.ts'
import { checkVector, parseVectors, recordedPath } from '../../packages/protocol/generator/vectors.ts'
import { Writer } from '../../packages/protocol/src/wire/writer.ts'

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' }, samples: { type: 'string', default: '3' },
    record: { type: 'boolean', default: false },
  },
})
const seed = Number(options.seed)
const samples = Number(options.samples)
const here = import.meta.dirname

function classPath(family: Codec['family'], scratch: string): string {
  const file = join(scratch, `${family}.classpath`)
  const profile = family === 'zookeeper-era' ? ['-Dzookeeper-era'] : []
  execFileSync('mvn', [
    '-q', '-B', '-Dstyle.color=never', ...profile,
    'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath', `-Dmdep.outputFile=${file}`,
  ], { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] })
  return readFileSync(file, 'utf8')
}

function java(path: string, words: readonly string[], input: string): string {
  return execFileSync('java', ['-cp', path, join(here, 'Vectors.java'), ...words], {
    input, maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'inherit'],
  }).toString()
}

function checkTheirs(family: Codec['family'], codecs: readonly Codec[], path: string): number {
  const lines = java(path, ['make', String(seed), String(samples)], codecs.map((codec) => `${codec.name}\n`).join(''))
  const vectors = parseVectors(lines)
  const byName = new Map(codecs.map((codec) => [codec.name, codec]))
  const versions = new Map<string, Set<number>>()
  for (const vector of vectors) {
    checkVector(byName.get(vector.name) as Codec, vector)
    versions.set(vector.name, (versions.get(vector.name) ?? new Set()).add(vector.version))
  }
  for (const codec of codecs) {
    const { min, max } = codec.model.versions
    const wanted = Array.from({ length: max - min + 1 }, (_, i) => min + i)
    assert.deepEqual([...versions.get(codec.name) ?? []], wanted, `versions of ${codec.name} in Apache Kafka`)
  }
  if (options.record) {
    const text = Buffer.from(lines)
    writeFileSync(recordedPath(family), brotliCompressSync(text, { params: {
      [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    } }))
  }
  return vectors.length
}

function checkOurs(codecs: readonly Codec[], path: string): number {
  const random = new SeededNumbers(seed)
  const sent: string[] = []
  const writer = new Writer()
  for (const codec of codecs) {
    const { min, max } = codec.model.versions
    for (let version = min; version <= max; version++) {
      for (let sample = 0; sample < samples; sample++) {
        writer.reset()
        codec.encode(writer, randomMessage(codec.model, version, random), version)
        sent.push(`${codec.name} ${version} ${writer.toBuffer().toString('base64')}`)
      }
    }
  }
  const answers = java(path, ['echo'], `${sent.join('\n')}\n`).trimEnd().split('\n')
  assert.equal(answers.length, sent.length)
  const differing = sent.filter((line, i) => line.split(' ')[2] !== answers[i])
  for (const line of differing.slice(0, 5)) console.log(`${line}\n  -> ${answers[sent.indexOf(line)]}`)
  assert.equal(differing.length, 0, 'messages that Apache Kafka read or wrote differently')
  return sent.length
}

const scratch = mkdtempSync(join(tmpdir(), 'odradek-vectors-'))
try {
  const all = await allCodecs()
  for (const family of ['kafka', 'zookeeper-era'] as const) {
    const codecs = all.filter((codec) => codec.family === family)
    const path = classPath(family, scratch)
    const theirs = checkTheirs(family, codecs, path)
    const ours = checkOurs(codecs, path)
    console.log(`${family}: ${codecs.length} messages, ${theirs} from Apache Kafka and ${ours} to it, all equal`)
  }
} finally {
  rmSync(scratch, { recursive: true })
}
