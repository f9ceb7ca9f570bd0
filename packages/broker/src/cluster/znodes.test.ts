import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  decodeBroker,
  decodeConfig,
  decodeConfigChange,
  decodePartitionState,
  decodeProducerIdBlock,
  decodeTopic,
  encodeBroker,
  encodeClusterId,
  encodeConfig,
  encodeConfigChange,
  encodeController,
  encodeNoFeatures,
  encodePartitionState,
  encodeProducerIdBlock,
  encodeTopic,
} from './znodes.ts'

// Recorded from a broker of Apache Kafka 3.9.2 over ZooKeeper 3.8.4.
const recorded = {
  clusterId: '{"version":"1","id":"Uyg8e0yKSSOps3d1ySArkA"}',
  controller: '{"version":2,"brokerid":1,"timestamp":"1795462499530","kraftControllerEpoch":-1}',
  broker:
    '{"features":{},"listener_security_protocol_map":{"PLAINTEXT":"PLAINTEXT"},"endpoints":["PLAINTEXT://127.0.0.1:29092"],' +
    '"rack":"r1","jmx_port":-1,"port":29092,"host":"127.0.0.1","version":5,"timestamp":"1795462499404"}',
  topic:
    '{"partitions":{"11":[1],"0":[1],"1":[1],"2":[1],"3":[1],"4":[1],"5":[1],"6":[1],"7":[1],"8":[1],"9":[1],"10":[1]},' +
    '"topic_id":"9G3JtP4-So-tVaPVDTNsoA","adding_replicas":{},"removing_replicas":{},"version":3}',
  partitionState: '{"controller_epoch":1,"leader":1,"version":1,"leader_epoch":0,"isr":[1]}',
  config:
    '{"version":1,"config":{"compression.type":"lz4","cleanup.policy":"compact","max.message.bytes":"123456",' +
    '"min.insync.replicas":"1","retention.ms":"1000","segment.bytes":"2000000"}}',
  configChange: '{"version":2,"entity_path":"topics/golden"}',
  producerIds: '{"version":1,"broker":1,"block_start":"0","block_end":"999"}',
  feature: '{"features":{},"version":2,"status":1}',
}

test('znodes are written byte for byte as Apache Kafka 3.9 writes them', () => {
  const endpoint = { listenerName: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 29092 } as const
  const alone = { replicas: [1], adding: [], removing: [] }
  const partitions = new Map(Array.from({ length: 12 }, (_, index) => [index, alone] as const))
  const config = {
    'max.message.bytes': '123456',
    'cleanup.policy': 'compact',
    'retention.ms': '1000',
    'segment.bytes': '2000000',
    'min.insync.replicas': '1',
    'compression.type': 'lz4',
  }
  const written: [keyof typeof recorded, Buffer][] = [
    ['clusterId', encodeClusterId('Uyg8e0yKSSOps3d1ySArkA')],
    ['controller', encodeController(1, 1795462499530)],
    ['broker', encodeBroker({ endpoints: [endpoint], rack: 'r1' }, 1795462499404)],
    ['topic', encodeTopic({ id: '9G3JtP4-So-tVaPVDTNsoA', partitions })],
    [
      'partitionState',
      encodePartitionState({ leader: 1, leaderEpoch: 0, isr: [1], controllerEpoch: 1, recovering: false }),
    ],
    ['config', encodeConfig(config)],
    ['configChange', encodeConfigChange('topics/golden')],
    ['producerIds', encodeProducerIdBlock({ brokerId: 1, first: 0, last: 999 })],
    ['feature', encodeNoFeatures()],
  ]
  for (const [name, bytes] of written) assert.equal(bytes.toString(), recorded[name], name)
})

test('what was written is read back', () => {
  const bytes = (text: string): Buffer => Buffer.from(text)
  assert.deepEqual(decodeTopic(bytes(recorded.topic))?.partitions.get(11), { replicas: [1], adding: [], removing: [] })
  assert.equal(decodeBroker(bytes(recorded.broker))?.rack, 'r1')
  assert.deepEqual(decodePartitionState(bytes(recorded.partitionState)), {
    leader: 1,
    leaderEpoch: 0,
    isr: [1],
    controllerEpoch: 1,
    recovering: false,
  })
  assert.equal(decodeConfig(bytes(recorded.config))?.['retention.ms'], '1000')
  assert.equal(decodeConfigChange(bytes(recorded.configChange)), 'topics/golden')
  assert.deepEqual(decodeProducerIdBlock(bytes(recorded.producerIds)), { brokerId: 1, first: 0, last: 999 })
  const moving = {
    id: 'AAAAAAAAAAAAAAAAAAAAAQ',
    partitions: new Map([[0, { replicas: [3, 1, 2], adding: [3], removing: [2] }]]),
  }
  assert.deepEqual(decodeTopic(encodeTopic(moving)), moving)
  const v6 = {
    endpoints: [{ listenerName: 'INSIDE', securityProtocol: 'SASL_SSL', host: '::1', port: 1 }],
    rack: null,
  } as const
  assert.deepEqual(decodeBroker(encodeBroker(v6, 0)), v6)
})

test('a broken znode is undefined, never an exception', () => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"partitions":{"x":[1]}}',
    '{"partitions":{"0":["1"]}}',
    '{"endpoints":["?"]}',
    '{"leader":"1"}',
  ]) {
    const bytes = Buffer.from(text)
    assert.equal(decodeTopic(bytes), undefined, text)
    assert.equal(decodePartitionState(bytes), undefined, text)
    assert.equal(decodeBroker(bytes), undefined, text)
    assert.equal(decodeProducerIdBlock(bytes), undefined, text)
  }
})
