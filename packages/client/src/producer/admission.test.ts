/** The order of the calls is the order of the records, whatever is waited for; a record belongs to the transaction in which it was sent. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Serde, stringSerde, topic } from '../serde.ts'
import { ScriptedCluster } from '../testing/scripted-cluster.ts'
import type { ProducerOptions } from './options.ts'
import { Producer } from './producer.ts'
import { TransactionalProducer } from './transactional-producer.ts'

interface Gate {
  readonly opened: Promise<void>
  readonly open: () => void
}

function gate(): Gate {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** A batch holds one of these. */
const large = (value: string): { value: string; partition: number } => ({ value: value.padEnd(600), partition: 0 })
const small = (value: string): { value: string; partition: number } => ({ value, partition: 0 })

/** What it serializes is ready when the gate of the value is open; a value that is named bad fails then. */
function gated(gates: Readonly<Record<string, Gate>>): Serde<string> {
  return {
    async serialize(value) {
      await gates[value]?.opened
      if (value.startsWith('bad')) throw new Error(`${value} cannot be serialized`)
      return value
    },
    deserialize: (bytes) => String(bytes),
  }
}

function plain(options: ProducerOptions = {}): { cluster: ScriptedCluster; producer: Producer } {
  const cluster = new ScriptedCluster(true)
  return { cluster, producer: new Producer(cluster.asCluster, { idempotent: false, lingerMs: 0, ...options }) }
}

async function transactional(isV2: boolean, options: ProducerOptions = {}): Promise<{ cluster: ScriptedCluster; producer: TransactionalProducer }> {
  const cluster = new ScriptedCluster(isV2)
  const producer = new TransactionalProducer(cluster.asCluster, { transactionalId: 'tx', lingerMs: 0, ...options } as never)
  await producer.initTransactions()
  producer.beginTransaction()
  return { cluster, producer }
}

const codes = async (sends: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(sends)).map((outcome) => (outcome.status === 'fulfilled' ? 'stored' : (outcome.reason as { code: string }).code))

describe('the order of the calls', () => {
  test('a batch and what is sent after it, while the topic is not known yet and when it is', async () => {
    const { cluster, producer } = plain()
    for (const known of [false, true]) {
      const asked = gate()
      if (!known) cluster.unknown = asked.opened
      const sends = [producer.sendBatch('t', [small('1'), small('2')]), producer.send('t', small('3')), producer.enqueue('t', small('4')), producer.sendBatch('t', [small('5')])]
      asked.open()
      await Promise.all(sends)
    }
    await producer.close()
    assert.deepEqual(cluster.values(), ['1', '2', '3', '4', '5', '1', '2', '3', '4', '5'])
  })

  test('an asynchronous serializer that takes longer for the first', async () => {
    const { cluster, producer } = plain()
    const gates = { '1': gate(), '3': gate() }
    const typed = topic('t', { key: stringSerde, value: gated(gates) })
    const record = (value: string): { key: string; value: string } => ({ key: 'k', value })
    const sends: Promise<unknown>[] = [producer.send(typed, record('1')), producer.sendBatch(typed, [record('2'), record('3')]), producer.send(typed, record('4'))]
    await turn()
    sends.push(producer.send('t', { key: 'k', value: '5' }))
    gates['3'].open()
    await turn()
    gates['1'].open()
    await Promise.all(sends)
    await producer.close()
    assert.deepEqual(cluster.values(), ['1', '2', '3', '4', '5'])
  })

  test('a record that waits for memory is not overtaken, by one that fits either', async () => {
    const { cluster, producer } = plain({ batchBytes: 1000, bufferBytes: 1000 })
    const answers = gate()
    cluster.held = answers.opened
    const sends: Promise<unknown>[] = [producer.send('t', large('1')), producer.send('t', large('2'))]
    await turn()
    sends.push(producer.send('t', small('3')), producer.sendBatch('t', [small('4'), large('5')]), producer.send('t', small('6')))
    answers.open()
    await Promise.all(sends)
    await producer.close()
    assert.deepEqual(cluster.values(), ['1', '2', '3', '4', '5', '6'])
  })

  test('what fails holds nobody up: a serializer, a signal, a wait that takes too long', async () => {
    const { cluster, producer } = plain({ maxBlockMs: 50 })
    const gates = { '1': gate(), never: gate() }
    const typed = topic('t', { value: gated(gates) })
    const first = producer.send(typed, { value: '1' })
    const aborting = new AbortController()
    const sends = [
      producer.send(typed, { value: 'bad' }), producer.sendBatch(typed, [{ value: '2' }, { value: 'bad one' }, { value: 'lost' }]),
      producer.send(typed, { value: 'unwanted' }, { signal: aborting.signal }), producer.send(typed, { value: 'never' }), producer.send('t', small('late')),
    ]
    const all = codes(sends)
    aborting.abort()
    assert.deepEqual(await codes([sends[0]!, sends[2]!]), ['SERIALIZATION', 'ABORTED'], 'before the first is there')
    gates['1'].open()
    await first
    assert.deepEqual(await all, ['SERIALIZATION', 'SERIALIZATION', 'ABORTED', 'TIMEOUT', 'stored'])
    await producer.send('t', small('3'))
    await producer.close()
    assert.deepEqual(cluster.values(), ['1', '2', 'late', '3'])
  })

  test('a partition that is not known yet is asked for; one that is not there is refused', async () => {
    const { cluster, producer } = plain()
    let asked = 0
    cluster.fresh = () => void (++asked === 1 && cluster.partitions.push({ partition: 3, leader: 1, leaderEpoch: 0 }))
    const sends = [producer.send('t', { value: '1', partition: 3 }), producer.sendBatch('t', [{ value: '2', partition: 3 }, { value: '3', partition: 0 }]), producer.send('t', small('4'))]
    await Promise.all(sends)
    assert.deepEqual([cluster.values().toSorted(), asked], [['1', '2', '3', '4'], 1])
    assert.deepEqual(await codes([producer.send('t', { value: '5', partition: 4 })]), ['INVALID_ARGUMENT'])
    assert.equal(asked, 2)
    await producer.close()
  })

  test('flush and close wait for what has no place yet', async () => {
    const { cluster, producer } = plain()
    const gates = { '1': gate(), '2': gate() }
    const typed = topic('t', { value: gated(gates) })
    const sends = [producer.send(typed, { value: '1' })]
    const flushed = producer.flush()
    await turn()
    gates['1'].open()
    await flushed
    assert.deepEqual(cluster.values(), ['1'])
    sends.push(producer.send(typed, { value: '2' }))
    const closed = producer.close()
    gates['2'].open()
    await closed
    assert.deepEqual(await codes(sends), ['stored', 'stored'])
  })

  test('a close that is out of time fails what waits', async () => {
    const { producer } = plain()
    const sends = [producer.send(topic('t', { value: gated({ '1': gate() }) }), { value: '1' }), producer.enqueue('t', small('2'))]
    await producer.close({ timeoutMs: 0 })
    assert.deepEqual(await codes(sends), ['CLOSED', 'CLOSED'])
  })
})

