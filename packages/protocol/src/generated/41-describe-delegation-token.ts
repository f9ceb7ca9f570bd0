// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeDelegationTokenRequest {
  owners: DescribeDelegationTokenRequestOwner[] | null
}

export interface DescribeDelegationTokenRequestInput {
  /** Left out: empty. */
  readonly owners?: readonly DescribeDelegationTokenRequestOwnerInput[] | null | undefined
}

export interface DescribeDelegationTokenRequestOwner {
  principalType: string
  principalName: string
}

export interface DescribeDelegationTokenRequestOwnerInput {
  readonly principalType: string
  readonly principalName: string
}

function decodeDescribeDelegationTokenRequestOwner(reader: Reader, version: number): DescribeDelegationTokenRequestOwner {
  const flexible = version >= 2
  const principalType = flexible ? reader.compactString() : reader.string()
  const principalName = flexible ? reader.compactString() : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName }
}

function encodeDescribeDelegationTokenRequestOwner(writer: Writer, input: DescribeDelegationTokenRequestOwnerInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.principalType); else writer.string(input.principalType)
  if (flexible) writer.compactString(input.principalName); else writer.string(input.principalName)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeDelegationTokenRequest(reader: Reader, version: number): DescribeDelegationTokenRequest {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  let owners: DescribeDelegationTokenRequestOwner[] | null = []
  {
    const count = flexible ? reader.compactNullableArrayLength(3) : reader.nullableArrayLength(4)
    if (count < 0) {
      owners = null
    } else {
      const items: DescribeDelegationTokenRequestOwner[] = []
      for (let i = 0; i < count; i++) items.push(decodeDescribeDelegationTokenRequestOwner(reader, version))
      owners = items
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { owners }
}

export function encodeDescribeDelegationTokenRequest(writer: Writer, input: DescribeDelegationTokenRequestInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  const owners = input.owners === undefined ? [] : input.owners
  if (flexible) writer.compactArrayLength(owners === null ? -1 : owners.length); else writer.arrayLength(owners === null ? -1 : owners.length)
  if (owners !== null) for (const item of owners) encodeDescribeDelegationTokenRequestOwner(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export interface DescribeDelegationTokenResponse {
  errorCode: number
  tokens: DescribeDelegationTokenResponseDescribedDelegationToken[]
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
}

export interface DescribeDelegationTokenResponseInput {
  readonly errorCode: number
  readonly tokens: readonly DescribeDelegationTokenResponseDescribedDelegationTokenInput[]
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
}

export interface DescribeDelegationTokenResponseDescribedDelegationToken {
  principalType: string
  principalName: string
  /** From version 3. */
  tokenRequesterPrincipalType: string
  /** From version 3. */
  tokenRequesterPrincipalName: string
  issueTimestamp: number
  expiryTimestamp: number
  maxTimestamp: number
  tokenId: string
  /** The delegation token itself. */
  hmac: Buffer
  renewers: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[]
}

export interface DescribeDelegationTokenResponseDescribedDelegationTokenInput {
  readonly principalType: string
  readonly principalName: string
  /** From version 3. */
  readonly tokenRequesterPrincipalType?: string | undefined
  /** From version 3. */
  readonly tokenRequesterPrincipalName?: string | undefined
  readonly issueTimestamp: number
  readonly expiryTimestamp: number
  readonly maxTimestamp: number
  readonly tokenId: string
  /** The delegation token itself. */
  readonly hmac: Uint8Array
  readonly renewers: readonly DescribeDelegationTokenResponseDescribedDelegationTokenRenewerInput[]
}

export interface DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  principalType: string
  principalName: string
}

export interface DescribeDelegationTokenResponseDescribedDelegationTokenRenewerInput {
  readonly principalType: string
  readonly principalName: string
}

function decodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(reader: Reader, version: number): DescribeDelegationTokenResponseDescribedDelegationTokenRenewer {
  const flexible = version >= 2
  const principalType = flexible ? reader.compactString() : reader.string()
  const principalName = flexible ? reader.compactString() : reader.string()
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName }
}

function encodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(writer: Writer, input: DescribeDelegationTokenResponseDescribedDelegationTokenRenewerInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.principalType); else writer.string(input.principalType)
  if (flexible) writer.compactString(input.principalName); else writer.string(input.principalName)
  if (flexible) writer.noTaggedFields()
}

function decodeDescribeDelegationTokenResponseDescribedDelegationToken(reader: Reader, version: number): DescribeDelegationTokenResponseDescribedDelegationToken {
  const flexible = version >= 2
  const principalType = flexible ? reader.compactString() : reader.string()
  const principalName = flexible ? reader.compactString() : reader.string()
  const tokenRequesterPrincipalType = version >= 3 ? reader.compactString() : ''
  const tokenRequesterPrincipalName = version >= 3 ? reader.compactString() : ''
  const issueTimestamp = reader.int64()
  const expiryTimestamp = reader.int64()
  const maxTimestamp = reader.int64()
  const tokenId = flexible ? reader.compactString() : reader.string()
  const hmac = flexible ? reader.compactBytes() : reader.bytes()
  const renewers: DescribeDelegationTokenResponseDescribedDelegationTokenRenewer[] = []
  {
    const count = flexible ? reader.compactArrayLength(3) : reader.arrayLength(4)
    for (let i = 0; i < count; i++) renewers.push(decodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(reader, version))
  }
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestamp, expiryTimestamp, maxTimestamp, tokenId, hmac, renewers }
}

