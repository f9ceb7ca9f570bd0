import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { BrokerConfig, brokerKeys, brokerSynonyms, ConfigError, describeBroker, describeTopic, loadBrokerConfig, logManagerSettings, parseValue,
  topicKeyRows, validateBrokerConfigs, validateTopicConfig, validateTopicConfigs, variableOf } from './index.ts'
import { parseProperties } from './properties.ts'

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.problems
  }
  return []
}

test('every default passes its own row, and every row says something', () => {
  for (const [key, row] of [...brokerKeys, ...topicKeyRows]) {
    if (row.default !== null) assert.equal(parseValue(row, row.default).problem, undefined, key)
    assert.ok(row.doc.endsWith('.'), `${key}: ${row.doc}`)
  }
  for (const key of brokerKeys.keys()) assert.doesNotThrow(() => BrokerConfig.from({}).get(key as 'log.dirs'), key)
  for (const [key, row] of topicKeyRows) {
    if (row.broker === undefined) continue
    assert.equal(brokerKeys.get(row.broker)?.type, row.type, key)
  }
})

test('nothing set: one machine, Kafka 4 defaults', () => {
  const config = BrokerConfig.from({})
  assert.deepEqual(config.listeners, [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 9092, protocol: 'PLAINTEXT' }])
  assert.equal(config.get('auto.create.topics.enable'), true)
  assert.equal(config.get('offsets.topic.replication.factor'), 1)
  assert.equal(config.get('group.initial.rebalance.delay.ms'), 0)
  assert.equal(config.get('log.flush.interval.messages'), Number.MAX_SAFE_INTEGER)
  assert.equal(config.logRetentionMs, 7 * 86_400_000)
  assert.equal(config.brokerId, -1)
  const log = config.logConfigFor()
  assert.equal(log.segmentBytes, 1_073_741_824)
  assert.equal(log.retentionMs, 7 * 86_400_000)
  assert.equal(log.segmentMs, 7 * 86_400_000)
  assert.equal(log.segmentJitterMs, 0)
  assert.deepEqual(log.cleanupPolicy, { compact: false, delete: true })
  assert.equal(log.messageTimestampAfterMaxMs, 3_600_000)
  assert.equal(log.flushMs, Number.MAX_SAFE_INTEGER)
})

test('what the machine has decides where nobody said: open files, bytes that wait for the disk', () => {
  const settings = (given: Record<string, string>, openFilesLimit: number | undefined): { openFiles: number | undefined; unsyncedMaxBytes: number | undefined } => {
    const { openFiles, unsyncedMaxBytes } = logManagerSettings(BrokerConfig.from(given), { memoryBytes: () => 8e9, openFilesLimit: () => openFilesLimit })
    return { openFiles, unsyncedMaxBytes }
  }
  assert.deepEqual(settings({}, 20_000), { openFiles: 10_000, unsyncedMaxBytes: 8e8 })
  assert.deepEqual(settings({}, 1_048_576), { openFiles: 16_384, unsyncedMaxBytes: 8e8 })
  assert.deepEqual(settings({}, undefined), { openFiles: 1024, unsyncedMaxBytes: 8e8 })
  assert.deepEqual(settings({ 'odradek.open.files.max': '300', 'odradek.unsynced.bytes.max': '0' }, 20_000), { openFiles: 300, unsyncedMaxBytes: 0 })
})

