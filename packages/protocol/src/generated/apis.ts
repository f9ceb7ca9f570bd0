// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
import * as m from './messages.ts'
import type { Api, AnyApi } from '../api.ts'

export const ProduceApi: Api<m.ProduceRequest, m.ProduceRequestInput, m.ProduceResponse, m.ProduceResponseInput> = {
  key: 0, name: 'Produce', requestVersions: { min: 3, max: 13 },
  flexibleFrom: 9,
  decodeRequest: m.decodeProduceRequest, encodeRequest: m.encodeProduceRequest,
  decodeResponse: m.decodeProduceResponse, encodeResponse: m.encodeProduceResponse,
  requestHeaderVersion: (version) => (version >= 9 ? 2 : 1), responseHeaderVersion: (version) => (version >= 9 ? 1 : 0),
}

export const FetchApi: Api<m.FetchRequest, m.FetchRequestInput, m.FetchResponse, m.FetchResponseInput> = {
  key: 1, name: 'Fetch', requestVersions: { min: 4, max: 18 },
  flexibleFrom: 12,
  decodeRequest: m.decodeFetchRequest, encodeRequest: m.encodeFetchRequest,
  decodeResponse: m.decodeFetchResponse, encodeResponse: m.encodeFetchResponse,
  requestHeaderVersion: (version) => (version >= 12 ? 2 : 1), responseHeaderVersion: (version) => (version >= 12 ? 1 : 0),
}

export const ListOffsetsApi: Api<m.ListOffsetsRequest, m.ListOffsetsRequestInput, m.ListOffsetsResponse, m.ListOffsetsResponseInput> = {
  key: 2, name: 'ListOffsets', requestVersions: { min: 1, max: 11 },
  flexibleFrom: 6,
  decodeRequest: m.decodeListOffsetsRequest, encodeRequest: m.encodeListOffsetsRequest,
  decodeResponse: m.decodeListOffsetsResponse, encodeResponse: m.encodeListOffsetsResponse,
  requestHeaderVersion: (version) => (version >= 6 ? 2 : 1), responseHeaderVersion: (version) => (version >= 6 ? 1 : 0),
}

export const MetadataApi: Api<m.MetadataRequest, m.MetadataRequestInput, m.MetadataResponse, m.MetadataResponseInput> = {
  key: 3, name: 'Metadata', requestVersions: { min: 0, max: 13 },
  flexibleFrom: 9,
  decodeRequest: m.decodeMetadataRequest, encodeRequest: m.encodeMetadataRequest,
  decodeResponse: m.decodeMetadataResponse, encodeResponse: m.encodeMetadataResponse,
  requestHeaderVersion: (version) => (version >= 9 ? 2 : 1), responseHeaderVersion: (version) => (version >= 9 ? 1 : 0),
}

export const OffsetCommitApi: Api<m.OffsetCommitRequest, m.OffsetCommitRequestInput, m.OffsetCommitResponse, m.OffsetCommitResponseInput> = {
  key: 8, name: 'OffsetCommit', requestVersions: { min: 2, max: 10 },
  flexibleFrom: 8,
  decodeRequest: m.decodeOffsetCommitRequest, encodeRequest: m.encodeOffsetCommitRequest,
  decodeResponse: m.decodeOffsetCommitResponse, encodeResponse: m.encodeOffsetCommitResponse,
  requestHeaderVersion: (version) => (version >= 8 ? 2 : 1), responseHeaderVersion: (version) => (version >= 8 ? 1 : 0),
}

export const OffsetFetchApi: Api<m.OffsetFetchRequest, m.OffsetFetchRequestInput, m.OffsetFetchResponse, m.OffsetFetchResponseInput> = {
  key: 9, name: 'OffsetFetch', requestVersions: { min: 1, max: 10 },
  flexibleFrom: 6,
  decodeRequest: m.decodeOffsetFetchRequest, encodeRequest: m.encodeOffsetFetchRequest,
  decodeResponse: m.decodeOffsetFetchResponse, encodeResponse: m.encodeOffsetFetchResponse,
  requestHeaderVersion: (version) => (version >= 6 ? 2 : 1), responseHeaderVersion: (version) => (version >= 6 ? 1 : 0),
}

export const FindCoordinatorApi: Api<m.FindCoordinatorRequest, m.FindCoordinatorRequestInput, m.FindCoordinatorResponse, m.FindCoordinatorResponseInput> = {
  key: 10, name: 'FindCoordinator', requestVersions: { min: 0, max: 6 },
  flexibleFrom: 3,
  decodeRequest: m.decodeFindCoordinatorRequest, encodeRequest: m.encodeFindCoordinatorRequest,
  decodeResponse: m.decodeFindCoordinatorResponse, encodeResponse: m.encodeFindCoordinatorResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: (version) => (version >= 3 ? 1 : 0),
}

export const JoinGroupApi: Api<m.JoinGroupRequest, m.JoinGroupRequestInput, m.JoinGroupResponse, m.JoinGroupResponseInput> = {
  key: 11, name: 'JoinGroup', requestVersions: { min: 0, max: 9 },
  flexibleFrom: 6,
  decodeRequest: m.decodeJoinGroupRequest, encodeRequest: m.encodeJoinGroupRequest,
  decodeResponse: m.decodeJoinGroupResponse, encodeResponse: m.encodeJoinGroupResponse,
  requestHeaderVersion: (version) => (version >= 6 ? 2 : 1), responseHeaderVersion: (version) => (version >= 6 ? 1 : 0),
}

export const HeartbeatApi: Api<m.HeartbeatRequest, m.HeartbeatRequestInput, m.HeartbeatResponse, m.HeartbeatResponseInput> = {
  key: 12, name: 'Heartbeat', requestVersions: { min: 0, max: 4 },
  flexibleFrom: 4,
  decodeRequest: m.decodeHeartbeatRequest, encodeRequest: m.encodeHeartbeatRequest,
  decodeResponse: m.decodeHeartbeatResponse, encodeResponse: m.encodeHeartbeatResponse,
  requestHeaderVersion: (version) => (version >= 4 ? 2 : 1), responseHeaderVersion: (version) => (version >= 4 ? 1 : 0),
}

