// Written by packages/coordinator/types/generate.ts. Do not edit.
export type Uuid = string
export type GroupId = string
export type TopicName = string
export const ZERO_UUID: Uuid

export const ErrorCode: {
  readonly UNKNOWN_SERVER_ERROR: -1
  readonly NONE: 0
  readonly OFFSET_OUT_OF_RANGE: 1
  readonly CORRUPT_MESSAGE: 2
  readonly UNKNOWN_TOPIC_OR_PARTITION: 3
  readonly INVALID_FETCH_SIZE: 4
  readonly LEADER_NOT_AVAILABLE: 5
  readonly NOT_LEADER_OR_FOLLOWER: 6
  readonly REQUEST_TIMED_OUT: 7
  readonly BROKER_NOT_AVAILABLE: 8
  readonly REPLICA_NOT_AVAILABLE: 9
  readonly MESSAGE_TOO_LARGE: 10
  readonly STALE_CONTROLLER_EPOCH: 11
  readonly OFFSET_METADATA_TOO_LARGE: 12
  readonly NETWORK_EXCEPTION: 13
  readonly COORDINATOR_LOAD_IN_PROGRESS: 14
  readonly COORDINATOR_NOT_AVAILABLE: 15
  readonly NOT_COORDINATOR: 16
  readonly INVALID_TOPIC_EXCEPTION: 17
  readonly RECORD_LIST_TOO_LARGE: 18
  readonly NOT_ENOUGH_REPLICAS: 19
  readonly NOT_ENOUGH_REPLICAS_AFTER_APPEND: 20
  readonly INVALID_REQUIRED_ACKS: 21
  readonly ILLEGAL_GENERATION: 22
  readonly INCONSISTENT_GROUP_PROTOCOL: 23
  readonly INVALID_GROUP_ID: 24
  readonly UNKNOWN_MEMBER_ID: 25
  readonly INVALID_SESSION_TIMEOUT: 26
  readonly REBALANCE_IN_PROGRESS: 27
  readonly INVALID_COMMIT_OFFSET_SIZE: 28
  readonly TOPIC_AUTHORIZATION_FAILED: 29
  readonly GROUP_AUTHORIZATION_FAILED: 30
  readonly CLUSTER_AUTHORIZATION_FAILED: 31
  readonly INVALID_TIMESTAMP: 32
  readonly UNSUPPORTED_SASL_MECHANISM: 33
  readonly ILLEGAL_SASL_STATE: 34
  readonly UNSUPPORTED_VERSION: 35
  readonly TOPIC_ALREADY_EXISTS: 36
  readonly INVALID_PARTITIONS: 37
  readonly INVALID_REPLICATION_FACTOR: 38
  readonly INVALID_REPLICA_ASSIGNMENT: 39
  readonly INVALID_CONFIG: 40
  readonly NOT_CONTROLLER: 41
  readonly INVALID_REQUEST: 42
  readonly UNSUPPORTED_FOR_MESSAGE_FORMAT: 43
  readonly POLICY_VIOLATION: 44
  readonly OUT_OF_ORDER_SEQUENCE_NUMBER: 45
  readonly DUPLICATE_SEQUENCE_NUMBER: 46
  readonly INVALID_PRODUCER_EPOCH: 47
  readonly INVALID_TXN_STATE: 48
  readonly INVALID_PRODUCER_ID_MAPPING: 49
  readonly INVALID_TRANSACTION_TIMEOUT: 50
  readonly CONCURRENT_TRANSACTIONS: 51
  readonly TRANSACTION_COORDINATOR_FENCED: 52
  readonly TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 53
  readonly SECURITY_DISABLED: 54
  readonly OPERATION_NOT_ATTEMPTED: 55
  readonly KAFKA_STORAGE_ERROR: 56
  readonly LOG_DIR_NOT_FOUND: 57
  readonly SASL_AUTHENTICATION_FAILED: 58
  readonly UNKNOWN_PRODUCER_ID: 59
  readonly REASSIGNMENT_IN_PROGRESS: 60
  readonly DELEGATION_TOKEN_AUTH_DISABLED: 61
  readonly DELEGATION_TOKEN_NOT_FOUND: 62
  readonly DELEGATION_TOKEN_OWNER_MISMATCH: 63
  readonly DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: 64
  readonly DELEGATION_TOKEN_AUTHORIZATION_FAILED: 65
  readonly DELEGATION_TOKEN_EXPIRED: 66
  readonly INVALID_PRINCIPAL_TYPE: 67
  readonly NON_EMPTY_GROUP: 68
  readonly GROUP_ID_NOT_FOUND: 69
  readonly FETCH_SESSION_ID_NOT_FOUND: 70
  readonly INVALID_FETCH_SESSION_EPOCH: 71
  readonly LISTENER_NOT_FOUND: 72
  readonly TOPIC_DELETION_DISABLED: 73
  readonly FENCED_LEADER_EPOCH: 74
  readonly UNKNOWN_LEADER_EPOCH: 75
  readonly UNSUPPORTED_COMPRESSION_TYPE: 76
  readonly STALE_BROKER_EPOCH: 77
  readonly OFFSET_NOT_AVAILABLE: 78
  readonly MEMBER_ID_REQUIRED: 79
  readonly PREFERRED_LEADER_NOT_AVAILABLE: 80
  readonly GROUP_MAX_SIZE_REACHED: 81
  readonly FENCED_INSTANCE_ID: 82
  readonly ELIGIBLE_LEADERS_NOT_AVAILABLE: 83
  readonly ELECTION_NOT_NEEDED: 84
  readonly NO_REASSIGNMENT_IN_PROGRESS: 85
  readonly GROUP_SUBSCRIBED_TO_TOPIC: 86
  readonly INVALID_RECORD: 87
  readonly UNSTABLE_OFFSET_COMMIT: 88
  readonly THROTTLING_QUOTA_EXCEEDED: 89
  readonly PRODUCER_FENCED: 90
  readonly RESOURCE_NOT_FOUND: 91
  readonly DUPLICATE_RESOURCE: 92
  readonly UNACCEPTABLE_CREDENTIAL: 93
  readonly INCONSISTENT_VOTER_SET: 94
  readonly INVALID_UPDATE_VERSION: 95
  readonly FEATURE_UPDATE_FAILED: 96
  readonly PRINCIPAL_DESERIALIZATION_FAILURE: 97
  readonly SNAPSHOT_NOT_FOUND: 98
  readonly POSITION_OUT_OF_RANGE: 99
  readonly UNKNOWN_TOPIC_ID: 100
  readonly DUPLICATE_BROKER_REGISTRATION: 101
  readonly BROKER_ID_NOT_REGISTERED: 102
  readonly INCONSISTENT_TOPIC_ID: 103
  readonly INCONSISTENT_CLUSTER_ID: 104
  readonly TRANSACTIONAL_ID_NOT_FOUND: 105
  readonly FETCH_SESSION_TOPIC_ID_ERROR: 106
  readonly INELIGIBLE_REPLICA: 107
  readonly NEW_LEADER_ELECTED: 108
  readonly OFFSET_MOVED_TO_TIERED_STORAGE: 109
  readonly FENCED_MEMBER_EPOCH: 110
  readonly UNRELEASED_INSTANCE_ID: 111
  readonly UNSUPPORTED_ASSIGNOR: 112
  readonly STALE_MEMBER_EPOCH: 113
  readonly MISMATCHED_ENDPOINT_TYPE: 114
  readonly UNSUPPORTED_ENDPOINT_TYPE: 115
  readonly UNKNOWN_CONTROLLER_ID: 116
  readonly UNKNOWN_SUBSCRIPTION_ID: 117
  readonly TELEMETRY_TOO_LARGE: 118
  readonly INVALID_REGISTRATION: 119
  readonly TRANSACTION_ABORTABLE: 120
  readonly INVALID_RECORD_STATE: 121
  readonly SHARE_SESSION_NOT_FOUND: 122
  readonly INVALID_SHARE_SESSION_EPOCH: 123
  readonly FENCED_STATE_EPOCH: 124
  readonly INVALID_VOTER_KEY: 125
  readonly DUPLICATE_VOTER: 126
  readonly VOTER_NOT_FOUND: 127
  readonly INVALID_REGULAR_EXPRESSION: 128
  readonly REBOOTSTRAP_REQUIRED: 129
  readonly STREAMS_INVALID_TOPOLOGY: 130
  readonly STREAMS_INVALID_TOPOLOGY_EPOCH: 131
  readonly STREAMS_TOPOLOGY_FENCED: 132
  readonly SHARE_SESSION_LIMIT_REACHED: 133
  readonly GROUP_DELETION_FAILED: 134
  readonly STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED: 135
  readonly CONTROLLER_ID_NOT_REGISTERED: 136
}
export type ErrorName = keyof typeof ErrorCode