test('a wrong value is answered with key, value and what is allowed', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ 'log.segment.bytes': '12' }, /^log\.segment\.bytes=12 is not allowed: it takes a whole number of at least 1048576 and at most 2147483647\.$/],
    [{ 'num.partitions': 'many' }, /^num\.partitions=many is not allowed: it takes a whole number of at least 1/],
    [{ 'num.partitions': '2147483648' }, /num\.partitions=2147483648/],
    [{ 'auto.create.topics.enable': 'yes' }, /it takes true or false\.$/],
    [{ 'compression.type': 'gzp' }, /one of uncompressed, zstd, lz4, snappy, gzip, producer/],
    [{ 'log.cleanup.policy': 'delete,compress' }, /of compact, delete/],
    [{ 'compression.gzip.level': '0' }, /from 1 to 9, or -1/],
    [{ 'log.cleaner.min.cleanable.ratio': '1.5' }, /a number from 0 to 1/],
    [{ 'listeners': 'PLAINTEXT:/127.0.0.1' }, /should look like PLAINTEXT:\/\/127\.0\.0\.1:9092/],
    [{ 'listeners': 'PLAINTEXT://127.0.0.1:99999' }, /should look like/],
    [{ 'listeners': 'INSIDE://:9092' }, /INSIDE has no protocol in listener\.security\.protocol\.map/],
    [{ 'listeners': '' }, /listeners is empty/],
    [{ 'listeners': 'SSL://:9093' }, /only PLAINTEXT is served so far/],
    [{ 'advertised.listeners': 'PLAINTEXT://0.0.0.0:9092' }, /clients cannot connect to 0\.0\.0\.0/],
    [{ 'advertised.listeners': 'SSL://a:9092' }, /not among listeners/],
    [{ 'log.retention.ms': '0' }, /-1 \(no limit\)/],
    [{ 'authorizer.class.name': 'x.Y' }, /cannot be used yet/],
    [{ 'zookeeper.connect': 'localhost:2181' }, /cannot be used yet/],
    [{ 'broker.id': '1', 'node.id': '2' }, /two names of one thing/],
    [{ 'queued.max.request.bytes': '5' }, /at least socket\.request\.max\.bytes/],
    [{ 'group.min.session.timeout.ms': '9000000' }, /larger than group\.max/],
    [{ 'odradek.admin.listener': '9644' }, /host:port/],
    [{ 'log.dirs': ' , ' }, /log\.dirs is empty/],
    [{ 'log.dirs': '/a,/a' }, /twice/],
  ]
  for (const [input, expected] of cases) {
    const problems = problemsOf(() => BrokerConfig.from(input))
    assert.ok(problems.some((problem) => expected.test(problem)), `${JSON.stringify(input)}: ${problems.join(' | ')}`)
  }
})

test('an unknown key gets a likely spelling; a key of somebody else gets a warning', () => {
  const problem = (key: string): string => problemsOf(() => BrokerConfig.from({ [key]: '1' })).join()
  assert.match(problem('log.retenton.hours'), /^log\.retenton\.hours=1 is not a broker setting\. Did you mean log\.retention\.hours\?$/)
  assert.match(problem('retention.ms'), /Did you mean log\.retention\.ms\?/)
  assert.match(problem('num.partition'), /num\.partitions/)
  assert.match(problem('completely.different'), /See docs\/reference/)
  const config = BrokerConfig.from({ 'process.roles': 'broker', 'share.coordinator.threads': '1', 'bootstrap.servers': 'x' })
  assert.equal(config.warnings.length, 3)
  assert.match(config.warnings.join('\n'), /process\.roles is accepted and has no effect here/)
})

test('a secret is never repeated in a sentence', () => {
  for (const key of ['ssl.keystore.password', 'sasl.jaas.config']) {
    const text = [...problemsOf(() => BrokerConfig.from({ [key]: 'hunter2', 'num.partitions': 'x' })),
      ...BrokerConfig.from({ [key]: 'hunter2' }).warnings].join('\n')
    assert.doesNotMatch(text, /hunter2/)
    const entry = describeBroker(BrokerConfig.from({ [key]: 'hunter2' }), [key])
    assert.doesNotMatch(JSON.stringify(entry), /hunter2/)
    assert.equal(entry[0]?.isSensitive, true)
  }
})

test('retention: milliseconds before minutes before hours; negative is no limit', () => {
  assert.equal(BrokerConfig.from({ 'log.retention.hours': 1 }).logConfigFor().retentionMs, 3_600_000)
  assert.equal(BrokerConfig.from({ 'log.retention.hours': 1, 'log.retention.minutes': 2 }).logRetentionMs, 120_000)
  const all = BrokerConfig.from({ 'log.retention.hours': 1, 'log.retention.minutes': 2, 'log.retention.ms': 3 })
  assert.equal(all.logRetentionMs, 3)
  assert.equal(BrokerConfig.from({ 'log.retention.minutes': -1 }).logConfigFor().retentionMs, -1)
  assert.equal(BrokerConfig.from({ 'log.roll.hours': 2 }).logConfigFor().segmentMs, 7_200_000)
})

