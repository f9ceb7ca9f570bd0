/**
 * Descriptors of the generated codecs: one `Api` per API key, one `RecordCodec` per stored or embedded message.
 * The generator fills them in; this file says what is in them and adds the version prefix of stored messages.
 */
import { Reader } from './wire/reader.ts'
import { UnsupportedVersionError } from './wire/wire-errors.ts'
import { Writer } from './wire/writer.ts'

/** First and last version, both included. */
export interface VersionBounds {
  readonly min: number
  readonly max: number
}

/**
 * One API. Decoders give version-less objects in which a field that the version lacks has its default; encoders take
 * `…Input` objects and throw UnsupportedVersionError when a value that must not be dropped has no place.
 */
export interface Api<Request, RequestInput, Response, ResponseInput> {
  readonly key: number
  readonly name: string
  /** Versions that exist. What a broker serves or a client uses may be narrower. */
  readonly requestVersions: VersionBounds
  /** First version with compact lengths and tagged fields; Infinity when there is none. */
  readonly flexibleFrom: number
  /** Apache Kafka hides the newest version unless told otherwise. */
  readonly latestUnstable?: boolean
  readonly decodeRequest: (reader: Reader, version: number) => Request
  readonly encodeRequest: (writer: Writer, input: RequestInput, version: number) => void
  readonly decodeResponse: (reader: Reader, version: number) => Response
  readonly encodeResponse: (writer: Writer, input: ResponseInput, version: number) => void
  /** Version of the RequestHeader that precedes a request of this version. */
  readonly requestHeaderVersion: (version: number) => number
  /** Version of the ResponseHeader that precedes a response of this version. */
  readonly responseHeaderVersion: (version: number) => number
}

/** An Api of which only the name and numbers matter. */
// eslint-disable-next-line typescript/no-explicit-any
export type AnyApi = Api<any, any, any, any>

/** A message that is stored or embedded: a record of an internal topic, a control record, the consumer protocol. */
export interface RecordCodec<Value, Input> {
  readonly name: string
  readonly kind: 'key' | 'value' | 'data' | 'metadata' | 'header'
  /** Number of the record type within its topic; -1 when there is none. */
  readonly recordType: number
  readonly versions: VersionBounds
  readonly decode: (reader: Reader, version: number) => Value
  readonly encode: (writer: Writer, input: Input, version: number) => void
}

/**
 * Bytes of a stored message: an int16 (the record type before a key, the version before everything else) and the
 * message. The caller owns the result. `version` is the newest unless given.
 */
export function encodeRecordBytes<Input>(
  codec: RecordCodec<unknown, Input>, input: Input, version: number = codec.versions.max,
): Buffer {
  const writer = new Writer(128)
  writer.int16(codec.kind === 'key' ? codec.recordType : version)
  codec.encode(writer, input, version)
  return writer.toBuffer()
}

/**
 * Reads what `encodeRecordBytes` wrote; byte fields are views on `bytes`. Bytes left over are ignored, as Apache
 * Kafka's coordinators do: a log once written must stay readable.
 * @throws DecodeError on malformed bytes, UnsupportedVersionError when the prefix names another type or version.
 */
export function decodeRecordBytes<Value>(codec: RecordCodec<Value, never>, bytes: Buffer): Value {
  const reader = new Reader(bytes)
  const prefix = reader.int16()
  const isKey = codec.kind === 'key'
  const fits = isKey ? prefix === codec.recordType : prefix >= codec.versions.min && prefix <= codec.versions.max
  if (!fits) throw new UnsupportedVersionError(`${codec.name}: the prefix is ${prefix}`)
  return codec.decode(reader, isKey ? codec.versions.max : prefix)
}

/** The int16 before a stored message: record type of a key, version of a value. @throws DecodeError when empty. */
export function recordPrefix(bytes: Buffer): number {
  return new Reader(bytes).int16()
}
