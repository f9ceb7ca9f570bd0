/** Records on standard output: values a line, with keys if asked for, or one JSON object a line. */
import { isUtf8 } from 'node:buffer'
import type { ConsumerRecord } from '@odradek/client'
import type { CommandIo, CommandLine } from '../command-line.ts'
import { printable } from './text-table.ts'

const NEWLINE = Buffer.from('\n')

/** Writes records; a promise when the reader of standard output is slower than we are. */
export function recordWriter(line: CommandLine, io: CommandIo): (records: readonly ConsumerRecord[]) => void | Promise<void> {
  const separator = line.value('key-separator')
  if (line.has('json')) return (records) => io.out(records.map((record) => `${JSON.stringify(recordAsJson(record))}\n`).join(''))
  if (io.outputIsTerminal) {
    // What a producer wrote must not be able to move the cursor; programs get the bytes as they are.
    return (records) => io.out(records.map((record) => {
      const key = separator === undefined ? '' : text(record.rawKey) + separator
      return `${printable(key + text(record.rawValue))}\n`
    }).join(''))
  }
  return (records) => {
    const pieces: Uint8Array[] = []
    for (const record of records) {
      if (separator !== undefined) pieces.push(record.rawKey ?? Buffer.alloc(0), Buffer.from(separator))
      pieces.push(record.rawValue ?? Buffer.alloc(0), NEWLINE)
    }
    return io.out(Buffer.concat(pieces))
  }
}

function text(bytes: Buffer | null): string {
  return bytes === null ? '' : bytes.toString('utf8')
}

/** What is text is text; other bytes are base64 under a name that says so. `produce --json-lines` reads it back. */
export function recordAsJson(record: ConsumerRecord): Record<string, unknown> {
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    ...named('key', record.rawKey),
    ...named('value', record.rawValue),
    ...(record.headers.length === 0 ? {} : { headers: record.headers.map(({ key, value }) => ({ key, ...named('value', value) })) }),
  }
}

function named(name: string, bytes: Uint8Array | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return isUtf8(buffer) ? { [name]: buffer.toString('utf8') } : { [`${name}Base64`]: buffer.toString('base64') }
}
