/**
 * Writes docs/reference from the tables of the program: configuration, topic configuration, metrics, error codes,
 * served APIs, limits of requests, commands, options of the client. `--check` changes nothing and ends with 1 when a page is out of step; a test runs that.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allErrors } from '@odradek/protocol/internal'
import type { AnyHandler } from '../packages/broker/src/services.ts'
import { allowed, brokerKeyGroups, brokerKeys, topicKeyRows, variableOf } from '../packages/broker/src/config/index.ts'
import type { BrokerKeyRow, KeyRow } from '../packages/broker/src/config/index.ts'
import { consumerOptions, inFlightOptions } from '../packages/client/src/consumer/options.ts'
import type { OptionTable } from '../packages/client/src/option-table.ts'
import { clientOptions } from '../packages/client/src/options.ts'
import { producerOptions, transactionalProducerOptions } from '../packages/client/src/producer/options.ts'
import { namedTwice, requestLimits } from '../packages/broker/src/limits/request-limits.ts'
import { historySeries } from '../packages/broker/src/metrics/sampler.ts'
import { metricRows } from '../packages/broker/src/metrics/table.ts'
import { helpOf } from '../packages/odradek/src/command-line.ts'
import { commandRows } from '../packages/odradek/src/commands/rows.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'docs/reference')
const handlerTable = join(root, 'packages/broker/src/handlers/index.ts')
const generated = '<!-- Written by `npm run reference`; change the table it comes from, not this page. -->'

function page(title: string, intro: string, ...parts: string[]): string {
  return `${[`# ${title}`, generated, intro, ...parts].join('\n\n')}\n`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

function value(row: KeyRow): string {
  return row.default === null ? '(not set)' : row.default === '' ? '(empty)' : `\`${row.default}\``
}

function takes(row: KeyRow): string {
  if (row.type === 'password' || (row.type === 'class' && !row.oneOf) || allowed(row) === 'a text') return row.type
  return allowed(row).replace(/(?: and| of) at most (?:2147483647|32767)/, '') // what the type says anyway
}

function marks(row: KeyRow): string {
  if (row.status === 'accepted') return ' *Accepted, without effect.*'
  return row.status === 'refused' ? ' *Refused for now.*' : ''
}

function configPage(): string {
  const updates = { 'read-only': 'at start', 'per-broker': 'while running', 'cluster-wide': 'while running' }
  const section = ([title, keys]: readonly [string, readonly string[]]): string => {
    const rows = keys.map((key) => [key, brokerKeys.get(key) as BrokerKeyRow] as const).filter(([, row]) => !row.hidden)
    return `## ${title}\n\n${table(['key', 'what', 'takes', 'default', 'changes'], rows.map(([key, row]) =>
      [`\`${key}\``, row.doc + marks(row), takes(row), value(row), updates[row.update]]))}`
  }
  const served = [...brokerKeys.values()].filter((row) => row.status === 'served').length
  return page('Broker configuration',
    'A setting is taken from, the later stronger: its default, the file of `--config` (the syntax of server.properties), ' +
    `an environment variable (\`log.retention.hours\` is \`${variableOf('log.retention.hours')}\`; an empty one counts as not ` +
    'set), `--override key=value`, a flag of the command line; and stronger than all of them what was set while running, for ' +
    'all brokers or for one.\n\n' +
    `The keys are those of Apache Kafka 3.9, with the defaults that 4.0 changed, and a few of our own; ${served} of ` +
    `${brokerKeys.size} have an effect. The others can be set and are reported back, so that an existing file is taken as ` +
    'it is; at start a warning names those that were given and do nothing. A key that neither we nor Apache Kafka know is ' +
    'an error with a likely spelling.',
    ...brokerKeyGroups.map(section))
}

function topicPage(): string {
  const rows = [...topicKeyRows].filter(([, row]) => !row.hidden)
  return page('Topic configuration',
    'Settings of one topic, given when it is created or changed later. Where a topic says nothing the broker\'s value holds.',
    table(['key', 'what', 'takes', 'default', 'broker key'], rows.map(([key, row]) =>
      [`\`${key}\``, row.doc + marks(row), takes(row), value(row), row.broker ? `\`${row.broker}\`` : ''])))
}

function metricsPage(): string {
  return page('Metrics',
    'Served as Prometheus text at `/metrics` when `odradek.admin.listener` (or `--admin-port`) is set. Histograms have ' +
    'buckets at powers of four from 256 microseconds to 67 seconds.',
    table(['metric', 'type', 'labels', 'what'], Object.values(metricRows).map((row) =>
      [`\`${row.name}\``, row.type, row.labels.map((label) => `\`${label}\``).join(', '), row.doc])),
    '## History',
    'Series of `/admin/v1/history`, one value each ten seconds, kept for `odradek.history.minutes`.',
    table(['series', 'unit', 'what'], Object.entries(historySeries).map(([name, row]) => [`\`${name}\``, row.unit, row.doc])))
}

function errorsPage(): string {
  return page('Error codes', 'Codes of the protocol. Retriable: the same request may succeed later.',
    table(['code', 'name', 'retriable', 'what'], allErrors().map((error) =>
      [String(error.code), `\`${error.name}\``, error.retriable ? 'yes' : '', error.message])))
}

async function apisPage(): Promise<string> {
  const { servedHandlers } = await import(handlerTable) as { servedHandlers: readonly AnyHandler[] }
  return page('Served APIs', 'What a broker answers, and in which versions; ApiVersions says the same.',
    table(['key', 'API', 'versions'], servedHandlers.map(({ api, versions, advertisedMin }) => [String(api.key), api.name,
      `${versions.min}-${versions.max}` + (advertisedMin === undefined ? '' : ` (advertised from ${advertisedMin}, for old clients)`)])))
}

function limitsPage(): string {
  const amount = (limit: number, unit: string): string =>
    unit === 'bytes' ? `${limit / 1024 / 1024} MiB` : `${limit.toLocaleString('en-US')} ${unit}`
  const said = { once: 'answered once', each: 'answered each time', refused: 'refused: INVALID_REQUEST, once' }
  return page('Limits of one request',
    'A few bytes that ask for much, or for the same thing again and again, cost neither the memory nor the time of others. While a long ' +
    'answer is made, other connections are served in between. These limits cannot be changed. Sizes of requests, connections and what is ' +
    'kept for them are settings: see `socket.request.max.bytes`, `queued.max.request.bytes`, `max.connections` and `fetch.max.bytes` in ' +
    '[broker configuration](config.md). DescribeTopicPartitions is limited by `max.request.partition.size.limit` too.',
    table(['limit', 'of what', 'beyond'], Object.values(requestLimits).map(({ limit, unit, what, beyond }) => [amount(limit, unit), what, beyond])),
    '## Named twice',
    'What becomes of a thing that one request names twice. As in Apache Kafka 4.3, but where it is said.',
    table(['API', 'what', 'named twice'], namedTwice.map(({ api, what, outcome, note }) => [api, what, said[outcome] + (note === undefined ? '' : `; ${note}`)])))
}

function commandsPage(): string {
  return page('Commands', 'Exit codes: 0 done, 1 failed (a sentence on standard error says why), 2 misused.',
    ...commandRows.map((row) => `## odradek ${row.name}\n\n\`\`\`\n${helpOf(row)}\`\`\``))
}

/** Comments of an interface's members, by name: what an option is, is said where it is declared, and nowhere else. */
function comments(file: string, name: string): ReadonlyMap<string, string> {
  const source = readFileSync(join(root, 'packages/client/src', file), 'utf8')
  const body = new RegExp(`export interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(source)?.[1] ?? ''
  return new Map([...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)\??:/g)].map(([, comment = '', member = '']) =>
    [member, comment.replaceAll(/\s*\n\s*\* ?/g, ' ').trim()]))
}

function inWords(fallback: unknown): string {
  if (typeof fallback === 'number') return fallback >= 1_048_576 && fallback % 1_048_576 === 0 ? `${fallback / 1_048_576} MiB` : fallback.toLocaleString('en-US')
  if (typeof fallback === 'string') return fallback === '' ? 'none' : `'${fallback}'`
  return Array.isArray(fallback) ? `[${fallback.map(inWords).join(', ')}]` : typeof fallback === 'boolean' ? String(fallback) : ''
}

function optionSection<T, U extends keyof T>(title: string, { rows }: OptionTable<T, U>, ...said: readonly ReadonlyMap<string, string>[]): string {
  return `## ${title}\n\n${table(['option', 'what', 'takes', 'default', "Kafka's key"], Object.entries(rows).map(([name, row]) => {
    const comment = said.find((of) => of.has(name))?.get(name)
    if (comment === undefined) throw new Error(`${title}: ${name} has no comment`)
    const fallback = inWords(row.default)
    if (fallback !== '' && fallback !== 'none' && !comment.includes(`Default ${fallback}`)) throw new Error(`${title}: the comment of ${name} does not say "Default ${fallback}"`)
    const what = comment.replace(`Default ${fallback}.`, '').replaceAll(/\s+/g, ' ').trim()
    return [`\`${name}\``, what, row.check.allowed, row.required ? '(must be given)' : row.otherwise ?? fallback, row.kafkaKey === undefined ? '' : `\`${row.kafkaKey}\``]
  }))}`
}

function clientOptionsPage(): string {
  const producer = comments('producer/options.ts', 'ProducerOptions')
  return page('Options of the client',
    'Every option is checked when it is given: a name that there is not, a value that does not fit, two that do not go together are `INVALID_CONFIG`, with the option, the value and what is allowed. ' +
    'The reactive layer takes maps with Kafka\'s keys (`SenderOptions.create`, `ReceiverOptions.create`) and translates them by this table.',
    optionSection('createKafka', clientOptions, comments('options.ts', 'ClientOptions')),
    optionSection('kafka.producer', producerOptions, producer),
    optionSection('kafka.transactionalProducer', transactionalProducerOptions, comments('producer/options.ts', 'TransactionalProducerOptions'), producer),
    optionSection('kafka.consumer', consumerOptions, comments('consumer/options.ts', 'ConsumerOptions')),
    optionSection('inFlight of kafka.consumer', inFlightOptions, comments('consumer/options.ts', 'InFlightOptions'), comments('consumer/options.ts', 'InFlightLimit')))
}

const pages: Record<string, string> = {
  'config.md': configPage(),
  'topic-config.md': topicPage(),
  'metrics.md': metricsPage(),
  'errors.md': errorsPage(),
  'limits.md': limitsPage(),
  'commands.md': commandsPage(),
  'client-options.md': clientOptionsPage(),
  ...(existsSync(handlerTable) ? { 'apis.md': await apisPage() } : {}),
}

let stale = 0
for (const [name, text] of Object.entries(pages)) {
  const path = join(folder, name)
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  stale += 1
  if (process.argv.includes('--check')) console.error(`docs/reference/${name} is out of step: run "npm run reference".`)
  else {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
    console.log(`docs/reference/${name}`)
  }
}
if (process.argv.includes('--check') && stale > 0) process.exit(1)
