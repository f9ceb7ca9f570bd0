/** `odradek produce`: one record a line from standard input, or one from the command line. */
import { topic as topicOf } from '@odradek/client'
import type { Bytes, ProducerOptions, ProducerRecord, Sent } from '@odradek/client'
import { UsageError } from '../command-line.ts'
import type { CommandIo, CommandLine } from '../command-line.ts'
import { kafkaOf, pairs, telling, wholeNumber } from './brokers.ts'
import { inputLines } from './input-lines.ts'
import { show } from './text-table.ts'

const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

export function produce(line: CommandLine, io: CommandIo): Promise<number> {
  const [name = ''] = line.operands
  const target = topicOf(name)
  const toRecord = recordMaker(line)
  const value = line.value('value')
  if (value === undefined && io.inputIsTerminal && !line.has('json-lines')) {
    io.err(`One record a line into ${name}; Ctrl-D ends.\n`)
  }
  return telling(line, io, async () => {
    const producer = kafkaOf(line, io).producer(producerOptions(line))
    let failure: unknown
    let delivered = 0
    let last: { partition: number; offset: number } | undefined
    const watch = (sent: Sent): void => {
      sent.delivered.then((report) => {
        delivered += 1
        last = { partition: report.partition, offset: report.offset }
      }, (error: unknown) => {
        failure ??= error
      })
    }
    try {
      if (value !== undefined) watch(await producer.enqueue(target, toRecord(value)))
      else {
        for await (const text of inputLines(io.input)) {
          watch(await producer.enqueue(target, toRecord(text)))
          if (failure !== undefined) break
        }
      }
      await producer.flush()
    } catch (error) {
      failure ??= error
    } finally {
      await producer.close()
    }
    if (failure !== undefined) {
      if (delivered > 0) io.err(`${delivered} records were delivered before this:\n`)
      throw failure
    }
    const summary = delivered === 1 && last !== undefined ? `1 record, partition ${last.partition}, offset ${last.offset}` : `${delivered} records`
    show(line, io, { topic: name, delivered, ...(delivered === 1 ? last : {}) }, () => `${summary}\n`)
    return 0
  })
}

function producerOptions(line: CommandLine): ProducerOptions {
  const compression = line.value('compression') ?? 'none'
  if (!compressions.includes(compression)) throw new UsageError(`--compression ${compression} is not one of ${compressions.join(', ')}.`)
  const acks = line.value('acks') ?? 'all'
  if (acks !== 'all' && acks !== '1' && acks !== '0') throw new UsageError(`--acks ${acks} is not one of all, 1, 0.`)
  return {
    compression: compression as NonNullable<ProducerOptions['compression']>,
    ...(acks === 'all' ? {} : { acks: Number(acks) as 0 | 1, idempotent: false }),
    deliveryTimeoutMs: 15_000,
    maxBlockMs: 10_000,
  }
}

/** From a line of text to a record: the key before a separator, or whole records as JSON. */
function recordMaker(line: CommandLine): (text: string) => ProducerRecord {
  const separator = line.value('key-separator')
  const key = line.value('key')
  const partition = wholeNumber(line, 'partition', 0, 2 ** 31 - 1)
  const headers = pairs(line.all('header'), 'header')
  const fixed = { ...(partition === undefined ? {} : { partition }), ...(Object.keys(headers).length === 0 ? {} : { headers }) }
  if (separator === '') throw new UsageError('--key-separator needs at least one character.')
  if (line.has('json-lines')) return (text) => ({ ...fixed, ...jsonRecord(text) })
  return (text) => {
    const at = separator === undefined ? -1 : text.indexOf(separator)
    if (separator !== undefined && at < 0) throw new UsageError(`A line has no "${separator}" between key and value: ${text.slice(0, 60)}`)
    if (separator !== undefined) return { ...fixed, key: text.slice(0, at), value: text.slice(at + separator.length) }
    return { ...fixed, ...(key === undefined ? {} : { key }), value: text }
  }
}

/** `name` as text (or anything, as JSON), or `nameBase64`; null and a missing one are null. */
function bytesOf(from: Readonly<Record<string, unknown>>, name: string): Bytes {
  const coded = from[`${name}Base64`]
  if (typeof coded === 'string') return Buffer.from(coded, 'base64')
  const plain = from[name]
  return plain === null || plain === undefined ? null : typeof plain === 'string' ? plain : JSON.stringify(plain)
}

/** A line as `odradek consume --json` writes it: key, value, headers, timestamp. */
function jsonRecord(text: string): ProducerRecord {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new UsageError(`A line is not JSON: ${text.slice(0, 60)}`)
  }
  if (typeof parsed !== 'object' || parsed === null || !('value' in parsed || 'valueBase64' in parsed)) {
    throw new UsageError(`A line is not a record (an object with "value"): ${text.slice(0, 60)}`)
  }
  const record = parsed as Record<string, unknown>
  const { headers, timestamp } = record
  const key = bytesOf(record, 'key')
  return {
    ...(key === null ? {} : { key }),
    value: bytesOf(record, 'value'),
    ...(headers === undefined ? {} : { headers: headersOf(headers) }),
    ...(typeof timestamp === 'number' ? { timestamp } : {}),
  }
}

/** Either `{ name: value }` or a list of `{ key, value }`, which keeps order and repetitions. */
function headersOf(headers: unknown): NonNullable<ProducerRecord['headers']> {
  if (Array.isArray(headers)) {
    return (headers as Record<string, unknown>[]).map((header) => {
      const value = bytesOf(header, 'value')
      return { key: String(header['key']), value: typeof value === 'string' ? Buffer.from(value) : value }
    })
  }
  if (typeof headers !== 'object' || headers === null) throw new UsageError('"headers" is neither an object nor a list.')
  return Object.fromEntries(Object.keys(headers).map((name) => [name, bytesOf(headers as Record<string, unknown>, name)]))
}
