/**
 * A serde over a registry: the codec makes and reads payloads of a schema, this adds who registers it, under which
 * subject, and the five bytes in front. Once the schema's id is known nothing is waited for.
 */
import { KafkaError, type Serde } from '@odradek/client'
import { frame, unframe } from './framing.ts'
import type { RegisteredSchema, SchemaRegistry, SchemaToRegister } from './registry.ts'
import { type SubjectOf, topicName } from './subjects.ts'

export interface RegistrySerdeOptions {
  readonly registry: SchemaRegistry
  /** Whether it is for keys or values; decides the subject. Default 'value'. */
  readonly part?: 'key' | 'value'
  /** Default: `topicName`. A text is the subject itself. */
  readonly subject?: SubjectOf | string
  /** Whether a schema that is not there is registered. Default true; else it must be there. */
  readonly register?: boolean
}

/** What a schema format does. */
export interface RegistryCodec<T> {
  /** What is written by. Undefined for a serde that only reads. */
  readonly schema: SchemaToRegister | undefined
  /** The record's name, for subjects that contain it. */
  readonly name?: string | undefined
  encode(value: T): Uint8Array | Promise<Uint8Array>
  /** `writer` is the schema the bytes were written by. */
  decode(payload: Buffer, writer: RegisteredSchema): T | Promise<T>
}

export function registrySerde<T>(codec: RegistryCodec<T>, options: RegistrySerdeOptions): Serde<T> {
  const { registry, part = 'value', subject = topicName, register = true } = options
  const idFor = (topic: string): number | Promise<number> => {
    if (codec.schema === undefined) throw new KafkaError('SERIALIZATION', `a value for topic ${topic}: this serde has no schema to write by`)
    const name = typeof subject === 'string' ? subject : subject(topic, part, codec.name)
    return register ? registry.register(name, codec.schema) : registry.lookUp(name, codec.schema)
  }
  const encode = (id: number, value: T, topic: string): Buffer | Promise<Buffer> => {
    const payload = failingAs<Uint8Array | Promise<Uint8Array>>('SERIALIZATION', `a value for topic ${topic} does not fit its schema`, () => codec.encode(value))
    return payload instanceof Promise ? payload.then((bytes) => frame(id, bytes)) : frame(id, payload)
  }
  const decode = (payload: Buffer, writer: RegisteredSchema, topic: string): T | Promise<T> =>
    failingAs('DESERIALIZATION', `a record of topic ${topic} cannot be read by schema ${writer.id}`, () => codec.decode(payload, writer))
  return {
    serialize(value, topic) {
      if (value === null || value === undefined) return null
      const id = idFor(topic)
      return typeof id === 'number' ? encode(id, value, topic) : id.then((known) => encode(known, value, topic))
    },
    deserialize(bytes, topic) {
      if (bytes === null) return null as T
      const { schemaId, payload } = unframe(bytes, topic)
      const writer = registry.byId(schemaId)
      return writer instanceof Promise ? writer.then((known) => decode(payload, known, topic)) : decode(payload, writer, topic)
    },
  }
}

function failingAs<R>(code: 'SERIALIZATION' | 'DESERIALIZATION', what: string, work: () => R): R {
  const fail = (cause: unknown): never => {
    throw new KafkaError(code, `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  try {
    const result = work()
    return result instanceof Promise ? result.catch(fail) as R : result
  } catch (cause) {
    return fail(cause)
  }
}
