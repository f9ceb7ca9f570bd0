/**
 * What to do about an error, by its code: one row each, for `KafkaError.remedy`. An error that only says what came of
 * something else (TIMEOUT, a closed connection) has the remedy of what lies deepest in its chain of causes.
 */
import type { BrokerErrorCode, ClientErrorCode, KafkaErrorCode } from './error-codes.ts'

const REMEDIES: Readonly<Record<ClientErrorCode, string> & Partial<Record<BrokerErrorCode, string>>> = {
  CONNECTION_FAILED: 'Check that the brokers are up and that `brokers` and their advertised.listeners name addresses that can be reached from here.',
  CONNECTION_CLOSED: 'The client connects again by itself; if it stays so, look at the broker\'s log, and whether `tls` and `sasl` fit the listener.',
  TIMEOUT: 'Look whether the brokers are overloaded or cut off; give more time with the call\'s timeoutMs or with requestTimeoutMs.',
  CLOSED: 'Nothing can be asked of it any more: make a new one.',
  ABORTED: 'The signal that was given said so; its reason is the cause.',
  UNSUPPORTED: 'The broker is too old for this, or has it switched off: upgrade it, or do without.',
  INVALID_CONFIG: 'Correct the option that the message names.',
  INVALID_ARGUMENT: 'Correct the argument that the message names.',
  RECORD_TOO_LARGE: 'Send a smaller record, or raise maxRequestBytes (and max.message.bytes of the topic).',
  BUFFER_EXHAUSTED: 'Await `delivered` of earlier records, send slower, or raise bufferBytes or maxBlockMs.',
  SERIALIZATION: 'Correct the value, or the serializer or schema of the topic.',
  DESERIALIZATION: 'Set onPoison to skip such records or to send them to a dead-letter topic; or correct the deserializer or schema.',
  CORRUPT_DATA: 'Bytes were damaged on the way or at rest: if it happens again, check the network and the broker\'s disk.',
  AUTHENTICATION_FAILED: 'Check user, password, mechanism or token, and the CA; it is not tried again by itself.',
  DELIVERY_TIMEOUT: 'The record may have been written or not. Look at the cause; raise deliveryTimeoutMs if brokers are away for longer.',
  REFUSED_WITH_BATCH: 'Nothing is wrong with this record: send it again, without those that the broker named.',
  COMMIT_FAILED: 'Records since the last commit come again to whoever has their partitions next: handle them so that twice does no harm. The cause says why.',
  FATAL: 'This was not foreseen: the cause says more.',
  UNKNOWN_TOPIC_OR_PARTITION: 'Create the topic, or correct its name; a topic made just now is known everywhere a moment later.',
  LEADER_NOT_AVAILABLE: 'The partition has no leader: bring the brokers of its replicas back.',
  COORDINATOR_NOT_AVAILABLE: 'The broker that looks after the group or transaction is not there: bring brokers back, and look whether __consumer_offsets or __transaction_state has leaders.',
  UNKNOWN_TOPIC_ID: 'The topic was deleted and made again: refresh what you know of it.',
  INVALID_TOPIC_EXCEPTION: 'Names have 1 to 249 of the characters a-z A-Z 0-9 . _ and -.',
  TOPIC_ALREADY_EXISTS: 'Use the topic that is there (createTopics with ifNotExists says what it is like), or delete it first.',
  MESSAGE_TOO_LARGE: 'Send smaller records, or raise max.message.bytes of the topic.',
  RECORD_LIST_TOO_LARGE: 'Send less at once.',
  NOT_ENOUGH_REPLICAS: 'Fewer replicas are in sync than min.insync.replicas: bring brokers back.',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'Fewer replicas are in sync than min.insync.replicas: bring brokers back.',
  LOG_TRUNCATED: 'Records were lost in an unclean election: seek to where to go on, or set autoOffsetReset.',
  NO_OFFSET: 'Set autoOffsetReset to earliest or latest, or seek to an offset that exists.',
  OFFSET_OUT_OF_RANGE: 'Set autoOffsetReset to earliest or latest, or seek to an offset that exists.',
  TOPIC_AUTHORIZATION_FAILED: 'Ask for an ACL on the topic for this principal.',
  GROUP_AUTHORIZATION_FAILED: 'Ask for an ACL (Read) on the group for this principal.',
  CLUSTER_AUTHORIZATION_FAILED: 'Ask for an ACL on the cluster for this principal; an idempotent producer needs Write on some topic.',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'Ask for ACLs (Write, Describe) on the transactional id; a broker without transactions answers this too.',
  SASL_AUTHENTICATION_FAILED: 'Check user, password, mechanism or token.',
  UNSUPPORTED_SASL_MECHANISM: 'Use a mechanism of the broker\'s sasl.enabled.mechanisms.',
  ILLEGAL_SASL_STATE: 'The listener expects something else first: check `sasl` and the port.',
  REBALANCE_IN_PROGRESS: 'The group is being divided anew: commit again afterwards.',
  ILLEGAL_GENERATION: 'The group went on without this member: its partitions are somebody else\'s now.',
  UNKNOWN_MEMBER_ID: 'The member was away for longer than its session timeout: handle records faster, or raise sessionTimeoutMs or maxPollIntervalMs.',
  FENCED_INSTANCE_ID: 'Another member has the same groupInstanceId: give each its own.',
  FENCED_MEMBER_EPOCH: 'The group went on without this member: its partitions are somebody else\'s now.',
  UNRELEASED_INSTANCE_ID: 'Another member has the same groupInstanceId: give each its own.',
  INCONSISTENT_GROUP_PROTOCOL: 'The members of the group share no assignor or protocol: configure one that all have.',
  GROUP_MAX_SIZE_REACHED: 'The group is full (group.max.size).',
  GROUP_ID_NOT_FOUND: 'Check the name (deleteGroups with ifExists passes over what is not there); a group is gone when it is empty and its offsets have expired.',
  NON_EMPTY_GROUP: 'Stop the members of the group first.',
  PRODUCER_FENCED: 'Another producer has this transactional id: make a new producer, and give each instance an id of its own.',
  INVALID_PRODUCER_EPOCH: 'Another producer has this transactional id: make a new producer, and give each instance an id of its own.',
  INVALID_TXN_STATE: 'Call initTransactions, beginTransaction and commit or abort in that order.',
  TRANSACTION_ABORTABLE: 'Abort the transaction and do it again.',
  TRANSACTION_ABORTED: 'The transaction was aborted: do it again if it should have been committed.',
  INVALID_TRANSACTION_TIMEOUT: 'transactionTimeoutMs must not be above the broker\'s transaction.max.timeout.ms.',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'Records before these were lost: look at the broker\'s log.',
  UNSUPPORTED_VERSION: 'The broker is too old for this, or has it switched off: upgrade it, or do without.',
  INVALID_REPLICATION_FACTOR: 'Ask for at most as many replicas as there are brokers.',
  INVALID_PARTITIONS: 'Partitions can only become more, and there is at least one.',
  POLICY_VIOLATION: 'The cluster\'s administrators forbid this: the message says which rule.',
  INVALID_REQUEST: 'The broker refused the request as it is: the message says why.',
  THROTTLING_QUOTA_EXCEEDED: 'Too much was asked for: try again later.',
}

