// What the members of groups may take: large ones are refused first, and what is held is given back however a member goes.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ErrorCode, type JoinGroupRequest, type JoinGroupResponseInput } from '@odradek/protocol/internal'
import { Harness } from '../../testdata/harness.ts'

interface Joined {
  readonly answer: Promise<JoinGroupResponseInput>
  /** Nobody waits for the answer any more. */
  abandon(): void
}

function join(
  harness: Harness, groupId: string, bytes: number, apiVersion = 2, memberId = '',
  protocols: JoinGroupRequest['protocols'] = [{ name: 'range', metadata: Buffer.alloc(bytes) }],
): Joined {
  let forget = (): void => {}
  const request: JoinGroupRequest = {
    groupId, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 20_000, memberId, groupInstanceId: null, protocolType: 'test',
    protocols, reason: null,
  }
  const answer = harness.coordinator.joinGroup({ clientId: 'c', clientHost: '/10.0.0.1', apiVersion }, request, (fn) => (forget = fn))
  return { answer, abandon: () => forget() }
}

async function open(config: Partial<Harness['config']> = {}): Promise<Harness> {
  const harness = new Harness(config)
  await harness.load()
  return harness
}

describe('the memory of members', () => {
  test('has a bound, for all groups together: who comes then is told to try again, and small members find room for longer', async () => {
    const harness = await open({ maxGroupBytes: 5_000_000 })
    const answers: Joined[] = []
    for (let at = 0; at < 20; at++) answers.push(join(harness, `g${at}`, 900_000))
    await harness.advance(4_000)
    const codes = await Promise.all(answers.map(async ({ answer }) => (await answer).errorCode))
    assert.deepEqual(codes, [0, 0, 0, 0, 0, ...Array.from({ length: 15 }, () => ErrorCode.COORDINATOR_NOT_AVAILABLE)])
    assert.ok(harness.coordinator.memberBytes > 4_500_000 && harness.coordinator.memberBytes <= 5_000_000)
    const small = join(harness, 'small', 1000)
    for (let at = 0; at < 2000; at++) void join(harness, `many${at}`, 10_000)
    assert.ok(harness.coordinator.memberBytes <= 5_000_000 * 1.25)
    await harness.advance(4_000)
    assert.equal((await small.answer).errorCode, 0)
    // Sessions end, and so does what is held for them.
    await harness.advance(60_000)
    assert.equal(harness.coordinator.memberBytes, 0)
    const again = join(harness, 'again', 900_000)
    await harness.advance(4_000)
    assert.equal((await again.answer).errorCode, 0)
  })

  test('counts what a protocol takes besides its bytes, and one that is named twice once', async () => {
    const harness = await open({ maxGroupBytes: 10_000_000 })
    const named = (groupId: string, names: readonly string[]): Joined => {
      const protocols = names.map((name) => ({ name, metadata: Buffer.alloc(0) }))
      return join(harness, groupId, 0, 2, '', protocols)
    }
    const many = Array.from({ length: 10_000 }, (_, at) => String(at))
    const before = await heapBytes()
    const first = named('g0', many)
    const taken = await heapBytes() - before
    assert.ok(taken > 1_000_000, 'the measure fails')
    assert.ok(harness.coordinator.memberBytes >= taken, `${taken} bytes are counted as ${harness.coordinator.memberBytes}`)
    const second = named('g1', many)
    const { memberBytes } = harness.coordinator
    const same = named('g2', Array.from({ length: 100_000 }, () => ''))
    assert.ok(harness.coordinator.memberBytes - memberBytes < 5000)
    await harness.advance(4_000)
    const codes = await Promise.all([first, second, same].map(async ({ answer }) => (await answer).errorCode))
    assert.deepEqual(codes, [0, ErrorCode.COORDINATOR_NOT_AVAILABLE, 0])
    await harness.advance(60_000)
    assert.equal(harness.coordinator.memberBytes, 0)
  })

  test('is given back when the client of a new member goes while it joins', async () => {
    const harness = await open()
    const first = join(harness, 'g', 900_000)
    const other = join(harness, 'other', 900_000)
    assert.ok(harness.coordinator.memberBytes > 1_800_000)
    first.abandon()
    assert.equal((await first.answer).errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
    assert.ok(harness.coordinator.memberBytes < 1_000_000)
    await harness.advance(4_000)
    const answer = await other.answer
    assert.equal(answer.errorCode, 0)
    // It has its answer: that its connection goes says nothing against the member.
    other.abandon()
    assert.ok(harness.coordinator.memberBytes > 900_000)
    // It joins again, and its client goes: it knows its id, and has its place until its session or the rebalance ends.
    const rejoined = join(harness, 'other', 800_000, 2, answer.memberId)
    rejoined.abandon()
    await harness.advance(1)
    assert.ok(harness.coordinator.memberBytes > 800_000)
    await harness.advance(120_000)
    assert.equal(harness.coordinator.memberBytes, 0)
  })

  test('a rebalance goes on without a new member whose client has gone', async () => {
    const harness = await open()
    const a = join(harness, 'g', 10)
    await harness.advance(4_000)
    const { memberId } = await a.answer
    const b = join(harness, 'g', 10)
    b.abandon()
    const again = join(harness, 'g', 10, 2, memberId)
    await harness.advance(1)
    const answer = await again.answer
    assert.deepEqual([answer.errorCode, answer.members.length], [0, 1])
  })

  test('is given back at once when the partition is given up, and with the ids that were promised', async () => {
    const harness = await open()
    const asked = await join(harness, 'g', 900_000, 5).answer
    assert.equal(asked.errorCode, ErrorCode.MEMBER_ID_REQUIRED)
    const promised = harness.coordinator.memberBytes
    assert.ok(promised > 0 && promised < 1000)
    void join(harness, 'g', 900_000, 5, asked.memberId)
    assert.ok(harness.coordinator.memberBytes > 900_000)
    harness.coordinator.unload(0)
    assert.equal(harness.coordinator.memberBytes, 0)
    await harness.advance(600_000)
    assert.equal(harness.coordinator.memberBytes, 0)
  })

  test('a JoinGroup that waits does not keep the request it came in, nor its frame', async () => {
    const harness = await open()
    const gone = await gcOf(() => {
      const request: JoinGroupRequest = {
        groupId: 'g', sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 20_000, memberId: '', groupInstanceId: null, protocolType: 'test',
        protocols: [{ name: 'range', metadata: Buffer.alloc(10) }], reason: null,
      }
      let forget: unknown
      const answer = harness.coordinator.joinGroup({ clientId: 'c', clientHost: '/10.0.0.1', apiVersion: 2 }, request, (fn) => (forget = fn))
      return { watched: request, kept: [answer, () => forget] }
    })
    assert.equal(gone, true)
  })

  test('a member joins again when others have taken all there is', async () => {
    const harness = await open({ maxGroupBytes: 2_000_000 })
    const member = join(harness, 'g', 100_000)
    await harness.advance(4_000)
    const { memberId } = await member.answer
    for (let at = 0; at < 30; at++) void join(harness, `big${at}`, 100_000)
    for (let at = 0; at < 300; at++) void join(harness, `small${at}`, 10_000)
    const again = join(harness, 'g', 100_000, 2, memberId)
    await harness.advance(4_000)
    assert.equal((await again.answer).errorCode, 0)
  })
})

/** What the heap and the buffers outside it hold. */
async function heapBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  for (let at = 0; at < 3; at++) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    gc()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Whether `watched` is collected while `kept` lives. */
async function gcOf(make: () => { watched: object, kept: unknown }): Promise<boolean> {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const { ref, kept } = ((): { ref: WeakRef<object>, kept: unknown } => {
    const made = make()
    return { ref: new WeakRef(made.watched), kept: made.kept }
  })()
  for (let at = 0; at < 10 && ref.deref() !== undefined; at++) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    gc()
  }
  assert.ok(kept !== undefined)
  return ref.deref() === undefined
}
