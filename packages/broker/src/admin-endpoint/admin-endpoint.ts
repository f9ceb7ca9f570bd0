/**
 * Metrics and a JSON view of the broker over HTTP, off unless asked for (`odradek.admin.listener`). Everything is read
 * when it is asked for; only the history is kept. What it can change: it closes a connection.
 */
import type { HttpRequest, HttpResponse, World } from '@odradek/platform'
import type { BrokerConfig } from '../config/broker-config.ts'
import { describeBroker } from '../config/describe.ts'
import type { BrokerMetrics } from '../metrics/broker-metrics.ts'
import { PROMETHEUS_TYPE, prometheusText } from '../metrics/prometheus.ts'
import { historySeries, round, Sampler } from '../metrics/sampler.ts'
import type { MetricsSources } from '../metrics/sources.ts'
import { refusal } from './guard.ts'

export interface AdminEndpointOptions {
  readonly world: Pick<World, 'clock' | 'scheduler' | 'process' | 'http' | 'log'>
  readonly config: BrokerConfig
  readonly metrics: BrokerMetrics
  readonly sources: MetricsSources
  /** `host:port`; port 0 picks a free one. */
  readonly listener: string
}

export interface AdminEndpoint {
  /** `http://127.0.0.1:9644`. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

interface Route {
  readonly doc: string
  readonly answer: (request: HttpRequest) => unknown
}

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/

/** Rejects with the errors of a listening socket (EADDRINUSE, EACCES, ...). */
export async function openAdminEndpoint(options: AdminEndpointOptions): Promise<AdminEndpoint> {
  const { world, config } = options
  const at = options.listener.lastIndexOf(':')
  const host = options.listener.slice(0, at).replace(/^\[|\]$/g, '')
  const sampler = new Sampler({ ...options, minutes: config.get('odradek.history.minutes') })
  const hosts = new Set([host, ...config.get('odradek.admin.allowed.hosts')].map((name) => name.toLowerCase()))
  const view = new AdminView(options, sampler, world.clock.monotonicMs(), hosts)
  const server = await world.http.listen({ host, port: Number(options.listener.slice(at + 1)) },
    (request) => view.handle(request))
  if (!loopback.test(host)) {
    world.log.warn({ listener: options.listener }, 'the admin endpoint has no passwords, and more than this machine can reach it')
  }
  sampler.start()
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${server.port}`,
    port: server.port,
    async close() {
      sampler.stop()
      await server.close()
    },
  }
}

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

function json(status: number, value: unknown): HttpResponse {
  return { status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body: `${JSON.stringify(value, null, 1)}\n` }
}

const disconnectPath = /^\/admin\/v1\/connections\/([^/]{1,200})\/disconnect$/

class AdminView {
  readonly #options: AdminEndpointOptions
  readonly #sampler: Sampler
  readonly #startedAtMs: number
  readonly #hosts: ReadonlySet<string>
  readonly #routes: Readonly<Record<string, Route>>

  constructor(options: AdminEndpointOptions, sampler: Sampler, startedAtMs: number, hosts: ReadonlySet<string>) {
    this.#options = options
    this.#hosts = hosts
    this.#sampler = sampler
    this.#startedAtMs = startedAtMs
    this.#routes = {
      '/admin/v1': { doc: 'This list.', answer: () => this.#index() },
      '/admin/v1/broker': { doc: 'Who this is, and how the process does.', answer: () => this.#broker() },
      '/admin/v1/connections': { doc: 'Open connections with the library behind each.', answer: () => this.#connections() },
      '/admin/v1/apis': { doc: 'Requests per API: rates, latencies, versions, failures.', answer: () => this.#apis() },
      '/admin/v1/logs': { doc: 'Logs and data directories.', answer: (request) => this.#logs(request) },
      '/admin/v1/groups': { doc: 'Groups coordinated here; offsets and lag of one with ?group=.', answer: (request) => this.#groups(request) },
      '/admin/v1/history': { doc: 'The last hours as series (?minutes=60&points=360).', answer: (request) => this.#history(request) },
      '/admin/v1/config': { doc: 'The configuration with its sources; secrets are left out.', answer: () => this.#config() },
    }
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const refused = refusal(request, this.#hosts)
    if (refused !== undefined) return json(403, { error: refused })
    if (request.method === 'POST') return this.#post(request)
    if (request.method !== 'GET' && request.method !== 'HEAD') return json(405, { error: `${request.method} is not served.` })
    if (request.path === '/metrics') {
      const text = await prometheusText({ ...this.#options, sampler: this.#sampler, startedAtMs: this.#startedAtMs })
      return { status: 200, headers: { ...headers, 'content-type': PROMETHEUS_TYPE }, body: text }
    }
    const path = request.path === '/' || request.path === '/admin/v1/' ? '/admin/v1' : request.path
    const route = this.#routes[path]
    if (!route) return json(404, { error: `There is nothing at ${request.path}; see /admin/v1.` })
    return json(200, await route.answer(request))
  }

  #post(request: HttpRequest): HttpResponse {
    const id = disconnectPath.exec(request.path)?.[1]
    if (id === undefined) return json(404, { error: `There is nothing to do at ${request.path}.` })
    let name: string
    try {
      name = decodeURIComponent(id)
    } catch {
      return json(400, { error: 'That is not a connection id.' })
    }
    if (!this.#options.sources.disconnect(name)) return json(404, { error: `There is no connection ${name}.` })
    this.#options.world.log.info({ connection: name, by: request.remoteAddress }, 'connection closed by the admin endpoint')
    return json(200, { closed: name })
  }

  #index(): unknown {
    return {
      routes: [
        { method: 'GET', path: '/metrics', doc: 'Everything for Prometheus.' },
        ...Object.entries(this.#routes).map(([path, { doc }]) => ({ method: 'GET', path, doc })),
        { method: 'POST', path: '/admin/v1/connections/{id}/disconnect', doc: 'Closes a connection.' },
      ],
    }
  }

  #broker(): unknown {
    const { world, sources } = this.#options
    const logs = sources.logs()
    return {
      ...sources.broker(),
      host: world.process.hostname,
      pid: world.process.pid,
      uptimeSeconds: round((world.clock.monotonicMs() - this.#startedAtMs) / 1000),
      nowMs: world.clock.wallMs(),
      residentBytes: world.process.residentBytes(),
      heapBytes: world.process.heapUsedBytes(),
      cpuSeconds: round(world.process.cpuSeconds()),
      loopDelayMs: {
        p50: round(this.#sampler.loopDelay.p50 * 1000),
        p99: round(this.#sampler.loopDelay.p99 * 1000),
        max: round(this.#sampler.loopDelay.p100 * 1000),
      },
      connections: sources.connections().length,
      topics: new Set(logs.map((log) => log.topic)).size,
      partitions: logs.length,
      leaders: logs.filter((log) => log.leader).length,
      underReplicated: logs.filter((log) => log.leader && log.inSync < log.replicas).length,
      offline: logs.filter((log) => log.offline).length,
      logBytes: logs.reduce((sum, log) => sum + log.bytes, 0),
    }
  }

  #connections(): unknown {
    const now = this.#options.world.clock.wallMs()
    return {
      connections: this.#options.sources.connections().map((one) => ({
        id: one.id,
        listener: one.listenerName,
        remoteAddress: one.remoteAddress,
        remotePort: one.remotePort,
        principal: one.principal,
        clientId: one.clientId,
        softwareName: one.softwareName,
        softwareVersion: one.softwareVersion,
        connectedAtMs: one.connectedAtMs,
        ageSeconds: round(Math.max(0, now - one.connectedAtMs) / 1000),
        requests: one.requests,
        bytesIn: one.bytesIn,
        bytesOut: one.bytesOut,
      })),
    }
  }

  #apis(): unknown {
    const { metrics, sources } = this.#options
    return {
      apis: [...metrics.apis()].map(([key, figures]) => ({
        key,
        name: sources.apiName(key),
        versions: figures.maxVersion < 0 ? null : { min: figures.minVersion, max: figures.maxVersion },
        requests: figures.latency.count,
        perSecond: round(this.#sampler.apiRate(key)),
        latencyMs: {
          mean: round(figures.latency.count === 0 ? 0 : figures.latency.sumMs / figures.latency.count),
          p50: round(figures.latency.recent(50)),
          p95: round(figures.latency.recent(95)),
          p99: round(figures.latency.recent(99)),
          max: round(figures.latency.maxMs),
        },
        requestBytes: figures.requestBytes,
        responseBytes: figures.responseBytes,
        failures: figures.failures,
      })),
    }
  }

  #logs(request: HttpRequest): unknown {
    const { metrics, sources } = this.#options
    const topic = request.query.get('topic')
    const logs = sources.logs()
    return {
      directories: sources.directories(),
      topics: [...metrics.topics].map(([name, figures]) => ({ topic: name, ...figures })).filter((one) => topic === null || one.topic === topic),
      logs: topic === null ? logs : logs.filter((log) => log.topic === topic),
    }
  }

  async #groups(request: HttpRequest): Promise<unknown> {
    const { sources } = this.#options
    const wanted = request.query.get('group')
    const groups = await sources.groups()
    if (wanted === null) return { groups }
    return { groups: groups.filter(({ groupId }) => groupId === wanted), offsets: await sources.groupOffsets(wanted) }
  }

  #history(request: HttpRequest): unknown {
    const number = (name: string, fallback: number, most: number): number => {
      const value = Number(request.query.get(name) ?? fallback)
      return Number.isFinite(value) ? Math.min(most, Math.max(1, Math.floor(value))) : fallback
    }
    const kept = this.#options.config.get('odradek.history.minutes')
    return { units: historySeries, ...this.#sampler.history(number('minutes', kept, kept), number('points', 360, 8640)) }
  }

  #config(): unknown {
    return {
      config: describeBroker(this.#options.config).map((entry) => ({
        name: entry.name,
        value: entry.value,
        isDefault: entry.isDefault,
        isSensitive: entry.isSensitive,
        readOnly: entry.readOnly,
        source: entry.configSource,
        documentation: entry.documentation,
      })),
    }
  }
}
