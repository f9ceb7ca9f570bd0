// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { RecordCodec } from '../../api.ts'
import type { Reader } from '../../wire/reader.ts'
import { messageNotInVersion } from '../../wire/refusals.ts'
import type { Writer } from '../../wire/writer.ts'

export interface DefaultPrincipalData {
  type: string
  name: string
  tokenAuthenticated: boolean
}

export interface DefaultPrincipalDataInput {
  readonly type: string
  readonly name: string
  readonly tokenAuthenticated: boolean
}

export function decodeDefaultPrincipalData(reader: Reader, version: number): DefaultPrincipalData {
  if (version !== 0) throw messageNotInVersion('DefaultPrincipalData', version, 0, 0)
  const type = reader.compactString()
  const name = reader.compactString()
  const tokenAuthenticated = reader.bool()
  reader.skipTaggedFields()
  return { type, name, tokenAuthenticated }
}

export function encodeDefaultPrincipalData(writer: Writer, input: DefaultPrincipalDataInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DefaultPrincipalData', version, 0, 0)
  writer.compactString(input.type)
  writer.compactString(input.name)
  writer.bool(input.tokenAuthenticated)
  writer.noTaggedFields()
}

export const defaultPrincipalDataCodec: RecordCodec<DefaultPrincipalData, DefaultPrincipalDataInput> = {
  name: 'DefaultPrincipalData', kind: 'data', recordType: -1,
  versions: { min: 0, max: 0 },
  decode: decodeDefaultPrincipalData, encode: encodeDefaultPrincipalData,
}
