// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import * as m from './messages.ts'
import type { Api, AnyApi } from '../../api.ts'

export const FetchApi: Api<m.FetchRequest, m.FetchRequestInput, m.FetchResponse, m.FetchResponseInput> = {
  key: 1, name: 'Fetch', requestVersions: { min: 0, max: 17 },
  flexibleFrom: 12,
  decodeRequest: m.decodeFetchRequest, encodeRequest: m.encodeFetchRequest,
  decodeResponse: m.decodeFetchResponse, encodeResponse: m.encodeFetchResponse,
  requestHeaderVersion: (version) => (version >= 12 ? 2 : 1), responseHeaderVersion: (version) => (version >= 12 ? 1 : 0),
}

export const ListOffsetsApi: Api<m.ListOffsetsRequest, m.ListOffsetsRequestInput, m.ListOffsetsResponse, m.ListOffsetsResponseInput> = {
  key: 2, name: 'ListOffsets', requestVersions: { min: 0, max: 9 },
  flexibleFrom: 6,
  decodeRequest: m.decodeListOffsetsRequest, encodeRequest: m.encodeListOffsetsRequest,
  decodeResponse: m.decodeListOffsetsResponse, encodeResponse: m.encodeListOffsetsResponse,
  requestHeaderVersion: (version) => (version >= 6 ? 2 : 1), responseHeaderVersion: (version) => (version >= 6 ? 1 : 0),
}

export const LeaderAndIsrApi: Api<m.LeaderAndIsrRequest, m.LeaderAndIsrRequestInput, m.LeaderAndIsrResponse, m.LeaderAndIsrResponseInput> = {
  key: 4, name: 'LeaderAndIsr', requestVersions: { min: 0, max: 7 },
  flexibleFrom: 4,
  decodeRequest: m.decodeLeaderAndIsrRequest, encodeRequest: m.encodeLeaderAndIsrRequest,
  decodeResponse: m.decodeLeaderAndIsrResponse, encodeResponse: m.encodeLeaderAndIsrResponse,
  requestHeaderVersion: (version) => (version >= 4 ? 2 : 1), responseHeaderVersion: (version) => (version >= 4 ? 1 : 0),
}

