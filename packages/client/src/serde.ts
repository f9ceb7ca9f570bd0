/**
 * From values to bytes and back. A serializer may be asynchronous (a schema registry); the common ones are not, and the
 * producer then never waits for them. A topic may carry a Standard Schema (zod, valibot, arktype): it validates.
 */
import { aFunction, type Check, checking, either, fieldOf, fits, hasField, name as aName, oneOf, onlyFields, shown, verify, withFields } from './checks.ts'
import { KafkaError, reasonOf } from './errors.ts'

/** What goes on the wire: bytes, a string (UTF-8), or null. */
export type Bytes = Uint8Array | string | null

export interface Serializer<T> {
  serialize(value: T, topic: string): Bytes | Promise<Bytes>
}

export interface Deserializer<T> {
  /** `bytes` is a view that is valid as long as the caller keeps it; null for a null key or value. */
  deserialize(bytes: Buffer | null, topic: string): T | Promise<T>
}

/** `Input` is what is written, T what is read: they differ where a schema changes values. */
export interface Serde<T, Input = T> extends Serializer<Input>, Deserializer<T> {}

/** The part of the Standard Schema interface that is used: https://standardschema.dev */
export interface StandardSchema<Output = unknown, Input = Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (
      value: unknown,
    ) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
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
  serialize(value: unknown, topic) {
    if (typeof value === 'string' || value === null) return value
    throw new KafkaError('SERIALIZATION', `a key or value for topic ${topic} is not text, but ${shown(value)}`)
  },
  deserialize: (bytes, topic) => (bytes === null ? null : textOf(bytes, topic)),
}

/**
 * JSON, checked by a schema in both directions when one is given. Null (a tombstone) stays null. A schema that changes
 * values has its output written, which it must then take as input: defaults, coercion and trimming do. With
 * `writes: 'input'` the value is written as it was given, for a schema that only reads what it was given (text to a Date).
 */
export function json<T = unknown, Input = T>(schema?: StandardSchema<T, Input>, options: { readonly writes?: 'input' | 'output' } = {}): Serde<T, Input> {
  if (schema !== undefined) verify(standardSchema, schema, 'json: schema')
  verify(jsonOptions, options, 'json: options')
  const { writes = 'output' } = options
  let isProven = false
  return {
    serialize(value, topic) {
      if (value === null) return null
      if (schema === undefined) return jsonText(value, topic)
      return afterwards(check(schema, value, `a value for topic ${topic}`, 'SERIALIZATION'), (checked) => {
        const written = jsonText(writes === 'input' ? value : checked, topic)
        if (isProven) return written
        // Said by the first record that is written, and not by everybody who reads.
        return afterwards(validate(schema, JSON.parse(written)), (result) => {
          if (result.issues !== undefined) {
            throw new KafkaError('SERIALIZATION', `the schema of topic ${topic} does not take what it made of a value (${issuesOf(result.issues)}): write the value as it was given, with json(schema, { writes: 'input' })`)
          }
          isProven = true
          return written
        })
      })
    },
    deserialize(bytes, topic) {
      if (bytes === null) return null as T
      let parsed: unknown
      try {
        parsed = JSON.parse(textOf(bytes, topic))
      } catch (cause) {
        if (cause instanceof KafkaError) throw cause
        throw new KafkaError('DESERIALIZATION', `a record of topic ${topic} is not JSON`, { cause })
      }
      return schema === undefined ? (parsed as T) : check(schema, parsed, `a record of topic ${topic}`, 'DESERIALIZATION')
    },
  }
}

/** Text checked by a schema (z.string(), an enumeration, ...). */
export function text<T extends string = string, Input = T>(schema: StandardSchema<T, Input>): Serde<T, Input> {
  verify(standardSchema, schema, 'text: schema')
  return {
    serialize: (value, topic) => afterwards(check<unknown>(schema, value, `a value for topic ${topic}`, 'SERIALIZATION'), (checked) => stringSerde.serialize(checked as string, topic) as Bytes),
    deserialize: (bytes, topic) =>
      check(schema, bytes === null ? null : textOf(bytes, topic), `a record of topic ${topic}`, 'DESERIALIZATION'),
  }
}

function textOf(bytes: unknown, topic: string): string {
  try {
    if (Buffer.isBuffer(bytes)) return bytes.toString('utf8')
  } catch (cause) {
    throw new KafkaError('DESERIALIZATION', `bytes of topic ${topic} cannot be read as text: ${reasonOf(cause)}`, { cause })
  }
  throw new KafkaError('DESERIALIZATION', `what is to be read as text of topic ${topic} is no Buffer, but ${shown(bytes)}`)
}

function jsonText(value: unknown, topic: string): string {
  let written: string | undefined
  try {
    written = JSON.stringify(value)
  } catch (cause) {
    throw new KafkaError('SERIALIZATION', `a value for topic ${topic} cannot be written as JSON: ${reasonOf(cause)}`, { cause })
  }
  if (written === undefined) throw new KafkaError('SERIALIZATION', `a value for topic ${topic} cannot be written as JSON: it is ${shown(value)}; null is a tombstone`)
  return written
}

