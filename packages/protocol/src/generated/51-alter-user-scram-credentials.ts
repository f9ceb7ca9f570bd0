// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterUserScramCredentialsRequest {
  deletions: AlterUserScramCredentialsRequestScramCredentialDeletion[]
  upsertions: AlterUserScramCredentialsRequestScramCredentialUpsertion[]
}

export interface AlterUserScramCredentialsRequestInput {
  readonly deletions: readonly AlterUserScramCredentialsRequestScramCredentialDeletionInput[]
  readonly upsertions: readonly AlterUserScramCredentialsRequestScramCredentialUpsertionInput[]
}

export interface AlterUserScramCredentialsRequestScramCredentialUpsertion {
  name: string
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  mechanism: number
  iterations: number
  salt: Buffer
  saltedPassword: Buffer
}

export interface AlterUserScramCredentialsRequestScramCredentialUpsertionInput {
  readonly name: string
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  readonly mechanism: number
  readonly iterations: number
  readonly salt: Uint8Array
  readonly saltedPassword: Uint8Array
}

export interface AlterUserScramCredentialsRequestScramCredentialDeletion {
  name: string
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  mechanism: number
}

export interface AlterUserScramCredentialsRequestScramCredentialDeletionInput {
  readonly name: string
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  readonly mechanism: number
}

function decodeAlterUserScramCredentialsRequestScramCredentialDeletion(reader: Reader, _version: number): AlterUserScramCredentialsRequestScramCredentialDeletion {
  const name = reader.compactString()
  const mechanism = reader.int8()
  reader.skipTaggedFields()
  return { name, mechanism }
}

function encodeAlterUserScramCredentialsRequestScramCredentialDeletion(writer: Writer, input: AlterUserScramCredentialsRequestScramCredentialDeletionInput, _version: number): void {
  writer.compactString(input.name)
  writer.int8(input.mechanism)
  writer.noTaggedFields()
}

function decodeAlterUserScramCredentialsRequestScramCredentialUpsertion(reader: Reader, _version: number): AlterUserScramCredentialsRequestScramCredentialUpsertion {
  const name = reader.compactString()
  const mechanism = reader.int8()
  const iterations = reader.int32()
  const salt = reader.compactBytes()
  const saltedPassword = reader.compactBytes()
  reader.skipTaggedFields()
  return { name, mechanism, iterations, salt, saltedPassword }
}

function encodeAlterUserScramCredentialsRequestScramCredentialUpsertion(writer: Writer, input: AlterUserScramCredentialsRequestScramCredentialUpsertionInput, _version: number): void {
  writer.compactString(input.name)
  writer.int8(input.mechanism)
  writer.int32(input.iterations)
  writer.compactBytes(input.salt)
  writer.compactBytes(input.saltedPassword)
  writer.noTaggedFields()
}

export function decodeAlterUserScramCredentialsRequest(reader: Reader, version: number): AlterUserScramCredentialsRequest {
  if (version !== 0) throw messageNotInVersion('AlterUserScramCredentialsRequest', version, 0, 0)
  const deletions: AlterUserScramCredentialsRequestScramCredentialDeletion[] = []
  {
    const count = reader.compactArrayLength(3)
    for (let i = 0; i < count; i++) deletions.push(decodeAlterUserScramCredentialsRequestScramCredentialDeletion(reader, version))
  }
  const upsertions: AlterUserScramCredentialsRequestScramCredentialUpsertion[] = []
  {
    const count = reader.compactArrayLength(9)
    for (let i = 0; i < count; i++) upsertions.push(decodeAlterUserScramCredentialsRequestScramCredentialUpsertion(reader, version))
  }
  reader.skipTaggedFields()
  return { deletions, upsertions }
}

export function encodeAlterUserScramCredentialsRequest(writer: Writer, input: AlterUserScramCredentialsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('AlterUserScramCredentialsRequest', version, 0, 0)
  const deletions = input.deletions
  writer.compactArrayLength(deletions.length)
  for (const item of deletions) encodeAlterUserScramCredentialsRequestScramCredentialDeletion(writer, item, version)
  const upsertions = input.upsertions
  writer.compactArrayLength(upsertions.length)
  for (const item of upsertions) encodeAlterUserScramCredentialsRequestScramCredentialUpsertion(writer, item, version)
  writer.noTaggedFields()
}

export interface AlterUserScramCredentialsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  results: AlterUserScramCredentialsResponseResult[]
}

export interface AlterUserScramCredentialsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly results: readonly AlterUserScramCredentialsResponseResultInput[]
}

export interface AlterUserScramCredentialsResponseResult {
  user: string
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface AlterUserScramCredentialsResponseResultInput {
  readonly user: string
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

function decodeAlterUserScramCredentialsResponseResult(reader: Reader, _version: number): AlterUserScramCredentialsResponseResult {
  const user = reader.compactString()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { user, errorCode, errorMessage }
}

function encodeAlterUserScramCredentialsResponseResult(writer: Writer, input: AlterUserScramCredentialsResponseResultInput, _version: number): void {
  writer.compactString(input.user)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

export function decodeAlterUserScramCredentialsResponse(reader: Reader, version: number): AlterUserScramCredentialsResponse {
  if (version !== 0) throw messageNotInVersion('AlterUserScramCredentialsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const results: AlterUserScramCredentialsResponseResult[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) results.push(decodeAlterUserScramCredentialsResponseResult(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeAlterUserScramCredentialsResponse(writer: Writer, input: AlterUserScramCredentialsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('AlterUserScramCredentialsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  const results = input.results
  writer.compactArrayLength(results.length)
  for (const item of results) encodeAlterUserScramCredentialsResponseResult(writer, item, version)
  writer.noTaggedFields()
}