export interface OffsetCommitRequest {
  groupId: GroupId
  generationIdOrMemberEpoch: number
  memberId: string
  groupInstanceId: string | null
  retentionTimeMs: number
  topics: OffsetCommitRequestTopic[]
}

export interface OffsetCommitRequestInput {
  readonly groupId: GroupId
  readonly generationIdOrMemberEpoch?: number | undefined
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly retentionTimeMs?: number | undefined
  readonly topics: readonly OffsetCommitRequestTopicInput[]
}

export interface OffsetCommitRequestTopic {
  name: TopicName
  topicId: Uuid
  partitions: OffsetCommitRequestPartition[]
}

export interface OffsetCommitRequestTopicInput {
  readonly name?: TopicName | undefined
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly OffsetCommitRequestPartitionInput[]
}

export interface OffsetCommitRequestPartition {
  partitionIndex: number
  committedOffset: number
  committedLeaderEpoch: number
  committedMetadata: string | null
}

export interface OffsetCommitRequestPartitionInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch?: number | undefined
  readonly committedMetadata?: string | null | undefined
}

export interface OffsetCommitResponse {
  throttleTimeMs: number
  topics: OffsetCommitResponseTopic[]
}

export interface OffsetCommitResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics: readonly OffsetCommitResponseTopicInput[]
}

