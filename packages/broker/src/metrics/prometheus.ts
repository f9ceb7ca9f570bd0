/** The Prometheus text format (version 0.0.4) of everything in the table. */
import type { Clock, ProcessInfo } from '@odradek/platform'
import type { BrokerMetrics } from './broker-metrics.ts'
import type { LatencyHistogram } from './latency-histogram.ts'
import type { Sampler } from './sampler.ts'
import type { GroupFigures, LogFigures, MetricsSources } from './sources.ts'
import { metricRows, SHOWN_GROUPS, SHOWN_TOPICS } from './table.ts'
import type { MetricId, MetricRow } from './table.ts'

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Bounds of the latency histogram: powers of two from 256 microseconds to 67 seconds. */
const firstPower = 8
const lastPower = 26

export interface PrometheusInput {
  readonly world: { readonly clock: Clock; readonly process: ProcessInfo }
  readonly metrics: BrokerMetrics
  readonly sampler: Sampler
  readonly sources: MetricsSources
  readonly startedAtMs: number
}

class Page {
  readonly #lines: string[] = []

  head(id: MetricId): string {
    const row: MetricRow = metricRows[id]
    this.#lines.push(`# HELP ${row.name} ${row.doc.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`, `# TYPE ${row.name} ${row.type}`)
    return row.name
  }

  value(id: MetricId, value: number): void {
    this.#lines.push(`${this.head(id)} ${number(value)}`)
  }

  /** One line per entry; a metric without entries is left out. */
  values(id: MetricId, entries: Iterable<readonly [labels: readonly string[], value: number]>): void {
    let name: string | undefined
    for (const [labels, value] of entries) {
      name ??= this.head(id)
      this.#lines.push(`${name}${labelsOf(metricRows[id].labels, labels)} ${number(value)}`)
    }
  }

  histogram(id: MetricId, label: string, histogram: LatencyHistogram): void {
    const { name, labels } = metricRows[id]
    for (let power = firstPower; power <= lastPower; power += 2) {
      this.#lines.push(`${name}_bucket${labelsOf([...labels, 'le'], [label, String(2 ** power / 1e6)])} ${histogram.below(power)}`)
    }
    this.#lines.push(
      `${name}_bucket${labelsOf([...labels, 'le'], [label, '+Inf'])} ${histogram.count}`,
      `${name}_sum${labelsOf(labels, [label])} ${number(histogram.sumMs / 1000)}`,
      `${name}_count${labelsOf(labels, [label])} ${histogram.count}`,
    )
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}

function labelsOf(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return ''
  return `{${names.map((name, index) => `${name}="${escape(values[index] ?? '')}"`).join(',')}}`
}

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : value < 0 ? '-Inf' : 'NaN'
}

export async function prometheusText(input: PrometheusInput): Promise<string> {
  const page = new Page()
  processFigures(page, input)
  serverFigures(page, input)
  topicFigures(page, input.metrics)
  const logs = input.sources.logs()
  logFigures(page, logs, input.sources)
  const groups = await input.sources.groups()
  page.values('groups', byState(groups))
  page.values('groupLag', await lags(groups, input.sources))
  return page.text()
}

function processFigures(page: Page, { world, sampler, sources, startedAtMs }: PrometheusInput): void {
  const broker = sources.broker()
  page.values('info', [[[broker.version, String(broker.brokerId), broker.clusterId], 1]])
  page.value('uptime', (world.clock.monotonicMs() - startedAtMs) / 1000)
  page.value('cpu', world.process.cpuSeconds())
  page.value('resident', world.process.residentBytes())
  page.value('heap', world.process.heapUsedBytes())
  const { p50, p99, p100 } = sampler.loopDelay
  page.values('loopDelay', [[['0.5'], p50], [['0.99'], p99], [['1'], p100]])
}

function serverFigures(page: Page, { metrics, sources }: PrometheusInput): void {
  const byListener = new Map<string, number>(sources.broker().listeners.map((listener) => [listener.name, 0]))
  for (const { listenerName } of sources.connections()) byListener.set(listenerName, (byListener.get(listenerName) ?? 0) + 1)
  page.values('connections', [...byListener].map(([name, count]) => [[name], count]))
  page.value('connectionsOpened', metrics.connectionsOpened)
  page.values('connectionsClosed', [...metrics.connectionsClosed].map(([reason, count]) => [[reason], count]))
  page.values('connectionsRefused', [...metrics.connectionsRefused].map(([reason, count]) => [[reason], count]))
  const apis = [...metrics.apis()].map(([key, figures]) => [sources.apiName(key), figures] as const)
  if (apis.length > 0) page.head('requests')
  for (const [name, figures] of apis) page.histogram('requests', name, figures.latency)
  page.values('requestBytes', apis.map(([name, figures]) => [[name], figures.requestBytes]))
  page.values('responseBytes', apis.map(([name, figures]) => [[name], figures.responseBytes]))
  page.values('requestFailures', [...apis, ['unknown', metrics.unknownApi] as const].flatMap(([name, { failures }]) =>
    Object.entries(failures).filter(([, count]) => count > 0).map(([reason, count]) => [[name, reason], count] as const)))
}

function topicFigures(page: Page, metrics: BrokerMetrics): void {
  const shown = [...metrics.topics].slice(0, SHOWN_TOPICS)
  page.values('topicBytesIn', shown.map(([topic, figures]) => [[topic], figures.bytesIn]))
  page.values('topicRecordsIn', shown.map(([topic, figures]) => [[topic], figures.recordsIn]))
  page.values('topicBytesOut', shown.map(([topic, figures]) => [[topic], figures.bytesOut]))
  page.values('topicProduceFailures', shown.map(([topic, figures]) => [[topic], figures.produceFailures]))
  page.values('topicFetchFailures', shown.map(([topic, figures]) => [[topic], figures.fetchFailures]))
  page.value('topicsHidden', metrics.topics.size - shown.length)
}

function logFigures(page: Page, logs: readonly LogFigures[], sources: MetricsSources): void {
  const count = (holds: (log: LogFigures) => boolean): number => logs.filter(holds).length
  page.value('partitions', logs.length)
  page.value('leaders', count((log) => log.leader))
  page.value('underReplicated', count((log) => log.leader && log.inSync < log.replicas))
  page.value('underMinIsr', count((log) => log.leader && log.inSync < log.minInsyncReplicas))
  page.value('offline', count((log) => log.offline))
  const bytes = new Map<string, number>()
  for (const log of logs) bytes.set(log.directory, (bytes.get(log.directory) ?? 0) + log.bytes)
  const directories = sources.directories()
  page.values('logBytes', directories.map(({ path }) => [[path], bytes.get(path) ?? 0]))
  page.values('logFreeBytes', directories.filter(({ offline }) => !offline).map(({ path, freeBytes }) => [[path], freeBytes]))
  page.values('logOffline', directories.map(({ path, offline }) => [[path], offline ? 1 : 0]))
}

async function lags(groups: readonly GroupFigures[], sources: MetricsSources): Promise<[string[], number][]> {
  const found: [string[], number][] = []
  for (const { groupId } of groups.slice(0, SHOWN_GROUPS)) {
    let sum = 0
    for (const { lag } of await sources.groupOffsets(groupId)) sum += lag ?? 0
    found.push([[groupId], sum])
  }
  return found
}

function byState(groups: readonly GroupFigures[]): [string[], number][] {
  const states = new Map<string, number>()
  for (const { state } of groups) states.set(state, (states.get(state) ?? 0) + 1)
  return [...states].map(([state, count]) => [[state], count])
}
