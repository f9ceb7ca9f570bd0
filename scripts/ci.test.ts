// `.ci/run` with an npm that says what it is told: what decides its exit code, its lists and its last line.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')

interface Said {
  readonly ci?: string
  readonly unit?: string
  readonly interop?: string
}

function run({ ci = 'true', unit = 'echo "10 passed, 0 failed"', interop = 'echo "5 passed, 0 failed"' }: Said): { code: number | null; lines: readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'odradek-ci-'))
  try {
    const cases = [`ci*) ${ci};;`, `test*) ${unit};;`, `*test:interop*) echo "$@"; ${interop};;`]
    writeFileSync(join(folder, 'npm'), `#!/usr/bin/env bash\ncase "$*" in\n${cases.join('\n')}\nesac\n`, { mode: 0o755 })
    const { status, stdout } = spawnSync('bash', [join(root, '.ci/run')], { encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` } })
    return { code: status, lines: stdout.trimEnd().split('\n') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('.ci/run', { skip: process.platform !== 'linux' }, () => {
  it('adds up both parts, and hands the time that is left to the suites', () => {
    const { code, lines } = run({})
    assert.equal(code, 0)
    assert.equal(lines.at(-1), '15 passed, 0 failed')
    const seconds = Number(/--seconds (\d+)/.exec(lines.join('\n'))?.[1])
    assert.ok(seconds > 1000 && seconds <= 1740)
  })

  it('ends with the lists of both, above the last line, and stays green with what is unsteady', () => {
    const { code, lines } = run({
      unit: 'echo "unsteady: a.test.ts"; echo "10 passed, 0 failed"', interop: 'echo "unsteady: kcat"; echo "peer: sarama"; echo "5 passed, 0 failed"',
    })
    assert.equal(code, 0)
    assert.deepEqual(lines.slice(-4).toSorted(), ['15 passed, 0 failed', 'peer: sarama', 'unsteady: a.test.ts', 'unsteady: kcat'])
    assert.equal(lines.at(-1), '15 passed, 0 failed')
  })

  it('is red when either part is, and says of a part that ended without its closing line that it failed', () => {
    assert.deepEqual(run({ unit: 'echo "9 passed, 1 failed"; exit 1' }).code, 1)
    const silent = run({ interop: 'echo "in the middle"; exit 1' })
    assert.equal(silent.code, 1)
    assert.equal(silent.lines.at(-1), '10 passed, 1 failed')
  })

  it('counts a part as failed that says that all is well and ends badly', () => {
    const { code, lines } = run({ unit: 'echo "10 passed, 0 failed"; exit 1' })
    assert.equal(code, 1)
    assert.equal(lines.at(-1), '15 passed, 1 failed')
  })

  it('has a closing line when nothing could be installed', () => {
    const { code, lines } = run({ ci: 'exit 1' })
    assert.equal(code, 1)
    assert.equal(lines.at(-1), '0 passed, 1 failed')
  })
})
