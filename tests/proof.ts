/**
 * `npm run proof`: everything, however long it takes: before a capability is called done. One after the other:
 *
 *   test    `npm test`
 *   matrix  `npm run test:matrix`: every client and suite
 *   chaos   `npm run chaos`: a broker killed, stopped and suspended under load
 *   sim     `npm run sim`: simulated stories from new seeds, for `--seconds` (900)
 *   fuzz    `npm run fuzz`: damaged input and random logs from new seeds, for `--seconds` (900)
 *
 * `--only name,...` runs some. What fails runs once more, alone, with the seed that it named; `npm test` and the matrix do that
 * themselves, part by part. Ends with the lists of them all and one line `N passed, N failed`.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { realTime, Runner } from './runner/attempts.ts'
import { type Command, commandUnit } from './runner/command-unit.ts'
import { endDescendants } from './runner/processes.ts'

const { values } = parseArgs({ options: { only: { type: 'string' }, seconds: { type: 'string', default: '900' } } })
const root = join(import.meta.dirname, '..')
const minutes = 60_000
const soughtMs = Number(values.seconds) * 1000 + 5 * minutes

const withArgs = (name: string, args: readonly string[]): readonly string[] => ['run', '--silent', name, '--', ...args]

function script(name: string, limitMs: number, args: readonly string[] = [], more: Partial<Command> = {}): Command {
  const short = name.replace('test:', '')
  return { name: short, limitMs, command: 'npm', args: withArgs(name, args), cwd: root, ...more }
}

/** Seeds as the commands print them when something is found. */
const commands: readonly Command[] = [
  script('test', 20 * minutes, [], { once: true }),
  script('test:matrix', 95 * minutes, [], { once: true }),
  // What was lost once was lost: chance decides whether the same seed finds it again, so a second run proves nothing.
  script('chaos', 60 * minutes, [], { once: true }),
  script('sim', soughtMs, ['--seconds', values.seconds], {
    again: (output) => {
      const found = /^again: npm run sim -- (.+)$/m.exec(output)?.[1]
      return found === undefined ? undefined : withArgs('sim', found.trim().split(' '))
    },
  }),
  script('fuzz', soughtMs, ['--seconds', values.seconds], {
    again: (output) => {
      const found = /^(--target \S+ --seed -?\d+):/m.exec(output)?.[1]
      return found === undefined ? undefined : withArgs('fuzz', [...found.split(' '), '--seconds', '30'])
    },
  }),
]

const only = values.only?.split(',')
const chosen = commands.filter(({ name }) => only === undefined || only.includes(name))
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
  process.once(signal, () => {
    endDescendants()
    process.exit(code)
  })
}

const runner = new Runner({ budgetMs: 300 * minutes, time: realTime, say: (line) => console.log(line) })
for (const name of only ?? []) if (!commands.some((command) => command.name === name)) runner.fail(name, 'no part has this name')
await runner.run(chosen.map((command) => commandUnit(command, { write: (chunk) => process.stdout.write(chunk), note: (line) => runner.note(line) })))
const green = runner.close()
endDescendants()
process.exit(green ? 0 : 1)
