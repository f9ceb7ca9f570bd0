// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreateDelegationTokenRequest {
  /** From version 3. */
  ownerPrincipalType: string | null
  /** From version 3. */
  ownerPrincipalName: string | null
  renewers: CreateDelegationTokenRequestCreatableRenewers[]
  maxLifetimeMs: number
}

export interface CreateDelegationTokenRequestInput {
  /** From version 3. Left out: empty. */
  readonly ownerPrincipalType?: string | null | undefined
  /** From version 3. Left out: empty. */
  readonly ownerPrincipalName?: string | null | undefined
  readonly renewers: readonly CreateDelegationTokenRequestCreatableRenewersInput[]
  readonly maxLifetimeMs: number
}

export interface CreateDelegationTokenRequestCreatableRenewers {
  principalType: string
  principalName: string
}

export interface CreateDelegationTokenRequestCreatableRenewersInput {
  readonly principalType: string
  readonly principalName: string
}

function decodeCreateDelegationTokenRequestCreatableRenewers(reader: Reader, version: number): CreateDelegationTokenRequestCreatableRenewers {
  const flexible = version >= 2
  const principalType = flexible ? reader.compactString() : reader.string()
  const principalName = flexible ? reader.compactString() : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName }
}

function encodeCreateDelegationTokenRequestCreatableRenewers(writer: Writer, input: CreateDelegationTokenRequestCreatableRenewersInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.principalType); else writer.string(input.principalType)
  if (flexible) writer.compactString(input.principalName); else writer.string(input.principalName)
  if (flexible) writer.noTaggedFields()
}

export function decodeCreateDelegationTokenRequest(reader: Reader, version: number): CreateDelegationTokenRequest {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  const ownerPrincipalType = version >= 3 ? reader.compactNullableString() : ''
  const ownerPrincipalName = version >= 3 ? reader.compactNullableString() : ''
  const renewers: CreateDelegationTokenRequestCreatableRenewers[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) renewers.push(decodeCreateDelegationTokenRequestCreatableRenewers(reader, version))
  }
  const maxLifetimeMs = reader.int64Saturating()
  if (flexible) reader.skipTaggedFields()
  return { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs }
}

export function encodeCreateDelegationTokenRequest(writer: Writer, input: CreateDelegationTokenRequestInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  const ownerPrincipalType = input.ownerPrincipalType === undefined ? '' : input.ownerPrincipalType
  if (version >= 3) {
    writer.compactNullableString(ownerPrincipalType)
  } else if (ownerPrincipalType !== '') throw fieldNotInVersion('CreateDelegationTokenRequest', 'ownerPrincipalType', version)
  const ownerPrincipalName = input.ownerPrincipalName === undefined ? '' : input.ownerPrincipalName
  if (version >= 3) {
    writer.compactNullableString(ownerPrincipalName)
  } else if (ownerPrincipalName !== '') throw fieldNotInVersion('CreateDelegationTokenRequest', 'ownerPrincipalName', version)
  const renewers = input.renewers
  if (flexible) writer.compactArrayLength(renewers.length); else writer.arrayLength(renewers.length)
  for (const item of renewers) encodeCreateDelegationTokenRequestCreatableRenewers(writer, item, version)
  writer.int64(input.maxLifetimeMs)
  if (flexible) writer.noTaggedFields()
}

export interface CreateDelegationTokenResponse {
  errorCode: number
  principalType: string
  principalName: string
  /** From version 3. */
  tokenRequesterPrincipalType: string
  /** From version 3. */
  tokenRequesterPrincipalName: string
  issueTimestampMs: number
  expiryTimestampMs: number
  maxTimestampMs: number
  tokenId: string
  /** The delegation token itself. */
  hmac: Buffer
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
}

export interface CreateDelegationTokenResponseInput {
  readonly errorCode: number
  readonly principalType: string
  readonly principalName: string
  /** From version 3. */
  readonly tokenRequesterPrincipalType?: string | undefined
  /** From version 3. */
  readonly tokenRequesterPrincipalName?: string | undefined
  readonly issueTimestampMs: number
  readonly expiryTimestampMs: number
  readonly maxTimestampMs: number
  readonly tokenId: string
  /** The delegation token itself. */
  readonly hmac: Uint8Array
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
}

export function decodeCreateDelegationTokenResponse(reader: Reader, version: number): CreateDelegationTokenResponse {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const principalType = flexible ? reader.compactString() : reader.string()
  const principalName = flexible ? reader.compactString() : reader.string()
  const tokenRequesterPrincipalType = version >= 3 ? reader.compactString() : ''
  const tokenRequesterPrincipalName = version >= 3 ? reader.compactString() : ''
  const issueTimestampMs = reader.int64()
  const expiryTimestampMs = reader.int64()
  const maxTimestampMs = reader.int64()
  const tokenId = flexible ? reader.compactString() : reader.string()
  const hmac = flexible ? reader.compactBytes() : reader.bytes()
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestampMs, expiryTimestampMs, maxTimestampMs, tokenId, hmac, throttleTimeMs }
}

export function encodeCreateDelegationTokenResponse(writer: Writer, input: CreateDelegationTokenResponseInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('CreateDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  writer.int16(input.errorCode)
  if (flexible) writer.compactString(input.principalType); else writer.string(input.principalType)
  if (flexible) writer.compactString(input.principalName); else writer.string(input.principalName)
  const tokenRequesterPrincipalType = input.tokenRequesterPrincipalType ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalType)
  } else if (tokenRequesterPrincipalType !== '') throw fieldNotInVersion('CreateDelegationTokenResponse', 'tokenRequesterPrincipalType', version)
  const tokenRequesterPrincipalName = input.tokenRequesterPrincipalName ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalName)
  } else if (tokenRequesterPrincipalName !== '') throw fieldNotInVersion('CreateDelegationTokenResponse', 'tokenRequesterPrincipalName', version)
  writer.int64(input.issueTimestampMs)
  writer.int64(input.expiryTimestampMs)
  writer.int64(input.maxTimestampMs)
  if (flexible) writer.compactString(input.tokenId); else writer.string(input.tokenId)
  if (flexible) writer.compactBytes(input.hmac); else writer.bytes(input.hmac)
  writer.int32(input.throttleTimeMs)
  if (flexible) writer.noTaggedFields()
}
