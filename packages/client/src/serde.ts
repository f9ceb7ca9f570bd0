/**
 * From values to bytes and back. A serializer may be asynchronous (a schema registry); the common ones are not, and the
 * producer then never waits for them. A topic may carry a Standard Schema (zod, valibot, arktype): it validates.
 */
import { KafkaError } from './errors.ts'

/** What goes on the wire: bytes, a string (UTF-8), or null. */
export type Bytes = Uint8Array | string | null

export interface Serializer<T> {
  serialize(value: T, topic: string): Bytes | Promise<Bytes>
}

export interface Deserializer<T> {
  /** `bytes` is a view that is valid as long as the caller keeps it; null for a null key or value. */
  deserialize(bytes: Buffer | null, topic: string): T | Promise<T>
}

export interface Serde<T> extends Serializer<T>, Deserializer<T> {}

/** The part of the Standard Schema interface that is used: https://standardschema.dev */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (
      value: unknown,
    ) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[] }

/** Bytes as they are; text, too, on the way out. */
export const bytesSerde: Serde<Buffer | null> = {
  serialize(value: Bytes, topic) {
    if (value === null || typeof value === 'string' || ArrayBuffer.isView(value)) return value
    throw new KafkaError('SERIALIZATION', `a key or value for topic ${topic} is neither bytes nor a string nor null (${typeof value}): ` +
      `give the topic a serde, for example topic('${topic}', { value: json() })`)
  },
  deserialize: (bytes) => bytes,
}

/** UTF-8 text; null stays null. */
export const stringSerde: Serde<string | null> = {
  serialize: (value) => value,
  deserialize: (bytes) => (bytes === null ? null : bytes.toString('utf8')),
}

/** JSON, checked by a schema in both directions when one is given. Null (a tombstone) stays null. */
export function json<T = unknown>(schema?: StandardSchema<T>): Serde<T> {
  return {
    serialize(value, topic) {
      if (value === null) return null
      if (schema === undefined) return JSON.stringify(value)
      return afterwards(check(schema, value, `a value for topic ${topic}`, 'SERIALIZATION'), (checked) => JSON.stringify(checked))
    },
    deserialize(bytes, topic) {
      if (bytes === null) return null as T
      let parsed: unknown
      try {
        parsed = JSON.parse(bytes.toString('utf8'))
      } catch (cause) {
        throw new KafkaError('DESERIALIZATION', `a record of topic ${topic} is not JSON`, { cause })
      }
      return schema === undefined ? (parsed as T) : check(schema, parsed, `a record of topic ${topic}`, 'DESERIALIZATION')
    },
  }
}

/** Text checked by a schema (z.string(), an enumeration, ...). */
export function text<T extends string = string>(schema: StandardSchema<T>): Serde<T> {
  return {
    serialize: (value, topic) => check(schema, value, `a value for topic ${topic}`, 'SERIALIZATION'),
    deserialize: (bytes, topic) =>
      check(schema, bytes === null ? null : bytes.toString('utf8'), `a record of topic ${topic}`, 'DESERIALIZATION'),
  }
}

function afterwards<A, B>(value: A | Promise<A>, map: (value: A) => B): B | Promise<B> {
  return value instanceof Promise ? value.then(map) : map(value)
}

function check<T>(schema: StandardSchema<T>, value: unknown, what: string, code: 'SERIALIZATION' | 'DESERIALIZATION'): T | Promise<T> {
  const verdict = (result: StandardResult<T>): T => {
    if (result.issues === undefined) return result.value
    const issues = result.issues.map((issue) => (issue.path === undefined ? issue.message : `${issue.path.map(pathKey).join('.')}: ${issue.message}`))
    throw new KafkaError(code, `${what} does not fit its schema: ${issues.join('; ')}`)
  }
  return afterwards(schema['~standard'].validate(value), verdict)
}

function pathKey(segment: unknown): string {
  return String(typeof segment === 'object' && segment !== null && 'key' in segment ? (segment as { key: unknown }).key : segment)
}

/** A topic with the types of its records. */
export interface Topic<K, V> {
  readonly name: string
  readonly key: Serde<K>
  readonly value: Serde<V>
}

type SerdeOrSchema<T> = Serde<T> | StandardSchema<T>

/**
 * Names a topic and types its records. Without serdes, keys and values are bytes or strings on the way in and Buffers
 * on the way out. A bare schema means text for a key and JSON for a value.
 */
export function topic(name: string): Topic<Bytes, Bytes>
export function topic<V>(name: string, serdes: { value: SerdeOrSchema<V> }): Topic<string | null, V>
export function topic<K, V>(name: string, serdes: { key: SerdeOrSchema<K>; value: SerdeOrSchema<V> }): Topic<K, V>
// oxlint-disable-next-line typescript/no-explicit-any -- the overloads above are the types
export function topic(name: string, serdes?: { key?: SerdeOrSchema<any>; value: SerdeOrSchema<any> }): Topic<any, any> {
  if (serdes === undefined) return { name, key: bytesSerde, value: bytesSerde }
  const key = serdes.key === undefined ? stringSerde : '~standard' in serdes.key ? text(serdes.key) : serdes.key
  const value = '~standard' in serdes.value ? json(serdes.value) : serdes.value
  return { name, key, value }
}
