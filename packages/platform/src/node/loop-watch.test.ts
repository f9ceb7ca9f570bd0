// After a pause: who listens hears of it first, then what has arrived is read, then deadlines fire.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import type { Timer } from '../scheduler.ts'
import { nodeScheduler, nodeTransport, nodeWorld } from './index.ts'
import { onPause, PauseDetector } from './loop-watch.ts'

function standStill(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

describe('pause detector', () => {
  it('tells late ticks, sleeping machines and set clocks from a busy loop', () => {
    let [monotonic, wall] = [0, 1000]
    const detector = new PauseDetector({ wallMs: () => wall, monotonicMs: () => monotonic }, 500)
    const after = (monotonicMs: number, wallMs: number): unknown => {
      monotonic += monotonicMs
      wall += wallMs
      return detector.tick(100)
    }
    assert.equal(after(100, 100), undefined)
    assert.equal(after(599, 599), undefined)
    assert.deepEqual(after(600, 600), { stalledMs: 500, wallAheadMs: 0 })
    assert.deepEqual(after(100, 3_600_100), { stalledMs: 0, wallAheadMs: 3_600_000 })
    assert.deepEqual(after(100, -900), { stalledMs: 0, wallAheadMs: -1000 })
    assert.equal(after(100, 100), undefined)
  })
})

describe('after a pause', () => {
  it('reports it before the long timers that fell due, and not once cancelled', async () => {
    const order: string[] = []
    let reported: (() => void) | undefined
    const timers: Timer[] = [onPause(({ stalledMs }) => {
      order.push(stalledMs >= 200 ? 'pause' : `only ${stalledMs}`)
      reported?.()
    }, 200)]
    onPause(() => order.push('cancelled'), 200).cancel()
    await nodeScheduler.sleep(1)
    const both = new Promise<void>((resolve) => (reported = resolve))
    timers.push(nodeScheduler.after(110, () => order.push('deadline')))
    standStill(400)
    await both
    await nodeScheduler.sleep(150)
    assert.deepEqual(order, ['pause', 'deadline'])
    for (const timer of timers) timer.cancel()
  })

  it('reads what has arrived before a deadline fires', async () => {
    const transport = nodeTransport()
    const events: string[] = []
    let deadline: Timer | undefined
    const buffer = Buffer.alloc(100)
    const listener = await transport.listen({ host: '127.0.0.1', port: 0 }, (connection) => {
      connection.start({
        target: () => buffer,
        received: () => {
          events.push('heartbeat')
          deadline?.cancel()
        },
        ended: () => connection.end(), closed() {}, drained() {},
      })
    })
    const client = await transport.connect({ host: '127.0.0.1', port: listener.port })
    client.start({ target: () => Buffer.alloc(10), received() {}, ended() {}, closed() {}, drained() {} })
    await nodeScheduler.sleep(20)
    deadline = nodeScheduler.after(100, () => events.push('expired'))
    // At the end of a turn: the next one begins with the timers that are due, and only then polls.
    nodeScheduler.nextTurn(() => {
      client.write([Buffer.from('x')])
      standStill(200)
    })
    await nodeScheduler.sleep(320)
    assert.deepEqual(events, ['heartbeat'])
    client.end()
    await listener.close()
  })

  it('keeps no process alive', () => {
    const program = `
      import { nodeWorld } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
      const world = nodeWorld()
      world.process.onPause(() => {})
      world.process.loopDelayMs(50)
      world.scheduler.after(60_000, () => {}, { background: true })
      const lock = await world.fs.lockDirectory(process.cwd())
      console.log(lock ? 'done' : 'no lock')`
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 20_000, cwd: import.meta.dirname })
    assert.deepEqual([stdout.toString(), status], ['done\n', 0])
    assert.equal(typeof nodeWorld().process.onPause, 'function')
  })
})
