/** The admin calls that any broker serves, by what they change and what they then tell. The secured ones: `security-suite.ts`. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Admin, AdminError } from '@odradek/client'
import { ShareGroupHeartbeatApi } from '@odradek/protocol/internal'
import type { Bench, Scenario } from './suite.ts'

function adminOf(bench: Bench): Admin {
  const admin = bench.kafka.admin()
  bench.defer(() => admin.close())
  return admin
}

/** Changes reach every part of a broker a moment later. */
async function soon<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const answer = await ask()
    if (fits(answer) || Date.now() > deadline) return answer
    await sleep(50)
  }
}

export const adminScenarios: readonly Scenario[] = [
  {
    name: 'topics: created, listed, described, grown, deleted; records deleted',
    async run(bench) {
      const admin = adminOf(bench)
      const name = await bench.topic(2)
      const other = `${name}-other`
      const [created] = await admin.createTopics([{ name: other, partitions: 3, configs: { 'retention.ms': 60_000 } }])
      assert.deepEqual([created?.partitions, created?.replicationFactor], [3, 1])
      await assert.rejects(admin.createTopics([{ name: other }]), { code: 'TOPIC_ALREADY_EXISTS', retriable: false })
      const listed = await soon(() => admin.listTopics(), (topics) => topics.some((one) => one.name === other))
      assert.deepEqual(listed.filter((one) => one.name.startsWith(name)).map((one) => one.partitions.length), [2, 3])
      await admin.createPartitions({ [name]: 4 })
      assert.equal((await soon(() => admin.describeTopic(name), ({ partitions }) => partitions.length === 4)).partitions.length, 4)
      await bench.produce(name, 20, { partition: 1 })
      assert.deepEqual(await admin.deleteRecords([{ topic: name, partition: 1, offset: 15 }]), [{ topic: name, partition: 1, offset: 15 }])
      const at = { topic: name, partition: 1 }
      const offsets = await admin.listOffsets([{ ...at, at: 'latest' }, { topic: name, partition: 0, at: 'latest' }, { ...at, at: 'earliest' }])
      assert.deepEqual(offsets.map(({ partition, offset }) => [partition, offset]), [[1, 20], [0, 0], [1, 15]])
      await admin.deleteTopics([other])
      await soon(() => admin.listTopics(), (topics) => !topics.some((one) => one.name === other))
      await assert.rejects(admin.describeTopic(other), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    },
  },
  {
    name: 'partitions in pages',
    needs: [75, 0],
    async run(bench) {
      const admin = adminOf(bench)
      const [a, b] = [await bench.topic(5), await bench.topic(4)]
      const all = await soon(() => admin.describeTopicPartitions([b, a], { pageSize: 2 }).catch(() => []), (found) => found.length === 9)
      assert.deepEqual(all.map(({ topic, partition }) => `${topic}/${partition}`), [...[0, 1, 2, 3, 4].map((p) => `${a}/${p}`), ...[0, 1, 2, 3].map((p) => `${b}/${p}`)])
      assert.ok(all.every(({ leader, inSyncReplicas, replicas }) => leader >= 0 && inSyncReplicas.join() === replicas.join()))
      await assert.rejects(admin.describeTopicPartitions([`${a}-not`]), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    },
  },
  {
    name: 'configurations: changed one by one, replaced, listed',
    async run(bench) {
      const admin = adminOf(bench)
      const resource = { type: 'topic', name: await bench.topic() } as const
      const own = async (): Promise<Record<string, string | null>> => {
        const entries = await admin.describeConfigs(resource)
        return Object.fromEntries(entries.filter(({ source }) => source === 'topic').map(({ name, value }) => [name, value]))
      }
      await admin.alterConfigs(resource, { set: { 'retention.ms': 1000, 'cleanup.policy': 'delete' } })
      await admin.alterConfigs(resource, { append: { 'cleanup.policy': 'compact' } })
      assert.deepEqual(await soon(own, (found) => found['cleanup.policy'] === 'delete,compact'), { 'retention.ms': '1000', 'cleanup.policy': 'delete,compact' })
      await admin.replaceConfigs(resource, { 'segment.bytes': 2_000_000 })
      assert.deepEqual(await soon(own, (found) => !('retention.ms' in found)), { 'segment.bytes': '2000000' })
      await admin.replaceConfigs(resource, {}, { validateOnly: true })
      assert.deepEqual(await own(), { 'segment.bytes': '2000000' })
      await assert.rejects(admin.replaceConfigs(resource, { 'retention.ms': 'soon' }), { code: 'INVALID_CONFIG' })
      await admin.alterConfigs(resource, { delete: ['segment.bytes'] })
      assert.deepEqual(await soon(own, (found) => Object.keys(found).length === 0), {})
    },
  },
  {
    name: 'what has a configuration is listed',
    needs: [74, 1],
    async run(bench) {
      const admin = adminOf(bench)
      const name = await bench.topic()
      const topics = await soon(() => admin.listConfigResources(['topic']), (found) => found.some((one) => one.name === name))
      assert.ok(topics.length > 0 && topics.every(({ type }) => type === 'topic'))
      assert.ok(topics.some((one) => one.name === name))
    },
  },
  {
    name: 'groups: described, offsets set and deleted, members removed, deleted',
    timeoutMs: 60_000,
    async run(bench) {
      const admin = adminOf(bench)
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      const at = { topic, partition: 1 }
      await admin.setGroupOffsets(groupId, [{ ...at, offset: 7, metadata: 'here' }, { topic, partition: 0, offset: 3 }])
      assert.deepEqual((await admin.fetchGroupOffsets(groupId, [at])).map(({ offset, metadata }) => [offset, metadata]), [[7, 'here']])
      await admin.deleteGroupOffsets(groupId, [at])
      assert.deepEqual((await admin.fetchGroupOffsets(groupId)).map(({ partition, offset }) => [partition, offset]), [[0, 3]])
      const consumer = bench.kafka.consumer({ groupId, groupInstanceId: 'worker-1', autoOffsetReset: 'earliest', heartbeatIntervalMs: 200, sessionTimeoutMs: 30_000 })
      consumer.subscribe(topic)
      const reading = consumer.records().next().catch(() => {})
      const described = await soon(() => admin.describeGroup(groupId), ({ state, members }) => state === 'Stable' && members.length === 1)
      assert.deepEqual(described.members.map(({ groupInstanceId, assignment }) => [groupInstanceId, assignment.length]), [['worker-1', 2]])
      assert.ok((await admin.listGroups({ states: ['Stable'] })).some((one) => one.groupId === groupId))
      await assert.rejects(admin.deleteGroups([groupId]), { code: 'NON_EMPTY_GROUP' })
      await assert.rejects(admin.removeGroupMembers(groupId, [{ groupInstanceId: 'worker-2' }]), { code: 'UNKNOWN_MEMBER_ID' })
      // It leaves without a word, as a static member does, and would be waited for.
      await consumer.close()
      await reading
      assert.equal((await admin.describeGroup(groupId)).members.length, 1)
      await admin.removeGroupMembers(groupId, [{ groupInstanceId: 'worker-1' }], { reason: 'gone for good' })
      assert.equal((await soon(() => admin.describeGroup(groupId), ({ state }) => state === 'Empty')).state, 'Empty')
      await admin.deleteGroups([groupId])
      assert.equal((await admin.listGroups()).some((one) => one.groupId === groupId), false)
    },
  },
  {
    name: 'groups that are not there, for every call',
    async run(bench) {
      const admin = adminOf(bench)
      const [topic, groupId] = [await bench.topic(), bench.group()]
      const at = { topic, partition: 0 }
      for (const call of [() => admin.describeGroup(groupId), () => admin.deleteGroups([groupId]), () => admin.deleteGroupOffsets(groupId, [at])]) {
        await assert.rejects(call, { code: 'GROUP_ID_NOT_FOUND', retriable: false })
      }
      assert.deepEqual(await admin.deleteGroups([groupId], { ifExists: true }), [])
      assert.deepEqual(await admin.fetchGroupOffsets(groupId, [at]), [])
    },
  },
  {
    name: 'topics made and deleted, what is there and what is not',
    async run(bench) {
      const admin = adminOf(bench)
      const name = await bench.topic(2)
      const [fresh, existing] = await admin.createTopics([{ name: `${name}-b` }, { name, partitions: 3, configs: { 'retention.ms': 1000 } }], { ifNotExists: true })
      assert.deepEqual([fresh?.existed, existing?.existed, existing?.partitions], [false, true, 2])
      assert.match(existing!.differences.join('; '), /^it has 2 partition\(s\), not 3; retention\.ms is \d+, not 1000$/)
      const failed = await admin.createTopics([{ name: `${name}-c` }, { name }, { name: 'a/b' }]).then(() => undefined, (error: unknown) => error)
      assert.ok(failed instanceof AdminError)
      assert.deepEqual(failed.results.map(({ error }) => error?.code), [undefined, 'TOPIC_ALREADY_EXISTS', 'INVALID_TOPIC_EXCEPTION'])
      await soon(() => admin.listTopics(), (topics) => topics.filter((one) => one.name.startsWith(name)).length === 3)
      assert.deepEqual(await admin.deleteTopics([`${name}-b`, `${name}-c`, `${name}-d`], { ifExists: true }), [`${name}-b`, `${name}-c`])
      await assert.rejects(admin.deleteTopics([`${name}-d`]), { code: 'UNKNOWN_TOPIC_OR_PARTITION', retriable: false })
      await assert.rejects(admin.listOffsets([{ topic: `${name}-d`, partition: 0, at: 'latest' }]), { code: 'UNKNOWN_TOPIC_OR_PARTITION' })
      await assert.rejects(admin.listOffsets([{ topic: name, partition: 2, at: 'latest' }]), { code: 'UNKNOWN_TOPIC_OR_PARTITION', message: /has 2 partition/ })
    },
  },
  {
    name: 'groups of the new protocol: listed, described, offsets set and deleted, deleted',
    needs: [68, 0],
    timeoutMs: 60_000,
    async run(bench) {
      const admin = adminOf(bench)
      const [topic, groupId, classic] = [await bench.topic(2), bench.group(), bench.group()]
      const at = { topic, partition: 1 }
      const consumer = bench.kafka.consumer({ groupId, protocol: 'consumer', autoOffsetReset: 'earliest' })
      consumer.subscribe(topic)
      const reading = consumer.records().next().catch(() => {})
      const isThere = await soon(() => admin.describeGroup(groupId).catch(() => undefined), (group) => group?.state === 'Stable' && group.members[0]?.assignment.length === 2)
      assert.deepEqual([isThere?.type, isThere?.protocolType, isThere?.protocol], ['consumer', 'consumer', 'uniform'])
      await admin.setGroupOffsets(classic, [{ ...at, offset: 1 }])
      assert.deepEqual((await admin.describeGroups([classic, groupId])).map(({ type, state }) => [type, state]), [['classic', 'Empty'], ['consumer', 'Stable']])
      const listed = await admin.listGroups({ types: ['consumer'] })
      assert.deepEqual(listed.filter((one) => one.groupId === groupId).map(({ type, state }) => [type, state]), [['consumer', 'Stable']])
      assert.ok(!listed.some((one) => one.groupId === classic))
      await assert.rejects(admin.deleteGroups([groupId]), { code: 'NON_EMPTY_GROUP' })
      await consumer.close()
      await reading
      await soon(() => admin.describeGroup(groupId), ({ state }) => state === 'Empty')
      await admin.setGroupOffsets(groupId, [{ ...at, offset: 7 }, { topic, partition: 0, offset: 3 }])
      await admin.deleteGroupOffsets(groupId, [{ topic, partition: 0 }])
      assert.deepEqual((await admin.fetchGroupOffsets(groupId)).map(({ partition, offset }) => [partition, offset]), [[1, 7]])
      assert.deepEqual(await admin.deleteGroups([groupId, classic]), [groupId, classic])
      await assert.rejects(admin.describeGroup(groupId), { code: 'GROUP_ID_NOT_FOUND' })
    },
  },
  {
    name: 'share groups: listed, described, deleted',
    needs: [76, 1],
    timeoutMs: 60_000,
    async run(bench) {
      const admin = adminOf(bench)
      const cluster = bench.kafka.cluster()
      bench.defer(() => cluster.close())
      const [topic, groupId] = [await bench.topic(2), bench.group()]
      const memberId = 'AAAAAAAAAAAAAAAAAAAAAQ'
      const beat = async (memberEpoch: number, subscribedTopicNames: string[] | null): Promise<void> => {
        const { errorCode, errorMessage } = await cluster.send(await cluster.coordinator('group', groupId), ShareGroupHeartbeatApi, { groupId, memberId, memberEpoch, subscribedTopicNames })
        assert.equal(errorCode, 0, String(errorMessage))
      }
      await beat(0, [topic])
      const group = await admin.describeGroup(groupId)
      assert.deepEqual([group.type, group.protocolType, group.members.map((member) => member.memberId)], ['share', 'share', [memberId]])
      assert.deepEqual((await admin.listGroups()).filter((one) => one.groupId === groupId).map(({ type, protocolType }) => [type, protocolType]), [['share', 'share']])
      await assert.rejects(admin.deleteGroups([groupId]), { code: 'NON_EMPTY_GROUP' })
      await beat(-1, null)
      assert.deepEqual(await admin.deleteGroups([groupId]), [groupId])
    },
  },
  {
    name: 'the cluster, log directories, elections, reassignments, producers',
    async run(bench) {
      const admin = adminOf(bench)
      const topic = await bench.topic()
      await bench.produce(topic, 10)
      const { brokers, clusterId } = await admin.describeCluster()
      assert.deepEqual([brokers.length, clusterId.length > 0], [1, true])
      const broker = brokers[0]!.brokerId
      const [directory] = await admin.describeLogDirectories({ partitions: [{ topic, partition: 0 }] })
      assert.ok(directory !== undefined && directory.brokerId === broker && directory.replicas.some(({ sizeBytes }) => sizeBytes > 0))
      assert.deepEqual(await admin.electLeaders('preferred', [{ topic, partition: 0 }]), [])
      await admin.alterPartitionReassignments([{ topic, partition: 0, replicas: [broker] }])
      assert.deepEqual(await admin.listPartitionReassignments(), [])
      const [producer] = await admin.describeProducers([{ topic, partition: 0 }])
      assert.equal(producer?.lastSequence, 9)
    },
  },
]
