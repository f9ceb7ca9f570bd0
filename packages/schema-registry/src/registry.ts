/**
 * A schema registry over HTTP (Confluent's REST interface, which others speak too): schemas by id, ids by schema. What
 * was learned once is kept, since neither changes; questions asked at the same time are asked once.
 */
import { KafkaError } from '@odradek/client'

export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF'

export interface SchemaReference {
  readonly name: string
  readonly subject: string
  readonly version: number
}

export interface SchemaToRegister {
  readonly type: SchemaType
  readonly schema: string
  readonly references?: readonly SchemaReference[]
}

export interface RegisteredSchema extends SchemaToRegister {
  readonly id: number
}

export type Fetch = (url: string, init: { method: string; headers: Record<string, string>; body?: string; signal?: AbortSignal }) => Promise<{
  readonly ok: boolean
  readonly status: number
  text(): Promise<string>
}>

export interface SchemaRegistryOptions {
  /** `http://host:port`; of several, the next is asked when one does not answer. */
  readonly urls: string | readonly string[]
  /** Basic authentication. */
  readonly auth?: { readonly username: string; readonly password: string }
  /** A bearer token, asked for each time. */
  readonly token?: () => string | Promise<string>
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
  /** How long one request may take. Default 10,000. */
  readonly timeoutMs?: number
  /** Replaces `fetch`: for proxies, client certificates, tests. */
  readonly fetch?: Fetch
}

const CONTENT = 'application/vnd.schemaregistry.v1+json'

export class SchemaRegistry {
  readonly #urls: readonly string[]
  readonly #options: SchemaRegistryOptions
  readonly #byId = new Map<number, RegisteredSchema | Promise<RegisteredSchema>>()
  readonly #ids = new Map<string, number | Promise<number>>()

  constructor(options: SchemaRegistryOptions) {
    const urls = typeof options.urls === 'string' ? [options.urls] : options.urls
    if (urls.length === 0 || urls.some((url) => !/^https?:\/\/./.test(url))) {
      throw new KafkaError('INVALID_CONFIG', `urls of the schema registry: "${urls.join(', ')}" should be like http://127.0.0.1:8081`)
    }
    this.#urls = urls.map((url) => url.replace(/\/+$/, ''))
    this.#options = options
  }

  /** At once when it is known, else a promise. @throws KafkaError (also by rejection) DESERIALIZATION, CONNECTION_FAILED. */
  byId(id: number): RegisteredSchema | Promise<RegisteredSchema> {
    return this.#remembered(this.#byId, id, async () => {
      const answer = await this.#ask('GET', `/schemas/ids/${id}`, undefined, 'DESERIALIZATION') as { schema: string; schemaType?: SchemaType; references?: SchemaReference[] }
      return { id, type: answer.schemaType ?? 'AVRO', schema: answer.schema, ...(answer.references === undefined ? {} : { references: answer.references }) }
    })
  }

  /** Registers the schema under the subject, or finds that it is there; answers its id, at once when it is known. */
  register(subject: string, schema: SchemaToRegister): number | Promise<number> {
    return this.#idOf(`register ${subject} ${schema.type} ${schema.schema}`, subject, schema, '/versions')
  }

  /** The id of a schema that somebody registered. @throws KafkaError SERIALIZATION when nobody did. */
  lookUp(subject: string, schema: SchemaToRegister): number | Promise<number> {
    return this.#idOf(`look up ${subject} ${schema.type} ${schema.schema}`, subject, schema, '')
  }

  #idOf(key: string, subject: string, schema: SchemaToRegister, path: string): number | Promise<number> {
    return this.#remembered(this.#ids, key, async () => {
      const { id } = await this.#ask('POST', `/subjects/${encodeURIComponent(subject)}${path}`, {
        schema: schema.schema,
        ...(schema.type === 'AVRO' ? {} : { schemaType: schema.type }),
        ...(schema.references === undefined ? {} : { references: schema.references }),
      }, 'SERIALIZATION') as { id: number }
      return id
    })
  }

  /** Failures are not kept: the next one asks again. */
  #remembered<K, V>(known: Map<K, V | Promise<V>>, key: K, ask: () => Promise<V>): V | Promise<V> {
    const found = known.get(key)
    if (found !== undefined) return found
    const asked = ask().then(
      (value) => {
        known.set(key, value)
        return value
      },
      (error: unknown) => {
        known.delete(key)
        throw error
      },
    )
    known.set(key, asked)
    return asked
  }

  async #ask(method: 'GET' | 'POST', path: string, body: object | undefined, code: 'SERIALIZATION' | 'DESERIALIZATION'): Promise<unknown> {
    let last: unknown
    for (const url of this.#urls) {
      let answer: Awaited<ReturnType<Fetch>>
      let text: string
      try {
        answer = await (this.#options.fetch ?? fetch)(url + path, {
          method, headers: await this.#headers(), signal: AbortSignal.timeout(this.#options.timeoutMs ?? 10_000),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        text = await answer.text()
      } catch (error) {
        last = error
        continue
      }
      if (answer.ok) return JSON.parse(text)
      last = new Error(`${answer.status}: ${text.slice(0, 500)}`)
      // Who has refused it will do so again; a registry that is ill has neighbours.
      if (answer.status < 500 && answer.status !== 429) {
        throw new KafkaError(code, `the schema registry at ${url} refused ${method} ${path}: ${(last as Error).message}`, { cause: last })
      }
    }
    throw new KafkaError('CONNECTION_FAILED', `no schema registry (${this.#urls.join(', ')}) answers ${method} ${path}: ${last instanceof Error ? last.message : String(last)}`, { cause: last, retriable: true })
  }

  async #headers(): Promise<Record<string, string>> {
    const { auth, token, headers } = this.#options
    const authorization = token !== undefined ? `Bearer ${await token()}`
      : auth !== undefined ? `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` : undefined
    return { accept: CONTENT, 'content-type': CONTENT, ...(authorization === undefined ? {} : { authorization }), ...headers }
  }
}