test('topic overrides win over the broker, and only valid ones', () => {
  const config = BrokerConfig.from({ 'message.max.bytes': 2000, 'log.cleanup.policy': 'compact' })
  assert.equal(config.logConfigFor().maxMessageBytes, 2000)
  const log = config.logConfigFor({ 'max.message.bytes': '3000', 'cleanup.policy': 'compact,delete', 'retention.ms': '-1' })
  assert.equal(log.maxMessageBytes, 3000)
  assert.deepEqual(log.cleanupPolicy, { compact: true, delete: true })
  assert.equal(log.retentionMs, -1)
  assert.equal(config.logConfigFor({ 'max.message.bytes': 'garbage' }).maxMessageBytes, 2000)
  assert.equal(config.logConfigFor({ 'internal.segment.bytes': '14' }).segmentBytes, 14)
})

test('validateTopicConfig', () => {
  assert.equal(validateTopicConfig('retention.ms', '-1'), undefined)
  assert.match(validateTopicConfig('retention.ms', '-2') ?? '', /retention\.ms=-2 is not allowed: it takes a whole number of at least -1/)
  assert.match(validateTopicConfig('retention.millis', '1') ?? '', /Did you mean retention\.ms\?/)
  assert.match(validateTopicConfig('log.retention.ms', '1') ?? '', /Did you mean retention\.ms\?/)
  assert.match(validateTopicConfig('cleanup.policy', null) ?? '', /has no value/)
  const config = BrokerConfig.from({})
  assert.equal(validateTopicConfigs(config, { 'min.compaction.lag.ms': '5' }), undefined)
  assert.match(validateTopicConfigs(config, { 'min.compaction.lag.ms': '5', 'max.compaction.lag.ms': '4' }) ?? '', /larger/)
  assert.equal(validateTopicConfig('leader.replication.throttled.replicas', '0:1,1:2'), undefined)
  assert.notEqual(validateTopicConfig('leader.replication.throttled.replicas', 'a'), undefined)
})

test('the order of sources: file, environment, override, flag', () => {
  const file = 'num.partitions=1\nlog.retention.hours=1\nmin.insync.replicas=1\nlog.dir=/file'
  const load = (more: object): BrokerConfig => loadBrokerConfig({ file, ...more })
  assert.equal(load({}).get('num.partitions'), 1)
  const environment = { ODRADEK_NUM_PARTITIONS: '2', HOME: '/x', ODRADEK_MIN_INSYNC_REPLICAS: '' }
  assert.equal(load({ environment }).get('num.partitions'), 2)
  assert.equal(load({ environment, overrides: ['num.partitions=3'] }).get('num.partitions'), 3)
  assert.equal(load({ environment, overrides: ['num.partitions=3'], flags: { 'num.partitions': '4' } }).get('num.partitions'), 4)
  assert.deepEqual(load({ defaults: { 'log.dirs': '/default' } }).dataDirectories, ['/file'])
  assert.deepEqual(load({ flags: { 'log.dirs': '/flag' } }).dataDirectories, ['/flag'])
  // A stronger source's hours are not overruled by a weaker source's milliseconds.
  assert.equal(loadBrokerConfig({ file: 'log.retention.ms=5', overrides: ['log.retention.hours=1'] }).logRetentionMs, 3_600_000)
})

test('environment variables: own keys, mistakes, and what Kubernetes puts there', () => {
  assert.equal(variableOf('log.retention.hours'), 'ODRADEK_LOG_RETENTION_HOURS')
  assert.equal(variableOf('odradek.admin.listener'), 'ODRADEK_ADMIN_LISTENER')
  const load = (environment: Record<string, string>): BrokerConfig => loadBrokerConfig({ environment })
  assert.equal(load({ ODRADEK_ADMIN_LISTENER: '127.0.0.1:1' }).get('odradek.admin.listener'), '127.0.0.1:1')
  assert.match(problemsOf(() => load({ ODRADEK_NUM_PARTITONS: '1' })).join(), /ODRADEK_NUM_PARTITONS=1.*ODRADEK_NUM_PARTITIONS\?/)
  const links = { ODRADEK_PORT: 'tcp://10.0.0.1:9092', ODRADEK_SERVICE_HOST: '10.0.0.1', ODRADEK_SERVICE_PORT_KAFKA: '9092',
    ODRADEK_PORT_9092_TCP_ADDR: '10.0.0.1', ODRADEK_PORT_9092_TCP: 'tcp://10.0.0.1:9092' }
  assert.doesNotThrow(() => load(links))
})

