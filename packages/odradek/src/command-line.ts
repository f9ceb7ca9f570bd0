/**
 * The command line as a table: a command is a row with its options as rows; parsing, help and the reference page are
 * derived from it. Parsing itself is node:util's parseArgs. Mistakes are answered with a sentence, never a stack.
 */
import { parseArgs } from 'node:util'
import { likelySpelling } from '@odradek/broker/internal'

export interface OptionRow {
  /** Long name without dashes. */
  readonly name: string
  /** One letter. */
  readonly short?: string
  /** Name of the value in the help (`DIR`); without it the option is a switch. */
  readonly value?: string
  readonly repeatable?: boolean
  readonly doc: string
}

export interface CommandRow {
  /** As typed: `start`, `topics create`. */
  readonly name: string
  readonly summary: string
  /** What follows the name besides options: `TOPIC`, `[TOPIC...]`. */
  readonly operands?: string
  /** How many operands; default none. */
  readonly operandCount?: { readonly min: number; readonly max: number }
  readonly options: readonly OptionRow[]
  /** Lines shown as they are under "Examples". */
  readonly examples?: readonly string[]
}

/** What a command is given of the process; tests hand in their own. */
export interface CommandIo {
  /** Standard output. A promise when its reader is behind; whoever writes much waits for it. */
  out(text: string | Uint8Array): void | Promise<void>
  err(text: string): void
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly home: string
  readonly directory: string
  /** Standard input, for commands that read it. */
  readonly input: AsyncIterable<Uint8Array>
  readonly inputIsTerminal: boolean
  readonly outputIsTerminal: boolean
  /** Calls `handler` for each SIGINT and SIGTERM, and when a launcher that holds a channel to this process is gone. */
  onSignal(handler: (signal: 'SIGINT' | 'SIGTERM') => void): () => void
  /** Present when npm started this process; true when that npm is gone and nobody is left who could stop it. */
  readonly orphaned?: () => boolean
  /** Ends the process now; only for a second signal. */
  exit(code: number): void
}

export class CommandLine {
  readonly operands: readonly string[]
  readonly #values: ReadonlyMap<string, readonly string[]>

  constructor(values: ReadonlyMap<string, readonly string[]>, operands: readonly string[]) {
    this.#values = values
    this.operands = operands
  }

  /** The last value given, or undefined. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.at(-1)
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? []
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }
}

/** A mistake of the caller: printed as it is, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Throws UsageError. */
export function parseCommandLine(command: CommandRow, args: readonly string[]): CommandLine {
  const rows = new Map(command.options.map((row) => [row.name, row]))
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(command.options.map((row) => [row.name, {
      type: row.value === undefined ? 'boolean' as const : 'string' as const,
      ...(row.short === undefined ? {} : { short: row.short }),
    }])),
  })
  const values = new Map<string, string[]>()
  const operands: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value)
    if (token.kind !== 'option') continue
    const row = rows.get(token.name)
    if (!row) throw new UsageError(unknownOption(command, token.rawName))
    if (row.value !== undefined && token.value === undefined) {
      throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${row.value}.`)
    }
    if (row.value === undefined && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`)
    if (!row.repeatable && row.value !== undefined && values.has(row.name)) {
      throw new UsageError(`${token.rawName} is given twice; say it once.`)
    }
    values.set(row.name, [...(values.get(row.name) ?? []), token.value ?? ''])
  }
  if (values.has('help')) return new CommandLine(values, operands)
  const { min, max } = command.operandCount ?? { min: 0, max: 0 }
  if (operands.length > max) {
    throw new UsageError(max === 0 ? `odradek ${command.name} takes only options; "${operands[0]}" is not one.`
      : `"${operands[max]}" is one too many: odradek ${command.name} takes ${command.operands}.`)
  }
  if (operands.length < min) throw new UsageError(`odradek ${command.name} needs ${command.operands}; see odradek ${command.name} --help.`)
  return new CommandLine(values, operands)
}

/** What the programs of Apache Kafka call it. */
const kafkaSpellings: ReadonlyMap<string, string> = new Map(Object.entries({
  'bootstrap-server': '--brokers HOST:PORT',
  'bootstrap-servers': '--brokers HOST:PORT',
  'broker-list': '--brokers HOST:PORT',
  'from-beginning': '--from earliest',
  'max-messages': '--count N',
  'topic': 'just its name',
}))

function unknownOption(command: CommandRow, given: string): string {
  const here = kafkaSpellings.get(given.replace(/^-+/, ''))
  const option = /^--([\w-]+)/.exec(here ?? '')?.[1]
  if (here !== undefined && (option === undefined ? command.operands !== undefined : command.options.some(({ name }) => name === option))) {
    return `${given} is not an option of odradek ${command.name}: here it is ${here}.`
  }
  const near = likelySpelling(given.replace(/^-+/, ''), command.options.map((row) => row.name))
  return `${given} is not an option of odradek ${command.name}.` +
    (near ? ` Did you mean --${near}?` : ` See odradek ${command.name} --help.`)
}

/** The help of one command. */
export function helpOf(command: CommandRow): string {
  const lines = [`odradek ${command.name}${command.operands ? ` ${command.operands}` : ''} [options]`, '', command.summary, '', 'Options']
  lines.push(...optionLines(command.options))
  if (command.examples) lines.push('', 'Examples', ...command.examples.map((line) => `  ${line}`))
  return `${lines.join('\n')}\n`
}

function optionLines(options: readonly OptionRow[]): string[] {
  const lines: string[] = []
  for (const row of options) {
    const left = `  ${row.short ? `-${row.short}, ` : ''}--${row.name}${row.value ? ` ${row.value}` : ''}`
    const text = wrap(row.doc + (row.repeatable ? ' May be repeated.' : ''), 70)
    const [first = '', ...rest] = text
    if (left.length < 30) lines.push(left.padEnd(30) + first)
    else lines.push(left, ' '.repeat(30) + first)
    lines.push(...rest.map((line) => ' '.repeat(30) + line))
  }
  return lines
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
