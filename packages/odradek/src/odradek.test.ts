import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadBrokerConfig } from '@odradek/broker/internal'
import { helpOf, parseCommandLine, UsageError } from './command-line.ts'
import type { CommandIo, CommandRow } from './command-line.ts'
import { defaultDataDirectory } from './commands/data-directory.ts'
import { commandRows, startCommand } from './commands/rows.ts'
import { startFailure } from './commands/start-failure.ts'
import { run } from './run.ts'
import { version } from './version.ts'

const root = join(import.meta.dirname, '../../..')

interface Recorded extends CommandIo {
  readonly printed: string[]
  readonly complained: string[]
}

function recorder(environment: Record<string, string> = {}): Recorded {
  const printed: string[] = []
  const complained: string[] = []
  return {
    printed, complained, environment,
    out: (text) => void printed.push(Buffer.from(text as string).toString()),
    err: (text) => void complained.push(text),
    platform: 'linux', home: '/home/me', directory: '/here',
    input: (async function* empty() {})(), inputIsTerminal: false, outputIsTerminal: false,
    onSignal: () => () => {},
    exit: () => {},
  }
}

async function typed(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = recorder()
  const code = await run(args, io)
  return { code, out: io.printed.join(''), err: io.complained.join('') }
}

const row: CommandRow = {
  name: 'try', summary: 'Tries.', operands: 'TOPIC', operandCount: { min: 1, max: 1 },
  options: [
    { name: 'count', short: 'n', value: 'N', doc: 'How many.' },
    { name: 'set', value: 'KEY=VALUE', repeatable: true, doc: 'Sets.' },
    { name: 'quiet', doc: 'Says nothing.' },
  ],
}

test('options: values, repeated ones, switches, short forms, operands', () => {
  const line = parseCommandLine(row, ['orders', '--count=3', '--set', 'a=1', '--set=b=2', '--quiet'])
  assert.deepEqual(line.operands, ['orders'])
  assert.equal(line.value('count'), '3')
  assert.deepEqual(line.all('set'), ['a=1', 'b=2'])
  assert.equal(line.has('quiet'), true)
  assert.equal(parseCommandLine(row, ['-n', '4', 't']).value('count'), '4')
  assert.deepEqual(parseCommandLine(row, ['--', '--quiet']).operands, ['--quiet'])
})

test('options: every mistake is a sentence', () => {
  const cases: [string[], RegExp][] = [
    [['t', '--max-messages', '3'], /--max-messages is not an option of odradek try: here it is --count N\./],
    [['t', '--from-beginning'], /--from-beginning is not an option of odradek try\. See/],
    [['t', '--cuont', '3'], /--cuont is not an option of odradek try\. Did you mean --count\?/],
    [['t', '--constructor'], /--constructor is not an option of odradek try\. See/],
    [['t', '--elsewhere'], /See odradek try --help/],
    [['t', '--count'], /--count needs a value: --count N/],
    [['t', '--quiet=yes'], /takes no value/],
    [['t', '--count', '1', '--count', '2'], /given twice/],
    [['t', 'u'], /"u" is one too many: odradek try takes TOPIC/],
    [[], /needs TOPIC/],
  ]
  for (const [args, expected] of cases) {
    assert.throws(() => parseCommandLine(row, args), (error: Error) => error instanceof UsageError && expected.test(error.message))
  }
})

test('help, version, and what is not a command', async () => {
  assert.deepEqual(await typed('--version'), { code: 0, out: `odradek ${version}\n`, err: '' })
  const help = await typed('--help')
  assert.equal(help.code, 0)
  for (const command of commandRows) assert.ok(help.out.includes(command.name))
  assert.equal((await typed()).code, 2)
  for (const command of commandRows) assert.deepEqual(await typed(...command.name.split(' '), '--help'), { code: 0, out: helpOf(command), err: '' })
  const start = await typed('start', '--help')
  for (const option of startCommand.options) assert.ok(start.out.includes(`--${option.name}`), option.name)
  for (const [args, meant] of [[['topic', 'list'], 'topics list'], [['topics', 'crate', 'x'], 'topics create'], [['strat'], 'start'], [['consum', 'orders'], 'consume']] as const) {
    assert.deepEqual(await typed(...args), { code: 2, out: '', err: `odradek ${args[0] === 'topics' ? 'topics crate' : args[0]} is not a command. Did you mean odradek ${meant}?\n` })
  }
  const wrong = await typed('elsewhere')
  assert.equal(wrong.code, 2)
  assert.match(wrong.err, /odradek elsewhere is not a command\. There are: start/)
})

test('the version is that of the package', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'packages/odradek/package.json'), 'utf8')) as { version: string }
  assert.equal(version, manifest.version)
})

test('where data lies when nobody says', () => {
  const place = (platform: string, environment: Record<string, string> = {}): string =>
    defaultDataDirectory({ platform, environment, home: '/home/me' })
  assert.equal(place('linux'), '/home/me/.local/share/odradek')
  assert.equal(place('linux', { XDG_DATA_HOME: '/data' }), '/data/odradek')
  assert.equal(place('linux', { XDG_DATA_HOME: 'relative' }), '/home/me/.local/share/odradek')
  assert.equal(place('darwin'), '/home/me/Library/Application Support/odradek')
})

test('an expected failure is its sentence, an unexpected one is told with its stack', () => {
  assert.equal(startFailure(Object.assign(new Error('A sentence.'), { name: 'StartError' })), 'A sentence.')
  assert.match(startFailure(new TypeError('x is not a function')), /please report it:\nTypeError: x is not a function\n +at /)
})

test('Dockerfile and compose.yaml hold settings that the broker takes', () => {
  const compose = Object.fromEntries([...readFileSync(join(root, 'compose.yaml'), 'utf8').matchAll(/^\s+(ODRADEK_\w+): (.+)$/gm)]
    .map((match) => [match[1], match[2]]))
  const config = loadBrokerConfig({ environment: compose })
  assert.deepEqual(config.listeners.map(({ name, port }) => [name, port]), [['INSIDE', 9092], ['OUTSIDE', 19092]])
  assert.deepEqual(config.advertisedListeners.map(({ host, port }) => `${host}:${port}`), ['odradek:9092', '127.0.0.1:19092'])
  assert.equal(config.interBrokerListenerName, 'INSIDE')
  const image = Object.fromEntries([...readFileSync(join(root, 'Dockerfile'), 'utf8').matchAll(/(ODRADEK_\w+)=(\S+)/g)]
    .map((match) => [match[1], match[2]]))
  assert.deepEqual(loadBrokerConfig({ environment: image }).dataDirectories, ['/var/lib/odradek'])
})