for (const isV2 of [false, true]) {
  describe(`a record belongs to the transaction in which it was sent, version ${isV2 ? 2 : 1}`, () => {
    test('what waited for memory when it was aborted is not in the next', async () => {
      const { cluster, producer } = await transactional(isV2, { batchBytes: 1000, bufferBytes: 1000 })
      const answers = gate()
      cluster.held = answers.opened
      const sends = [producer.enqueue('t', large('a0')), ...['a1', 'a2', 'a3'].map((value) => producer.send('t', large(value))), producer.sendBatch('t', [large('a4'), large('a5')])]
      while (cluster.of('Produce').length === 0) await turn()
      const aborted = producer.abortTransaction()
      answers.open()
      await aborted
      producer.beginTransaction()
      const next = producer.send('t', large('b0'))
      await producer.commitTransaction()
      await next
      assert.deepEqual(await codes(sends), ['stored', ...Array.from({ length: 4 }, () => 'TRANSACTION_ABORTED')])
      assert.deepEqual(cluster.written().filter((what) => !/Init|AddP/.test(what)), ['a0', 'abort', 'b0', 'commit'])
      await producer.close()
    })

    test('what was being serialized when it was aborted is not in the next', async () => {
      const { cluster, producer } = await transactional(isV2)
      const gates = { a0: gate(), a1: gate() }
      const typed = topic('t', { value: gated(gates) })
      const sends = [producer.send(typed, { value: 'a0' }), producer.sendBatch(typed, [{ value: 'a1' }, { value: 'a2' }])]
      await producer.abortTransaction()
      producer.beginTransaction()
      const next = producer.send('t', small('b0'))
      gates.a0.open()
      gates.a1.open()
      await producer.commitTransaction()
      await next
      assert.deepEqual(await codes(sends), ['TRANSACTION_ABORTED', 'TRANSACTION_ABORTED'])
      assert.deepEqual(cluster.written().filter((what) => !/Init|AddP/.test(what)), ['b0', 'commit'])
      await producer.close()
    })

    test('a commit waits for what was sent before it, with or without a place', async () => {
      const { cluster, producer } = await transactional(isV2, { batchBytes: 1000, bufferBytes: 1000 })
      const gates = { a1: gate() }
      const typed = topic('t', { key: stringSerde, value: gated(gates) })
      const sends = [producer.send('t', large('a0')), producer.send(typed, { key: null, value: 'a1', partition: 0 }), producer.sendBatch('t', [large('a2'), large('a3')])]
      const committed = producer.commitTransaction()
      await turn()
      gates.a1.open()
      await committed
      assert.deepEqual(await codes(sends), ['stored', 'stored', 'stored'])
      assert.deepEqual(cluster.values(), ['a0', 'a1', 'a2', 'a3'])
      assert.equal(cluster.written().at(-1), 'commit')
      await producer.close()
    })
  })
}
