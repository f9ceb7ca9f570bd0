import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { simWorld } from '@odradek/platform/sim'
import { createKafka, type LoggerOption } from '../index.ts'

console satisfies LoggerOption

type Call = readonly unknown[]

/** What reaches a logger when the client says something. */
function said(make: (calls: Call[]) => LoggerOption): Call[] {
  const calls: Call[] = []
  const { log } = createKafka({ brokers: '127.0.0.1:1', clientId: 'billing', logger: make(calls) }).world
  log.warn({ topic: 'orders' }, 'look')
  log.debug('closer')
  return calls
}

const methods = (calls: Call[]) => ({
  error: (...given: unknown[]) => calls.push(['error', ...given]),
  warn: (...given: unknown[]) => calls.push(['warn', ...given]),
  info: (...given: unknown[]) => calls.push(['info', ...given]),
  debug: (...given: unknown[]) => calls.push(['debug', ...given]),
})

test('a logger is called in the order of its own kind', () => {
  const fields = { clientId: 'billing', topic: 'orders' }
  const messageFirst = [['warn', 'look', fields], ['debug', 'closer', { clientId: 'billing' }]]
  assert.deepEqual(said(methods), messageFirst, "kafkajs' Logger, console")
  assert.deepEqual(said((calls) => ({ ...methods(calls), child: () => {}, transports: [] })), messageFirst, 'winston')
  assert.deepEqual(said((calls) => ({ ...methods(calls), child: () => {} })), [['warn', fields, 'look'], ['debug', { clientId: 'billing' }, 'closer']], 'pino')
  // A logger that is a function with methods is none of kafkajs' creators.
  assert.deepEqual(said((calls) => Object.assign(() => assert.fail(), methods(calls))), messageFirst)
  assert.deepEqual(said((calls) => ({ error: () => calls.push(['error']) })), [], 'levels that are not there')
  assert.deepEqual(said(() => false), [])
})

test("kafkajs' logCreator is called once with its level, and gets entries", () => {
  const levels: number[] = []
  const calls = said((into) => (level) => {
    levels.push(level)
    return ({ namespace, level: of, label, log: { timestamp, ...rest } }) => into.push([namespace, of, label, Number.isNaN(Date.parse(timestamp)), rest])
  })
  assert.deepEqual(levels, [4])
  assert.deepEqual(calls, [['odradek', 2, 'WARN', false, { logger: 'odradek', message: 'look', clientId: 'billing', topic: 'orders' }]])
})

test('a logger that throws or rejects ends nothing', async () => {
  said(() => ({ warn: () => { throw new Error('disk full') }, debug: () => Promise.reject(new Error('network')) }))
  // An unhandled rejection would fail this test in the next turn.
  await new Promise((resolve) => setImmediate(resolve))
})

test('methods keep their this', () => {
  class Counting {
    lines = 0
    warn(): void {
      this.lines++
    }
  }
  const logger = new Counting()
  said(() => logger)
  assert.equal(logger.lines, 1)
})

test('what is no logger is said', () => {
  for (const logger of [true, null, 'loud', 7, {}, { log: () => {} }]) {
    assert.throws(() => createKafka({ brokers: '127.0.0.1:1', logger: logger as never }), { code: 'INVALID_CONFIG', message: /^logger: .* is no logger; give/ })
  }
  assert.throws(() => createKafka({ brokers: '127.0.0.1:1', logger: (() => 7) as never }), { code: 'INVALID_CONFIG', message: /answered no function/ })
  assert.throws(() => createKafka({ brokers: '127.0.0.1:1', logCreator: () => () => {} } as never), { code: 'INVALID_CONFIG', message: /did you mean "logger"/ })
})

test('a given world keeps its log, unless there is a logger too; a cluster logs there', () => {
  const world = simWorld(1).host('client')
  assert.equal(createKafka({ brokers: 'broker:9092', world }).world, world)
  const calls: Call[] = []
  const kafka = createKafka({ brokers: 'broker:9092', world, logger: methods(calls) })
  const cluster = kafka.cluster()
  cluster.options.world.log.info('here')
  assert.deepEqual(calls, [['info', 'here', { clientId: 'odradek' }]])
  assert.equal(cluster.options.world.transport, world.transport)
})

test('without a logger warnings and errors go to stderr, a line each', () => {
  const index = JSON.stringify(new URL('../index.ts', import.meta.url).href)
  const say = (options: string): string => {
    const program = `import { createKafka } from ${index}
      const { log } = createKafka({ brokers: '127.0.0.1:1', clientId: 'billing'${options} }).world
      log.info('quiet'); log.warn({ topic: 'a b' }, 'two\\nlines'); log.error('gone')`
    const { stderr, stdout, status } = spawnSync(process.execPath, ['--conditions=@odradek/source', '--input-type=module', '-e', program], { encoding: 'utf8' })
    assert.deepEqual([stdout, status], ['', 0])
    return stderr.replaceAll(/^[\d-]+T[\d:.]+Z/gm, 'TIME').replaceAll(/^.*(?:ExperimentalWarning|--trace-warnings).*\n/gm, '')
  }
  assert.equal(say(''), 'TIME WARN  [billing] two\\nlines topic="a b"\nTIME ERROR [billing] gone\n')
  assert.equal(say(", logger: 'error'"), 'TIME ERROR [billing] gone\n')
  assert.equal(say(', logger: false'), '')
})
