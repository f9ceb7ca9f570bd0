/** JSON with a JSON Schema in the registry. Values are checked by a Standard Schema (zod, valibot, arktype) or by a function. */
import { json, type Serde, type StandardSchema } from '@odradek/client'
import { registrySerde, type RegistrySerdeOptions } from './serde.ts'

export interface JsonSchemaOptions<T> extends RegistrySerdeOptions {
  /** The JSON Schema, as an object or as text. Without it nothing can be written. */
  readonly schema?: object | string
  /** Checks what is written and what was read. */
  readonly check?: StandardSchema<T>
}

export function jsonSchema<T = unknown>(options: JsonSchemaOptions<T>): Serde<T> {
  const { schema, check } = options
  const inner = json<T>(check)
  const text = schema === undefined || typeof schema === 'string' ? schema : JSON.stringify(schema)
  const title = text === undefined ? undefined : (JSON.parse(text) as { title?: string }).title
  return registrySerde<T>({
    schema: text === undefined ? undefined : { type: 'JSON', schema: text },
    name: title,
    encode(value) {
      const text = inner.serialize(value, '(above)')
      return text instanceof Promise ? text.then((later) => Buffer.from(later as string)) : Buffer.from(text as string)
    },
    decode: (payload) => inner.deserialize(payload, '(above)'),
  }, options)
}
