/** From arguments to a command and its exit code: 0 done, 1 failed (a sentence on standard error), 2 misused. */
import { likelySpelling } from '@odradek/broker/internal'
import { helpOf, parseCommandLine, UsageError } from './command-line.ts'
import type { CommandIo, CommandLine, CommandRow } from './command-line.ts'
import { commandRows } from './commands/rows.ts'
import { version } from './version.ts'

export type Command = (line: CommandLine, io: CommandIo) => Promise<number>

const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  'start': async () => (await import('./commands/start.ts')).start,
  'topics list': async () => (await import('./commands/topics.ts')).listTopics,
  'topics describe': async () => (await import('./commands/topics.ts')).describeTopics,
  'topics create': async () => (await import('./commands/topics.ts')).createTopics,
  'topics alter': async () => (await import('./commands/topics.ts')).alterTopic,
  'topics delete': async () => (await import('./commands/topics.ts')).deleteTopics,
  'produce': async () => (await import('./commands/produce.ts')).produce,
  'consume': async () => (await import('./commands/consume.ts')).consume,
  'groups list': async () => (await import('./commands/groups.ts')).listGroups,
  'groups describe': async () => (await import('./commands/groups.ts')).describeGroups,
  'groups reset': async () => (await import('./commands/groups.ts')).resetGroup,
  'groups delete': async () => (await import('./commands/groups.ts')).deleteGroups,
}

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const [first, second] = args
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    io.out(overview())
    return first === undefined ? 2 : 0
  }
  if (first === '--version' || first === '-v' || first === 'version') {
    io.out(`odradek ${version}\n`)
    return 0
  }
  const found = commandRows.find((row) => row.name === `${first} ${second}`) ?? commandRows.find((row) => row.name === first)
  try {
    if (!found) return unknownCommand(args, io)
    const rest = args.slice(found.name.split(' ').length)
    const line = parseCommandLine(found, rest)
    if (line.has('help')) {
      io.out(helpOf(found))
      return 0
    }
    const command = await loaders[found.name]?.()
    if (!command) throw new Error(`no code for ${found.name}`)
    return await command(line, io)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    io.err(`${error.message}\n`)
    return 2
  }
}

function unknownCommand(args: readonly string[], io: CommandIo): number {
  const family = commandRows.filter((row) => row.name.startsWith(`${args[0]} `))
  if (family.length > 0 && (args[1] === undefined || args[1] === '--help' || args[1] === '-h')) {
    io.out(list(family))
    return args[1] === undefined ? 2 : 0
  }
  const typed = family.length > 0 ? `${args[0]} ${args[1]}` : String(args[0])
  const names = commandRows.map((row) => row.name)
  const near = likelySpelling(args.slice(0, 2).join(' '), names) ?? likelySpelling(typed, names)
  const hint = near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean odradek ${near}?`
  io.err(`odradek ${typed} is not a command. ${hint}\n`)
  return 2
}

function list(rows: readonly CommandRow[]): string {
  const width = Math.max(...rows.map((row) => row.name.length)) + 4
  return `${rows.map((row) => `  ${row.name.padEnd(width)}${row.summary}`).join('\n')}\n`
}

function overview(): string {
  return `odradek ${version}: a Kafka broker, and what one needs to use it.\n\n${list(commandRows)}\n` +
    'odradek <command> --help tells more. odradek --version.\n'
}