function afterwards<A, B>(value: A | Promise<A>, map: (value: A) => B | Promise<B>): B | Promise<B> {
  return value instanceof Promise ? value.then(map) : map(value)
}

function check<T>(schema: StandardSchema<T, unknown>, value: unknown, what: string, code: 'SERIALIZATION' | 'DESERIALIZATION'): T | Promise<T> {
  const verdict = (result: StandardResult<T>): T => {
    if (result.issues === undefined) return result.value
    throw new KafkaError(code, `${what} does not fit its schema: ${issuesOf(result.issues)}`)
  }
  const failed = (cause: unknown): never => {
    throw cause instanceof KafkaError ? cause : new KafkaError(code, `${what} could not be checked by its schema: ${reasonOf(cause)}`, { cause })
  }
  try {
    const result = validate(schema, value)
    return result instanceof Promise ? result.then(verdict).catch(failed) : verdict(result)
  } catch (cause) {
    return failed(cause)
  }
}

function validate<T>(schema: StandardSchema<T, unknown>, value: unknown): StandardResult<T> | Promise<StandardResult<T>> {
  return schema['~standard'].validate(value)
}

function issuesOf(issues: readonly { readonly message: string; readonly path?: readonly unknown[] | undefined }[]): string {
  return issues.map((issue) => (issue.path === undefined ? issue.message : `${issue.path.map(pathKey).join('.')}: ${issue.message}`)).join('; ')
}

function pathKey(segment: unknown): string {
  return String(typeof segment === 'object' && segment !== null && 'key' in segment ? (segment as { key: unknown }).key : segment)
}

/** A topic with the types of its records: K and V are read, and so written unless `KeyInput` and `ValueInput` say otherwise. */
export interface Topic<K, V, KeyInput = K, ValueInput = V> {
  readonly name: string
  readonly key: Serde<K, KeyInput>
  readonly value: Serde<V, ValueInput>
}

/** A topic as who writes sees it. */
export interface WritableTopic<K, V> {
  readonly name: string
  readonly key: Serializer<K>
  readonly value: Serializer<V>
}

/** How values are written and read: a serde, or a schema that checks JSON. */
export type SerdeOrSchema<T, Input> = Serde<T, Input> | StandardSchema<T, Input>

const jsonOptions = onlyFields({}, { writes: oneOf(['input', 'output']) })
const standardSchema = fits('a Standard Schema (zod, valibot, arktype, ...), with a function `~standard.validate`', (value) => {
  // Arktype's schemas are functions.
  const standard: unknown = (typeof value === 'object' && value !== null) || typeof value === 'function' ? Reflect.get(value, '~standard') : undefined
  return typeof fieldOf(standard, 'validate') === 'function'
})
const ownSerde = withFields({ serialize: aFunction, deserialize: aFunction })
const serdeOrSchema: Check = either((value) => (typeof value === 'function' || hasField(value, '~standard') ? standardSchema : ownSerde), 'a serde, as json() and stringSerde are, or a Standard Schema')
const parts = onlyFields({ value: serdeOrSchema }, { key: serdeOrSchema })
const serdes = checking(parts.allowed, (value, where) => {
  if (hasField(value, '~standard') || hasField(value, 'serialize')) {
    throw new KafkaError('INVALID_ARGUMENT', "topic: a serde or schema is given by its part: topic('t', { value: json() }), or { key, value }")
  }
  parts(value, where)
})

/**
 * Names a topic and types its records. Without serdes, keys and values are bytes or strings on the way in and Buffers
 * on the way out. A bare schema means text for a key and JSON for a value. A value of null is a tombstone of any topic:
 * it is written and read as null, whatever its serde or schema.
 * @throws KafkaError INVALID_ARGUMENT
 */
export function topic(name: string): Topic<Bytes, Bytes>
export function topic<V, VI = V>(name: string, serdes: { value: SerdeOrSchema<V, VI> }): Topic<string | null, V, string | null, VI>
export function topic<K, V, KI = K, VI = V>(name: string, serdes: { key: SerdeOrSchema<K, KI>; value: SerdeOrSchema<V, VI> }): Topic<K, V, KI, VI>
// oxlint-disable-next-line typescript/no-explicit-any -- the overloads above are the types
export function topic(name: string, given?: { key?: SerdeOrSchema<any, any>; value: SerdeOrSchema<any, any> }): Topic<any, any> {
  verify(aName, name, 'topic: name')
  if (given === undefined) return { name, key: bytesSerde, value: bytesSerde }
  verify(serdes, given, 'topic: serdes')
  const key = given.key === undefined ? stringSerde : '~standard' in given.key ? text(given.key) : given.key
  const value = '~standard' in given.value ? json(given.value) : given.value
  return { name, key, value }
}
