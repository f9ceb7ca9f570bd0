/**
 * Bit sets of the operations a client may do, as Metadata, DescribeCluster and DescribeTopicPartitions report them.
 * Without an authorizer that is every operation the resource has (AclEntry.supportedOperations); bit n is the
 * operation of code n.
 */
const bits = (...codes: readonly number[]): number => codes.reduce((set, code) => set | (1 << code), 0)

const READ = 3
const WRITE = 4
const CREATE = 5
const DELETE = 6
const ALTER = 7
const DESCRIBE = 8
const CLUSTER_ACTION = 9
const DESCRIBE_CONFIGS = 10
const ALTER_CONFIGS = 11
const IDEMPOTENT_WRITE = 12

/** The client did not ask. */
export const NOT_ASKED = -2147483648

export const topicOperations: number = bits(
  READ,
  WRITE,
  CREATE,
  DELETE,
  ALTER,
  DESCRIBE,
  DESCRIBE_CONFIGS,
  ALTER_CONFIGS,
)
export const clusterOperations: number = bits(
  CREATE,
  ALTER,
  DESCRIBE,
  CLUSTER_ACTION,
  DESCRIBE_CONFIGS,
  ALTER_CONFIGS,
  IDEMPOTENT_WRITE,
)
