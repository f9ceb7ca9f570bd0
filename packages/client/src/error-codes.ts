/** Every code that an error of the client can have, as types: `error.code === '…'` is completed, and a typo is refused. */
import type { ErrorName } from '@odradek/protocol/internal'

/** Codes of failures that no broker reported. */
export type ClientErrorCode =
  | 'CONNECTION_FAILED'
  | 'CONNECTION_CLOSED'
  | 'TIMEOUT'
  | 'CLOSED'
  | 'ABORTED'
  | 'UNSUPPORTED'
  | 'INVALID_CONFIG'
  | 'INVALID_ARGUMENT'
  | 'RECORD_TOO_LARGE'
  | 'BUFFER_EXHAUSTED'
  | 'SERIALIZATION'
  | 'DESERIALIZATION'
  | 'CORRUPT_DATA'
  | 'AUTHENTICATION_FAILED'
  | 'DELIVERY_TIMEOUT'
  | 'NO_OFFSET'
  | 'LOG_TRUNCATED'
  | 'COMMIT_FAILED'
  | 'TRANSACTION_ABORTED'
  | 'REFUSED_WITH_BATCH'
  | 'FATAL'

/** Kafka's own names of what a broker answers. A code that this client does not know yet has its number in its name. */
export type BrokerErrorCode = Exclude<ErrorName, 'NONE'> | `UNKNOWN_ERROR_CODE_${number}`

export type KafkaErrorCode = ClientErrorCode | BrokerErrorCode
