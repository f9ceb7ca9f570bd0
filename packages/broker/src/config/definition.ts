/**
 * What a configuration row says. Rows are plain data (`as const`): the TypeScript type of a value, parsing, checking,
 * DescribeConfigs and the reference pages are derived from them, and loading them costs nothing.
 *
 * Defaults are written as they would stand in a server.properties file; null means "not set". Apache Kafka's
 * Long.MAX_VALUE is read as Number.MAX_SAFE_INTEGER and written back as it was.
 */

export type ConfigType = 'boolean' | 'string' | 'int' | 'short' | 'long' | 'double' | 'list' | 'class' | 'password'

export type Importance = 'high' | 'medium' | 'low'

/** Whether a running broker takes a new value, and for whom. */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide'

/**
 * served: it does what it says. accepted: it may be set and is reported back, and has no effect here.
 * refused: it would promise something that is not there yet; any value but the default is an error.
 */
export type KeyStatus = 'served' | 'accepted' | 'refused'

export interface KeyRow {
  readonly type: ConfigType
  readonly default: string | null
  /** Bounds of a number, both included. `or` is one more allowed value outside of them. */
  readonly min?: number
  readonly max?: number
  readonly or?: number
  /** Allowed values; of each element in a list. */
  readonly oneOf?: readonly string[]
  readonly form?: 'throttledReplicas'
  readonly importance: Importance
  readonly status: KeyStatus
  readonly doc: string
  /** Never described to clients, not in the reference. */
  readonly hidden?: boolean
}

export interface BrokerKeyRow extends KeyRow {
  readonly update: UpdateMode
}

export interface TopicKeyRow extends KeyRow {
  /** The broker key that holds where the topic says nothing. */
  readonly broker?: string
}

type ParsedOf<T extends ConfigType> = T extends 'boolean'
  ? boolean
  : T extends 'int' | 'short' | 'long' | 'double'
    ? number
    : T extends 'list'
      ? readonly string[]
      : string

/** The type of a row's value once parsed: null only where the default is "not set". */
export type ValueOf<R extends KeyRow> = R['default'] extends null ? ParsedOf<R['type']> | null : ParsedOf<R['type']>

/** Any parsed value. */
export type ConfigValue = boolean | number | string | readonly string[] | null
