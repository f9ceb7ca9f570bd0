/**
 * Options as rows: a table for each thing that is made has what there is, what fits, the default, and what Apache Kafka
 * and other clients call it. Types hold a table complete; defaults, checks, hints and the page of documentation follow
 * from it. Options are read once, when something is made; records never come by here.
 */
import { type Check, checking, nearest, shown, verify } from './checks.ts'
import { KafkaError } from './errors.ts'

export interface OptionRow {
  readonly check: Check
  readonly default?: unknown
  /** In words, where the default follows from something else. */
  readonly otherwise?: string
  readonly required?: true
  /** Apache Kafka's key, where it has the same notion in the same unit. */
  readonly kafkaKey?: string
  /** What other clients call it, where the spelling does not lead to it. */
  readonly elsewhere?: readonly string[]
}

type RowOf<T, N extends keyof T, Unset> = N extends Unset
  ? OptionRow & { readonly default?: undefined }
  : object extends Pick<T, N> ? OptionRow & { readonly default: NonNullable<T[N]> } : OptionRow & { readonly required: true }

/** A row for every option of T; all but those in `Unset` have a default or must be given. */
export type OptionRows<T, Unset extends keyof T = never> = { readonly [N in keyof T]-?: RowOf<T, N, Unset> }

/** Options with every default filled in. */
export type Filled<T, Unset extends keyof T = never> = {
  readonly [N in keyof T]-?: N extends Unset ? T[N] | undefined : NonNullable<T[N]>
}

const tables: OptionTable<never>[] = []

export class OptionTable<T, Unset extends keyof T = never> {
  /** What takes them, as it stands in errors. */
  readonly maker: string
  readonly rows: Readonly<Record<string, OptionRow>>
  readonly names: readonly string[]

  constructor(maker: string, rows: NoInfer<OptionRows<T, Unset>>) {
    this.maker = maker
    this.rows = rows as Readonly<Record<string, OptionRow>>
    this.names = Object.keys(rows)
    tables.push(this as unknown as OptionTable<never>)
  }

  /** The options, each read once and checked, with defaults. @throws KafkaError INVALID_CONFIG naming option, value and what is allowed. */
  take(given: unknown): Filled<T, Unset> {
    const taken: Record<string, unknown> = {}
    try {
      verify(() => this.#read(given, taken), given, this.maker)
    } catch (thrown) {
      const { message, cause } = thrown as KafkaError
      throw new KafkaError('INVALID_CONFIG', message, { cause })
    }
    return taken as Filled<T, Unset>
  }

  /** As the check of an option that is an object of options. */
  get check(): Check {
    return checking(`an object of ${this.names.join(', ')}`, (value) => this.#read(value, {}))
  }

  #read(given: unknown, taken: Record<string, unknown>): void {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      throw new KafkaError('INVALID_ARGUMENT', `${this.maker}: its options are an object, not ${typeof given === 'object' || given === undefined ? shown(given) : `a ${typeof given}`}`)
    }
    for (const name of Object.keys(given)) {
      if (Object.hasOwn(this.rows, name) || Reflect.get(given, name) === undefined) continue
      const all = this.names.length === 0 ? 'it has none' : `options are ${this.names.join(', ')}`
      throw new KafkaError('INVALID_ARGUMENT', `${this.maker}: there is no option "${name}"${this.#meant(name)}; ${all}`)
    }
    for (const [name, row] of Object.entries(this.rows)) {
      const value: unknown = Reflect.get(given, name)
      if (value !== undefined || row.required === true) row.check(value, `${this.maker}: ${name}`)
      taken[name] = value === undefined ? row.default : value
    }
  }

  #meant(name: string): string {
    const near = nearestName(name, this.names)
    if (near !== undefined) return ` (did you mean "${near}"?)`
    const owner = tables.find(({ rows }) => Object.hasOwn(rows, name))
    return owner === undefined ? '' : ` (it is one of ${owner.maker})`
  }
}

/** The name that was meant: what others call it, or what it is near to. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  for (const { rows } of tables) {
    for (const [known, { kafkaKey, elsewhere = [] }] of Object.entries(rows)) {
      if ((kafkaKey === name || elsewhere.includes(name)) && names.includes(known)) return known
    }
  }
  return nearest(name, names)
}
