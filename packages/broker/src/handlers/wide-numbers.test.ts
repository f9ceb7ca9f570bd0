// Every number of 64 bits that a client can send, in every API and version served, and in the batches of a Produce: what
// cannot be held exactly is answered with an error code. The connection stays open, other topics are served, a segment
// rolls, and the broker starts again with everything it had.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BatchBuilder, ErrorCode, ProduceApi, updateBatchCrc, type ErrorName } from '@odradek/protocol/internal'
import { simWorld, type Simulation } from '@odradek/platform/sim'
import { loadSchemas, requestOf } from '../../../protocol/generator/load.ts'
import { messageModel, type FieldModel, type StructModel } from '../../../protocol/generator/model.ts'
import { contains } from '../../../protocol/generator/versions.ts'
import { startBroker, type Broker } from '../broker.ts'
import { answerOf, RawClient, requestFrame } from '../testing/raw-client.ts'
import { errorsIn, validRequests, type Names } from '../testing/valid-requests.ts'
import { servedHandlers } from './index.ts'

const MAX_EXACT = 2n ** 53n - 1n
const values: readonly bigint[] = [
  2n ** 63n - 1n, 2n ** 63n - 1024n, 2n ** 62n + 1n, 2n ** 53n + 1n, 2n ** 53n, MAX_EXACT,
  -2n, -7n, -MAX_EXACT, -(2n ** 53n), -(2n ** 53n) - 1n, -(2n ** 62n), -(2n ** 63n) + 1n, -(2n ** 63n),
]
const isExact = (value: bigint): boolean => value <= MAX_EXACT && value >= -MAX_EXACT

/** Stands in a request where the number goes, and nowhere else in it. */
const PLACEHOLDER = 0x0a1b2c3d4e5f6

/**
 * The answer to each field's value; undefined: no error. Apache Kafka holds all 64 bits, so where a field is only
 * compared or ignored the answer is Apache Kafka's; where it would be stored, ours is an error that a client takes for final.
 */
const answers: Readonly<Record<string, (value: bigint) => ErrorName | undefined>> = {
  // Nobody knows such an offset: as Apache Kafka.
  'Fetch.topics.partitions.fetchOffset': () => 'OFFSET_OUT_OF_RANGE',
  // What followers say of themselves; a consumer's is not looked at, as in Apache Kafka.
  'Fetch.topics.partitions.logStartOffset': () => undefined,
  'Fetch.topics.partitions.highWatermark': () => undefined,
  'Fetch.replicaState.replicaEpoch': () => undefined,
  // No record is that young; below 0 there are the special ones, and the others are unknown to this version.
  'ListOffsets.topics.partitions.timestamp': (value) => (value >= -2n ? undefined : 'UNSUPPORTED_VERSION'),
  // Stored. Apache Kafka takes any, below 0 too.
  'OffsetCommit.topics.partitions.committedOffset': (value) =>
    (value >= MAX_EXACT || value <= -MAX_EXACT ? 'INVALID_COMMIT_OFFSET_SIZE' : undefined),
  // Added to the time of day: as long as can be said. (In Apache Kafka the sum turns negative, and the offset expires at once.)
  'OffsetCommit.retentionTimeMs': () => undefined,
  'DeleteRecords.topics.partitions.offset': () => 'OFFSET_OUT_OF_RANGE',
  // Without a transaction the old id is not looked at, as in Apache Kafka.
  'InitProducerId.producerId': () => undefined,
}

/** What a request needs beside the field. */
const together: Readonly<Record<string, object>> = {
  'InitProducerId.producerId': { transactionalId: null, producerEpoch: 0 },
  'Fetch.replicaState.replicaEpoch': { replicaState: { replicaId: -1 } },
}

function wideFields(struct: StructModel, version: number, path: readonly FieldModel[] = []): FieldModel[][] {
  return struct.fields.filter((field) => contains(field.versions, version)).flatMap((field) => {
    if (field.struct !== undefined) return wideFields(field.struct, version, [...path, field])
    return field.primitive === 'int64' ? [[...path, field]] : []
  })
}

