// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import type { Reader } from '../wire/reader.ts'
import { messageNotInVersion } from '../wire/refusals.ts'
import type { Writer } from '../wire/writer.ts'

export interface ApiVersionsRequest {
  /** From version 3. */
  clientSoftwareName: string
  /** From version 3. */
  clientSoftwareVersion: string
  /** Id of the cluster; null when unknown. From version 5. */
  clusterId: string | null
  /** From version 5. */
  nodeId: number
}

export interface ApiVersionsRequestInput {
  /** From version 3. */
  readonly clientSoftwareName?: string | undefined
  /** From version 3. */
  readonly clientSoftwareVersion?: string | undefined
  /** Id of the cluster; null when unknown. From version 5. */
  readonly clusterId?: string | null | undefined
  /** From version 5. Default -1. */
  readonly nodeId?: number | undefined
}

export function decodeApiVersionsRequest(reader: Reader, version: number): ApiVersionsRequest {
  if (version < 0 || version > 5) throw messageNotInVersion('ApiVersionsRequest', version, 0, 5)
  const flexible = version >= 3
  const clientSoftwareName = version >= 3 ? reader.compactString() : ''
  const clientSoftwareVersion = version >= 3 ? reader.compactString() : ''
  const clusterId = version >= 5 ? reader.compactNullableString() : null
  const nodeId = version >= 5 ? reader.int32() : -1
  if (flexible) reader.skipTaggedFields()
  return { clientSoftwareName, clientSoftwareVersion, clusterId, nodeId }
}

export function encodeApiVersionsRequest(writer: Writer, input: ApiVersionsRequestInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('ApiVersionsRequest', version, 0, 5)
  const flexible = version >= 3
  const clientSoftwareName = input.clientSoftwareName ?? ''
  if (version >= 3) {
    writer.compactString(clientSoftwareName)
  }
  const clientSoftwareVersion = input.clientSoftwareVersion ?? ''
  if (version >= 3) {
    writer.compactString(clientSoftwareVersion)
  }
  const clusterId = input.clusterId ?? null
  if (version >= 5) {
    writer.compactNullableString(clusterId)
  }
  const nodeId = input.nodeId ?? -1
  if (version >= 5) {
    writer.int32(nodeId)
  }
  if (flexible) writer.noTaggedFields()
}

export interface ApiVersionsResponse {
  errorCode: number
  /** What this listener serves. */
  apiKeys: ApiVersionsResponseApiVersion[]
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  throttleTimeMs: number
  /** From version 3. */
  supportedFeatures: ApiVersionsResponseSupportedFeatureKey[]
  /** Grows with every change of the finalized features; -1 when unknown. From version 3. */
  finalizedFeaturesEpoch: number
  /** From version 3. */
  finalizedFeatures: ApiVersionsResponseFinalizedFeatureKey[]
  /** From version 3. */
  zkMigrationReady: boolean
}

export interface ApiVersionsResponseInput {
  readonly errorCode: number
  /** What this listener serves. */
  readonly apiKeys: readonly ApiVersionsResponseApiVersionInput[]
  /** How long the client should pause because of a quota; 0 when it need not. From version 1. */
  readonly throttleTimeMs?: number | undefined
  /** From version 3. */
  readonly supportedFeatures?: readonly ApiVersionsResponseSupportedFeatureKeyInput[] | undefined
  /** Grows with every change of the finalized features; -1 when unknown. From version 3. Default -1. */
  readonly finalizedFeaturesEpoch?: number | undefined
  /** From version 3. */
  readonly finalizedFeatures?: readonly ApiVersionsResponseFinalizedFeatureKeyInput[] | undefined
  /** From version 3. Default false. */
  readonly zkMigrationReady?: boolean | undefined
}

export interface ApiVersionsResponseFinalizedFeatureKey {
  name: string
  maxVersionLevel: number
  minVersionLevel: number
}

export interface ApiVersionsResponseFinalizedFeatureKeyInput {
  readonly name: string
  readonly maxVersionLevel: number
  readonly minVersionLevel: number
}

export interface ApiVersionsResponseSupportedFeatureKey {
  name: string
  minVersion: number
  maxVersion: number
}

export interface ApiVersionsResponseSupportedFeatureKeyInput {
  readonly name: string
  readonly minVersion: number
  readonly maxVersion: number
}

export interface ApiVersionsResponseApiVersion {
  apiKey: number
  minVersion: number
  maxVersion: number
}