test('all problems are told at once', () => {
  const problems = problemsOf(() => loadBrokerConfig({ file: 'nosuch.key.at.all=1\nnum.partitions=0', overrides: ['x'] }))
  assert.equal(problems.length, 3)
})

test('properties: comments, separators, continuations, escapes', () => {
  const text = ['# a', '! b', '  k1=v1', 'k2 : v2', 'k3   v3', 'k4=a\\', '   b\\', '  c', 'k\\=5=\\u0041\\tz\\\\',
    'k6', '', 'k7=c:\\\\data  ', '\\#k8=x', 'k1=again'].join('\r\n')
  assert.deepEqual(parseProperties(text).map(({ key, value }) => [key, value]), [['k1', 'v1'], ['k2', 'v2'], ['k3', 'v3'],
    ['k4', 'abc'], ['k=5', 'A\tz\\'], ['k6', ''], ['k7', 'c:\\data  '], ['#k8', 'x'], ['k1', 'again']])
  assert.deepEqual(parseProperties('a=1\n\nb=\\\n2').map(({ line }) => line), [1, 3])
  assert.deepEqual(parseProperties('\uFEFFa=1'), [{ key: 'a', value: '1', line: 1 }])
})

test('properties: any key and value come back from their escaped form', () => {
  const escape = (text: string): string => text.replace(/[^0-9A-Za-z]/g, (letter) =>
    '\\=:#! '.includes(letter) ? `\\${letter}` : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  fc.assert(fc.property(fc.string({ minLength: 1 }), fc.string(), (key, value) => {
    const parsed = parseProperties(`${escape(key)}=${escape(value)}`)
    assert.deepEqual(parsed.map((one) => [one.key, one.value]), [[key, value]])
  }))
})

test('dynamic settings: precedence, change events, bad ones left out', () => {
  const config = BrokerConfig.from({ 'message.max.bytes': 1000 })
  const events: (readonly string[])[] = []
  const stop = config.onChange((changed) => events.push(changed))
  assert.equal(config.get('message.max.bytes'), 1000)
  assert.deepEqual(config.setDynamic({ cluster: { 'message.max.bytes': '2000' } }), [])
  assert.equal(config.get('message.max.bytes'), 2000)
  assert.deepEqual(config.setDynamic({ cluster: { 'message.max.bytes': '2000' }, broker: { 'message.max.bytes': '3000' } }), [])
  assert.equal(config.get('message.max.bytes'), 3000)
  assert.equal(config.setDynamic({ broker: { 'broker.id': '4', 'message.max.bytes': 'x', 'no.such': '1' } }).length, 3)
  assert.equal(config.get('message.max.bytes'), 1000)
  assert.deepEqual(events, [['message.max.bytes'], ['message.max.bytes'], ['message.max.bytes']])
  stop()
  config.setDynamic({ cluster: { 'message.max.bytes': '2000' } })
  assert.equal(events.length, 3)
  assert.match(validateBrokerConfigs('broker', { 'num.partitions': '2' }) ?? '', /while the broker runs/)
  assert.equal(validateBrokerConfigs('broker', { 'log.retention.ms': '2' }), undefined)
  assert.match(validateBrokerConfigs('cluster', { 'ssl.keystore.location': '/x' }) ?? '', /one broker at a time/)
  assert.match(validateBrokerConfigs('broker', { 'log.retenton.ms': '2' }) ?? '', /Did you mean/)
})

test('DescribeConfigs: value, source and the weaker values behind it', () => {
  const config = BrokerConfig.from({ 'log.retention.hours': 1 })
  const [broker] = describeBroker(config, ['log.retention.hours'])
  assert.equal(broker?.value, '1')
  assert.equal(broker?.configSource, 4)
  assert.equal(broker?.readOnly, true)
  assert.deepEqual(broker?.synonyms, [{ name: 'log.retention.hours', value: '1', source: 4 },
    { name: 'log.retention.hours', value: '168', source: 5 }])
  const [fallback] = describeTopic(config, {}, ['retention.ms'])
  assert.equal(fallback?.value, '3600000')
  assert.equal(fallback?.configSource, 4)
  assert.equal(fallback?.isDefault, false)
  const [own] = describeTopic(config, { 'retention.ms': '5' }, ['retention.ms'])
  assert.equal(own?.value, '5')
  assert.equal(own?.configSource, 1)
  assert.deepEqual(own?.synonyms.map((one) => one.name), ['retention.ms', 'log.retention.hours', 'log.retention.hours'])
  const [plain] = describeTopic(config, {}, ['flush.messages'])
  assert.equal(plain?.value, '9223372036854775807')
  assert.equal(plain?.isDefault, true)
  assert.ok(!describeTopic(config, {}).some((entry) => entry.name.startsWith('internal.')))
  assert.equal(describeBroker(config).length, [...brokerKeys.values()].filter((row) => !row.hidden).length)
})

test('DescribeConfigs: the effective value as parsed, whatever was written; a broker\'s weaker ones as written', () => {
  const told = (name: string, written: string): string | null | undefined => describeTopic(BrokerConfig.from({}), { [name]: written }, [name])[0]?.value
  const cases: [name: string, written: string, right: string][] = [
    ['retention.ms', ' 5000 ', '5000'], ['retention.ms', '007', '7'], ['retention.ms', '+5', '5'], ['retention.ms', '-0', '0'], ['retention.ms', '9223372036854775807', '9223372036854775807'],
    ['unclean.leader.election.enable', ' TRUE ', 'true'], ['cleanup.policy', ' compact , delete ', 'compact,delete'], ['cleanup.policy', 'delete,compact,delete', 'delete,compact'], ['cleanup.policy', ' ', ''],
    ['min.cleanable.dirty.ratio', '.50', '0.5'], ['min.cleanable.dirty.ratio', '1', '1.0'], ['min.cleanable.dirty.ratio', '-0', '-0.0'], ['min.cleanable.dirty.ratio', '0.5d', '0.5'],
    ['min.cleanable.dirty.ratio', '0.00099', '9.9E-4'], ['min.cleanable.dirty.ratio', '1e-7', '1.0E-7'], ['min.cleanable.dirty.ratio', '0.123456789012345678', '0.12345678901234568'],
    ['compression.type', 'gzip\t', 'gzip'], ['leader.replication.throttled.replicas', ' 0:1 , 1:1 ', '0:1,1:1'], ['leader.replication.throttled.replicas', '0:1,0:1', '0:1,0:1'],
    // The store may hold what another version wrote.
    ['retention.ms', 'x', 'x'],
  ]
  for (const [name, written, right] of cases) assert.equal(told(name, written), right, `${name}=${JSON.stringify(written)}`)
  for (const [name, written] of [['retention.ms', '1e3'], ['retention.ms', '\u00a05'], ['min.cleanable.dirty.ratio', '0x1'], ['min.cleanable.dirty.ratio', 'NaN'], ['cleanup.policy', 'compact,'], ['leader.replication.throttled.replicas', '*,0:1']] as const) {
    assert.ok(validateTopicConfig(name, written), `${name}=${written} is allowed`)
  }
  const config = BrokerConfig.from({ 'log.cleaner.min.cleanable.ratio': '.50', 'log.cleanup.policy': 'delete , delete', 'ssl.keystore.password': ' secret ' })
  assert.deepEqual(describeBroker(config, ['log.cleaner.min.cleanable.ratio']).map(({ value, synonyms }) => [value, synonyms.map((one) => one.value)]), [['0.5', ['.50', '0.5']]])
  assert.deepEqual(describeTopic(config, { 'cleanup.policy': ' compact ' }, ['cleanup.policy']).map(({ value, synonyms }) => [value, synonyms.map((one) => one.value)]),
    [['compact', ['compact', 'delete , delete', 'delete']]])
  assert.deepEqual(describeTopic(config, { 'cleanup.policy': ' compact ' }, ['cleanup.policy'], 'written').map(({ value }) => value), [' compact '])
  assert.deepEqual(describeBroker(config, ['ssl.keystore.password']).map(({ value }) => value), [null])
})

test('several listeners, an inside and an outside one', () => {
  const config = BrokerConfig.from({
    'listeners': 'INSIDE://127.0.0.1:9092,OUTSIDE://[::1]:9093',
    'advertised.listeners': 'INSIDE://127.0.0.1:9092,OUTSIDE://kafka.example:19093',
    'listener.security.protocol.map': 'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT',
    'inter.broker.listener.name': 'INSIDE',
  })
  assert.deepEqual(config.listeners.map(({ name, host, port }) => [name, host, port]),
    [['INSIDE', '127.0.0.1', 9092], ['OUTSIDE', '::1', 9093]])
  assert.deepEqual(config.advertisedListeners.map(({ host }) => host), ['127.0.0.1', 'kafka.example'])
  assert.equal(config.interBrokerListenerName, 'INSIDE')
  assert.match(problemsOf(() => BrokerConfig.from({ 'listeners': 'A://:1,B://:1',
    'listener.security.protocol.map': 'A:PLAINTEXT,B:PLAINTEXT', 'inter.broker.listener.name': 'A' })).join(), /both want port 1/)
})

test('a key that is called served is read by the broker, and only such a one', () => {
  const folder = join(import.meta.dirname, '..')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/config\/keys|(^|\/)testing\//.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8')).join('\n')
  const behindTopics = new Set([...topicKeyRows.values()].filter((row) => row.status === 'served').map((row) => row.broker))
  const fallbacks = new Set(Object.values(brokerSynonyms).flatMap((keys) => keys.map(([key]) => key as string)))
  const unread = [...brokerKeys].filter(([key, row]) => row.status === 'served' && !sources.includes(`'${key}'`) &&
    !behindTopics.has(key) && !fallbacks.has(key)).map(([key]) => key)
  assert.deepEqual(unread, [])
  const topicUnread = [...topicKeyRows].filter(([key, row]) => row.status === 'served' && !sources.includes(`'${key}'`)).map(([key]) => key)
  assert.deepEqual(topicUnread, [])
})

test('what may change while the broker runs is what the logs follow', () => {
  const behindTopics = new Set([...topicKeyRows.values()].map((row) => row.broker))
  const followed = new Set(['log.retention.ms', 'log.roll.ms', 'log.roll.jitter.ms', 'log.flush.interval.ms'])
  const promised = [...brokerKeys].filter(([key, row]) => row.status === 'served' && row.update !== 'read-only' &&
    !behindTopics.has(key) && !followed.has(key)).map(([key]) => key)
  assert.deepEqual(promised, [])
})

test('the files that Apache Kafka ships are taken: 4.x with its controller listener, 3.9 without its ZooKeeper', () => {
  const kraft = loadBrokerConfig({ file: `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=localhost:9093
listeners=PLAINTEXT://:9092,CONTROLLER://:9093
inter.broker.listener.name=PLAINTEXT
advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
num.network.threads=3
socket.send.buffer.bytes=102400
log.dirs=/tmp/kraft-combined-logs
num.partitions=1
offsets.topic.replication.factor=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
transaction.state.log.replication.factor=1
log.retention.hours=168
log.segment.bytes=1073741824
log.retention.check.interval.ms=300000
` })
  assert.deepEqual(kraft.listeners.map(({ name }) => name), ['PLAINTEXT'])
  assert.deepEqual(kraft.advertisedListeners.map(({ host, port }) => [host, port]), [['localhost', 9092]])
  assert.equal(kraft.brokerId, 1)
  assert.match(kraft.warnings.join('\n'), /process\.roles is accepted and has no effect here/)
  const zookeeper = 'broker.id=0\nzookeeper.connect=localhost:2181\nzookeeper.connection.timeout.ms=18000\nlog.dirs=/tmp/kafka-logs\n'
  assert.match(problemsOf(() => loadBrokerConfig({ file: zookeeper })).join(), /set it to nothing \(zookeeper\.connect=\)\.$/)
  assert.equal(loadBrokerConfig({ file: zookeeper, overrides: ['zookeeper.connect='] }).brokerId, 0)
  assert.match(problemsOf(() => BrokerConfig.from({ 'controller.listener.names': 'PLAINTEXT' })).join(), /no listener for clients/)
})
