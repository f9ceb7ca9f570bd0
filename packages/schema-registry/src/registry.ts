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
  /** `http://host:port`, with `user:password@` if need be; of several, the next is asked when one does not answer. */
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

/** One of the registry's addresses, and who its URL says we are: fetch takes no such URLs, and errors show none. */
interface Host {
  readonly url: string
  readonly authorization: string | undefined
}

function hostOf(given: string): Host {
  const shown = given.replace(/^.*@/s, '***@')
  if (!/^https?:\/\/./.test(given) || !URL.canParse(given)) {
    throw new KafkaError('INVALID_CONFIG', `urls of the schema registry: "${shown}" should be like http://127.0.0.1:8081`)
  }
  const url = new URL(given)
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  url.username = url.password = ''
  return { url: url.href.replace(/\/+$/, ''), authorization: username === '' ? undefined : basic(username, password) }
}

const basic = (username: string, password: string): string => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const CONTENT = 'application/vnd.schemaregistry.v1+json'

export class SchemaRegistry {
  readonly #hosts: readonly Host[]
  readonly #options: SchemaRegistryOptions
  readonly #byId = new Map<number, RegisteredSchema | Promise<RegisteredSchema>>()
  readonly #ids = new Map<string, number | Promise<number>>()

  constructor(options: SchemaRegistryOptions) {
    const urls = typeof options.urls === 'string' ? [options.urls] : options.urls
    if (urls.length === 0) throw new KafkaError('INVALID_CONFIG', 'urls of the schema registry: give at least one, like http://127.0.0.1:8081')
    this.#hosts = urls.map(hostOf)
    this.#options = options
  }

  /** At once when it is known, else a promise. @throws KafkaError (also by rejection) DESERIALIZATION, CONNECTION_FAILED, AUTHENTICATION_FAILED. */
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
    for (const { url, authorization } of this.#hosts) {
      let answer: Awaited<ReturnType<Fetch>>
      let text: string
      try {
        answer = await (this.#options.fetch ?? fetch)(url + path, {
          method, headers: await this.#headers(authorization), signal: AbortSignal.timeout(this.#options.timeoutMs ?? 10_000),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        text = await answer.text()
      } catch (error) {
        last = error
        continue
      }
      if (answer.ok) {
        const found = jsonOf(text)
        if (found !== undefined) return found
      }
      last = new Error(`${answer.status}: ${text.slice(0, 500)}`)
      // Who has refused it will do so again; a registry that is ill has neighbours.
      if (!answer.ok && answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
        // Not the record's fault: nobody may pass over it for this.
        const isForbidden = answer.status === 401 || answer.status === 403
        throw new KafkaError(isForbidden ? 'AUTHENTICATION_FAILED' : code, `the schema registry at ${url} refused ${method} ${path}: ${(last as Error).message}`, { cause: last })
      }
    }
    throw new KafkaError('CONNECTION_FAILED', `no schema registry (${this.#hosts.map(({ url }) => url).join(', ')}) answers ${method} ${path}: ${last instanceof Error ? last.message : String(last)}`, { cause: last, retriable: true })
  }

  async #headers(ofUrl: string | undefined): Promise<Record<string, string>> {
    const { auth, token, headers } = this.#options
    const authorization = token !== undefined ? `Bearer ${await token()}`
      : auth !== undefined ? basic(auth.username, auth.password) : ofUrl
    return { accept: CONTENT, 'content-type': CONTENT, ...(authorization === undefined ? {} : { authorization }), ...headers }
  }
}

/** Undefined for what is none, as proxies answer it. */
function jsonOf(text: string): unknown {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? found : undefined
  } catch {
    return undefined
  }
}
