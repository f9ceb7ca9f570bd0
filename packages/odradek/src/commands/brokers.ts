/** What every command that talks to brokers shares: how to reach them, and how failures are told. */
import { AdminError, createKafka, KafkaError } from '@odradek/client'
import type { Admin, Kafka } from '@odradek/client'
import { UsageError } from '../command-line.ts'
import type { CommandIo, CommandLine } from '../command-line.ts'

/** An answer is given, or the reason why there is none, within this time. */
const PATIENCE_MS = 10_000

export function brokersOf(line: CommandLine, io: CommandIo): string {
  return line.value('brokers') ?? (io.environment['ODRADEK_BROKERS'] || '127.0.0.1:9092')
}

export function kafkaOf(line: CommandLine, io: CommandIo): Kafka {
  try {
    return createKafka({
      brokers: brokersOf(line, io),
      clientId: 'odradek-cli',
      defaultTimeoutMs: PATIENCE_MS,
      connectTimeoutMs: 3000,
      // A command says what went wrong once, in its own words, when it gives up.
      logger: false,
    })
  } catch (error) {
    if (error instanceof KafkaError) throw new UsageError(`--brokers ${brokersOf(line, io)} is not allowed: it takes host:port,...`)
    throw error
  }
}

/** Runs `work` and tells a failure of the client in a sentence with what to do; other errors are bugs and thrown. */
export async function telling(line: CommandLine, io: CommandIo, work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    for (const one of failuresOf(error)) io.err(`${sentence(one, brokersOf(line, io))}\n`)
    const done = error instanceof AdminError ? error.results.filter((result) => result.error === undefined).map(({ name }) => name) : []
    if (done.length > 0) io.err(`Done all the same: ${done.join(', ')}.\n`)
    return 1
  }
}

/** Of a call for many things, what went wrong with each. */
function failuresOf(error: KafkaError): readonly KafkaError[] {
  return error instanceof AdminError ? error.results.flatMap((result) => result.error ?? []) : [error]
}

const advice: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'See odradek topics list, or make it with odradek topics create.',
  TOPIC_ALREADY_EXISTS: 'Look at it with odradek topics describe.',
  NON_EMPTY_GROUP: 'Stop its members first.',
  GROUP_ID_NOT_FOUND: 'See odradek groups list.',
  INVALID_REPLICATION_FACTOR: 'There are not as many brokers; leave --replication-factor out.',
}

function sentence(error: KafkaError, brokers: string): string {
  let cause: unknown = error
  while (cause instanceof KafkaError && cause.code === 'TIMEOUT' && cause.cause !== undefined) cause = cause.cause
  const code = cause instanceof KafkaError ? cause.code : error.code
  if (code === 'CONNECTION_FAILED') {
    return `No broker answers at ${brokers}. Is it running? odradek start brings one up; --brokers says where it is.`
  }
  const more = advice[code]
  const told = /[.?!]$/.test(error.message) ? error.message : `${error.message}.`
  return `${told}${more === undefined ? '' : ` ${more}`}`
}

/** `key=value` options as an object. */
export function pairs(values: readonly string[], option: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const value of values) {
    const at = value.indexOf('=')
    if (at <= 0) throw new UsageError(`--${option} ${value} is not allowed: it takes key=value.`)
    found[value.slice(0, at)] = value.slice(at + 1)
  }
  return found
}

/** A whole number option within bounds, or undefined when it is not given. */
export function wholeNumber(line: CommandLine, option: string, min: number, max: number): number | undefined {
  const text = line.value(option)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${option} ${text} is not allowed: it takes a whole number from ${min} to ${max}.`)
  }
  return value
}

/** Work of an admin client that goes with it; what fails is told. */
export function withAdmin(line: CommandLine, io: CommandIo, work: (admin: Admin) => Promise<number>): Promise<number> {
  return telling(line, io, async () => {
    const admin = kafkaOf(line, io).admin()
    try {
      return await work(admin)
    } finally {
      await admin.close()
    }
  })
}
