/**
 * A cluster of one broker for tests, which is every coordinator and answers as it is told. It keeps what it was sent.
 */
import { nodeWorld } from '@odradek/platform/node'
import { readRecords } from '@odradek/protocol/internal'
import type { Cluster } from '../cluster.ts'
import type { KafkaError } from '../errors.ts'
import { type ResolvedOptions, resolveOptions } from '../options.ts'

export interface SentRequest {
  readonly api: string
  readonly request: Record<string, unknown>
  readonly maxVersion: number | undefined
}

/** A cluster of one broker, which is every coordinator. `answers` overrides: per API, a queue of error codes or errors. */
export class ScriptedCluster {
  readonly options: ResolvedOptions = resolveOptions({ brokers: 'x:1', requestTimeoutMs: 1000, retryBackoffMs: 1, retryBackoffMaxMs: 5 }, () => nodeWorld())
  readonly sent: SentRequest[] = []
  readonly answers: Record<string, (number | KafkaError)[]> = {}
  readonly partitions: { readonly partition: number; leader: number; leaderEpoch: number }[] = [0, 1, 2].map((partition) => ({ partition, leader: 1, leaderEpoch: 0 }))
  readonly metadata: Record<'topic' | 'partition' | 'topicNames' | 'leaderChanged', () => unknown> = {
    topic: (): unknown => (this.unknown === undefined ? { partitions: this.partitions } : undefined),
    partition: (): unknown => ({ leader: 1 }),
    topicNames: (): string[] => ['t'],
    leaderChanged: (): void => {},
  }
  readonly isV2: boolean
  lookups = 0
  epoch = -1
  offset = 0
  /** Produce is answered when this resolves. */
  held: Promise<void> | undefined
  /** The topic is not known before this resolves. */
  unknown: Promise<void> | undefined
  forgotten = 0
  /** Records that a Produce which fails names. */
  named: { readonly batchIndex: number; readonly batchIndexErrorMessage: string | null }[] = []

  constructor(isV2: boolean) {
    this.isV2 = isV2
  }

  async topic(): Promise<unknown> {
    await this.unknown
    this.unknown = undefined
    return { partitions: this.partitions }
  }

  async coordinator(): Promise<number> {
    this.lookups++
    return 1
  }

  forgetCoordinator(): void {
    this.forgotten++
  }

  async refreshInUse(): Promise<void> {}

  /** Called when the state of now is asked for. */
  fresh: () => void = () => {}

  async fetchMetadata(): Promise<void> {
    this.fresh()
  }

  useTopic(): void {}

  async connection(): Promise<unknown> {
    return { feature: () => (this.isV2 ? 2 : 0), versionOf: () => 5, serves: () => true }
  }

  async send(_node: unknown, api: { name: string }, request: Record<string, unknown>, options: { maxVersion?: number } = {}): Promise<unknown> {
    this.sent.push({ api: api.name, request, maxVersion: options.maxVersion })
    const answer = this.answers[api.name]?.shift() ?? 0
    if (typeof answer !== 'number') throw answer
    if (api.name === 'InitProducerId') return { errorCode: answer, producerId: 7, producerEpoch: answer === 0 ? ++this.epoch : -1 }
    if (api.name === 'EndTxn') return { errorCode: answer, producerId: this.isV2 ? 7 : -1, producerEpoch: this.isV2 ? ++this.epoch : -1 }
    if (api.name === 'AddPartitionsToTxn') return { resultsByTopicV3AndBelow: [{ name: 't', resultsByPartition: [{ partitionIndex: 0, partitionErrorCode: answer }] }] }
    if (api.name === 'TxnOffsetCommit') return { topics: [{ name: 't', partitions: [{ partitionIndex: 0, errorCode: answer }] }] }
    if (api.name === 'Produce') {
      await this.held
      return this.#produced(request, answer)
    }
    return { errorCode: answer }
  }

  #produced(request: Record<string, unknown>, errorCode: number): unknown {
    const topics = request['topicData'] as { name: string; partitionData: { index: number }[] }[]
    const none = { leaderId: -1, leaderEpoch: -1 }
    return {
      responses: topics.map(({ name, partitionData }) => ({
        name,
        partitionResponses: partitionData.map(({ index }) => ({
          index, errorCode, baseOffset: this.offset++, logAppendTimeMs: -1, currentLeader: none, errorMessage: null, recordErrors: errorCode === 0 ? [] : this.named,
        })),
      })),
    }
  }

  names(): string {
    return this.sent.map(({ api }) => api).join(' ')
  }

  /** As the producer takes it. */
  get asCluster(): Cluster {
    return this as unknown as Cluster
  }

  /** What was written, request by request: the values of a Produce, or the name of the API with `commit` and `abort` told apart. */
  written(): string[] {
    return this.sent.map(({ api, request }) => {
      if (api === 'EndTxn') return request['committed'] === true ? 'commit' : 'abort'
      return api === 'Produce' ? valuesOf(request).join(' ') : api
    })
  }

  /** Every value that was written, in the order of the requests. */
  values(): string[] {
    return this.of('Produce').flatMap(({ request }) => valuesOf(request))
  }

  of(api: string): SentRequest[] {
    return this.sent.filter((sent) => sent.api === api)
  }
}


/** Lengths that tests pad to are no part of a value. */
function valuesOf(request: Record<string, unknown>): string[] {
  const topics = request['topicData'] as { partitionData: { records: Buffer }[] }[]
  return topics.flatMap(({ partitionData }) => partitionData.flatMap(({ records }) => [...readRecords(records)].map(({ value }) => String(value).trim())))
}