/** The request with the placeholder in one field and one element in the arrays that lead there. */
function withPlaceholder(input: Record<string, unknown>, path: readonly FieldModel[]): Record<string, unknown> {
  const [field, ...rest] = path as [FieldModel, ...FieldModel[]]
  if (rest.length === 0) return { ...input, [field.name]: field.schema.big === true ? BigInt(PLACEHOLDER) : PLACEHOLDER }
  const inner = input[field.name]
  if (!field.isArray) return { ...input, [field.name]: withPlaceholder((inner ?? {}) as Record<string, unknown>, rest) }
  const [first] = inner as Record<string, unknown>[]
  assert.ok(first, `the request has no ${field.name}`)
  return { ...input, [field.name]: [withPlaceholder(first, rest)] }
}

/** Every leader epoch taken out: those of a valid request may be ones that the leader refuses first. */
function withoutEpoch(input: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(input, (key, value) => (key === 'currentLeaderEpoch' ? undefined : value))) as Record<string, unknown>
}

function replaced(frame: Buffer, value: bigint): Buffer {
  const [wanted, number] = [Buffer.alloc(8), Buffer.alloc(8)]
  wanted.writeBigInt64BE(BigInt(PLACEHOLDER))
  number.writeBigInt64BE(value)
  const at = frame.indexOf(wanted)
  assert.ok(at > 0 && frame.indexOf(wanted, at + 1) < 0, 'the placeholder stands in the frame once')
  return Buffer.concat([frame.subarray(0, at), number, frame.subarray(at + 8)])
}

class Surroundings {
  readonly simulation: Simulation = simWorld(17, {
    onLog: (line) => {
      if (line.level === 'warn' || line.level === 'error') this.problems.push(line)
    },
  })
  readonly problems: unknown[] = []
  broker!: Broker
  client!: RawClient
  #correlationId = 0

  async start(): Promise<void> {
    const { simulation } = this
    this.broker = await simulation.settle(startBroker({
      world: simulation.host('broker'),
      config: {
        'listeners': 'PLAINTEXT://0.0.0.0:9092', 'advertised.listeners': 'PLAINTEXT://broker:9092', 'log.dirs': '/data',
        'offsets.topic.num.partitions': 1, 'log.segment.bytes': 1_048_576,
      },
    }))
    this.client = await simulation.settle(RawClient.connect(simulation.host('client').transport, 'broker', 9092))
  }

  async stop(): Promise<void> {
    this.client.close()
    await this.simulation.settle(this.broker.close())
  }

  async sendRaw(key: number, version: number, frame: Buffer, about: string): Promise<unknown> {
    const { client } = this
    const before = client.frames.length
    client.send(frame)
    await this.simulation.run({ until: () => client.frames.length > before || client.isClosed, withinMs: 60_000 })
    assert.equal(client.isClosed, false, `${about} closed the connection: ${JSON.stringify(this.problems)}`)
    const handler = servedHandlers.find(({ api }) => api.key === key)
    return answerOf(handler!.api, version, client.frames[before] as Buffer)
  }

  ask(key: number, version: number, input: unknown): Promise<unknown> {
    const handler = servedHandlers.find(({ api }) => api.key === key)
    return this.sendRaw(key, version, requestFrame(handler!.api, version, input, this.#correlationId++), `request ${key}`)
  }

  async create(name: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const configs = Object.entries(settings).map(([key, value]) => ({ name: key, value }))
    const answer = await this.ask(19, 5, { topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs }], timeoutMs: 1000 })
    assert.deepEqual([...errorsIn(answer)], [0])
  }

  /** The error's name, or the base offset. */
  async produce(topic: string, records: Buffer): Promise<string | number> {
    const answer = await this.ask(0, 8, { acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData: [{ index: 0, records }] }] }) as
      ReturnType<typeof ProduceApi.decodeResponse>
    const { errorCode, baseOffset } = answer.responses[0]!.partitionResponses[0]!
    return errorCode === 0 ? baseOffset : Object.entries(ErrorCode).find(([, code]) => code === errorCode)![0]
  }

  names(topic: string): Names {
    return { topic, id: this.broker.services.replicas.partition(topic, 0)?.topicId ?? '', group: 'group' }
  }
}

