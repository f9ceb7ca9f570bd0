// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { fieldNotInVersion, messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface UpdateFeaturesRequest {
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. */
  timeoutMs: number
  featureUpdates: UpdateFeaturesRequestFeatureUpdateKey[]
  /** True: check everything and change nothing. From version 1. */
  validateOnly: boolean
}

export interface UpdateFeaturesRequestInput {
  /** How long the broker may take before it answers with REQUEST_TIMED_OUT. Default 60000. */
  readonly timeoutMs?: number | undefined
  readonly featureUpdates: readonly UpdateFeaturesRequestFeatureUpdateKeyInput[]
  /** True: check everything and change nothing. From version 1. Default false. */
  readonly validateOnly?: boolean | undefined
}

export interface UpdateFeaturesRequestFeatureUpdateKey {
  feature: string
  maxVersionLevel: number
  /** Up to version 0. */
  allowDowngrade: boolean
  /** From version 1. */
  upgradeType: number
}

export interface UpdateFeaturesRequestFeatureUpdateKeyInput {
  readonly feature: string
  readonly maxVersionLevel: number
  /** Up to version 0. */
  readonly allowDowngrade?: boolean | undefined
  /** From version 1. Default 1. */
  readonly upgradeType?: number | undefined
}

function decodeUpdateFeaturesRequestFeatureUpdateKey(reader: Reader, version: number): UpdateFeaturesRequestFeatureUpdateKey {
  const feature = reader.compactString()
  const maxVersionLevel = reader.int16()
  const allowDowngrade = version <= 0 ? reader.bool() : false
  const upgradeType = version >= 1 ? reader.int8() : 1
  reader.skipTaggedFields()
  return { feature, maxVersionLevel, allowDowngrade, upgradeType }
}

function encodeUpdateFeaturesRequestFeatureUpdateKey(writer: Writer, input: UpdateFeaturesRequestFeatureUpdateKeyInput, version: number): void {
  writer.compactString(input.feature)
  writer.int16(input.maxVersionLevel)
  const allowDowngrade = input.allowDowngrade ?? false
  if (version <= 0) {
    writer.bool(allowDowngrade)
  } else if (allowDowngrade) throw fieldNotInVersion('UpdateFeaturesRequestFeatureUpdateKey', 'allowDowngrade', version)
  const upgradeType = input.upgradeType ?? 1
  if (version >= 1) {
    writer.int8(upgradeType)
  } else if (upgradeType !== 1) throw fieldNotInVersion('UpdateFeaturesRequestFeatureUpdateKey', 'upgradeType', version)
  writer.noTaggedFields()
}

export function decodeUpdateFeaturesRequest(reader: Reader, version: number): UpdateFeaturesRequest {
  if (version < 0 || version > 2) throw messageNotInVersion('UpdateFeaturesRequest', version, 0, 2)
  const timeoutMs = reader.int32()
  const featureUpdates: UpdateFeaturesRequestFeatureUpdateKey[] = []
  {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) featureUpdates.push(decodeUpdateFeaturesRequestFeatureUpdateKey(reader, version))
  }
  const validateOnly = version >= 1 ? reader.bool() : false
  reader.skipTaggedFields()
  return { timeoutMs, featureUpdates, validateOnly }
}

export function encodeUpdateFeaturesRequest(writer: Writer, input: UpdateFeaturesRequestInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('UpdateFeaturesRequest', version, 0, 2)
  writer.int32(input.timeoutMs ?? 60000)
  const featureUpdates = input.featureUpdates
  writer.compactArrayLength(featureUpdates.length)
  for (const item of featureUpdates) encodeUpdateFeaturesRequestFeatureUpdateKey(writer, item, version)
  const validateOnly = input.validateOnly ?? false
  if (version >= 1) {
    writer.bool(validateOnly)
  } else if (validateOnly) throw fieldNotInVersion('UpdateFeaturesRequest', 'validateOnly', version)
  writer.noTaggedFields()
}

export interface UpdateFeaturesResponse {
  /** How long the client should pause because of a quota; 0 when it need not. */
  throttleTimeMs: number
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
  /** Up to version 1. */
  results: UpdateFeaturesResponseUpdatableFeatureResult[]
}

export interface UpdateFeaturesResponseInput {
  /** How long the client should pause because of a quota; 0 when it need not. */
  readonly throttleTimeMs: number
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
  /** Up to version 1. */
  readonly results?: readonly UpdateFeaturesResponseUpdatableFeatureResultInput[] | undefined
}

export interface UpdateFeaturesResponseUpdatableFeatureResult {
  feature: string
  errorCode: number
  /** More about the error for people; null when there is nothing more to say. */
  errorMessage: string | null
}

export interface UpdateFeaturesResponseUpdatableFeatureResultInput {
  readonly feature: string
  readonly errorCode: number
  /** More about the error for people; null when there is nothing more to say. Left out: empty. */
  readonly errorMessage?: string | null | undefined
}

function decodeUpdateFeaturesResponseUpdatableFeatureResult(reader: Reader, _version: number): UpdateFeaturesResponseUpdatableFeatureResult {
  const feature = reader.compactString()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { feature, errorCode, errorMessage }
}

function encodeUpdateFeaturesResponseUpdatableFeatureResult(writer: Writer, input: UpdateFeaturesResponseUpdatableFeatureResultInput, _version: number): void {
  writer.compactString(input.feature)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  writer.noTaggedFields()
}

export function decodeUpdateFeaturesResponse(reader: Reader, version: number): UpdateFeaturesResponse {
  if (version < 0 || version > 2) throw messageNotInVersion('UpdateFeaturesResponse', version, 0, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const results: UpdateFeaturesResponseUpdatableFeatureResult[] = []
  if (version <= 1) {
    const count = reader.compactArrayLength(5)
    for (let i = 0; i < count; i++) results.push(decodeUpdateFeaturesResponseUpdatableFeatureResult(reader, version))
  }
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, results }
}

export function encodeUpdateFeaturesResponse(writer: Writer, input: UpdateFeaturesResponseInput, version: number): void {
  if (version < 0 || version > 2) throw messageNotInVersion('UpdateFeaturesResponse', version, 0, 2)
  writer.int32(input.throttleTimeMs)
  writer.int16(input.errorCode)
  const errorMessage = input.errorMessage === undefined ? '' : input.errorMessage
  writer.compactNullableString(errorMessage)
  const results = input.results ?? []
  if (version <= 1) {
    writer.compactArrayLength(results.length)
    for (const item of results) encodeUpdateFeaturesResponseUpdatableFeatureResult(writer, item, version)
  }
  writer.noTaggedFields()
}