export const StopReplicaApi: Api<m.StopReplicaRequest, m.StopReplicaRequestInput, m.StopReplicaResponse, m.StopReplicaResponseInput> = {
  key: 5, name: 'StopReplica', requestVersions: { min: 0, max: 4 },
  flexibleFrom: 2,
  decodeRequest: m.decodeStopReplicaRequest, encodeRequest: m.encodeStopReplicaRequest,
  decodeResponse: m.decodeStopReplicaResponse, encodeResponse: m.encodeStopReplicaResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const UpdateMetadataApi: Api<m.UpdateMetadataRequest, m.UpdateMetadataRequestInput, m.UpdateMetadataResponse, m.UpdateMetadataResponseInput> = {
  key: 6, name: 'UpdateMetadata', requestVersions: { min: 0, max: 8 },
  flexibleFrom: 6,
  decodeRequest: m.decodeUpdateMetadataRequest, encodeRequest: m.encodeUpdateMetadataRequest,
  decodeResponse: m.decodeUpdateMetadataResponse, encodeResponse: m.encodeUpdateMetadataResponse,
  requestHeaderVersion: (version) => (version >= 6 ? 2 : 1), responseHeaderVersion: (version) => (version >= 6 ? 1 : 0),
}

export const ControlledShutdownApi: Api<m.ControlledShutdownRequest, m.ControlledShutdownRequestInput, m.ControlledShutdownResponse, m.ControlledShutdownResponseInput> = {
  key: 7, name: 'ControlledShutdown', requestVersions: { min: 0, max: 3 },
  flexibleFrom: 3,
  decodeRequest: m.decodeControlledShutdownRequest, encodeRequest: m.encodeControlledShutdownRequest,
  decodeResponse: m.decodeControlledShutdownResponse, encodeResponse: m.encodeControlledShutdownResponse,
  requestHeaderVersion: (version) => (version === 0 ? 0 : version >= 3 ? 2 : 1), responseHeaderVersion: (version) => (version >= 3 ? 1 : 0),
}

export const ApiVersionsApi: Api<m.ApiVersionsRequest, m.ApiVersionsRequestInput, m.ApiVersionsResponse, m.ApiVersionsResponseInput> = {
  key: 18, name: 'ApiVersions', requestVersions: { min: 0, max: 4 },
  flexibleFrom: 3,
  decodeRequest: m.decodeApiVersionsRequest, encodeRequest: m.encodeApiVersionsRequest,
  decodeResponse: m.decodeApiVersionsResponse, encodeResponse: m.encodeApiVersionsResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: () => 0,
}

export const OffsetForLeaderEpochApi: Api<m.OffsetForLeaderEpochRequest, m.OffsetForLeaderEpochRequestInput, m.OffsetForLeaderEpochResponse, m.OffsetForLeaderEpochResponseInput> = {
  key: 23, name: 'OffsetForLeaderEpoch', requestVersions: { min: 0, max: 4 },
  flexibleFrom: 4,
  decodeRequest: m.decodeOffsetForLeaderEpochRequest, encodeRequest: m.encodeOffsetForLeaderEpochRequest,
  decodeResponse: m.decodeOffsetForLeaderEpochResponse, encodeResponse: m.encodeOffsetForLeaderEpochResponse,
  requestHeaderVersion: (version) => (version >= 4 ? 2 : 1), responseHeaderVersion: (version) => (version >= 4 ? 1 : 0),
}

export const AddPartitionsToTxnApi: Api<m.AddPartitionsToTxnRequest, m.AddPartitionsToTxnRequestInput, m.AddPartitionsToTxnResponse, m.AddPartitionsToTxnResponseInput> = {
  key: 24, name: 'AddPartitionsToTxn', requestVersions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: m.decodeAddPartitionsToTxnRequest, encodeRequest: m.encodeAddPartitionsToTxnRequest,
  decodeResponse: m.decodeAddPartitionsToTxnResponse, encodeResponse: m.encodeAddPartitionsToTxnResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: (version) => (version >= 3 ? 1 : 0),
}

export const WriteTxnMarkersApi: Api<m.WriteTxnMarkersRequest, m.WriteTxnMarkersRequestInput, m.WriteTxnMarkersResponse, m.WriteTxnMarkersResponseInput> = {
  key: 27, name: 'WriteTxnMarkers', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 1,
  decodeRequest: m.decodeWriteTxnMarkersRequest, encodeRequest: m.encodeWriteTxnMarkersRequest,
  decodeResponse: m.decodeWriteTxnMarkersResponse, encodeResponse: m.encodeWriteTxnMarkersResponse,
  requestHeaderVersion: (version) => (version >= 1 ? 2 : 1), responseHeaderVersion: (version) => (version >= 1 ? 1 : 0),
}

export const AlterPartitionApi: Api<m.AlterPartitionRequest, m.AlterPartitionRequestInput, m.AlterPartitionResponse, m.AlterPartitionResponseInput> = {
  key: 56, name: 'AlterPartition', requestVersions: { min: 0, max: 3 },
  flexibleFrom: 0,
  decodeRequest: m.decodeAlterPartitionRequest, encodeRequest: m.encodeAlterPartitionRequest,
  decodeResponse: m.decodeAlterPartitionResponse, encodeResponse: m.encodeAlterPartitionResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const EnvelopeApi: Api<m.EnvelopeRequest, m.EnvelopeRequestInput, m.EnvelopeResponse, m.EnvelopeResponseInput> = {
  key: 58, name: 'Envelope', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeEnvelopeRequest, encodeRequest: m.encodeEnvelopeRequest,
  decodeResponse: m.decodeEnvelopeResponse, encodeResponse: m.encodeEnvelopeResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const AllocateProducerIdsApi: Api<m.AllocateProducerIdsRequest, m.AllocateProducerIdsRequestInput, m.AllocateProducerIdsResponse, m.AllocateProducerIdsResponseInput> = {
  key: 67, name: 'AllocateProducerIds', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeAllocateProducerIdsRequest, encodeRequest: m.encodeAllocateProducerIdsRequest,
  decodeResponse: m.decodeAllocateProducerIdsResponse, encodeResponse: m.encodeAllocateProducerIdsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

/** All of them by API key. Importing this brings every codec along. */
export const apisByKey: ReadonlyMap<number, AnyApi> = /* @__PURE__ */ new Map<number, AnyApi>([
  [1, FetchApi],
  [2, ListOffsetsApi],
  [4, LeaderAndIsrApi],
  [5, StopReplicaApi],
  [6, UpdateMetadataApi],
  [7, ControlledShutdownApi],
  [18, ApiVersionsApi],
  [23, OffsetForLeaderEpochApi],
  [24, AddPartitionsToTxnApi],
  [27, WriteTxnMarkersApi],
  [56, AlterPartitionApi],
  [58, EnvelopeApi],
  [67, AllocateProducerIdsApi],
])
