// Records that break a rule, as Produce names them: every version, several partitions, and the bound of an answer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchBuilder, CreateTopicsApi, MetadataApi, ProduceApi, ErrorCode, type BatchBuilderOptions, type ProduceResponse } from '@odradek/protocol/internal'
import { simWorld } from '@odradek/platform/sim'
import { startBroker } from '../broker.ts'
import { requestLimits } from '../limits/request-limits.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'

const config = { 'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data' }

class Site {
  readonly simulation = simWorld(1)
  private client: RawClient | undefined
  answerBytes = 0
  topicId = ''

  /** A broker with a compacted topic of two partitions. */
  async open(): Promise<this> {
    await this.simulation.settle(startBroker({ world: this.simulation.host('broker'), config }))
    this.client = await this.simulation.settle(RawClient.connect(this.simulation.host('client').transport, 'broker', 9092))
    await this.ask(CreateTopicsApi, 5, { timeoutMs: 5000, topics: [{ name: 't', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [{ name: 'cleanup.policy', value: 'compact' }] }] })
    this.topicId = (await this.ask(MetadataApi, 12, { topics: [{ name: 't' }], allowAutoTopicCreation: false })).topics[0]?.topicId ?? ''
    return this
  }

  async ask<Response>(api: Parameters<typeof answerOf<Response>>[0], version: number, input: unknown): Promise<Response> {
    const { client } = this
    assert.ok(client)
    const before = client.frames.length
    client.send(requestFrame(api as never, version, input))
    await this.simulation.run({ until: () => client.frames.length > before || client.isClosed })
    const frame = client.frames[before] as Buffer
    this.answerBytes = frame.length
    return answerOf(api, version, frame)
  }

  produce(version: number, partitionData: readonly { readonly index: number; readonly records: Buffer }[]): Promise<ProduceResponse> {
    return this.ask(ProduceApi, version, { acks: -1, timeoutMs: 5000, topicData: [{ ...(version >= 13 ? { topicId: this.topicId } : { name: 't' }), partitionData }] })
  }

  /** Records with these keys, one a millisecond. */
  batch(keys: readonly (string | null)[], options: BatchBuilderOptions = {}): Buffer {
    const builder = new BatchBuilder(options)
    for (const key of keys) builder.append(key, '', undefined, this.simulation.startWallMs)
    return Buffer.from(builder.build())
  }
}

const everyTenth = Array.from({ length: 100 }, (_, at) => (at % 10 === 0 ? null : `k${at}`))

test('a batch of 100 with ten keys missing names the ten, in every version that can', async () => {
  const site = await new Site().open()
  for (let version = 3; version <= 13; version++) {
    const answer = await site.produce(version, [{ index: 0, records: site.batch(everyTenth) }])
    const one = answer.responses[0]?.partitionResponses[0]
    assert.equal(one?.errorCode, ErrorCode.INVALID_RECORD, `version ${version}`)
    if (version < 8) continue
    assert.deepEqual(one.recordErrors?.map(({ batchIndex }) => batchIndex), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90], `version ${version}`)
    assert.ok(one.recordErrors?.every(({ batchIndexErrorMessage }) => /without a key/.test(batchIndexErrorMessage ?? '')))
    assert.match(one.errorMessage ?? '', /^10 records have been rejected/)
  }
})

test('each partition of a request has its own; one without fault is stored', async () => {
  const site = await new Site().open()
  const answer = await site.produce(9, [
    { index: 0, records: site.batch([null, 'a', null]) }, { index: 1, records: site.batch(['a', 'b']) }, { index: 1, records: site.batch(['a', null]) },
  ])
  const rows = answer.responses[0]?.partitionResponses.map(({ index, errorCode, baseOffset, recordErrors }) =>
    [index, errorCode, Number(baseOffset), recordErrors?.map(({ batchIndex }) => batchIndex)])
  assert.deepEqual(rows, [[0, ErrorCode.INVALID_RECORD, -1, [0, 2]], [1, 0, 0, []], [1, ErrorCode.INVALID_RECORD, -1, [1]]])
})

test('an answer has a bound: what is left over is named by example, and every batch has its error', async () => {
  const site = await new Site().open()
  const bomb = site.batch(Array.from({ length: 10_000 }, () => null), { compression: 'gzip' })
  const answer = await site.produce(9, Array.from({ length: 200 }, () => ({ index: 0, records: bomb })))
  const rows = answer.responses[0]?.partitionResponses ?? []
  assert.equal(rows.length, 200)
  assert.ok(rows.every(({ errorCode, errorMessage }) => errorCode === ErrorCode.INVALID_RECORD && errorMessage?.startsWith('10000 records have been rejected')))
  const named = rows.map(({ recordErrors }) => recordErrors?.length ?? 0)
  assert.equal(named[0], 10_000)
  assert.equal(named.at(-1), 3)
  const limit = requestLimits.namedRecordBytes.limit
  assert.ok(site.answerBytes > limit * 0.9 && site.answerBytes < limit * 1.1, `${site.answerBytes} bytes`)
})
