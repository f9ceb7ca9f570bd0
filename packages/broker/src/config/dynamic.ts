/**
 * Changes to broker settings while it runs (AlterConfigs, IncrementalAlterConfigs on a broker resource).
 * Source of the rules: DynamicBrokerConfig.validate, DynamicConfig.Broker.
 */
import { likelySpelling } from '@odradek/platform/internal'
import { valueProblem } from './broker-config.ts'
import { brokerKeys } from './keys.ts'

/**
 * Undefined when `settings` may hold for one broker ('broker') or for all ('cluster'), else a sentence for
 * INVALID_REQUEST.
 */
export function validateBrokerConfigs(
  scope: 'broker' | 'cluster',
  settings: Readonly<Record<string, string>>,
): string | undefined {
  for (const [name, text] of Object.entries(settings)) {
    const row = brokerKeys.get(name) ?? brokerKeys.get(/^listener\.name\.[^.]+\.(.+)$/.exec(name)?.[1] ?? '')
    if (!row) {
      const suggestion = likelySpelling(name, brokerKeys.keys())
      return `${name} is not a broker setting.${suggestion ? ` Did you mean ${suggestion}?` : ''}`
    }
    if (row.update === 'read-only') return `${name} cannot be changed while the broker runs; set it at start.`
    if (scope === 'cluster' && row.update === 'per-broker') {
      return `${name} is set for one broker at a time; name the broker.`
    }
    const problem = valueProblem(name, row, text)
    if (problem) return problem
  }
  return undefined
}