export interface OffsetCommitResponseTopic {
  name: TopicName
  topicId: Uuid
  partitions: OffsetCommitResponsePartition[]
}

export interface OffsetCommitResponseTopicInput {
  readonly name?: TopicName | undefined
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly OffsetCommitResponsePartitionInput[]
}

export interface OffsetCommitResponsePartition {
  partitionIndex: number
  errorCode: number
}

export interface OffsetCommitResponsePartitionInput {
  readonly partitionIndex: number
  readonly errorCode: number
}

export interface OffsetFetchRequest {
  groupId: GroupId
  topics: OffsetFetchRequestTopic[] | null
  groups: OffsetFetchRequestGroup[]
  requireStable: boolean
}

export interface OffsetFetchRequestInput {
  readonly groupId?: GroupId | undefined
  readonly topics?: readonly OffsetFetchRequestTopicInput[] | null | undefined
  readonly groups?: readonly OffsetFetchRequestGroupInput[] | undefined
  readonly requireStable?: boolean | undefined
}

export interface OffsetFetchRequestGroup {
  groupId: GroupId
  memberId: string | null
  memberEpoch: number
  topics: OffsetFetchRequestTopics[] | null
}

export interface OffsetFetchRequestGroupInput {
  readonly groupId: GroupId
  readonly memberId?: string | null | undefined
  readonly memberEpoch?: number | undefined
  readonly topics?: readonly OffsetFetchRequestTopicsInput[] | null | undefined
}

export interface OffsetFetchRequestTopics {
  name: TopicName
  topicId: Uuid
  partitionIndexes: number[]
}

export interface OffsetFetchRequestTopicsInput {
  readonly name?: TopicName | undefined
  readonly topicId?: Uuid | undefined
  readonly partitionIndexes: readonly number[]
}

export interface OffsetFetchRequestTopic {
  name: TopicName
  partitionIndexes: number[]
}

export interface OffsetFetchRequestTopicInput {
  readonly name: TopicName
  readonly partitionIndexes: readonly number[]
}

export interface OffsetFetchResponse {
  throttleTimeMs: number
  topics: OffsetFetchResponseTopic[]
  errorCode: number
  groups: OffsetFetchResponseGroup[]
}

export interface OffsetFetchResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly topics?: readonly OffsetFetchResponseTopicInput[] | undefined
  readonly errorCode?: number | undefined
  readonly groups?: readonly OffsetFetchResponseGroupInput[] | undefined
}

export interface OffsetFetchResponseGroup {
  groupId: GroupId
  topics: OffsetFetchResponseTopics[]
  errorCode: number
}

export interface OffsetFetchResponseGroupInput {
  readonly groupId: GroupId
  readonly topics: readonly OffsetFetchResponseTopicsInput[]
  readonly errorCode?: number | undefined
}

export interface OffsetFetchResponseTopics {
  name: TopicName
  topicId: Uuid
  partitions: OffsetFetchResponsePartitions[]
}

export interface OffsetFetchResponseTopicsInput {
  readonly name?: TopicName | undefined
  readonly topicId?: Uuid | undefined
  readonly partitions: readonly OffsetFetchResponsePartitionsInput[]
}

