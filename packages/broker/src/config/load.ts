/**
 * The settings of `odradek start`, gathered from where people put them, the later ones stronger:
 * a properties file, the environment (ODRADEK_LOG_RETENTION_HOURS is log.retention.hours), --override, flags.
 */
import { likelySpelling } from '@odradek/platform/internal'
import { BrokerConfig } from './broker-config.ts'
import { ConfigError } from './config-error.ts'
import { brokerKeys } from './keys.ts'
import { parseProperties } from './properties.ts'

export interface ConfigSources {
  /** Text of a server.properties file. */
  readonly file?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** `key=value`, in the order given. */
  readonly overrides?: readonly string[]
  /** Settings that flags of the command line stand for. */
  readonly flags?: Readonly<Record<string, string>>
  /** Settings weaker than everything but the table's defaults (the data directory of this user). */
  readonly defaults?: Readonly<Record<string, string>>
}

/** Throws ConfigError with one sentence per problem. */
export function loadBrokerConfig(sources: ConfigSources): BrokerConfig {
  const problems: string[] = []
  const settings: Record<string, string> = { ...sources.defaults }
  // One thing has several keys: a stronger source's key must not be overruled by a weaker source's other key.
  const layer = (given: Record<string, string>): void => {
    for (const group of rivals) if (group.some((key) => key in given)) for (const key of group) delete settings[key]
    Object.assign(settings, given)
  }
  layer(Object.fromEntries(parseProperties(sources.file ?? '').map(({ key, value }) => [key, value])))
  const environment = environmentSettings(sources.environment ?? {})
  problems.push(...environment.problems)
  layer(environment.settings)
  const overrides: Record<string, string> = {}
  for (const override of sources.overrides ?? []) {
    const at = override.indexOf('=')
    if (at <= 0) problems.push(`--override ${override} is not allowed: it takes key=value.`)
    else overrides[override.slice(0, at).trim()] = override.slice(at + 1).trim()
  }
  layer(overrides)
  layer({ ...sources.flags })
  try {
    const config = BrokerConfig.from(settings)
    if (problems.length > 0) throw new ConfigError(problems)
    return config
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError([...new Set([...problems, ...error.problems])])
    throw error
  }
}

const rivals: readonly (readonly string[])[] = [
  ['log.dirs', 'log.dir'],
  ['broker.id', 'node.id'],
  ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
  ['log.roll.ms', 'log.roll.hours'],
  ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
]

const PREFIX = 'ODRADEK_'

/**
 * Variables that Kubernetes sets in every container when a service is called "odradek" (ODRADEK_PORT=tcp://...);
 * they are nobody's setting.
 */
const serviceLinks = /^ODRADEK_(?:SERVICE_(?:HOST|PORT)(?:_.*)?|PORT(?:_\d+_(?:TCP|UDP)(?:_(?:PROTO|PORT|ADDR))?)?)$/

/** Variables of the command line itself. */
const notSettings = new Set(['ODRADEK_BROKERS'])

/** Settings from variables; an empty variable counts as not set. */
export function environmentSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { settings: Record<string, string>; problems: string[] } {
  const settings: Record<string, string> = {}
  const problems: string[] = []
  let names: Map<string, string> | undefined
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || value === undefined || value === '' || serviceLinks.test(variable) ||
      notSettings.has(variable)) continue
    names ??= new Map([...brokerKeys.keys()].map((key) => [variableOf(key), key]))
    const key = names.get(variable)
    if (key !== undefined) {
      settings[key] = value
      continue
    }
    const near = likelySpelling(variable, names.keys())
    problems.push(`The environment variable ${variable}=${value} is not a broker setting.${near ? ` Did you mean ${near}?` : ''}`)
  }
  return { settings, problems }
}

/** `log.retention.hours` → ODRADEK_LOG_RETENTION_HOURS; our own keys are not given the prefix twice. */
export function variableOf(key: string): string {
  const name = key.toUpperCase().replaceAll('.', '_')
  return name.startsWith(PREFIX) ? name : PREFIX + name
}
