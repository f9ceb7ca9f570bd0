/**
 * Every metric of a broker, one row each: the Prometheus text, the reference page and the tests are derived from it.
 * Names follow the Prometheus rules: base units, `_total` on counters. A label's values are bounded (API names,
 * reasons, topics of this broker).
 */

export type MetricType = 'counter' | 'gauge' | 'histogram'

export interface MetricRow {
  readonly name: string
  readonly type: MetricType
  readonly unit: 'seconds' | 'bytes' | 'ratio' | 'count'
  readonly labels: readonly string[]
  readonly doc: string
}

/** Topics shown with a line of their own; a scrape stays small on a broker with very many. */
export const SHOWN_TOPICS = 1000
/** Groups whose lag is shown. */
export const SHOWN_GROUPS = 1000

export const metricRows = {
  info: {
    name: 'odradek_info', type: 'gauge', unit: 'count', labels: ['version', 'broker_id', 'cluster_id'],
    doc: 'Always 1; says who this is.',
  },
  uptime: { name: 'odradek_uptime_seconds', type: 'gauge', unit: 'seconds', labels: [], doc: 'Time since the broker was ready.' },
  cpu: { name: 'odradek_process_cpu_seconds_total', type: 'counter', unit: 'seconds', labels: [], doc: 'Processor time used.' },
  resident: { name: 'odradek_process_resident_bytes', type: 'gauge', unit: 'bytes', labels: [], doc: 'Memory the process holds.' },
  heap: { name: 'odradek_process_heap_bytes', type: 'gauge', unit: 'bytes', labels: [], doc: 'JavaScript heap in use.' },
  loopDelay: {
    name: 'odradek_loop_delay_seconds', type: 'gauge', unit: 'seconds', labels: ['quantile'],
    doc: 'How late the event loop ran in the last sample (10 s); sessions and timers suffer when it grows.',
  },
  connections: { name: 'odradek_connections', type: 'gauge', unit: 'count', labels: ['listener'], doc: 'Open client connections.' },
  connectionsOpened: {
    name: 'odradek_connections_opened_total', type: 'counter', unit: 'count', labels: [], doc: 'Connections accepted.',
  },
  connectionsClosed: {
    name: 'odradek_connections_closed_total', type: 'counter', unit: 'count', labels: ['reason'], doc: 'Connections that ended.',
  },
  connectionsRefused: {
    name: 'odradek_connections_refused_total', type: 'counter', unit: 'count', labels: ['reason'],
    doc: 'Connections turned away by a limit.',
  },
  requests: {
    name: 'odradek_request_seconds', type: 'histogram', unit: 'seconds', labels: ['api'],
    doc: 'Requests by time from decoding to the answer being queued; waits (acks=all, long polls) included.',
  },
  requestBytes: {
    name: 'odradek_request_bytes_total', type: 'counter', unit: 'bytes', labels: ['api'], doc: 'Bytes of requests.',
  },
  responseBytes: {
    name: 'odradek_response_bytes_total', type: 'counter', unit: 'bytes', labels: ['api'], doc: 'Bytes of answers.',
  },
  requestFailures: {
    name: 'odradek_request_failures_total', type: 'counter', unit: 'count', labels: ['api', 'reason'],
    doc: 'Requests that could not be answered: unsupported version, malformed body, exception.',
  },
  topicBytesIn: {
    name: 'odradek_topic_bytes_in_total', type: 'counter', unit: 'bytes', labels: ['topic'], doc: 'Batch bytes appended for producers.',
  },
  topicRecordsIn: {
    name: 'odradek_topic_records_in_total', type: 'counter', unit: 'count', labels: ['topic'], doc: 'Records appended for producers.',
  },
  topicBytesOut: {
    name: 'odradek_topic_bytes_out_total', type: 'counter', unit: 'bytes', labels: ['topic'], doc: 'Batch bytes sent to consumers.',
  },
  topicProduceFailures: {
    name: 'odradek_topic_produce_failures_total', type: 'counter', unit: 'count', labels: ['topic'],
    doc: 'Partitions of produce requests answered with an error.',
  },
  topicFetchFailures: {
    name: 'odradek_topic_fetch_failures_total', type: 'counter', unit: 'count', labels: ['topic'],
    doc: 'Partitions of fetch requests answered with an error.',
  },
  topicsHidden: {
    name: 'odradek_topics_hidden', type: 'gauge', unit: 'count', labels: [],
    doc: 'Topics without lines of their own here because there are more than a thousand.',
  },
  partitions: { name: 'odradek_partitions', type: 'gauge', unit: 'count', labels: [], doc: 'Partitions this broker holds.' },
  leaders: { name: 'odradek_partition_leaders', type: 'gauge', unit: 'count', labels: [], doc: 'Partitions this broker leads.' },
  underReplicated: {
    name: 'odradek_partitions_under_replicated', type: 'gauge', unit: 'count', labels: [],
    doc: 'Led partitions with fewer in-sync replicas than replicas.',
  },
  underMinIsr: {
    name: 'odradek_partitions_under_min_isr', type: 'gauge', unit: 'count', labels: [],
    doc: 'Led partitions with fewer in-sync replicas than min.insync.replicas.',
  },
  offline: { name: 'odradek_partitions_offline', type: 'gauge', unit: 'count', labels: [], doc: 'Partitions whose log cannot be used.' },
  logBytes: {
    name: 'odradek_log_bytes', type: 'gauge', unit: 'bytes', labels: ['directory'], doc: 'Bytes of all logs in a data directory.',
  },
  logFreeBytes: {
    name: 'odradek_log_directory_free_bytes', type: 'gauge', unit: 'bytes', labels: ['directory'],
    doc: 'Bytes that may still be written on the device of a data directory.',
  },
  logOffline: {
    name: 'odradek_log_directory_offline', type: 'gauge', unit: 'count', labels: ['directory'], doc: '1 when a data directory has failed.',
  },
  groupLag: {
    name: 'odradek_group_lag', type: 'gauge', unit: 'count', labels: ['group'],
    doc: 'Records between the committed offsets of a group and the ends of the partitions held here.',
  },
  groups: { name: 'odradek_groups', type: 'gauge', unit: 'count', labels: ['state'], doc: 'Groups coordinated here.' },
} as const

export type MetricId = keyof typeof metricRows