/** By Node's code, where a connection did not come about. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nobody listens at this address: start the broker, or correct host and port in `brokers` (or in its advertised.listeners).',
  ENOTFOUND: 'No name server knows this host: correct the name in `brokers` (or in the broker\'s advertised.listeners).',
  EAI_AGAIN: 'The name could not be looked up: check the network and its name server.',
  EHOSTUNREACH: 'There is no way to this host from here: check the address, the network and firewalls.',
  ENETUNREACH: 'There is no way to this network from here: check the address, the network and firewalls.',
  ETIMEDOUT: 'The host does not answer at this address: check that it is up, the address, and that no firewall drops the packets.',
}

/** These say that something did not come about; what lies below says why. */
const FOLLOWS_ITS_CAUSE: ReadonlySet<string> = new Set(['TIMEOUT', 'DELIVERY_TIMEOUT', 'CONNECTION_FAILED', 'CONNECTION_CLOSED', 'AUTHENTICATION_FAILED', 'FATAL'])
/** Deeper than any chain of ours. */
const MAX_DEPTH = 8

interface Failure {
  readonly code?: unknown
  readonly retriable?: unknown
  readonly remedy?: unknown
  readonly cause?: unknown
  /** Of an AggregateError: several addresses of one name were tried. */
  readonly errors?: unknown
}

/** What to do about an error. */
export function remedyFor(error: { readonly code: KafkaErrorCode; readonly retriable: boolean; readonly cause?: unknown }): string {
  const { code, retriable } = error
  const own = REMEDIES[code] ?? (retriable ? 'It may pass: try again a little later.' : 'Trying again will not help: docs/reference/errors.md says what the code means.')
  if (!FOLLOWS_ITS_CAUSE.has(code)) return own
  const below = remedyOfCause(error.cause, MAX_DEPTH)
  if (below === undefined) return own
  return code === 'DELIVERY_TIMEOUT' ? `The record may have been written or not. ${below}` : below
}

function remedyOfCause(cause: unknown, depth: number): string | undefined {
  if (typeof cause !== 'object' || cause === null || depth === 0) return undefined
  const { code, errors, remedy, cause: deeper } = cause as Failure
  const name = typeof code === 'string' ? code : ''
  // A KafkaError knows its own, and that of what lies below it.
  if (typeof remedy === 'string' && Object.hasOwn(REMEDIES, name)) return remedy
  if (Object.hasOwn(NETWORK, name)) return NETWORK[name]
  return remedyOfCause(Array.isArray(errors) ? errors[0] : deeper, depth - 1)
}