export interface OffsetFetchResponsePartitions {
  partitionIndex: number
  committedOffset: number
  committedLeaderEpoch: number
  metadata: string | null
  errorCode: number
}

export interface OffsetFetchResponsePartitionsInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch?: number | undefined
  readonly metadata?: string | null | undefined
  readonly errorCode: number
}

export interface OffsetFetchResponseTopic {
  name: TopicName
  partitions: OffsetFetchResponsePartition[]
}

export interface OffsetFetchResponseTopicInput {
  readonly name: TopicName
  readonly partitions: readonly OffsetFetchResponsePartitionInput[]
}

export interface OffsetFetchResponsePartition {
  partitionIndex: number
  committedOffset: number
  committedLeaderEpoch: number
  metadata: string | null
  errorCode: number
}

export interface OffsetFetchResponsePartitionInput {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch?: number | undefined
  readonly metadata?: string | null | undefined
  readonly errorCode: number
}

export interface JoinGroupRequest {
  groupId: GroupId
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  memberId: string
  groupInstanceId: string | null
  protocolType: string
  protocols: JoinGroupRequestProtocol[]
  reason: string | null
}

export interface JoinGroupRequestInput {
  readonly groupId: GroupId
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs?: number | undefined
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly protocolType: string
  readonly protocols: readonly JoinGroupRequestProtocolInput[]
  readonly reason?: string | null | undefined
}

export interface JoinGroupRequestProtocol {
  name: string
  metadata: Uint8Array
}

export interface JoinGroupRequestProtocolInput {
  readonly name: string
  readonly metadata: Uint8Array
}

export interface JoinGroupResponse {
  throttleTimeMs: number
  errorCode: number
  generationId: number
  protocolType: string | null
  protocolName: string | null
  leader: string
  skipAssignment: boolean
  memberId: string
  members: JoinGroupResponseMember[]
}

export interface JoinGroupResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly generationId?: number | undefined
  readonly protocolType?: string | null | undefined
  readonly protocolName?: string | null | undefined
  readonly leader: string
  readonly skipAssignment?: boolean | undefined
  readonly memberId: string
  readonly members: readonly JoinGroupResponseMemberInput[]
}

export interface JoinGroupResponseMember {
  memberId: string
  groupInstanceId: string | null
  metadata: Uint8Array
}

export interface JoinGroupResponseMemberInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly metadata: Uint8Array
}

export interface HeartbeatRequest {
  groupId: GroupId
  generationId: number
  memberId: string
  groupInstanceId: string | null
}

export interface HeartbeatRequestInput {
  readonly groupId: GroupId
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
}

export interface HeartbeatResponse {
  throttleTimeMs: number
  errorCode: number
}

export interface HeartbeatResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
}

export interface LeaveGroupRequest {
  groupId: GroupId
  memberId: string
  members: LeaveGroupRequestMemberIdentity[]
}

export interface LeaveGroupRequestInput {
  readonly groupId: GroupId
  readonly memberId?: string | undefined
  readonly members?: readonly LeaveGroupRequestMemberIdentityInput[] | undefined
}

export interface LeaveGroupRequestMemberIdentity {
  memberId: string
  groupInstanceId: string | null
  reason: string | null
}

export interface LeaveGroupRequestMemberIdentityInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly reason?: string | null | undefined
}

export interface LeaveGroupResponse {
  throttleTimeMs: number
  errorCode: number
  members: LeaveGroupResponseMemberResponse[]
}

export interface LeaveGroupResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly members?: readonly LeaveGroupResponseMemberResponseInput[] | undefined
}

export interface LeaveGroupResponseMemberResponse {
  memberId: string
  groupInstanceId: string | null
  errorCode: number
}

export interface LeaveGroupResponseMemberResponseInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly errorCode: number
}

export interface SyncGroupRequest {
  groupId: GroupId
  generationId: number
  memberId: string
  groupInstanceId: string | null
  protocolType: string | null
  protocolName: string | null
  assignments: SyncGroupRequestAssignment[]
}

export interface SyncGroupRequestInput {
  readonly groupId: GroupId
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly protocolType?: string | null | undefined
  readonly protocolName?: string | null | undefined
  readonly assignments: readonly SyncGroupRequestAssignmentInput[]
}

export interface SyncGroupRequestAssignment {
  memberId: string
  assignment: Uint8Array
}