export const LeaveGroupApi: Api<m.LeaveGroupRequest, m.LeaveGroupRequestInput, m.LeaveGroupResponse, m.LeaveGroupResponseInput> = {
  key: 13, name: 'LeaveGroup', requestVersions: { min: 0, max: 5 },
  flexibleFrom: 4,
  decodeRequest: m.decodeLeaveGroupRequest, encodeRequest: m.encodeLeaveGroupRequest,
  decodeResponse: m.decodeLeaveGroupResponse, encodeResponse: m.encodeLeaveGroupResponse,
  requestHeaderVersion: (version) => (version >= 4 ? 2 : 1), responseHeaderVersion: (version) => (version >= 4 ? 1 : 0),
}

export const SyncGroupApi: Api<m.SyncGroupRequest, m.SyncGroupRequestInput, m.SyncGroupResponse, m.SyncGroupResponseInput> = {
  key: 14, name: 'SyncGroup', requestVersions: { min: 0, max: 5 },
  flexibleFrom: 4,
  decodeRequest: m.decodeSyncGroupRequest, encodeRequest: m.encodeSyncGroupRequest,
  decodeResponse: m.decodeSyncGroupResponse, encodeResponse: m.encodeSyncGroupResponse,
  requestHeaderVersion: (version) => (version >= 4 ? 2 : 1), responseHeaderVersion: (version) => (version >= 4 ? 1 : 0),
}

export const DescribeGroupsApi: Api<m.DescribeGroupsRequest, m.DescribeGroupsRequestInput, m.DescribeGroupsResponse, m.DescribeGroupsResponseInput> = {
  key: 15, name: 'DescribeGroups', requestVersions: { min: 0, max: 6 },
  flexibleFrom: 5,
  decodeRequest: m.decodeDescribeGroupsRequest, encodeRequest: m.encodeDescribeGroupsRequest,
  decodeResponse: m.decodeDescribeGroupsResponse, encodeResponse: m.encodeDescribeGroupsResponse,
  requestHeaderVersion: (version) => (version >= 5 ? 2 : 1), responseHeaderVersion: (version) => (version >= 5 ? 1 : 0),
}

export const ListGroupsApi: Api<m.ListGroupsRequest, m.ListGroupsRequestInput, m.ListGroupsResponse, m.ListGroupsResponseInput> = {
  key: 16, name: 'ListGroups', requestVersions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: m.decodeListGroupsRequest, encodeRequest: m.encodeListGroupsRequest,
  decodeResponse: m.decodeListGroupsResponse, encodeResponse: m.encodeListGroupsResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: (version) => (version >= 3 ? 1 : 0),
}

export const SaslHandshakeApi: Api<m.SaslHandshakeRequest, m.SaslHandshakeRequestInput, m.SaslHandshakeResponse, m.SaslHandshakeResponseInput> = {
  key: 17, name: 'SaslHandshake', requestVersions: { min: 0, max: 1 },
  flexibleFrom: Infinity,
  decodeRequest: m.decodeSaslHandshakeRequest, encodeRequest: m.encodeSaslHandshakeRequest,
  decodeResponse: m.decodeSaslHandshakeResponse, encodeResponse: m.encodeSaslHandshakeResponse,
  requestHeaderVersion: () => 1, responseHeaderVersion: () => 0,
}

export const ApiVersionsApi: Api<m.ApiVersionsRequest, m.ApiVersionsRequestInput, m.ApiVersionsResponse, m.ApiVersionsResponseInput> = {
  key: 18, name: 'ApiVersions', requestVersions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: m.decodeApiVersionsRequest, encodeRequest: m.encodeApiVersionsRequest,
  decodeResponse: m.decodeApiVersionsResponse, encodeResponse: m.encodeApiVersionsResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: () => 0,
}

export const CreateTopicsApi: Api<m.CreateTopicsRequest, m.CreateTopicsRequestInput, m.CreateTopicsResponse, m.CreateTopicsResponseInput> = {
  key: 19, name: 'CreateTopics', requestVersions: { min: 2, max: 7 },
  flexibleFrom: 5,
  decodeRequest: m.decodeCreateTopicsRequest, encodeRequest: m.encodeCreateTopicsRequest,
  decodeResponse: m.decodeCreateTopicsResponse, encodeResponse: m.encodeCreateTopicsResponse,
  requestHeaderVersion: (version) => (version >= 5 ? 2 : 1), responseHeaderVersion: (version) => (version >= 5 ? 1 : 0),
}

export const DeleteTopicsApi: Api<m.DeleteTopicsRequest, m.DeleteTopicsRequestInput, m.DeleteTopicsResponse, m.DeleteTopicsResponseInput> = {
  key: 20, name: 'DeleteTopics', requestVersions: { min: 1, max: 6 },
  flexibleFrom: 4,
  decodeRequest: m.decodeDeleteTopicsRequest, encodeRequest: m.encodeDeleteTopicsRequest,
  decodeResponse: m.decodeDeleteTopicsResponse, encodeResponse: m.encodeDeleteTopicsResponse,
  requestHeaderVersion: (version) => (version >= 4 ? 2 : 1), responseHeaderVersion: (version) => (version >= 4 ? 1 : 0),
}

