/**
 * A server for tests that says what the test wants it to: answers by API name, silence, or raw bytes. Owned by a test;
 * speaks over the transport of any world. Counts what it was asked for.
 */
import type { Connection, Listener, World } from '@odradek/platform'
import {
  type AnyApi, apisByKey, ApiVersionsApi, BufferPool, encodeResponseFrame, FrameBuffers, FrameDecoder, ServerSession, Writer,
} from '@odradek/protocol/internal'

/** An answer as the encoder takes it; bytes as they go over the wire (size field included); undefined: silence. */
export type FakeAnswer = object | Buffer | undefined

export interface FakeRequest {
  readonly api: AnyApi
  readonly version: number
  readonly correlationId: number
  // eslint-disable-next-line typescript/no-explicit-any
  readonly body: any
  readonly connection: Connection
}

export type FakeHandler = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>

export interface FakeTopic {
  readonly topicId?: string
  readonly errorCode?: number
  /** Leader by partition; -1: none. */
  readonly leaders: readonly number[]
  readonly leaderEpoch?: number
}

/** A Metadata answer that has what was asked for, of what there is. */
export function metadataAnswer(
  request: FakeRequest, brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[], topics: Readonly<Record<string, FakeTopic>>,
): object {
  const asked: readonly { readonly name: string }[] = request.body.topics ?? Object.keys(topics).map((name) => ({ name }))
  return {
    brokers, controllerId: brokers[0]?.nodeId ?? -1, clusterId: 'fake',
    topics: asked.map(({ name }) => {
      const topic = topics[name]
      if (topic === undefined) return { errorCode: 3, name, partitions: [] }
      return {
        errorCode: topic.errorCode ?? 0, name, ...(topic.topicId === undefined ? {} : { topicId: topic.topicId }),
        partitions: topic.leaders.map((leaderId, partitionIndex) => (
          { errorCode: leaderId < 0 ? 5 : 0, partitionIndex, leaderId, leaderEpoch: topic.leaderEpoch ?? 0, replicaNodes: [1], isrNodes: [1] })),
      }
    }),
  }
}

export class FakeBroker {
  /** By API name; ApiVersions is answered with all that is known unless something stands here. */
  readonly handlers: Map<string, FakeHandler> = new Map()
  /** How many of each were asked for. */
  readonly asked: Map<string, number> = new Map()
  /** All requests, in order. */
  readonly requests: FakeRequest[] = []
  readonly connections: Set<Connection> = new Set()
  readonly #listener: Listener

  private constructor(listener: Listener, accept: { on: (connection: Connection) => void }) {
    this.#listener = listener
    accept.on = (connection) => this.#accepted(connection)
  }

  static async start(world: World, port: number, host = '0.0.0.0'): Promise<FakeBroker> {
    const accept = { on: (_connection: Connection): void => {} }
    return new FakeBroker(await world.transport.listen({ host, port }, (connection) => accept.on(connection)), accept)
  }

  get port(): number {
    return this.#listener.port
  }

  on(name: string, handler: FakeHandler): this {
    this.handlers.set(name, handler)
    return this
  }

  count(name: string): number {
    return this.asked.get(name) ?? 0
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.destroy()
    await this.#listener.close()
  }

  #accepted(connection: Connection): void {
    this.connections.add(connection)
    const session = new ServerSession({ apiOf: (key) => apisByKey.get(key), onWrite: (parts) => void connection.write(parts as Buffer[]) })
    const decoder = new FrameDecoder({
      buffers: new FrameBuffers({ scratchBytes: 65_536, pool: new BufferPool({ largestBytes: 262_144 }) }),
      maxFrameBytes: 0x7fffffff,
      onFrame: (buffer, start, end) => void this.#answer(connection, session, buffer, start, end),
    })
    connection.start({
      target: () => decoder.target(),
      received: (length) => void decoder.received(length),
      ended: () => connection.destroy(),
      closed: () => void this.connections.delete(connection),
      drained: () => {},
    })
  }

  async #answer(connection: Connection, session: ServerSession, buffer: Buffer, start: number, end: number): Promise<void> {
    const head = session.readHead(buffer, start, end)
    if ('kind' in head) return connection.destroy()
    const { api, apiVersion: version, correlationId } = head
    const body: unknown = api.decodeRequest(head.reader, version)
    const slot = session.begin()
    const request: FakeRequest = { api, version, correlationId, body, connection }
    this.asked.set(api.name, this.count(api.name) + 1)
    this.requests.push(request)
    const handler = this.handlers.get(api.name) ?? (api === ApiVersionsApi ? allVersions : undefined)
    const answer = await handler?.(request)
    if (answer === undefined) return
    slot.complete([Buffer.isBuffer(answer) ? answer : encoded(request, answer)])
  }
}

/** The frame of an answer. */
export function encoded({ api, version, correlationId }: FakeRequest, answer: object): Buffer {
  const writer = new Writer(256)
  encodeResponseFrame(writer, api, version, correlationId, answer as never)
  return Buffer.concat(writer.parts() as Buffer[])
}

function allVersions(): object {
  const apiKeys = [...apisByKey.values()].map(({ key, requestVersions, latestUnstable }) => (
    { apiKey: key, minVersion: requestVersions.min, maxVersion: requestVersions.max - (latestUnstable === true ? 1 : 0) }))
  return { errorCode: 0, apiKeys }
}