export interface SyncGroupRequestAssignmentInput {
  readonly memberId: string
  readonly assignment: Uint8Array
}

export interface SyncGroupResponse {
  throttleTimeMs: number
  errorCode: number
  protocolType: string | null
  protocolName: string | null
  assignment: Uint8Array
}

export interface SyncGroupResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly protocolType?: string | null | undefined
  readonly protocolName?: string | null | undefined
  readonly assignment: Uint8Array
}

export interface DescribeGroupsRequest {
  groups: GroupId[]
  includeAuthorizedOperations: boolean
}

export interface DescribeGroupsRequestInput {
  readonly groups: readonly GroupId[]
  readonly includeAuthorizedOperations?: boolean | undefined
}

export interface DescribeGroupsResponse {
  throttleTimeMs: number
  groups: DescribeGroupsResponseDescribedGroup[]
}

export interface DescribeGroupsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly groups: readonly DescribeGroupsResponseDescribedGroupInput[]
}

export interface DescribeGroupsResponseDescribedGroup {
  errorCode: number
  errorMessage: string | null
  groupId: GroupId
  groupState: string
  protocolType: string
  protocolData: string
  members: DescribeGroupsResponseDescribedGroupMember[]
  authorizedOperations: number
}

export interface DescribeGroupsResponseDescribedGroupInput {
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly groupId: GroupId
  readonly groupState: string
  readonly protocolType: string
  readonly protocolData: string
  readonly members: readonly DescribeGroupsResponseDescribedGroupMemberInput[]
  readonly authorizedOperations?: number | undefined
}

export interface DescribeGroupsResponseDescribedGroupMember {
  memberId: string
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  memberMetadata: Uint8Array
  memberAssignment: Uint8Array
}

export interface DescribeGroupsResponseDescribedGroupMemberInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly memberMetadata: Uint8Array
  readonly memberAssignment: Uint8Array
}

export interface ListGroupsRequest {
  statesFilter: string[]
  typesFilter: string[]
}

export interface ListGroupsRequestInput {
  readonly statesFilter?: readonly string[] | undefined
  readonly typesFilter?: readonly string[] | undefined
}

export interface ListGroupsResponse {
  throttleTimeMs: number
  errorCode: number
  groups: ListGroupsResponseListedGroup[]
}

export interface ListGroupsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly groups: readonly ListGroupsResponseListedGroupInput[]
}

export interface ListGroupsResponseListedGroup {
  groupId: GroupId
  protocolType: string
  groupState: string
  groupType: string
}

export interface ListGroupsResponseListedGroupInput {
  readonly groupId: GroupId
  readonly protocolType: string
  readonly groupState?: string | undefined
  readonly groupType?: string | undefined
}

export interface DeleteGroupsRequest {
  groupsNames: GroupId[]
}

export interface DeleteGroupsRequestInput {
  readonly groupsNames: readonly GroupId[]
}

export interface DeleteGroupsResponse {
  throttleTimeMs: number
  results: DeleteGroupsResponseDeletableGroupResult[]
}

export interface DeleteGroupsResponseInput {
  readonly throttleTimeMs: number
  readonly results: readonly DeleteGroupsResponseDeletableGroupResultInput[]
}

export interface DeleteGroupsResponseDeletableGroupResult {
  groupId: GroupId
  errorCode: number
  errorMessage: string | null
}