export const DeleteRecordsApi: Api<m.DeleteRecordsRequest, m.DeleteRecordsRequestInput, m.DeleteRecordsResponse, m.DeleteRecordsResponseInput> = {
  key: 21, name: 'DeleteRecords', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: m.decodeDeleteRecordsRequest, encodeRequest: m.encodeDeleteRecordsRequest,
  decodeResponse: m.decodeDeleteRecordsResponse, encodeResponse: m.encodeDeleteRecordsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const InitProducerIdApi: Api<m.InitProducerIdRequest, m.InitProducerIdRequestInput, m.InitProducerIdResponse, m.InitProducerIdResponseInput> = {
  key: 22, name: 'InitProducerId', requestVersions: { min: 0, max: 6 },
  flexibleFrom: 2, latestUnstable: true,
  decodeRequest: m.decodeInitProducerIdRequest, encodeRequest: m.encodeInitProducerIdRequest,
  decodeResponse: m.decodeInitProducerIdResponse, encodeResponse: m.encodeInitProducerIdResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const OffsetForLeaderEpochApi: Api<m.OffsetForLeaderEpochRequest, m.OffsetForLeaderEpochRequestInput, m.OffsetForLeaderEpochResponse, m.OffsetForLeaderEpochResponseInput> = {
  key: 23, name: 'OffsetForLeaderEpoch', requestVersions: { min: 2, max: 4 },
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

export const AddOffsetsToTxnApi: Api<m.AddOffsetsToTxnRequest, m.AddOffsetsToTxnRequestInput, m.AddOffsetsToTxnResponse, m.AddOffsetsToTxnResponseInput> = {
  key: 25, name: 'AddOffsetsToTxn', requestVersions: { min: 0, max: 4 },
  flexibleFrom: 3,
  decodeRequest: m.decodeAddOffsetsToTxnRequest, encodeRequest: m.encodeAddOffsetsToTxnRequest,
  decodeResponse: m.decodeAddOffsetsToTxnResponse, encodeResponse: m.encodeAddOffsetsToTxnResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: (version) => (version >= 3 ? 1 : 0),
}

export const EndTxnApi: Api<m.EndTxnRequest, m.EndTxnRequestInput, m.EndTxnResponse, m.EndTxnResponseInput> = {
  key: 26, name: 'EndTxn', requestVersions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: m.decodeEndTxnRequest, encodeRequest: m.encodeEndTxnRequest,
  decodeResponse: m.decodeEndTxnResponse, encodeResponse: m.encodeEndTxnResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: (version) => (version >= 3 ? 1 : 0),
}

export const WriteTxnMarkersApi: Api<m.WriteTxnMarkersRequest, m.WriteTxnMarkersRequestInput, m.WriteTxnMarkersResponse, m.WriteTxnMarkersResponseInput> = {
  key: 27, name: 'WriteTxnMarkers', requestVersions: { min: 1, max: 2 },
  flexibleFrom: 1,
  decodeRequest: m.decodeWriteTxnMarkersRequest, encodeRequest: m.encodeWriteTxnMarkersRequest,
  decodeResponse: m.decodeWriteTxnMarkersResponse, encodeResponse: m.encodeWriteTxnMarkersResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const TxnOffsetCommitApi: Api<m.TxnOffsetCommitRequest, m.TxnOffsetCommitRequestInput, m.TxnOffsetCommitResponse, m.TxnOffsetCommitResponseInput> = {
  key: 28, name: 'TxnOffsetCommit', requestVersions: { min: 0, max: 6 },
  flexibleFrom: 3,
  decodeRequest: m.decodeTxnOffsetCommitRequest, encodeRequest: m.encodeTxnOffsetCommitRequest,
  decodeResponse: m.decodeTxnOffsetCommitResponse, encodeResponse: m.encodeTxnOffsetCommitResponse,
  requestHeaderVersion: (version) => (version >= 3 ? 2 : 1), responseHeaderVersion: (version) => (version >= 3 ? 1 : 0),
}

export const DescribeAclsApi: Api<m.DescribeAclsRequest, m.DescribeAclsRequestInput, m.DescribeAclsResponse, m.DescribeAclsResponseInput> = {
  key: 29, name: 'DescribeAcls', requestVersions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: m.decodeDescribeAclsRequest, encodeRequest: m.encodeDescribeAclsRequest,
  decodeResponse: m.decodeDescribeAclsResponse, encodeResponse: m.encodeDescribeAclsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const CreateAclsApi: Api<m.CreateAclsRequest, m.CreateAclsRequestInput, m.CreateAclsResponse, m.CreateAclsResponseInput> = {
  key: 30, name: 'CreateAcls', requestVersions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: m.decodeCreateAclsRequest, encodeRequest: m.encodeCreateAclsRequest,
  decodeResponse: m.decodeCreateAclsResponse, encodeResponse: m.encodeCreateAclsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const DeleteAclsApi: Api<m.DeleteAclsRequest, m.DeleteAclsRequestInput, m.DeleteAclsResponse, m.DeleteAclsResponseInput> = {
  key: 31, name: 'DeleteAcls', requestVersions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: m.decodeDeleteAclsRequest, encodeRequest: m.encodeDeleteAclsRequest,
  decodeResponse: m.decodeDeleteAclsResponse, encodeResponse: m.encodeDeleteAclsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const DescribeConfigsApi: Api<m.DescribeConfigsRequest, m.DescribeConfigsRequestInput, m.DescribeConfigsResponse, m.DescribeConfigsResponseInput> = {
  key: 32, name: 'DescribeConfigs', requestVersions: { min: 1, max: 4 },
  flexibleFrom: 4,
  decodeRequest: m.decodeDescribeConfigsRequest, encodeRequest: m.encodeDescribeConfigsRequest,
  decodeResponse: m.decodeDescribeConfigsResponse, encodeResponse: m.encodeDescribeConfigsResponse,
  requestHeaderVersion: (version) => (version >= 4 ? 2 : 1), responseHeaderVersion: (version) => (version >= 4 ? 1 : 0),
}

export const AlterConfigsApi: Api<m.AlterConfigsRequest, m.AlterConfigsRequestInput, m.AlterConfigsResponse, m.AlterConfigsResponseInput> = {
  key: 33, name: 'AlterConfigs', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: m.decodeAlterConfigsRequest, encodeRequest: m.encodeAlterConfigsRequest,
  decodeResponse: m.decodeAlterConfigsResponse, encodeResponse: m.encodeAlterConfigsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const AlterReplicaLogDirsApi: Api<m.AlterReplicaLogDirsRequest, m.AlterReplicaLogDirsRequestInput, m.AlterReplicaLogDirsResponse, m.AlterReplicaLogDirsResponseInput> = {
  key: 34, name: 'AlterReplicaLogDirs', requestVersions: { min: 1, max: 2 },
  flexibleFrom: 2,
  decodeRequest: m.decodeAlterReplicaLogDirsRequest, encodeRequest: m.encodeAlterReplicaLogDirsRequest,
  decodeResponse: m.decodeAlterReplicaLogDirsResponse, encodeResponse: m.encodeAlterReplicaLogDirsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const DescribeLogDirsApi: Api<m.DescribeLogDirsRequest, m.DescribeLogDirsRequestInput, m.DescribeLogDirsResponse, m.DescribeLogDirsResponseInput> = {
  key: 35, name: 'DescribeLogDirs', requestVersions: { min: 1, max: 5 },
  flexibleFrom: 2,
  decodeRequest: m.decodeDescribeLogDirsRequest, encodeRequest: m.encodeDescribeLogDirsRequest,
  decodeResponse: m.decodeDescribeLogDirsResponse, encodeResponse: m.encodeDescribeLogDirsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const SaslAuthenticateApi: Api<m.SaslAuthenticateRequest, m.SaslAuthenticateRequestInput, m.SaslAuthenticateResponse, m.SaslAuthenticateResponseInput> = {
  key: 36, name: 'SaslAuthenticate', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: m.decodeSaslAuthenticateRequest, encodeRequest: m.encodeSaslAuthenticateRequest,
  decodeResponse: m.decodeSaslAuthenticateResponse, encodeResponse: m.encodeSaslAuthenticateResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const CreatePartitionsApi: Api<m.CreatePartitionsRequest, m.CreatePartitionsRequestInput, m.CreatePartitionsResponse, m.CreatePartitionsResponseInput> = {
  key: 37, name: 'CreatePartitions', requestVersions: { min: 0, max: 3 },
  flexibleFrom: 2,
  decodeRequest: m.decodeCreatePartitionsRequest, encodeRequest: m.encodeCreatePartitionsRequest,
  decodeResponse: m.decodeCreatePartitionsResponse, encodeResponse: m.encodeCreatePartitionsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const CreateDelegationTokenApi: Api<m.CreateDelegationTokenRequest, m.CreateDelegationTokenRequestInput, m.CreateDelegationTokenResponse, m.CreateDelegationTokenResponseInput> = {
  key: 38, name: 'CreateDelegationToken', requestVersions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: m.decodeCreateDelegationTokenRequest, encodeRequest: m.encodeCreateDelegationTokenRequest,
  decodeResponse: m.decodeCreateDelegationTokenResponse, encodeResponse: m.encodeCreateDelegationTokenResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const RenewDelegationTokenApi: Api<m.RenewDelegationTokenRequest, m.RenewDelegationTokenRequestInput, m.RenewDelegationTokenResponse, m.RenewDelegationTokenResponseInput> = {
  key: 39, name: 'RenewDelegationToken', requestVersions: { min: 1, max: 2 },
  flexibleFrom: 2,
  decodeRequest: m.decodeRenewDelegationTokenRequest, encodeRequest: m.encodeRenewDelegationTokenRequest,
  decodeResponse: m.decodeRenewDelegationTokenResponse, encodeResponse: m.encodeRenewDelegationTokenResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const ExpireDelegationTokenApi: Api<m.ExpireDelegationTokenRequest, m.ExpireDelegationTokenRequestInput, m.ExpireDelegationTokenResponse, m.ExpireDelegationTokenResponseInput> = {
  key: 40, name: 'ExpireDelegationToken', requestVersions: { min: 1, max: 2 },
  flexibleFrom: 2,
  decodeRequest: m.decodeExpireDelegationTokenRequest, encodeRequest: m.encodeExpireDelegationTokenRequest,
  decodeResponse: m.decodeExpireDelegationTokenResponse, encodeResponse: m.encodeExpireDelegationTokenResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const DescribeDelegationTokenApi: Api<m.DescribeDelegationTokenRequest, m.DescribeDelegationTokenRequestInput, m.DescribeDelegationTokenResponse, m.DescribeDelegationTokenResponseInput> = {
  key: 41, name: 'DescribeDelegationToken', requestVersions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: m.decodeDescribeDelegationTokenRequest, encodeRequest: m.encodeDescribeDelegationTokenRequest,
  decodeResponse: m.decodeDescribeDelegationTokenResponse, encodeResponse: m.encodeDescribeDelegationTokenResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const DeleteGroupsApi: Api<m.DeleteGroupsRequest, m.DeleteGroupsRequestInput, m.DeleteGroupsResponse, m.DeleteGroupsResponseInput> = {
  key: 42, name: 'DeleteGroups', requestVersions: { min: 0, max: 3 },
  flexibleFrom: 2,
  decodeRequest: m.decodeDeleteGroupsRequest, encodeRequest: m.encodeDeleteGroupsRequest,
  decodeResponse: m.decodeDeleteGroupsResponse, encodeResponse: m.encodeDeleteGroupsResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const ElectLeadersApi: Api<m.ElectLeadersRequest, m.ElectLeadersRequestInput, m.ElectLeadersResponse, m.ElectLeadersResponseInput> = {
  key: 43, name: 'ElectLeaders', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: m.decodeElectLeadersRequest, encodeRequest: m.encodeElectLeadersRequest,
  decodeResponse: m.decodeElectLeadersResponse, encodeResponse: m.encodeElectLeadersResponse,
  requestHeaderVersion: (version) => (version >= 2 ? 2 : 1), responseHeaderVersion: (version) => (version >= 2 ? 1 : 0),
}

export const IncrementalAlterConfigsApi: Api<m.IncrementalAlterConfigsRequest, m.IncrementalAlterConfigsRequestInput, m.IncrementalAlterConfigsResponse, m.IncrementalAlterConfigsResponseInput> = {
  key: 44, name: 'IncrementalAlterConfigs', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 1,
  decodeRequest: m.decodeIncrementalAlterConfigsRequest, encodeRequest: m.encodeIncrementalAlterConfigsRequest,
  decodeResponse: m.decodeIncrementalAlterConfigsResponse, encodeResponse: m.encodeIncrementalAlterConfigsResponse,
  requestHeaderVersion: (version) => (version >= 1 ? 2 : 1), responseHeaderVersion: (version) => (version >= 1 ? 1 : 0),
}

export const AlterPartitionReassignmentsApi: Api<m.AlterPartitionReassignmentsRequest, m.AlterPartitionReassignmentsRequestInput, m.AlterPartitionReassignmentsResponse, m.AlterPartitionReassignmentsResponseInput> = {
  key: 45, name: 'AlterPartitionReassignments', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeAlterPartitionReassignmentsRequest, encodeRequest: m.encodeAlterPartitionReassignmentsRequest,
  decodeResponse: m.decodeAlterPartitionReassignmentsResponse, encodeResponse: m.encodeAlterPartitionReassignmentsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ListPartitionReassignmentsApi: Api<m.ListPartitionReassignmentsRequest, m.ListPartitionReassignmentsRequestInput, m.ListPartitionReassignmentsResponse, m.ListPartitionReassignmentsResponseInput> = {
  key: 46, name: 'ListPartitionReassignments', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeListPartitionReassignmentsRequest, encodeRequest: m.encodeListPartitionReassignmentsRequest,
  decodeResponse: m.decodeListPartitionReassignmentsResponse, encodeResponse: m.encodeListPartitionReassignmentsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const OffsetDeleteApi: Api<m.OffsetDeleteRequest, m.OffsetDeleteRequestInput, m.OffsetDeleteResponse, m.OffsetDeleteResponseInput> = {
  key: 47, name: 'OffsetDelete', requestVersions: { min: 0, max: 0 },
  flexibleFrom: Infinity,
  decodeRequest: m.decodeOffsetDeleteRequest, encodeRequest: m.encodeOffsetDeleteRequest,
  decodeResponse: m.decodeOffsetDeleteResponse, encodeResponse: m.encodeOffsetDeleteResponse,
  requestHeaderVersion: () => 1, responseHeaderVersion: () => 0,
}

export const DescribeClientQuotasApi: Api<m.DescribeClientQuotasRequest, m.DescribeClientQuotasRequestInput, m.DescribeClientQuotasResponse, m.DescribeClientQuotasResponseInput> = {
  key: 48, name: 'DescribeClientQuotas', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 1,
  decodeRequest: m.decodeDescribeClientQuotasRequest, encodeRequest: m.encodeDescribeClientQuotasRequest,
  decodeResponse: m.decodeDescribeClientQuotasResponse, encodeResponse: m.encodeDescribeClientQuotasResponse,
  requestHeaderVersion: (version) => (version >= 1 ? 2 : 1), responseHeaderVersion: (version) => (version >= 1 ? 1 : 0),
}

export const AlterClientQuotasApi: Api<m.AlterClientQuotasRequest, m.AlterClientQuotasRequestInput, m.AlterClientQuotasResponse, m.AlterClientQuotasResponseInput> = {
  key: 49, name: 'AlterClientQuotas', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 1,
  decodeRequest: m.decodeAlterClientQuotasRequest, encodeRequest: m.encodeAlterClientQuotasRequest,
  decodeResponse: m.decodeAlterClientQuotasResponse, encodeResponse: m.encodeAlterClientQuotasResponse,
  requestHeaderVersion: (version) => (version >= 1 ? 2 : 1), responseHeaderVersion: (version) => (version >= 1 ? 1 : 0),
}

export const DescribeUserScramCredentialsApi: Api<m.DescribeUserScramCredentialsRequest, m.DescribeUserScramCredentialsRequestInput, m.DescribeUserScramCredentialsResponse, m.DescribeUserScramCredentialsResponseInput> = {
  key: 50, name: 'DescribeUserScramCredentials', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDescribeUserScramCredentialsRequest, encodeRequest: m.encodeDescribeUserScramCredentialsRequest,
  decodeResponse: m.decodeDescribeUserScramCredentialsResponse, encodeResponse: m.encodeDescribeUserScramCredentialsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const AlterUserScramCredentialsApi: Api<m.AlterUserScramCredentialsRequest, m.AlterUserScramCredentialsRequestInput, m.AlterUserScramCredentialsResponse, m.AlterUserScramCredentialsResponseInput> = {
  key: 51, name: 'AlterUserScramCredentials', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeAlterUserScramCredentialsRequest, encodeRequest: m.encodeAlterUserScramCredentialsRequest,
  decodeResponse: m.decodeAlterUserScramCredentialsResponse, encodeResponse: m.encodeAlterUserScramCredentialsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DescribeQuorumApi: Api<m.DescribeQuorumRequest, m.DescribeQuorumRequestInput, m.DescribeQuorumResponse, m.DescribeQuorumResponseInput> = {
  key: 55, name: 'DescribeQuorum', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDescribeQuorumRequest, encodeRequest: m.encodeDescribeQuorumRequest,
  decodeResponse: m.decodeDescribeQuorumResponse, encodeResponse: m.encodeDescribeQuorumResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const UpdateFeaturesApi: Api<m.UpdateFeaturesRequest, m.UpdateFeaturesRequestInput, m.UpdateFeaturesResponse, m.UpdateFeaturesResponseInput> = {
  key: 57, name: 'UpdateFeatures', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: m.decodeUpdateFeaturesRequest, encodeRequest: m.encodeUpdateFeaturesRequest,
  decodeResponse: m.decodeUpdateFeaturesResponse, encodeResponse: m.encodeUpdateFeaturesResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DescribeClusterApi: Api<m.DescribeClusterRequest, m.DescribeClusterRequestInput, m.DescribeClusterResponse, m.DescribeClusterResponseInput> = {
  key: 60, name: 'DescribeCluster', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDescribeClusterRequest, encodeRequest: m.encodeDescribeClusterRequest,
  decodeResponse: m.decodeDescribeClusterResponse, encodeResponse: m.encodeDescribeClusterResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DescribeProducersApi: Api<m.DescribeProducersRequest, m.DescribeProducersRequestInput, m.DescribeProducersResponse, m.DescribeProducersResponseInput> = {
  key: 61, name: 'DescribeProducers', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDescribeProducersRequest, encodeRequest: m.encodeDescribeProducersRequest,
  decodeResponse: m.decodeDescribeProducersResponse, encodeResponse: m.encodeDescribeProducersResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const UnregisterBrokerApi: Api<m.UnregisterBrokerRequest, m.UnregisterBrokerRequestInput, m.UnregisterBrokerResponse, m.UnregisterBrokerResponseInput> = {
  key: 64, name: 'UnregisterBroker', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeUnregisterBrokerRequest, encodeRequest: m.encodeUnregisterBrokerRequest,
  decodeResponse: m.decodeUnregisterBrokerResponse, encodeResponse: m.encodeUnregisterBrokerResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DescribeTransactionsApi: Api<m.DescribeTransactionsRequest, m.DescribeTransactionsRequestInput, m.DescribeTransactionsResponse, m.DescribeTransactionsResponseInput> = {
  key: 65, name: 'DescribeTransactions', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDescribeTransactionsRequest, encodeRequest: m.encodeDescribeTransactionsRequest,
  decodeResponse: m.decodeDescribeTransactionsResponse, encodeResponse: m.encodeDescribeTransactionsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ListTransactionsApi: Api<m.ListTransactionsRequest, m.ListTransactionsRequestInput, m.ListTransactionsResponse, m.ListTransactionsResponseInput> = {
  key: 66, name: 'ListTransactions', requestVersions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: m.decodeListTransactionsRequest, encodeRequest: m.encodeListTransactionsRequest,
  decodeResponse: m.decodeListTransactionsResponse, encodeResponse: m.encodeListTransactionsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ConsumerGroupHeartbeatApi: Api<m.ConsumerGroupHeartbeatRequest, m.ConsumerGroupHeartbeatRequestInput, m.ConsumerGroupHeartbeatResponse, m.ConsumerGroupHeartbeatResponseInput> = {
  key: 68, name: 'ConsumerGroupHeartbeat', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeConsumerGroupHeartbeatRequest, encodeRequest: m.encodeConsumerGroupHeartbeatRequest,
  decodeResponse: m.decodeConsumerGroupHeartbeatResponse, encodeResponse: m.encodeConsumerGroupHeartbeatResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ConsumerGroupDescribeApi: Api<m.ConsumerGroupDescribeRequest, m.ConsumerGroupDescribeRequestInput, m.ConsumerGroupDescribeResponse, m.ConsumerGroupDescribeResponseInput> = {
  key: 69, name: 'ConsumerGroupDescribe', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeConsumerGroupDescribeRequest, encodeRequest: m.encodeConsumerGroupDescribeRequest,
  decodeResponse: m.decodeConsumerGroupDescribeResponse, encodeResponse: m.encodeConsumerGroupDescribeResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const GetTelemetrySubscriptionsApi: Api<m.GetTelemetrySubscriptionsRequest, m.GetTelemetrySubscriptionsRequestInput, m.GetTelemetrySubscriptionsResponse, m.GetTelemetrySubscriptionsResponseInput> = {
  key: 71, name: 'GetTelemetrySubscriptions', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeGetTelemetrySubscriptionsRequest, encodeRequest: m.encodeGetTelemetrySubscriptionsRequest,
  decodeResponse: m.decodeGetTelemetrySubscriptionsResponse, encodeResponse: m.encodeGetTelemetrySubscriptionsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const PushTelemetryApi: Api<m.PushTelemetryRequest, m.PushTelemetryRequestInput, m.PushTelemetryResponse, m.PushTelemetryResponseInput> = {
  key: 72, name: 'PushTelemetry', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodePushTelemetryRequest, encodeRequest: m.encodePushTelemetryRequest,
  decodeResponse: m.decodePushTelemetryResponse, encodeResponse: m.encodePushTelemetryResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ListConfigResourcesApi: Api<m.ListConfigResourcesRequest, m.ListConfigResourcesRequestInput, m.ListConfigResourcesResponse, m.ListConfigResourcesResponseInput> = {
  key: 74, name: 'ListConfigResources', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeListConfigResourcesRequest, encodeRequest: m.encodeListConfigResourcesRequest,
  decodeResponse: m.decodeListConfigResourcesResponse, encodeResponse: m.encodeListConfigResourcesResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DescribeTopicPartitionsApi: Api<m.DescribeTopicPartitionsRequest, m.DescribeTopicPartitionsRequestInput, m.DescribeTopicPartitionsResponse, m.DescribeTopicPartitionsResponseInput> = {
  key: 75, name: 'DescribeTopicPartitions', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDescribeTopicPartitionsRequest, encodeRequest: m.encodeDescribeTopicPartitionsRequest,
  decodeResponse: m.decodeDescribeTopicPartitionsResponse, encodeResponse: m.encodeDescribeTopicPartitionsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ShareGroupHeartbeatApi: Api<m.ShareGroupHeartbeatRequest, m.ShareGroupHeartbeatRequestInput, m.ShareGroupHeartbeatResponse, m.ShareGroupHeartbeatResponseInput> = {
  key: 76, name: 'ShareGroupHeartbeat', requestVersions: { min: 1, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeShareGroupHeartbeatRequest, encodeRequest: m.encodeShareGroupHeartbeatRequest,
  decodeResponse: m.decodeShareGroupHeartbeatResponse, encodeResponse: m.encodeShareGroupHeartbeatResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ShareGroupDescribeApi: Api<m.ShareGroupDescribeRequest, m.ShareGroupDescribeRequestInput, m.ShareGroupDescribeResponse, m.ShareGroupDescribeResponseInput> = {
  key: 77, name: 'ShareGroupDescribe', requestVersions: { min: 1, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeShareGroupDescribeRequest, encodeRequest: m.encodeShareGroupDescribeRequest,
  decodeResponse: m.decodeShareGroupDescribeResponse, encodeResponse: m.encodeShareGroupDescribeResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ShareFetchApi: Api<m.ShareFetchRequest, m.ShareFetchRequestInput, m.ShareFetchResponse, m.ShareFetchResponseInput> = {
  key: 78, name: 'ShareFetch', requestVersions: { min: 1, max: 2 },
  flexibleFrom: 0,
  decodeRequest: m.decodeShareFetchRequest, encodeRequest: m.encodeShareFetchRequest,
  decodeResponse: m.decodeShareFetchResponse, encodeResponse: m.encodeShareFetchResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ShareAcknowledgeApi: Api<m.ShareAcknowledgeRequest, m.ShareAcknowledgeRequestInput, m.ShareAcknowledgeResponse, m.ShareAcknowledgeResponseInput> = {
  key: 79, name: 'ShareAcknowledge', requestVersions: { min: 1, max: 2 },
  flexibleFrom: 0,
  decodeRequest: m.decodeShareAcknowledgeRequest, encodeRequest: m.encodeShareAcknowledgeRequest,
  decodeResponse: m.decodeShareAcknowledgeResponse, encodeResponse: m.encodeShareAcknowledgeResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const AddRaftVoterApi: Api<m.AddRaftVoterRequest, m.AddRaftVoterRequestInput, m.AddRaftVoterResponse, m.AddRaftVoterResponseInput> = {
  key: 80, name: 'AddRaftVoter', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeAddRaftVoterRequest, encodeRequest: m.encodeAddRaftVoterRequest,
  decodeResponse: m.decodeAddRaftVoterResponse, encodeResponse: m.encodeAddRaftVoterResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const RemoveRaftVoterApi: Api<m.RemoveRaftVoterRequest, m.RemoveRaftVoterRequestInput, m.RemoveRaftVoterResponse, m.RemoveRaftVoterResponseInput> = {
  key: 81, name: 'RemoveRaftVoter', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeRemoveRaftVoterRequest, encodeRequest: m.encodeRemoveRaftVoterRequest,
  decodeResponse: m.decodeRemoveRaftVoterResponse, encodeResponse: m.encodeRemoveRaftVoterResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const InitializeShareGroupStateApi: Api<m.InitializeShareGroupStateRequest, m.InitializeShareGroupStateRequestInput, m.InitializeShareGroupStateResponse, m.InitializeShareGroupStateResponseInput> = {
  key: 83, name: 'InitializeShareGroupState', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeInitializeShareGroupStateRequest, encodeRequest: m.encodeInitializeShareGroupStateRequest,
  decodeResponse: m.decodeInitializeShareGroupStateResponse, encodeResponse: m.encodeInitializeShareGroupStateResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ReadShareGroupStateApi: Api<m.ReadShareGroupStateRequest, m.ReadShareGroupStateRequestInput, m.ReadShareGroupStateResponse, m.ReadShareGroupStateResponseInput> = {
  key: 84, name: 'ReadShareGroupState', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeReadShareGroupStateRequest, encodeRequest: m.encodeReadShareGroupStateRequest,
  decodeResponse: m.decodeReadShareGroupStateResponse, encodeResponse: m.encodeReadShareGroupStateResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const WriteShareGroupStateApi: Api<m.WriteShareGroupStateRequest, m.WriteShareGroupStateRequestInput, m.WriteShareGroupStateResponse, m.WriteShareGroupStateResponseInput> = {
  key: 85, name: 'WriteShareGroupState', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeWriteShareGroupStateRequest, encodeRequest: m.encodeWriteShareGroupStateRequest,
  decodeResponse: m.decodeWriteShareGroupStateResponse, encodeResponse: m.encodeWriteShareGroupStateResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DeleteShareGroupStateApi: Api<m.DeleteShareGroupStateRequest, m.DeleteShareGroupStateRequestInput, m.DeleteShareGroupStateResponse, m.DeleteShareGroupStateResponseInput> = {
  key: 86, name: 'DeleteShareGroupState', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDeleteShareGroupStateRequest, encodeRequest: m.encodeDeleteShareGroupStateRequest,
  decodeResponse: m.decodeDeleteShareGroupStateResponse, encodeResponse: m.encodeDeleteShareGroupStateResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const ReadShareGroupStateSummaryApi: Api<m.ReadShareGroupStateSummaryRequest, m.ReadShareGroupStateSummaryRequestInput, m.ReadShareGroupStateSummaryResponse, m.ReadShareGroupStateSummaryResponseInput> = {
  key: 87, name: 'ReadShareGroupStateSummary', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeReadShareGroupStateSummaryRequest, encodeRequest: m.encodeReadShareGroupStateSummaryRequest,
  decodeResponse: m.decodeReadShareGroupStateSummaryResponse, encodeResponse: m.encodeReadShareGroupStateSummaryResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const StreamsGroupHeartbeatApi: Api<m.StreamsGroupHeartbeatRequest, m.StreamsGroupHeartbeatRequestInput, m.StreamsGroupHeartbeatResponse, m.StreamsGroupHeartbeatResponseInput> = {
  key: 88, name: 'StreamsGroupHeartbeat', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeStreamsGroupHeartbeatRequest, encodeRequest: m.encodeStreamsGroupHeartbeatRequest,
  decodeResponse: m.decodeStreamsGroupHeartbeatResponse, encodeResponse: m.encodeStreamsGroupHeartbeatResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const StreamsGroupDescribeApi: Api<m.StreamsGroupDescribeRequest, m.StreamsGroupDescribeRequestInput, m.StreamsGroupDescribeResponse, m.StreamsGroupDescribeResponseInput> = {
  key: 89, name: 'StreamsGroupDescribe', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeStreamsGroupDescribeRequest, encodeRequest: m.encodeStreamsGroupDescribeRequest,
  decodeResponse: m.decodeStreamsGroupDescribeResponse, encodeResponse: m.encodeStreamsGroupDescribeResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DescribeShareGroupOffsetsApi: Api<m.DescribeShareGroupOffsetsRequest, m.DescribeShareGroupOffsetsRequestInput, m.DescribeShareGroupOffsetsResponse, m.DescribeShareGroupOffsetsResponseInput> = {
  key: 90, name: 'DescribeShareGroupOffsets', requestVersions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDescribeShareGroupOffsetsRequest, encodeRequest: m.encodeDescribeShareGroupOffsetsRequest,
  decodeResponse: m.decodeDescribeShareGroupOffsetsResponse, encodeResponse: m.encodeDescribeShareGroupOffsetsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const AlterShareGroupOffsetsApi: Api<m.AlterShareGroupOffsetsRequest, m.AlterShareGroupOffsetsRequestInput, m.AlterShareGroupOffsetsResponse, m.AlterShareGroupOffsetsResponseInput> = {
  key: 91, name: 'AlterShareGroupOffsets', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeAlterShareGroupOffsetsRequest, encodeRequest: m.encodeAlterShareGroupOffsetsRequest,
  decodeResponse: m.decodeAlterShareGroupOffsetsResponse, encodeResponse: m.encodeAlterShareGroupOffsetsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const DeleteShareGroupOffsetsApi: Api<m.DeleteShareGroupOffsetsRequest, m.DeleteShareGroupOffsetsRequestInput, m.DeleteShareGroupOffsetsResponse, m.DeleteShareGroupOffsetsResponseInput> = {
  key: 92, name: 'DeleteShareGroupOffsets', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeDeleteShareGroupOffsetsRequest, encodeRequest: m.encodeDeleteShareGroupOffsetsRequest,
  decodeResponse: m.decodeDeleteShareGroupOffsetsResponse, encodeResponse: m.encodeDeleteShareGroupOffsetsResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const StreamsGroupTopologyDescriptionUpdateApi: Api<m.StreamsGroupTopologyDescriptionUpdateRequest, m.StreamsGroupTopologyDescriptionUpdateRequestInput, m.StreamsGroupTopologyDescriptionUpdateResponse, m.StreamsGroupTopologyDescriptionUpdateResponseInput> = {
  key: 93, name: 'StreamsGroupTopologyDescriptionUpdate', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeStreamsGroupTopologyDescriptionUpdateRequest, encodeRequest: m.encodeStreamsGroupTopologyDescriptionUpdateRequest,
  decodeResponse: m.decodeStreamsGroupTopologyDescriptionUpdateResponse, encodeResponse: m.encodeStreamsGroupTopologyDescriptionUpdateResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

export const UnregisterControllerApi: Api<m.UnregisterControllerRequest, m.UnregisterControllerRequestInput, m.UnregisterControllerResponse, m.UnregisterControllerResponseInput> = {
  key: 94, name: 'UnregisterController', requestVersions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: m.decodeUnregisterControllerRequest, encodeRequest: m.encodeUnregisterControllerRequest,
  decodeResponse: m.decodeUnregisterControllerResponse, encodeResponse: m.encodeUnregisterControllerResponse,
  requestHeaderVersion: () => 2, responseHeaderVersion: () => 1,
}

/** All of them by API key. Importing this brings every codec along. */
export const apisByKey: ReadonlyMap<number, AnyApi> = /* @__PURE__ */ new Map<number, AnyApi>([
  [0, ProduceApi],
  [1, FetchApi],
  [2, ListOffsetsApi],
  [3, MetadataApi],
  [8, OffsetCommitApi],
  [9, OffsetFetchApi],
  [10, FindCoordinatorApi],
  [11, JoinGroupApi],
  [12, HeartbeatApi],
  [13, LeaveGroupApi],
  [14, SyncGroupApi],
  [15, DescribeGroupsApi],
  [16, ListGroupsApi],
  [17, SaslHandshakeApi],
  [18, ApiVersionsApi],
  [19, CreateTopicsApi],
  [20, DeleteTopicsApi],
  [21, DeleteRecordsApi],
  [22, InitProducerIdApi],
  [23, OffsetForLeaderEpochApi],
  [24, AddPartitionsToTxnApi],
  [25, AddOffsetsToTxnApi],
  [26, EndTxnApi],
  [27, WriteTxnMarkersApi],
  [28, TxnOffsetCommitApi],
  [29, DescribeAclsApi],
  [30, CreateAclsApi],
  [31, DeleteAclsApi],
  [32, DescribeConfigsApi],
  [33, AlterConfigsApi],
  [34, AlterReplicaLogDirsApi],
  [35, DescribeLogDirsApi],
  [36, SaslAuthenticateApi],
  [37, CreatePartitionsApi],
  [38, CreateDelegationTokenApi],
  [39, RenewDelegationTokenApi],
  [40, ExpireDelegationTokenApi],
  [41, DescribeDelegationTokenApi],
  [42, DeleteGroupsApi],
  [43, ElectLeadersApi],
  [44, IncrementalAlterConfigsApi],
  [45, AlterPartitionReassignmentsApi],
  [46, ListPartitionReassignmentsApi],
  [47, OffsetDeleteApi],
  [48, DescribeClientQuotasApi],
  [49, AlterClientQuotasApi],
  [50, DescribeUserScramCredentialsApi],
  [51, AlterUserScramCredentialsApi],
  [55, DescribeQuorumApi],
  [57, UpdateFeaturesApi],
  [60, DescribeClusterApi],
  [61, DescribeProducersApi],
  [64, UnregisterBrokerApi],
  [65, DescribeTransactionsApi],
  [66, ListTransactionsApi],
  [68, ConsumerGroupHeartbeatApi],
  [69, ConsumerGroupDescribeApi],
  [71, GetTelemetrySubscriptionsApi],
  [72, PushTelemetryApi],
  [74, ListConfigResourcesApi],
  [75, DescribeTopicPartitionsApi],
  [76, ShareGroupHeartbeatApi],
  [77, ShareGroupDescribeApi],
  [78, ShareFetchApi],
  [79, ShareAcknowledgeApi],
  [80, AddRaftVoterApi],
  [81, RemoveRaftVoterApi],
  [83, InitializeShareGroupStateApi],
  [84, ReadShareGroupStateApi],
  [85, WriteShareGroupStateApi],
  [86, DeleteShareGroupStateApi],
  [87, ReadShareGroupStateSummaryApi],
  [88, StreamsGroupHeartbeatApi],
  [89, StreamsGroupDescribeApi],
  [90, DescribeShareGroupOffsetsApi],
  [91, AlterShareGroupOffsetsApi],
  [92, DeleteShareGroupOffsetsApi],
  [93, StreamsGroupTopologyDescriptionUpdateApi],
  [94, UnregisterControllerApi],
])
