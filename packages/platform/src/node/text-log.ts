/**
 * A log for people: one line per call, `time LEVEL message key=value ...`. Control characters are escaped, so that
 * nothing a client sends can forge a line or move a terminal's cursor.
 */
import type { Log } from '../log.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 }

// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

function printable(text: string): string {
  return text.replace(unprintable, (c) => (c === '\n' ? '\\n' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`))
}

function show(value: unknown): string {
  if (typeof value === 'string') return value === '' || /[\s"=]/.test(value) ? printable(JSON.stringify(value)) : printable(value)
  if (value instanceof Error) return printable(JSON.stringify(value.stack ?? value.message))
  if (typeof value === 'object' && value !== null) {
    try {
      return printable(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)))
    } catch {
      return '[circular]'
    }
  }
  return printable(String(value))
}

function line(level: string, label: string, fields: object | string, message: string | undefined): string {
  let text = `${new Date().toISOString()} ${level.toUpperCase().padEnd(5)} ${label}`
  if (typeof fields === 'string') return `${text}${printable(fields)}\n`
  if (fields instanceof Error) return `${text}${printable(message ?? '')} error=${show(fields)}\n`
  text += printable(message ?? '')
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) text += ` ${printable(key)}=${show(value)}`
  return `${text}\n`
}

/**
 * Writes lines of `level` (default info) and above to `stream` (process.stderr, a file, a test's collector), each with
 * `[label]` before its message when there is one.
 */
export function textLog(stream: { write(text: string): unknown }, level: LogLevel = 'info', label: string = ''): Log {
  const before = label === '' ? '' : `[${printable(label)}] `
  const at = (name: LogLevel) => (fields: object | string, message?: string): void => {
    if (ranks[name] >= ranks[level]) stream.write(line(name, before, fields, message))
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** `textLog` to this process's stderr. A pipe whose reader has gone takes nothing and ends nothing. */
export function stderrLog(level: LogLevel = 'info', label: string = ''): Log {
  return textLog({ write: writeToStderr }, level, label)
}

function writeToStderr(text: string): void {
  const { stderr } = process
  // As the console has it: a failed write would be an uncaught exception otherwise.
  const ignore = (): void => {}
  stderr.once('error', ignore)
  try {
    stderr.write(text, () => stderr.off('error', ignore))
  } catch {
    stderr.off('error', ignore)
  }
}
