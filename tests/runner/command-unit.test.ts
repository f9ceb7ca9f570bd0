// Commands as units of a run: what their output says is counted, their lists are kept, a failure comes with its seed.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { realTime, Runner } from './attempts.ts'
import { type Command, commandUnit } from './command-unit.ts'

async function ran(code: string, more: Partial<Command> = {}): Promise<{ green: boolean; output: string; closing: readonly string[] }> {
  const lines: string[] = []
  let output = ''
  const runner = new Runner({ budgetMs: 60_000, time: realTime, say: (line) => void lines.push(line) })
  const command: Command = { name: 'command', limitMs: 30_000, command: process.execPath, args: ['-e', code], cwd: process.cwd(), ...more }
  await runner.run([commandUnit(command, { write: (chunk) => (output += chunk.toString()), note: (line) => runner.note(line) })])
  const before = lines.length
  const green = runner.close()
  return { green, output, closing: lines.slice(before) }
}

describe('a command', () => {
  it('is counted by its last closing line, and its lists stand at the end', async () => {
    const { green, output, closing } = await ran(`console.log('1 passed, 0 failed\\nx\\nunsteady: a: b\\n12 passed, 0 failed')`)
    assert.equal(green, true)
    assert.match(output, /^x$/m)
    assert.deepEqual(closing, ['unsteady: a: b', '12 passed, 0 failed'])
  })

  it('without a closing line is one row, by its exit code', async () => {
    assert.deepEqual((await ran('')).closing, ['1 passed, 0 failed'])
    assert.deepEqual((await ran('process.exit(2)')).closing, ['failed: command: twice: command ended with 2', '0 passed, 1 failed'])
    assert.equal((await ran(`process.kill(process.pid, 'SIGKILL')`)).green, false)
    assert.equal((await ran('', { command: 'no-such-program' })).green, false)
  })

  it('that says all is well and ends badly has failed', async () => {
    assert.deepEqual((await ran(`console.log('3 passed, 0 failed'); process.exit(1)`)).closing.at(-1), '3 passed, 1 failed')
  })

  it('that repeats its own parts is not repeated', async () => {
    const { output, closing } = await ran(`console.log('once\\nfailed: part\\n3 passed, 2 failed'); process.exit(1)`, { once: true })
    assert.equal(output.match(/once/g)?.length, 1)
    assert.deepEqual(closing, ['failed: part', 'failed: command: 2 failed', '3 passed, 2 failed'])
  })

  it('runs once more with what brings its failure back', async () => {
    const again = (output: string): readonly string[] => ['-e', `console.log('again with ${/seed (\d+)/.exec(output)?.[1]}')`]
    const { green, output, closing } = await ran(`console.log('seed 17'); process.exit(1)`, { again })
    assert.equal(green, true)
    assert.match(output, /again with 17/)
    assert.deepEqual(closing, ['unsteady: command: failed the first time (command ended with 1), passed when it ran once more, alone', '1 passed, 0 failed'])
  })
})
