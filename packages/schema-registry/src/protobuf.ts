/** Protobuf by any library: it brings how a message becomes bytes and back, this the registry's framing. */
import type { Serde } from '@odradek/client'
import { messageIndexes, splitMessageIndexes } from './message-indexes.ts'
import { registrySerde, type RegistrySerdeOptions } from './serde.ts'

export interface ProtobufOptions<T> extends RegistrySerdeOptions {
  /** The text of the .proto file. Without it nothing can be written. */
  readonly schema?: string
  /** Where the message stands in the file, from the top: [0] (default) is the first, [1, 0] the first within the second. */
  readonly messageIndexes?: readonly number[]
  /** The full name of the message, for subjects that contain it. */
  readonly name?: string
  readonly encode: (value: T) => Uint8Array
  readonly decode: (bytes: Buffer) => T
}

export function protobuf<T>(options: ProtobufOptions<T>): Serde<T> {
  const path = options.messageIndexes ?? [0]
  const indexes = messageIndexes(path)
  return registrySerde<T>({
    schema: options.schema === undefined ? undefined : { type: 'PROTOBUF', schema: options.schema },
    name: options.name,
    encode: (value) => Buffer.concat([indexes, options.encode(value)]),
    decode(payload) {
      const { path: found, message } = splitMessageIndexes(payload)
      if (found.join() !== path.join()) throw new TypeError(`it is message [${found.join(', ')}] of its file, not [${path.join(', ')}]`)
      return options.decode(message)
    },
  }, options)
}
