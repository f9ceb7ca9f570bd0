/** Avro by the library `avsc`, which the application brings. Bytes of older and newer schemas are resolved into ours. */
import type { Serde } from '@odradek/client'
import type { RegistrySerdeOptions } from './serde.ts'
import { registrySerde } from './serde.ts'

/** The part of an avsc type that is used. */
export interface AvroType {
  toBuffer(value: unknown): Buffer
  fromBuffer(bytes: Buffer, resolver?: unknown): unknown
  createResolver(writer: AvroType): unknown
  isValid(value: unknown, options?: { errorHook?: (path: string[], value: unknown, type: AvroType) => void }): boolean
  toString(): string
  readonly name?: string | undefined
}

/** The part of avsc that is used: `import avsc from 'avsc'`. */
export interface AvroLibrary {
  readonly Type: { forSchema(schema: never, options?: object): AvroType }
}

export interface AvroOptions extends RegistrySerdeOptions {
  readonly avsc: AvroLibrary
  /** An Avro schema, as an object or as text. Without it, values are read by the schema they were written by, and none are written. */
  readonly schema?: object | string
  /** Given to avsc with every schema: logical types, for example. */
  readonly typeOptions?: object
}

/** `topic('orders', { value: avro<Order>({ registry, avsc, schema }) })`. */
export function avro<T = unknown>(options: AvroOptions): Serde<T> {
  const { avsc, schema, typeOptions } = options
  const parse = (given: object | string): AvroType =>
    avsc.Type.forSchema((typeof given === 'string' ? JSON.parse(given) : given) as never, { ...typeOptions })
  const ours = schema === undefined ? undefined : parse(schema)
  /** By schema id: how its bytes are read. */
  const readers = new Map<number, (payload: Buffer) => unknown>()
  const readerOf = (id: number, text: string): ((payload: Buffer) => unknown) => {
    let reader = readers.get(id)
    if (reader === undefined) {
      const writer = parse(text)
      const resolver = ours?.createResolver(writer)
      reader = ours === undefined ? (payload) => writer.fromBuffer(payload) : (payload) => ours.fromBuffer(payload, resolver)
      readers.set(id, reader)
    }
    return reader
  }
  return registrySerde<T>({
    schema: schema === undefined ? undefined : { type: 'AVRO', schema: typeof schema === 'string' ? schema : JSON.stringify(schema) },
    name: ours?.name,
    encode(value) {
      const wrong: string[] = []
      ours!.isValid(value, { errorHook: (path, found, type) => wrong.push(`${path.join('.') || 'the value'}: ${JSON.stringify(found) ?? 'undefined'} is no ${type.toString()}`) })
      if (wrong.length > 0) throw new TypeError(wrong.join('; '))
      return ours!.toBuffer(value)
    },
    decode: (payload, writer) => readerOf(writer.id, writer.schema)(payload) as T,
  }, options)
}
