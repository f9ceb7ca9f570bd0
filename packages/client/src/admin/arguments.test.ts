/** What the admin is asked with is looked at before anybody is asked: no broker is there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Admin, createKafka } from '../index.ts'
import { elsewhere } from './calls.ts'

const admin = createKafka({ brokers: '127.0.0.1:1' }).admin()
test.after(() => admin.close())

const wrong: readonly (readonly [Exclude<keyof Admin, symbol>, readonly unknown[], RegExp])[] = [
  ['createTopics', [['x']], /^createTopics: topics\[0\] must be an object of name, partitions, .*, not "x"/],
  ['createTopics', ['x'], /topics must be a list, not "x"/],
  ['createTopics', [{ topics: [{ topic: 'x' }] }], /topics must be a list, not an object/],
  ['createTopics', [[{}]], /topics\[0\]\.name must be a string that is not empty, not undefined/],
  ['createTopics', [[{ name: 'x', numPartitions: 3 }]], /topics\[0\] has no "numPartitions"/],
  ['createTopics', [[{ name: 'x', partition: 3 }]], /has no "partition" \(did you mean "partitions"\?\)/],
  ['createTopics', [[{ name: 'x', partitions: '3' }]], /topics\[0\]\.partitions must be a whole number from 1 to 2147483647, or -1 for the broker's default, not "3"/],
  ['createTopics', [[{ name: 'x', assignments: [1] }]], /assignments\[0\] must be a list, not 1/],
  ['createTopics', [[{ name: 'x', configs: { 'retention.ms': {} } }]], /configs\["retention\.ms"\] must be a string, a number or a boolean, not an object/],
  ['deleteTopics', ['x'], /names must be a list/],
  ['deleteTopics', [[{ name: 'x' }]], /names\[0\] must be a string that is not empty, not an object/],
  ['describeTopic', [['x']], /name must be a string that is not empty, not a list/],
  ['describeTopic', [], /name must be a string that is not empty, not undefined/],
  ['describeTopicPartitions', ['x'], /names must be a list/],
  ['createPartitions', [[{ name: 'x', count: 2 }]], /topics must be an object, not a list/],
  ['createPartitions', [{ x: '2' }], /topics\["x"\] must be a whole number from 1 to 2147483647, not "2"/],
  ['deleteRecords', [[{ topic: 'x', partition: 0 }]], /before\[0\]\.offset must be a whole number/],
  ['listOffsets', [[{ topic: 'x', partition: 0 }]], /wanted\[0\]\.at must be one of latest, earliest, .*, not undefined/],
  ['listOffsets', [[{ topic: 'x', partition: 0, at: 'earlyest' }]], /wanted\[0\]\.at must be one of .*not "earlyest"/],
  ['listOffsets', [[{ topic: 'x', partition: 0, at: 'constructor' }]], /wanted\[0\]\.at must be one of/],
  ['listOffsets', [[{ topic: 'x', partition: 0, at: Number.NaN }]], /wanted\[0\]\.at must be a whole number from -6 up, not NaN/],
  ['describeGroup', [['g']], /groupId must be a string/],
  ['deleteGroups', ['g'], /groupIds must be a list/],
  ['fetchGroupOffsets', [{ groupId: 'g' }], /groupId must be a string, not an object/],
  ['fetchGroupOffsets', ['g', ['x']], /partitions\[0\] must be \{ topic, partition \}, not "x"/],
  ['setGroupOffsets', ['g', [{ topic: 'x', partition: 0, offset: '5' }]], /offsets\[0\]\.offset must be a whole number from 0 up, not "5"/],
  ['deleteGroupOffsets', ['g', { topic: 'x', partition: 0 }], /partitions must be a list/],
  ['removeGroupMembers', ['g', ['m']], /members\[0\] must be/],
  ['describeConfigs', ['x'], /resource must be \{ type, name \}, not "x"/],
  ['describeConfigs', [{ type: 'topics', name: 'x' }], /resource\.type must be one of topic, broker, .*not "topics"/],
  ['describeConfigs', [{ type: 'broker', name: 'one' }], /name of a broker is its id/],
  ['alterConfigs', [{ type: 'topic', name: 'x' }, { 'retention.ms': 1 }], /changes has no "retention\.ms".*; it has set, delete, append, subtract/],
  ['alterConfigs', [{ type: 'topic', name: 'x' }, { set: { 'retention.ms': null } }], /changes\.set\["retention\.ms"\] must be/],
  ['replaceConfigs', [{ type: 'topic', name: 'x' }], /values must be an object, not undefined/],
  ['listConfigResources', [['topics']], /types\[0\] must be one of/],
  ['createTopics', [[{ name: 'x', partitions: 0 }]], /partitions must be a whole number from 1 .*, or -1 for the broker's default, not 0/],
  ['createTopics', [[{ name: 'x' }, { name: 'x', partitions: 2 }]], /topics\[1\] is about x, which is in the list already/],
  ['createTopics', [[{ name: 'x' }], { timeout: 5 }], /createTopics: options has no "timeout" \(did you mean "timeoutMs"\?\)/],
  ['createTopics', [[{ name: 'x' }], { timeoutMs: '5' }], /options\.timeoutMs must be milliseconds above 0, not "5"/],
  ['createTopics', [[{ name: 'x' }], { signal: 'x' }], /options\.signal must be an AbortSignal/],
  ['createTopics', [[{ name: 'x' }], { ifNotExists: 'yes' }], /options\.ifNotExists must be true or false/],
  ['createTopics', [[{ name: 'x' }], null], /createTopics: options must be an object/],
  ['createTopics', [{ topics: [{ topic: 'x', numPartitions: 1 }] }], /; the call is createTopics\(\[\{ name: 'orders', partitions: 3 \}\]\)$/],
  ['createTopics', [{ topics: ['x'], partitions: 1 }], /; the call is createTopics\(\[/],
  ['deleteTopics', [{ topics: ['x'] }], /; the call is deleteTopics\(\['orders'\]\)$/],
  ['describeConfigs', [{ resources: [{ type: 2, name: 'x' }] }], /resource\.type must be one of .*; the call is describeConfigs\(\{ type: 'topic', name: 'orders' \}\)$/],
  ['describeGroups', ['g'], /groupIds must be a list/],
  ['listGroups', [{ states: 'Stable' }], /options\.states must be a list/],
  ['setGroupOffsets', ['g', [{ topic: 'x', partition: 0, offset: 1 }, { topic: 'x', partition: 0, offset: 2 }]], /offsets\[1\] is about x-0, which is in the list already/],
  ['removeGroupMembers', ['g', [{}]], /members\[0\] must be an object of either memberId or groupInstanceId/],
  ['describeAcls', [{ resourceType: 'topics' }], /filter\.resourceType must be one of/],
  ['describeAcls', [{ resource: 'x' }], /filter has no "resource"/],
  ['createAcls', [[{ resourceType: 'topic', resourceName: 'x', principal: 'User:u' }]], /acls\[0\]\.operation must be one of .*, not undefined/],
  ['deleteAcls', [{ acls: [] }], /filters must be a list/],
  ['describeClientQuotas', [{ user: 'u' }], /filter has no "user".*it has match, strict/],
  ['alterClientQuotas', [[{ entity: { user: 'u' }, quotas: { producer_byte_rate: '5' } }]], /quotas\["producer_byte_rate"\] must be a number/],
  ['describeScramCredentials', ['u'], /users must be a list/],
  ['alterScramCredentials', [[{ user: 'u', mechanism: 'SCRAM-SHA-1' }]], /mechanism must be one of SCRAM-SHA-256, SCRAM-SHA-512/],
  ['alterScramCredentials', [[{ user: 'u', mechanism: 'SCRAM-SHA-256', password: 'p', iterations: 1 }]], /iterations must be a whole number from 4096 to 16384, not 1/],
  ['listTransactions', [{ state: 'Ongoing' }], /filter has no "state" \(did you mean "states"\?\)/],
  ['describeTransaction', [7], /transactionalId must be a string/],
  ['abortTransaction', [{ topic: 'x', partition: 0 }], /startOffset must be a whole number/],
  ['describeProducers', [{ topic: 'x', partition: 0 }], /partitions must be a list/],
  ['describeLogDirectories', [{ brokers: 1 }], /options\.brokers must be a list/],
  ['alterReplicaLogDirectories', ['1', []], /brokerId must be a whole number/],
  ['electLeaders', ['clean'], /kind must be one of preferred, unclean/],
  ['alterPartitionReassignments', [[{ topic: 'x', partition: 0 }]], /replicas must be a list, not undefined/],
  ['listPartitionReassignments', [['x']], /partitions\[0\] must be \{ topic, partition \}/],
  ['describeCluster', [5], /options must be an object/],
]

test('wrong shapes are INVALID_ARGUMENT, by rejection, and say where', async () => {
  for (const [call, given, message] of wrong) {
    const ask = admin[call] as (...args: readonly unknown[]) => Promise<unknown>
    await assert.rejects(() => ask.call(admin, ...given), { code: 'INVALID_ARGUMENT', message }, `${call}(${JSON.stringify(given)})`)
  }
})

test('what fits goes on to the brokers, and answers may be arguments', async () => {
  const fitting: readonly (readonly [Exclude<keyof Admin, symbol>, readonly unknown[]])[] = [
    ['createTopics', [[{ name: 'x', partitions: -1, replicationFactor: undefined, configs: { 'retention.ms': 1, 'cleanup.policy': null } }], { timeoutMs: 1 }]],
    ['listOffsets', [[{ topic: 'x', partition: 0, at: -1 }, { topic: 'x', partition: 0, at: 'max-timestamp' }], { timeoutMs: 1 }]],
    ['setGroupOffsets', ['g', [{ topic: 'x', partition: 0, offset: 5, timestamp: -1, leaderEpoch: 0 }], { timeoutMs: 1 }]],
    ['alterConfigs', [{ type: 'topic', name: 'x' }, { set: { a: 1 }, delete: ['b'] }, { timeoutMs: 1 }]],
    ['describeConfigs', [{ type: 'broker', name: '' }, { timeoutMs: 1 }]],
  ]
  for (const [call, given] of fitting) {
    const ask = admin[call] as (...args: readonly unknown[]) => Promise<unknown>
    await assert.rejects(() => ask.call(admin, ...given), { code: /^(TIMEOUT|CONNECTION_FAILED)$/ }, call)
  }
})

test('every method is in the table, and what other clients have is answered with what it is called here', async () => {
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(admin)).filter((name) => !['constructor', 'close'].includes(name))
  for (const name of own) {
    const ask = Reflect.get(admin, name) as (...args: readonly unknown[]) => Promise<unknown>
    const isOurs = !Object.hasOwn(elsewhere, name)
    await assert.rejects(() => ask.call(admin, Symbol('x'), Symbol('y'), Symbol('z')), { code: 'INVALID_ARGUMENT', message: isOurs ? new RegExp(`; the call is ${name}\\(`) : /^the admin has no / }, name)
  }
  await assert.rejects((admin as unknown as { fetchOffsets: (given: object) => Promise<unknown> }).fetchOffsets({ groupId: 'g', topics: ['x'] }),
    { message: "the admin has no fetchOffsets: write fetchGroupOffsets('billing', [{ topic: 'orders', partition: 0 }])" })
})
