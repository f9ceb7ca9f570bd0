// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeUserScramCredentialsRequest {
  users: DescribeUserScramCredentialsRequestUserName[] | null
}

export interface DescribeUserScramCredentialsRequestInput {
  /** Left out: empty. */
  readonly users?: readonly DescribeUserScramCredentialsRequestUserNameInput[] | null | undefined
}

export interface DescribeUserScramCredentialsRequestUserName {
  name: string
}

export interface DescribeUserScramCredentialsRequestUserNameInput {
  readonly name: string
}

function decodeDescribeUserScramCredentialsRequestUserName(reader: Reader, _version: number): DescribeUserScramCredentialsRequestUserName {
  const name = reader.compactString()
  reader.skipTaggedFields()
  return { name }
}

function encodeDescribeUserScramCredentialsRequestUserName(writer: Writer, input: DescribeUserScramCredentialsRequestUserNameInput, _version: number): void {
  writer.compactString(input.name)
  writer.noTaggedFields()
}

export function decodeDescribeUserScramCredentialsRequest(reader: Reader, version: number): DescribeUserScramCredentialsRequest {
  if (version !== 0) throw messageNotInVersion('DescribeUserScramCredentialsRequest', version, 0, 0)
  let users: DescribeUserScramCredentialsRequestUserName[] | null = []
  {
    const count = reader.compactNullableArrayLength(2)
    if (count < 0) {
      users = null
    } else {
      const items: DescribeUserScramCredentialsRequestUserName[] = []
      for (let i = 0; i < count; i++) items.push(decodeDescribeUserScramCredentialsRequestUserName(reader, version))
      users = items
    }
  }
  reader.skipTaggedFields()
  return { users }
}

export function encodeDescribeUserScramCredentialsRequest(writer: Writer, input: DescribeUserScramCredentialsRequestInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeUserScramCredentialsRequest', version, 0, 0)
  const users = input.users === undefined ? [] : input.users
  writer.compactArrayLength(users === null ? -1 : users.length)
  if (users !== null) for (const item of users) encodeDescribeUserScramCredentialsRequestUserName(writer, item, version)
  writer.noTaggedFields()
}

export interface DescribeUserScramCredentialsResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  results: DescribeUserScramCredentialsResponseResult[]
}

export interface DescribeUserScramCredentialsResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly results: readonly DescribeUserScramCredentialsResponseResultInput[]
}

export interface DescribeUserScramCredentialsResponseResult {
  user: string
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  credentialInfos: DescribeUserScramCredentialsResponseCredentialInfo[]
}

export interface DescribeUserScramCredentialsResponseResultInput {
  readonly user: string
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  readonly credentialInfos: readonly DescribeUserScramCredentialsResponseCredentialInfoInput[]
}

export interface DescribeUserScramCredentialsResponseCredentialInfo {
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  mechanism: number
  iterations: number
}

export interface DescribeUserScramCredentialsResponseCredentialInfoInput {
  /** Name of the SASL mechanism, or its number where SCRAM credentials are managed. */
  readonly mechanism: number
  readonly iterations: number
}

function decodeDescribeUserScramCredentialsResponseCredentialInfo(reader: Reader, _version: number): DescribeUserScramCredentialsResponseCredentialInfo {
  const mechanism = reader.int8()
  const iterations = reader.int32()
  reader.skipTaggedFields()
  return { mechanism, iterations }
}

function encodeDescribeUserScramCredentialsResponseCredentialInfo(writer: Writer, input: DescribeUserScramCredentialsResponseCredentialInfoInput, _version: number): void {
  writer.int8(input.mechanism)
  writer.int32(input.iterations)
  writer.noTaggedFields()
}

function decodeDescribeUserScramCredentialsResponseResult(reader: Reader, version: number): DescribeUserScramCredentialsResponseResult {
  const user = reader.compactString()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const credentialInfos: DescribeUserScramCredentialsResponseCredentialInfo[] = []
  {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) credentialInfos.push(decodeDescribeUserScramCredentialsResponseCredentialInfo(reader, version))
  }
  reader.skipTaggedFields()
  return { user, errorCode, errorMessage, credentialInfos }
}

function encodeDescribeUserScramCredentialsResponseResult(writer: Writer, input: DescribeUserScramCredentialsResponseResultInput, version: number): void {
  writer.compactString(input.user)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  const credentialInfos = input.credentialInfos
  writer.compactArrayLength(credentialInfos.length)
  for (const item of credentialInfos) encodeDescribeUserScramCredentialsResponseCredentialInfo(writer, item, version)
  writer.noTaggedFields()
}

export function decodeDescribeUserScramCredentialsResponse(reader: Reader, version: number): DescribeUserScramCredentialsResponse {
  if (version !== 0) throw messageNotInVersion('DescribeUserScramCredentialsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const results: DescribeUserScramCredentialsResponseResult[] = []
  {
    const count = reader.compactArrayLength(6)
    for (let i = 0; i < count; i++) results.push(decodeDescribeUserScramCredentialsResponseResult(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, results }
}

export function encodeDescribeUserScramCredentialsResponse(writer: Writer, input: DescribeUserScramCredentialsResponseInput, version: number): void {
  if (version !== 0) throw messageNotInVersion('DescribeUserScramCredentialsResponse', version, 0, 0)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  const results = input.results
  writer.compactArrayLength(results.length)
  for (const item of results) encodeDescribeUserScramCredentialsResponseResult(writer, item, version)
  writer.noTaggedFields()
}