function encodeDescribeDelegationTokenResponseDescribedDelegationToken(writer: Writer, input: DescribeDelegationTokenResponseDescribedDelegationTokenInput, version: number): void {
  const flexible = version >= 2
  if (flexible) writer.compactString(input.principalType); else writer.string(input.principalType)
  if (flexible) writer.compactString(input.principalName); else writer.string(input.principalName)
  const tokenRequesterPrincipalType = input.tokenRequesterPrincipalType ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalType)
  } else if (tokenRequesterPrincipalType !== '') throw fieldNotInVersion('DescribeDelegationTokenResponseDescribedDelegationToken', 'tokenRequesterPrincipalType', version)
  const tokenRequesterPrincipalName = input.tokenRequesterPrincipalName ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalName)
  } else if (tokenRequesterPrincipalName !== '') throw fieldNotInVersion('DescribeDelegationTokenResponseDescribedDelegationToken', 'tokenRequesterPrincipalName', version)
  writer.int64(input.issueTimestamp)
  writer.int64(input.expiryTimestamp)
  writer.int64(input.maxTimestamp)
  if (flexible) writer.compactString(input.tokenId); else writer.string(input.tokenId)
  if (flexible) writer.compactBytes(input.hmac); else writer.bytes(input.hmac)
  const renewers = input.renewers
  if (flexible) writer.compactArrayLength(renewers.length); else writer.arrayLength(renewers.length)
  for (const item of renewers) encodeDescribeDelegationTokenResponseDescribedDelegationTokenRenewer(writer, item, version)
  if (flexible) writer.noTaggedFields()
}

export function decodeDescribeDelegationTokenResponse(reader: Reader, version: number): DescribeDelegationTokenResponse {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const tokens: DescribeDelegationTokenResponseDescribedDelegationToken[] = []
  {
    const count = flexible ? reader.compactArrayLength(30) : reader.arrayLength(38)
    for (let i = 0; i < count; i++) tokens.push(decodeDescribeDelegationTokenResponseDescribedDelegationToken(reader, version))
  }
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, tokens, throttleTimeMs }
}

export function encodeDescribeDelegationTokenResponse(writer: Writer, input: DescribeDelegationTokenResponseInput, version: number): void {
  if (version < 1 || version > 3) throw messageNotInVersion('DescribeDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  writer.int16(input.errorCode)
  const tokens = input.tokens
  if (flexible) writer.compactArrayLength(tokens.length); else writer.arrayLength(tokens.length)
  for (const item of tokens) encodeDescribeDelegationTokenResponseDescribedDelegationToken(writer, item, version)
  writer.int32(input.throttleTimeMs)
  if (flexible) writer.noTaggedFields()
}
