/** What a setting is said to be when it was written with blanks, signs, capitals or an odd list: topics, brokers, everywhere it is told. */
import { AlterConfigsApi, CreateTopicsApi, DescribeConfigsApi, IncrementalAlterConfigsApi } from '@odradek/protocol/internal'
import type { Peer } from './peer.ts'

const TOPIC = 2
const BROKER = 4

const wholeNumbers = [' 5000 ', '007', '+5', '-1', '-0', '5L', '0x10', '1e3', '5.0', '', ' ', '９', '9223372036854775807', '9223372036854775808', '1_000', '--5', '+', '\t5\n', '\u00a05']
const numbers = ['.50', '1e-1', '0.5f', '0.5d', 'NaN', 'Infinity', '0x1p-1', '1', '+0.5', '-0', '0.', '1E-1', ' .5 ', '0.30000000000000004', '1e-7', '0.123456789012345678', '0.001', '0.00099', '1.5', '', '.', '١']
const booleans = [' TRUE ', 'True', 'FALSE', 'yes', '1', '', 't']
const policies = [' compact , delete ', 'delete,delete', 'compact,', ',compact', 'compact,,delete', '', ' ', ',', 'DELETE', 'delete;compact', 'delete,compact,delete', 'compact , compact', '\tdelete']
const texts = [' gzip ', 'GZIP', '', ' ', 'gzip\t']
const throttled = ['*', ' * ', '0:1,1:1', ' 0:1 , 1:1 ', '0:1,0:1', '', '0:1,', '*,0:1', '00:01', 'x']

/** What a topic of each is made of. */
const ofTopics: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['retention.ms', wholeNumbers], ['retention.bytes', ['007', '-1', ' -1 ']], ['segment.bytes', ['+02000000', ' 2000000 ', '2e6', '2147483648', '1']], ['file.delete.delay.ms', ['+5']],
  ['min.cleanable.dirty.ratio', numbers], ['unclean.leader.election.enable', booleans], ['cleanup.policy', policies], ['compression.type', texts],
  ['message.timestamp.type', [' LogAppendTime ', 'logappendtime', 'CreateTime']], ['leader.replication.throttled.replicas', throttled], ['max.message.bytes', ['0', '-1', '01000']],
  ['flush.messages', ['9223372036854775807', '0', '1']], ['compression.gzip.level', ['-1', '0', '9', ' 9 ']],
]

const ofBrokers: readonly (readonly [key: string, values: readonly string[]])[] = [
  ['log.retention.ms', [' 500000 ', '+7000000', '-1', 'x']], ['log.cleanup.policy', [' compact , delete ', 'delete,compact,delete', 'compact,', '']], ['log.cleaner.min.cleanable.ratio', ['1e-1', '0.5d']],
  ['unclean.leader.election.enable', [' TRUE ', 'yes']], ['compression.type', [' gzip ', 'GZIP']], ['num.io.threads', ['+9', '010']], ['log.message.timestamp.type', [' LogAppendTime ']], ['message.max.bytes', ['+02000000']],
]

interface Described {
  readonly results: readonly { readonly errorCode: number; readonly resourceName: string; readonly configs: readonly { readonly name: string; readonly value: string | null }[] }[]
}

/** Apache Kafka's broker follows its controller some moments after the answer. */
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150))

async function describe(peer: Peer, step: string, resourceType: number, resourceName: string, configurationKeys: readonly string[]): Promise<void> {
  await peer.ask(step, DescribeConfigsApi, 4, { resources: [{ resourceType, resourceName, configurationKeys }], includeSynonyms: true },
    (answer: Described) => answer.results.map((one) => ({ ...one, configs: one.configs.toSorted((a, b) => (a.name < b.name ? -1 : 1)) })))
}

const shown = (value: string | null): string => JSON.stringify(value)

interface Created {
  readonly topics: readonly { readonly name: string; readonly errorCode: number; readonly configs: readonly { readonly name: string }[] | null }[]
}

/** A topic of each value: what its creation says, and what it is described as. */
async function topics(peer: Peer): Promise<void> {
  const inherited = ['min.cleanable.dirty.ratio', 'delete.retention.ms', 'cleanup.policy', 'preallocate', 'index.interval.bytes']
  for (const [kind, [key, values]] of ofTopics.entries()) {
    const made = values.map((value, at) => ({ name: `value-${kind}-${at}`, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [{ name: key, value }] }))
    const answer = await peer.send<Created>(CreateTopicsApi, 7, { timeoutMs: 20_000, topics: made })
    if (typeof answer === 'string') throw new Error(`CreateTopics: ${answer}`)
    for (const [at, value] of values.entries()) {
      const topic = answer.topics.find(({ name }) => name === `value-${kind}-${at}`)
      peer.see(`CreateTopics 7 ${key}=${shown(value)}`, { errorCode: topic?.errorCode, configs: topic?.configs?.filter(({ name }) => name === key || inherited.includes(name)) })
    }
    await soon()
    const resources = made.map(({ name }) => ({ resourceType: TOPIC, resourceName: name, configurationKeys: [key] }))
    const described = await peer.send<Described>(DescribeConfigsApi, 4, { resources, includeSynonyms: true })
    if (typeof described === 'string') throw new Error(`DescribeConfigs: ${described}`)
    for (const [at, value] of values.entries()) {
      peer.see(`DescribeConfigs 4 ${key}=${shown(value)}`, described.results.find(({ resourceName }) => resourceName === `value-${kind}-${at}`))
    }
  }
}

