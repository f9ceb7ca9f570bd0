/**
 * The `logger` option: the shapes that are taken, how they are told apart, and the `Log` that the client writes to.
 * Invariant: nothing that a logger does (throw, reject) reaches whoever logs.
 */
import type { Log } from '@odradek/platform'
import { type LogLevel, stderrLog } from '@odradek/platform/node'
import { KafkaError } from '../errors.ts'

/** Called as `logger.warn(message, fields)`: kafkajs' `Logger`, `console`, winston, or an object of your own. */
export interface MessageFirstLogger {
  error?(message: string, fields?: object): unknown
  warn?(message: string, fields?: object): unknown
  info?(message: string, fields?: object): unknown
  debug?(message: string, fields?: object): unknown
}

/**
 * Called as `logger.warn(fields, message)`: pino, bunyan, Fastify's `log`. Told by its `child`. Its methods are no more
 * than objects here, so that the parameters of a message-first logger that is written in place have their types.
 */
export interface FieldsFirstLogger {
  readonly error: object
  readonly warn: object
  readonly info: object
  readonly debug: object
  child(...given: never[]): unknown
}

/** What a function made by kafkajs' `logCreator` is called with. */
export interface LogEntry {
  /** `odradek`. */
  readonly namespace: string
  /** kafkajs' numbers: 1 error, 2 warn, 4 info, 5 debug. */
  readonly level: number
  /** `ERROR`, `WARN`, `INFO` or `DEBUG`. */
  readonly label: string
  /** `timestamp` is ISO 8601; the fields stand beside the message. */
  readonly log: { readonly timestamp: string; readonly logger: string; readonly message: string; readonly [field: string]: unknown }
}

/** kafkajs' `logCreator`: called once with the level (4, info), answers the function that gets every entry. */
export type LogCreator = (level: number) => (entry: LogEntry) => unknown

/**
 * Where the client's log lines go.
 * - `false`: nowhere.
 * - `'debug' | 'info' | 'warn' | 'error'`: stderr, lines of this level and above.
 * - an object with a `child` method that is not winston's (which has `transports`): called as pino's, `(fields, message)`
 * - any other object with `error` or `warn`: called as kafkajs' `Logger`, `(message, fields)`. A level that it lacks goes nowhere.
 * - a function without such methods: kafkajs' `logCreator`
 */
export type LoggerOption = MessageFirstLogger | FieldsFirstLogger | LogCreator | 'debug' | 'info' | 'warn' | 'error' | false

type Level = 'debug' | 'info' | 'warn' | 'error'
type Method = (first: unknown, second?: unknown) => unknown

const STDERR_LEVELS: ReadonlySet<unknown> = new Set<LogLevel>(['debug', 'info', 'warn', 'error'])
const KAFKAJS_LEVELS: Readonly<Record<Level, number>> = { error: 1, warn: 2, info: 4, debug: 5 }

/**
 * The log of a client. Every line has `clientId` among its fields, or before its message on stderr.
 * @throws KafkaError INVALID_CONFIG when it is no logger.
 */
export function logFor(logger: LoggerOption, clientId: string, wallMs: () => number): Log {
  // Looked at as something unknown: JavaScript hands in anything.
  const given: unknown = logger
  if (given === false) return logThrough(() => {})
  if (STDERR_LEVELS.has(given)) return stderrLog(given as LogLevel, clientId)
  const methods = typeof given === 'object' || typeof given === 'function' ? (given as Record<string, unknown> | null) : null
  if (methods !== null && (typeof methods['warn'] === 'function' || typeof methods['error'] === 'function')) {
    const fieldsFirst = typeof methods['child'] === 'function' && methods['transports'] === undefined
    return logThrough((level, fields, message) => {
      const method = methods[level] as Method | undefined
      if (typeof method !== 'function') return
      return fieldsFirst ? method.call(given, fields, message) : method.call(given, message, fields)
    }, clientId)
  }
  if (typeof given === 'function') return createdLog(given as LogCreator, clientId, wallMs)
  const what = given === null ? 'null' : typeof given === 'string' ? `"${given}"` : `${typeof given} without error and warn`
  throw new KafkaError('INVALID_CONFIG', `logger: ${what} is no logger; give false, 'debug', 'info', 'warn', 'error', a pino or winston logger, console, { error, warn, info, debug } or kafkajs' logCreator`)
}

function createdLog(creator: LogCreator, clientId: string, wallMs: () => number): Log {
  let write: unknown
  try {
    write = creator(KAFKAJS_LEVELS.info)
  } catch (cause) {
    throw new KafkaError('INVALID_CONFIG', `logger: the logCreator threw ${String(cause)}`, { cause })
  }
  if (typeof write !== 'function') throw new KafkaError('INVALID_CONFIG', 'logger: a function is taken for a logCreator, level => entry => void, and it answered no function')
  return logThrough((level, fields, message) => {
    if (level === 'debug') return
    const log = { timestamp: new Date(wallMs()).toISOString(), logger: 'odradek', message, ...fields }
    return (write as (entry: LogEntry) => unknown)({ namespace: 'odradek', level: KAFKAJS_LEVELS[level], label: level.toUpperCase(), log })
  }, clientId)
}

function logThrough(write: (level: Level, fields: object, message: string) => unknown, clientId?: string): Log {
  const at = (level: Level) => (fields: object | string, message?: string): void => {
    try {
      const own = clientId === undefined ? {} : { clientId }
      const outcome = typeof fields === 'string' ? write(level, own, fields) : write(level, { ...own, ...fields }, message ?? '')
      // An async logger that fails would be an unhandled rejection.
      if (outcome instanceof Promise) outcome.catch(() => {})
    } catch {
      // Whoever logs has other work to do, and nobody to tell.
    }
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
