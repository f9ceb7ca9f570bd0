/** What the admin is asked with is looked at before anybody is asked: no broker is there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Admin, createKafka } from '../index.ts'

const admin = createKafka({ brokers: '127.0.0.1:1' }).admin()
test.after(() => admin.close())

const wrong: readonly (readonly [Exclude<keyof Admin, symbol>, readonly unknown[], RegExp])[] = [
  ['createTopics', [['x']], /^createTopics: topics\[0\] must be an object of name, partitions, .*, not "x"/],
  ['createTopics', ['x'], /topics must be a list, not "x"/],
  ['createTopics', [{ topics: [{ topic: 'x' }] }], /topics must be a list, not an object/],
  ['createTopics', [[{}]], /topics\[0\]\.name must be a string, not undefined/],
  ['createTopics', [[{ name: 'x', numPartitions: 3 }]], /topics\[0\] has no "numPartitions"/],
  ['createTopics', [[{ name: 'x', partition: 3 }]], /has no "partition" \(did you mean "partitions"\?\)/],
  ['createTopics', [[{ name: 'x', partitions: '3' }]], /topics\[0\]\.partitions must be a whole number, not "3"/],
  ['createTopics', [[{ name: 'x', assignments: [1] }]], /assignments\[0\] must be a list, not 1/],
  ['createTopics', [[{ name: 'x', configs: { 'retention.ms': {} } }]], /configs\["retention\.ms"\] must be a string, a number or a boolean, not an object/],
  ['deleteTopics', ['x'], /names must be a list/],
  ['deleteTopics', [[{ name: 'x' }]], /names\[0\] must be a string, not an object/],
  ['describeTopic', [['x']], /name must be a string, not a list/],
  ['describeTopic', [], /name must be a string, not undefined/],
  ['describeTopicPartitions', ['x'], /names must be a list/],
  ['createPartitions', [[{ name: 'x', count: 2 }]], /topics must be an object, not a list/],
  ['createPartitions', [{ x: '2' }], /topics\["x"\] must be a whole number, not "2"/],
  ['deleteRecords', [[{ topic: 'x', partition: 0 }]], /before\[0\]\.offset must be a whole number/],
  ['listOffsets', [[{ topic: 'x', partition: 0 }]], /wanted\[0\]\.at must be one of latest, earliest, .*, not undefined/],
  ['listOffsets', [[{ topic: 'x', partition: 0, at: 'earlyest' }]], /wanted\[0\]\.at must be one of .*not "earlyest"/],
  ['listOffsets', [[{ topic: 'x', partition: 0, at: 'constructor' }]], /wanted\[0\]\.at must be one of/],
  ['listOffsets', [[{ topic: 'x', partition: 0, at: Number.NaN }]], /wanted\[0\]\.at must be a whole number, not NaN/],
  ['describeGroup', [['g']], /groupId must be a string/],
  ['deleteGroups', ['g'], /groupIds must be a list/],
  ['fetchGroupOffsets', [{ groupId: 'g' }], /groupId must be a string, not an object/],
  ['fetchGroupOffsets', ['g', ['x']], /partitions\[0\] must be \{ topic, partition \}, not "x"/],
  ['setGroupOffsets', ['g', [{ topic: 'x', partition: 0, offset: '5' }]], /offsets\[0\]\.offset must be a whole number, not "5"/],
  ['deleteGroupOffsets', ['g', { topic: 'x', partition: 0 }], /partitions must be a list/],
  ['removeGroupMembers', ['g', ['m']], /members\[0\] must be/],
  ['describeConfigs', ['x'], /resource must be \{ type, name \}, not "x"/],
  ['describeConfigs', [{ type: 'topics', name: 'x' }], /resource\.type must be one of topic, broker, .*not "topics"/],
  ['describeConfigs', [{ type: 'broker', name: 'one' }], /name of a broker is its id/],
  ['alterConfigs', [{ type: 'topic', name: 'x' }, { 'retention.ms': 1 }], /changes has no "retention\.ms".*; it has set, delete, append, subtract/],
  ['alterConfigs', [{ type: 'topic', name: 'x' }, { set: { 'retention.ms': null } }], /changes\.set\["retention\.ms"\] must be/],
  ['replaceConfigs', [{ type: 'topic', name: 'x' }], /values must be an object, not undefined/],
  ['listConfigResources', [['topics']], /types\[0\] must be one of/],
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
