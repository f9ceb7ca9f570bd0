/**
 * One broker under comparison: requests of any API and version as raw frames, and their answers made comparable: errors
 * by name, and what differs from broker to broker (ids, addresses, sizes of disks, the wording of messages) taken out.
 */
import { type AnyApi, BatchBuilder, errorByCode } from '@odradek/protocol/internal'
import { decoded, frame, type RawSocket, rawSocket } from '../../chaos/raw.ts'

/** Fields without a meaning of their own here: wording, addresses, time. */
const leftOut: ReadonlySet<string> = new Set(['throttleTimeMs', 'errorMessage', 'batchIndexErrorMessage', 'host', 'port', 'clusterId', 'documentation'])
/** Fields of which only counts whether they are there. */
const presence: ReadonlySet<string> = new Set(['sessionId', 'logDir', 'totalBytes', 'usableBytes', 'producerId', 'records', 'logAppendTimeMs'])

const unordered: ReadonlySet<string> = new Set(['topics', 'partitions', 'groups', 'results', 'responses', 'partitionResponses', 'partitionResult', 'replicaElectionResults'])

const ZERO_ID = 'AAAAAAAAAAAAAAAAAAAAAA'
const answerMs = 20_000

export interface Step {
  readonly step: string
  readonly answer: string
}

export class Peer {
  readonly steps: Step[] = []
  readonly port: number
  readonly #names = new Map<string, string>()
  #socket: RawSocket | undefined
  #correlation = 0

  constructor(bootstrap: string) {
    this.port = Number(bootstrap.slice(bootstrap.lastIndexOf(':') + 1))
  }

  /** An id that the broker made (topic, member), by the name under which it is compared. */
  learn(id: string, name: string): void {
    this.#names.set(id, name)
  }

  /** The answer as it is; `closed` when the connection ended instead. */
  async send<T>(api: AnyApi, version: number, input: unknown, clientId: string | null = 'wire'): Promise<T | 'closed' | 'nothing'> {
    if (this.#socket === undefined || this.#socket.isClosed) this.#socket = await rawSocket(this.port)
    this.#socket.send(frame(api, version, input, ++this.#correlation, clientId))
    const answer = await this.#socket.next(answerMs)
    if (typeof answer === 'string') {
      this.close()
      return answer
    }
    return decoded<T>(api, version, answer)
  }

  /** One step of the comparison; `only` picks the part that counts. */
  async ask<T>(step: string, api: AnyApi, version: number, input: unknown, only: (answer: T) => unknown = (answer) => answer): Promise<T | undefined> {
    const answer = await this.send<T>(api, version, input)
    const seen = typeof answer === 'string' ? answer : only(answer)
    this.see(`${api.name} ${version} ${step}`, seen)
    return typeof answer === 'string' ? undefined : answer
  }

  /** One step of which the answer is part of another's. */
  see(step: string, seen: unknown): void {
    this.steps.push({ step, answer: JSON.stringify(this.#comparable(seen)) ?? 'undefined' })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #comparable(value: unknown, key: string = ''): unknown {
    if (/errorCode$/i.test(key) && typeof value === 'number') return value === 0 ? 0 : errorByCode(value).name
    if (presence.has(key)) return value !== null && value !== 0 && value !== -1 && (value as { length?: number }).length !== 0
    if (typeof value === 'string') return this.#name(key, value)
    if (Buffer.isBuffer(value)) return value.toString('base64')
    if (Array.isArray(value)) return this.#list(value, key)
    if (typeof value === 'bigint') return String(value)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).filter(([name]) => !leftOut.has(name)).map(([name, one]) => [name, this.#comparable(one, name)]))
  }

  /** The order of most lists means nothing: one side answers from a hash table. */
  #list(value: readonly unknown[], key: string): unknown[] {
    const list = value.map((one) => this.#comparable(one, key))
    return unordered.has(key) ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list
  }

  #name(key: string, value: string): string {
    const known = this.#names.get(value)
    if (known !== undefined) return `<${known}>`
    if (key === 'topicId') return value === ZERO_ID ? 'none' : 'some id'
    return /^(?:memberId|leader)$/.test(key) && /^(?:wire|one)-.{20}/.test(value) ? 'some member' : value
  }
}

export type BatchOptions = ConstructorParameters<typeof BatchBuilder>[0]

/** A batch of records at these times. */
export function batchAt(times: readonly number[], options: BatchOptions = {}, key: string | null = 'k'): Buffer {
  const builder = new BatchBuilder(options)
  for (const time of times) builder.append(key, `at ${time}`, undefined, time)
  return Buffer.from(builder.build())
}