const plain = (value: string = 'value'): Buffer => {
  const builder = new BatchBuilder()
  builder.append('key', value, undefined, Date.UTC(2026, 0, 1))
  return builder.build()
}

describe('numbers of 64 bits', () => {
  it('in every request: an error code, and everybody is served as before', async () => {
    const around = new Surroundings()
    await around.start()
    await around.create('there')
    await around.create('other')
    await around.ask(10, 4, { keyType: 0, coordinatorKeys: ['group'] })
    await around.simulation.advance(1000)
    assert.equal(await around.produce('there', plain()), 0)
    const models = new Map((await loadSchemas()).flatMap(({ folder, api }) =>
      (api === undefined || folder !== '' ? [] : [[api.key, messageModel(requestOf(api))] as const])))
    const seen = new Set<string>()
    let sent = 0
    let others = 0
    for (const { api, versions } of servedHandlers) {
      for (let version = versions.min; version <= versions.max; version++) {
        for (const path of wideFields(models.get(api.key)!.root, version)) {
          const name = [api.name, ...path.map((field) => field.name)].join('.')
          const expected = answers[name]
          assert.ok(expected, `nobody has said what to answer to ${name}`)
          seen.add(name)
          const base = { ...validRequests[api.key]!(version, around.names('there')) as object, ...together[name] }
          const frame = requestFrame(api, version, withPlaceholder(withoutEpoch(base), path))
          for (const value of values) {
            const answer = await around.sendRaw(api.key, version, replaced(frame, value), `${name} ${value} at ${version}`)
            const errors = [...errorsIn(answer)].filter((code) => code !== 0)
            const wanted = expected(value)
            assert.deepEqual(errors, wanted === undefined ? [] : [ErrorCode[wanted]], `${name} ${value} at version ${version}: ${JSON.stringify(answer)}`)
            sent++
          }
          assert.equal(await around.produce('other', plain()), others++)
        }
      }
    }
    assert.deepEqual([...seen].toSorted(), Object.keys(answers).toSorted())
    assert.ok(sent > 700, `${sent} requests`)
    assert.deepEqual(around.problems, [])
    await around.stop()
    await around.start()
    assert.equal(await around.produce('other', plain()), others)
    // A commit with the longest of retentions has neither expired nor kept the group's partition from loading.
    await around.ask(10, 4, { keyType: 0, coordinatorKeys: ['group'] })
    await around.simulation.advance(1000)
    const fetched = await around.ask(9, 7, { groupId: 'group', topics: [{ name: 'there', partitionIndexes: [0] }] })
    assert.deepEqual([...errorsIn(fetched)], [0])
    assert.deepEqual(around.problems, [])
    await around.stop()
  })

  const at = { baseTimestamp: 27, maxTimestamp: 35, producerId: 43 } as const
  const patched = (field: keyof typeof at, value: bigint): Buffer => {
    const builder = new BatchBuilder(field === 'producerId' ? { producerId: 1, producerEpoch: 0, baseSequence: 0 } : {})
    builder.append('key', 'value', undefined, Date.UTC(2026, 0, 1))
    const batch = builder.build()
    batch.writeBigInt64BE(value, at[field])
    updateBatchCrc(batch, 0)
    return batch
  }
  /** A record with a timestamp delta of `value`, as a varlong of up to ten bytes. */
  const withDelta = (value: bigint): Buffer => {
    const delta: number[] = []
    let raw = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
    for (; raw >= 128n; raw >>= 7n) delta.push(Number(raw & 127n) | 128)
    delta.push(Number(raw))
    const body = [0, ...delta, 0, 2, 0x6b, 2, 0x76, 0]
    const header = Buffer.from(plain().subarray(0, 61))
    header.writeBigInt64BE(0n, at.baseTimestamp)
    header.writeBigInt64BE(0n, at.maxTimestamp)
    const batch = Buffer.concat([header, Buffer.from([body.length * 2, ...body])])
    batch.writeInt32BE(batch.length - 12, 8)
    updateBatchCrc(batch, 0)
    return batch
  }

  /**
   * By topic. Without a limit for the future Apache Kafka takes every timestamp; LogAppendTime makes the largest one the
   * broker's and leaves the others.
   */
  const topics: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    usual: {},
    'any-time': { 'message.timestamp.after.max.ms': String(2n ** 63n - 1n), 'message.timestamp.before.max.ms': String(2n ** 63n - 1n) },
    stamped: { 'message.timestamp.type': 'LogAppendTime' },
    compacted: { 'cleanup.policy': 'compact', 'message.timestamp.after.max.ms': String(2n ** 63n - 1n) },
  }

  it('in every batch: an error code, and neither a roll nor a stop nor a start stumbles over what was taken', async () => {
    const around = new Surroundings()
    await around.start()
    await around.create('other')
    const ends = new Map<string, number>()
    let others = 0
    for (const [topic, settings] of Object.entries(topics)) {
      await around.create(topic, settings)
      let end = 0
      const send = async (batch: Buffer, wanted: readonly string[], about: string): Promise<void> => {
        const outcome = await around.produce(topic, batch)
        if (wanted.length === 0) assert.equal(outcome, end++, about)
        else if (typeof outcome === 'number') assert.equal(wanted.includes('taken') && outcome, end++, about)
        else assert.ok(wanted.includes(outcome), `${about}: ${outcome}`)
      }
      for (const value of values) {
        const about = `${topic}, ${value}`
        // Below -1 there is no producer, as in Apache Kafka.
        await send(patched('producerId', value), value > MAX_EXACT ? ['INVALID_RECORD'] : [], `producer id, ${about}`)
        // The bounds of the topic come first or do not matter, those of what can be held are the same for all.
        const time = isExact(value) ? ['taken', 'INVALID_TIMESTAMP'] : ['INVALID_TIMESTAMP']
        await send(patched('baseTimestamp', value), time, `base timestamp, ${about}`)
        // Found anew from the records, as in Apache Kafka.
        await send(patched('maxTimestamp', value), [], `max timestamp, ${about}`)
        await send(withDelta(value), time, `timestamp delta, ${about}`)
        assert.equal(await around.produce('other', plain()), others++, 'other topics go on')
      }
      assert.ok(end > values.length)
      // Three rolls: snapshots of producers, time indexes.
      for (let i = 0; i < 4; i++) await send(plain('v'.repeat(700_000)), [], 'a roll')
      ends.set(topic, end)
    }
    assert.deepEqual(around.problems, [])
    for (let round = 0; round < 2; round++) {
      if (round === 0) await around.stop()
      else around.simulation.machine('broker').kill()
      await around.start()
      for (const [topic, end] of ends) {
        assert.equal(await around.produce(topic, plain('v'.repeat(700_000))), end + round, topic)
        for (const timestamp of [0, Date.UTC(2026, 0, 1), -3]) {
          const found = await around.ask(2, 7, { replicaId: -1, isolationLevel: 0, topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp }] }] })
          assert.deepEqual([...errorsIn(found)], [0], `${topic}, a search for ${timestamp}`)
        }
      }
      assert.equal(await around.produce('other', plain()), others++)
    }
    assert.deepEqual(around.problems, [])
    await around.stop()
  })

  it('base offsets of a client other than 0 are refused, however large', async () => {
    const around = new Surroundings()
    await around.start()
    await around.create('there')
    for (const value of values) {
      const batch = plain()
      batch.writeBigInt64BE(value, 0)
      assert.equal(await around.produce('there', batch), 'INVALID_RECORD', String(value))
    }
    assert.equal(await around.produce('there', plain()), 0)
    await around.stop()
  })
})
