/** Metrics of a broker: recording for the server and the replica layer, reading for the admin endpoint. */
export { BrokerMetrics, createMetrics } from './broker-metrics.ts'
export type { ApiFigures, TopicFigures } from './broker-metrics.ts'
export { PROMETHEUS_TYPE, prometheusText } from './prometheus.ts'
export { historySeries, SAMPLE_MS, Sampler } from './sampler.ts'
export type { History, HistorySeries } from './sampler.ts'
export type { BrokerFigures, CommittedOffset, DirectoryFigures, GroupFigures, LogFigures, MetricsSources } from './sources.ts'
export { metricRows, SHOWN_TOPICS } from './table.ts'
export type { MetricId, MetricRow } from './table.ts'