export interface ApiVersionsResponseApiVersionInput {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

function decodeApiVersionsResponseApiVersion(reader: Reader, version: number): ApiVersionsResponseApiVersion {
  const flexible = version >= 3
  const apiKey = reader.int16()
  const minVersion = reader.int16()
  const maxVersion = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { apiKey, minVersion, maxVersion }
}

function encodeApiVersionsResponseApiVersion(writer: Writer, input: ApiVersionsResponseApiVersionInput, version: number): void {
  const flexible = version >= 3
  writer.int16(input.apiKey)
  writer.int16(input.minVersion)
  writer.int16(input.maxVersion)
  if (flexible) writer.noTaggedFields()
}

function decodeApiVersionsResponseSupportedFeatureKey(reader: Reader, _version: number): ApiVersionsResponseSupportedFeatureKey {
  const name = reader.compactString()
  const minVersion = reader.int16()
  const maxVersion = reader.int16()
  reader.skipTaggedFields()
  return { name, minVersion, maxVersion }
}

function encodeApiVersionsResponseSupportedFeatureKey(writer: Writer, input: ApiVersionsResponseSupportedFeatureKeyInput, _version: number): void {
  writer.compactString(input.name)
  writer.int16(input.minVersion)
  writer.int16(input.maxVersion)
  writer.noTaggedFields()
}

function decodeApiVersionsResponseFinalizedFeatureKey(reader: Reader, _version: number): ApiVersionsResponseFinalizedFeatureKey {
  const name = reader.compactString()
  const maxVersionLevel = reader.int16()
  const minVersionLevel = reader.int16()
  reader.skipTaggedFields()
  return { name, maxVersionLevel, minVersionLevel }
}

function encodeApiVersionsResponseFinalizedFeatureKey(writer: Writer, input: ApiVersionsResponseFinalizedFeatureKeyInput, _version: number): void {
  writer.compactString(input.name)
  writer.int16(input.maxVersionLevel)
  writer.int16(input.minVersionLevel)
  writer.noTaggedFields()
}

export function decodeApiVersionsResponse(reader: Reader, version: number): ApiVersionsResponse {
  if (version < 0 || version > 5) throw messageNotInVersion('ApiVersionsResponse', version, 0, 5)
  const flexible = version >= 3
  const errorCode = reader.int16()
  const apiKeys: ApiVersionsResponseApiVersion[] = []
  {
    const count = flexible ? reader.compactArrayLength(7) : reader.arrayLength(6)
    for (let i = 0; i < count; i++) apiKeys.push(decodeApiVersionsResponseApiVersion(reader, version))
  }
  const throttleTimeMs = version >= 1 ? reader.int32() : 0
  let supportedFeatures: ApiVersionsResponseSupportedFeatureKey[] = []
  let finalizedFeaturesEpoch: number = -1
  let finalizedFeatures: ApiVersionsResponseFinalizedFeatureKey[] = []
  let zkMigrationReady: boolean = false
  if (flexible) {
    for (let left = reader.taggedFieldCount(); left > 0; left--) {
      const tag = reader.uvarint()
      const size = reader.uvarint()
      switch (tag) {
        case 0: {
          supportedFeatures = []
          const count = reader.compactArrayLength(6)
          for (let i = 0; i < count; i++) supportedFeatures.push(decodeApiVersionsResponseSupportedFeatureKey(reader, version))
          break
        }
        case 1: {
          finalizedFeaturesEpoch = reader.int64()
          break
        }
        case 2: {
          finalizedFeatures = []
          const count = reader.compactArrayLength(6)
          for (let i = 0; i < count; i++) finalizedFeatures.push(decodeApiVersionsResponseFinalizedFeatureKey(reader, version))
          break
        }
        case 3: {
          zkMigrationReady = reader.bool()
          break
        }
        default:
          reader.skip(size)
      }
    }
  }
  return { errorCode, apiKeys, throttleTimeMs, supportedFeatures, finalizedFeaturesEpoch, finalizedFeatures, zkMigrationReady }
}

export function encodeApiVersionsResponse(writer: Writer, input: ApiVersionsResponseInput, version: number): void {
  if (version < 0 || version > 5) throw messageNotInVersion('ApiVersionsResponse', version, 0, 5)
  const flexible = version >= 3
  writer.int16(input.errorCode)
  const apiKeys = input.apiKeys
  if (flexible) writer.compactArrayLength(apiKeys.length); else writer.arrayLength(apiKeys.length)
  for (const item of apiKeys) encodeApiVersionsResponseApiVersion(writer, item, version)
  const throttleTimeMs = input.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const supportedFeatures = input.supportedFeatures ?? []
  const finalizedFeaturesEpoch = input.finalizedFeaturesEpoch ?? -1
  const finalizedFeatures = input.finalizedFeatures ?? []
  const zkMigrationReady = input.zkMigrationReady ?? false
  if (flexible) {
    let tags = 0
    if (supportedFeatures.length !== 0) tags++
    if (finalizedFeaturesEpoch !== -1) tags++
    if (finalizedFeatures.length !== 0) tags++
    if (zkMigrationReady) tags++
    writer.uvarint(tags)
    if (supportedFeatures.length !== 0) {
      const mark = writer.beginTagged(0)
      writer.compactArrayLength(supportedFeatures.length)
      for (const item of supportedFeatures) encodeApiVersionsResponseSupportedFeatureKey(writer, item, version)
      writer.endTagged(mark)
    }
    if (finalizedFeaturesEpoch !== -1) {
      const mark = writer.beginTagged(1)
      writer.int64(finalizedFeaturesEpoch)
      writer.endTagged(mark)
    }
    if (finalizedFeatures.length !== 0) {
      const mark = writer.beginTagged(2)
      writer.compactArrayLength(finalizedFeatures.length)
      for (const item of finalizedFeatures) encodeApiVersionsResponseFinalizedFeatureKey(writer, item, version)
      writer.endTagged(mark)
    }
    if (zkMigrationReady) {
      const mark = writer.beginTagged(3)
      writer.bool(zkMigrationReady)
      writer.endTagged(mark)
    }
  }
}