export interface DeleteGroupsResponseDeletableGroupResultInput {
  readonly groupId: GroupId
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export interface OffsetDeleteRequest {
  groupId: GroupId
  topics: OffsetDeleteRequestTopic[]
}

export interface OffsetDeleteRequestInput {
  readonly groupId: GroupId
  readonly topics: readonly OffsetDeleteRequestTopicInput[]
}

export interface OffsetDeleteRequestTopic {
  name: TopicName
  partitions: OffsetDeleteRequestPartition[]
}

export interface OffsetDeleteRequestTopicInput {
  readonly name: TopicName
  readonly partitions: readonly OffsetDeleteRequestPartitionInput[]
}

export interface OffsetDeleteRequestPartition {
  partitionIndex: number
}

export interface OffsetDeleteRequestPartitionInput {
  readonly partitionIndex: number
}

export interface OffsetDeleteResponse {
  errorCode: number
  throttleTimeMs: number
  topics: OffsetDeleteResponseTopic[]
}

export interface OffsetDeleteResponseInput {
  readonly errorCode: number
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetDeleteResponseTopicInput[]
}

export interface OffsetDeleteResponseTopic {
  name: TopicName
  partitions: OffsetDeleteResponsePartition[]
}

export interface OffsetDeleteResponseTopicInput {
  readonly name: TopicName
  readonly partitions: readonly OffsetDeleteResponsePartitionInput[]
}

export interface OffsetDeleteResponsePartition {
  partitionIndex: number
  errorCode: number
}

export interface OffsetDeleteResponsePartitionInput {
  readonly partitionIndex: number
  readonly errorCode: number
}

export interface GroupMetadataKey {
  group: string
}

export interface GroupMetadataKeyInput {
  readonly group: string
}

export interface GroupMetadataValue {
  protocolType: string
  generation: number
  protocol: string | null
  leader: string | null
  currentStateTimestamp: number
  members: GroupMetadataValueMemberMetadata[]
}

export interface GroupMetadataValueInput {
  readonly protocolType: string
  readonly generation: number
  readonly protocol?: string | null | undefined
  readonly leader?: string | null | undefined
  readonly currentStateTimestamp?: number | undefined
  readonly members: readonly GroupMetadataValueMemberMetadataInput[]
}

export interface GroupMetadataValueMemberMetadata {
  memberId: string
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  rebalanceTimeout: number
  sessionTimeout: number
  subscription: Uint8Array
  assignment: Uint8Array
}

export interface GroupMetadataValueMemberMetadataInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly rebalanceTimeout?: number | undefined
  readonly sessionTimeout: number
  readonly subscription: Uint8Array
  readonly assignment: Uint8Array
}

export const groupMetadataKeyCodec: RecordCodec<GroupMetadataKey, GroupMetadataKeyInput>

export const groupMetadataValueCodec: RecordCodec<GroupMetadataValue, GroupMetadataValueInput>

export interface LegacyOffsetCommitKey {
  group: string
  topic: string
  partition: number
}

export interface LegacyOffsetCommitKeyInput {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

export interface LegacyOffsetCommitValue {
  offset: number
  metadata: string
  commitTimestamp: number
}

export interface LegacyOffsetCommitValueInput {
  readonly offset: number
  readonly metadata: string
  readonly commitTimestamp: number
}

export const legacyOffsetCommitKeyCodec: RecordCodec<LegacyOffsetCommitKey, LegacyOffsetCommitKeyInput>

export const legacyOffsetCommitValueCodec: RecordCodec<LegacyOffsetCommitValue, LegacyOffsetCommitValueInput>

export interface OffsetCommitKey {
  group: string
  topic: string
  partition: number
}

export interface OffsetCommitKeyInput {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

export interface OffsetCommitValue {
  offset: number
  leaderEpoch: number
  metadata: string
  commitTimestamp: number
  expireTimestamp: number
  topicId: Uuid
}

export interface OffsetCommitValueInput {
  readonly offset: number
  readonly leaderEpoch?: number | undefined
  readonly metadata: string
  readonly commitTimestamp: number
  readonly expireTimestamp?: number | undefined
  readonly topicId?: Uuid | undefined
}

export const offsetCommitKeyCodec: RecordCodec<OffsetCommitKey, OffsetCommitKeyInput>

export const offsetCommitValueCodec: RecordCodec<OffsetCommitValue, OffsetCommitValueInput>


export interface RecordCodec<Value, Input> {
  readonly kind: 'key' | 'value' | 'data' | 'metadata' | 'header'
  readonly recordType: number
  readonly encode: (writer: Writer, input: Input, version: number) => void
  readonly decode: (reader: never, version: number) => Value
}
export class Writer {
  constructor(initial?: number)
  reset(): void
  int16(value: number): void
  toBuffer(): Uint8Array
}
export function decodeRecordBytes<Value>(codec: RecordCodec<Value, never>, bytes: Uint8Array): Value
export function recordPrefix(bytes: Uint8Array): number
export class RecordReader {
  buffer: Uint8Array
  isControl: boolean
  offset: number
  keyStart: number
  keyLength: number
  valueStart: number
  valueLength: number
  open(buffer: Uint8Array, at?: number): this
  next(): boolean
}
export function batches(buffer: Uint8Array, start?: number, end?: number): Generator<number, void>
export function batchIsTransactional(buffer: Uint8Array, at: number): boolean
export function batchProducerId(buffer: Uint8Array, at: number): number
export function readEndTxnMarker(key: Uint8Array | null, value: Uint8Array | null): { committed: boolean } | undefined