async function alterations(peer: Peer): Promise<void> {
  const [SET, , APPEND, SUBTRACT] = [0, 1, 2, 3]
  const change = async (step: string, key: string, ...rows: readonly (readonly [operation: number | undefined, value: string])[]): Promise<void> => {
    for (const [at, [configOperation, value]] of rows.entries()) {
      const name = `${step}, ${at}: ${configOperation} ${shown(value)}`
      await peer.ask(name, IncrementalAlterConfigsApi, 1, { validateOnly: false, resources: [{ resourceType: TOPIC, resourceName: 'small', configs: [{ name: key, configOperation, value }] }] })
      await soon()
      await describe(peer, name, TOPIC, 'small', [key])
    }
    await peer.ask(`${step}, cleared`, IncrementalAlterConfigsApi, 1, { validateOnly: false, resources: [{ resourceType: TOPIC, resourceName: 'small', configs: [{ name: key, configOperation: 1, value: null }] }] })
  }
  await change('list', 'cleanup.policy', [SET, ' delete '], [APPEND, ' compact '], [APPEND, 'compact,compact'], [APPEND, ''], [SUBTRACT, ' delete '], [SUBTRACT, ''], [SUBTRACT, 'nonsense'], [SUBTRACT, 'compact'])
  await change('a default', 'cleanup.policy', [APPEND, ' compact , delete '], [SUBTRACT, 'delete , compact'])
  await change('twice', 'cleanup.policy', [SET, 'delete,delete'], [APPEND, 'delete'], [SUBTRACT, 'delete'])
  await change('throttled', 'leader.replication.throttled.replicas', [APPEND, ' 0:1 , 1:1'], [APPEND, '0:1,2:1,2:1'], [SUBTRACT, ' 0:1 '], [SUBTRACT, '1:1,2:1'], [APPEND, '*'])
  await change('number', 'retention.ms', [SET, ' 7000 '], [SET, '+08000'])
  const whole = { name: 'retention.ms', value: ' 9000 ' }
  await peer.ask('blanks', AlterConfigsApi, 2, { validateOnly: false, resources: [{ resourceType: TOPIC, resourceName: 'small', configs: [whole, { name: 'cleanup.policy', value: ' compact , compact ' }] }] })
  await soon()
  await describe(peer, 'blanks', TOPIC, 'small', ['retention.ms', 'cleanup.policy'])
}

async function brokers(peer: Peer): Promise<void> {
  for (const [resourceName, whose] of [['1', 'of the broker'], ['', 'of all brokers']] as const) {
    for (const [key, values] of ofBrokers) {
      const set = (configOperation: number, value: string | null): object =>
        ({ validateOnly: false, resources: [{ resourceType: BROKER, resourceName, configs: [{ name: key, configOperation, value }] }] })
      for (const value of values) {
        const step = `${whose}, ${key}=${shown(value)}`
        await peer.ask(step, IncrementalAlterConfigsApi, 1, set(0, value))
        await soon()
        await describe(peer, step, BROKER, resourceName, [key])
        if (resourceName === '') await describe(peer, `${step}, the broker`, BROKER, '1', [key])
        if (key === 'log.cleanup.policy') await describe(peer, `${step}, a topic`, TOPIC, 'unread', ['cleanup.policy'])
      }
      await peer.ask(`${whose}, ${key} cleared`, IncrementalAlterConfigsApi, 1, set(1, null))
    }
  }
}

/** Settings of the brokers under comparison, as a person may write them. */
export const oddlyWritten: Readonly<Record<string, string>> = {
  'log.cleaner.min.cleanable.ratio': '.50', 'log.cleaner.delete.retention.ms': '+086400000', 'log.cleanup.policy': 'delete , delete', 'auto.leader.rebalance.enable': 'TRUE', 'log.preallocate': 'False',
  'num.io.threads': '08', 'log.index.interval.bytes': '04096', 'ssl.keystore.password': 'secret',
}

async function atStart(peer: Peer): Promise<void> {
  for (const key of Object.keys(oddlyWritten)) await describe(peer, `at start, ${key}`, BROKER, '1', [key])
  for (const key of ['min.cleanable.dirty.ratio', 'delete.retention.ms', 'cleanup.policy', 'preallocate', 'index.interval.bytes']) await describe(peer, `at start, ${key}`, TOPIC, 'unread', [key])
}

export async function valueSteps(peer: Peer): Promise<void> {
  await atStart(peer)
  await topics(peer)
  await alterations(peer)
  await brokers(peer)
}
