/**
 * Writes types/protocol.d.ts: protocol's door as the coordinator sees it, with byte arrays instead of Node's Buffer.
 * The interfaces of messages and records are taken from protocol's generated sources as they stand; the few functions
 * that the coordinator calls are declared here. A test fails when the file is stale, and tsconfig.test.json compiles
 * the coordinator against protocol itself, so a wrong declaration does not last.
 *
 * Run: node scripts/node.mjs packages/coordinator/types/generate.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const protocol = join(import.meta.dirname, '../../protocol/src')
const messages = [
  '08-offset-commit', '09-offset-fetch', '11-join-group', '12-heartbeat', '13-leave-group', '14-sync-group',
  '15-describe-groups', '16-list-groups', '42-delete-groups', '47-offset-delete',
]
const records = ['group-metadata', 'legacy-offset-commit', 'offset-commit']

const head = `// Written by packages/coordinator/types/generate.ts. Do not edit.
export type Uuid = string
export type GroupId = string
export type TopicName = string
export const ZERO_UUID: Uuid
`

const functions = `
export interface RecordCodec<Value, Input> {
  readonly kind: 'key' | 'value' | 'data' | 'metadata' | 'header'
  readonly recordType: number
  readonly encode: (writer: Writer, input: Input, version: number) => void
  readonly decode: (reader: never, version: number) => Value
}
export class Writer {
  constructor(initial?: number)
  reset(): void
  int16(value: number): void
  toBuffer(): Uint8Array
}
export function decodeRecordBytes<Value>(codec: RecordCodec<Value, never>, bytes: Uint8Array): Value
export function recordPrefix(bytes: Uint8Array): number
export class RecordReader {
  buffer: Uint8Array
  isControl: boolean
  offset: number
  keyStart: number
  keyLength: number
  valueStart: number
  valueLength: number
  open(buffer: Uint8Array, at?: number): this
  next(): boolean
}
export function batches(buffer: Uint8Array, start?: number, end?: number): Generator<number, void>
export function batchIsTransactional(buffer: Uint8Array, at: number): boolean
export function batchProducerId(buffer: Uint8Array, at: number): number
export function readEndTxnMarker(key: Uint8Array | null, value: Uint8Array | null): { committed: boolean } | undefined
`

/** The text of the lens, without comments: these stand in protocol. */
export function lens(): string {
  const interfaces = [...messages, ...records.map((name) => `records/${name}`)].flatMap((name) => {
    const text = readFileSync(join(protocol, 'generated', `${name}.ts`), 'utf8')
    const codecs = [...text.matchAll(/^export const (\w+Codec): RecordCodec<(\w+), (\w+)> =/gm)]
      .map(([, constant, value, input]) => `export const ${constant}: RecordCodec<${value}, ${input}>\n`)
    return [...(text.match(/^export interface [\s\S]*?^}\n/gm) ?? []), ...codecs]
  })
  const errorTable = readFileSync(join(protocol, 'errors.ts'), 'utf8')
  const errors = /^export const ErrorCode = (\{[\s\S]*?^\}) as const/m.exec(errorTable)![1]!
    .replaceAll(/: (-?\d+),/g, ': $1').replaceAll(/^ {2}(\w+):/gm, '  readonly $1:')
  const errorTypes = `export const ErrorCode: ${errors}\nexport type ErrorName = keyof typeof ErrorCode\n`
  const text = [head, errorTypes, ...interfaces, functions].join('\n')
  return text.replaceAll(/^ *\/\*\*.*\*\/\n/gm, '').replaceAll(/\bBuffer\b/g, 'Uint8Array')
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(import.meta.dirname, 'protocol.d.ts'), lens())
