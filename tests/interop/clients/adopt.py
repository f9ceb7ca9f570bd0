"""
What a directory holds, seen through a broker. `fill` writes topics, records in every codec and group offsets; `look` prints
everything that is there as one JSON line; `goon` produces some more and reads on with the group.
"""
import json
import sys
import time
from confluent_kafka import Consumer, ConsumerGroupTopicPartitions, KafkaError, KafkaException, Producer, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

mode, bootstrap = sys.argv[1:3]
base = {'bootstrap.servers': bootstrap, 'log_level': 0}
topics = {'orders': 3, 'compacted': 1, 'names.with-every_kind': 2}
groups = ['billing', 'shipping']
fixed = 1_760_000_000_000


def produce(records, **config):
    producer = Producer({**base, 'linger.ms': 20, **config})
    for record in records:
        producer.produce(**record)
    if producer.flush(30) > 0:
        raise Exception('not everything was delivered')


def fill():
    admin = AdminClient(base)
    for future in admin.create_topics([NewTopic(name, partitions, 1, config={'cleanup.policy': 'compact' if name == 'compacted' else 'delete'}) for name, partitions in topics.items()]).values():
        future.result()
    time.sleep(0.5)
    for codec in ('none', 'gzip', 'snappy', 'lz4', 'zstd'):
        for name, partitions in topics.items():
            produce([{'topic': name, 'partition': i % partitions, 'key': b'%d' % i, 'value': ('%s %d ' % (codec, i)).encode() * 10, 'timestamp': int(time.time() * 1000),
                      'headers': [('codec', codec.encode()), ('empty', None)]} for i in range(300)], **{'compression.type': codec, 'enable.idempotence': codec in ('none', 'zstd')})
    for group in groups:
        consumer = Consumer({**base, 'group.id': group, 'enable.auto.commit': False})
        consumer.commit(offsets=[TopicPartition('orders', p, 100 + p) for p in range(3)] + [TopicPartition('compacted', 0, 7)], asynchronous=False)
        consumer.close()
    [f.result() for f in admin.delete_records([TopicPartition('orders', 2, 50)]).values()]


def contents(name, partition):
    consumer = Consumer({**base, 'group.id': 'look', 'enable.auto.commit': False, 'enable.partition.eof': True})
    consumer.assign([TopicPartition(name, partition, 0)] if name != 'orders' or partition != 2 else [TopicPartition(name, partition, 50)])
    seen, end = [], time.time() + 30
    while time.time() < end:
        message = consumer.poll(0.5)
        if message is None:
            continue
        if message.error():
            break
        seen.append([message.offset(), message.timestamp(), (message.key() or b'').decode(), message.value().decode(), [[k, None if v is None else v.decode()] for k, v in message.headers() or []]])
    consumer.close()
    return seen


def committed_of(admin, group):
    end = time.time() + 30
    while True:  # a coordinator that has just started may still be reading its groups; librdkafka's admin does not wait
        try:
            found = list(admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)]).values())[0].result()
            return sorted([p.topic, p.partition, p.offset] for p in found.topic_partitions)
        except KafkaException as error:
            if error.args[0].code() not in (KafkaError.COORDINATOR_LOAD_IN_PROGRESS, KafkaError.NOT_COORDINATOR, KafkaError.COORDINATOR_NOT_AVAILABLE) or time.time() > end:
                raise
        time.sleep(0.1)


def look():
    admin = AdminClient(base)
    end = time.time() + 30
    while time.time() < end:  # a broker that has just started may still be electing leaders
        found = admin.list_topics(timeout=10).topics
        if all(name in found and len(found[name].partitions) == n and all(p.leader >= 0 for p in found[name].partitions.values()) for name, n in topics.items()):
            break
        time.sleep(0.1)
    described = admin.describe_topics(TopicCollection(list(topics)))
    listed = {}
    for name, partitions in topics.items():
        for spec, how in ((OffsetSpec.earliest(), 'earliest'), (OffsetSpec.latest(), 'latest')):
            found = admin.list_offsets({TopicPartition(name, p): spec for p in range(partitions)})
            listed['%s %s' % (name, how)] = sorted([k.partition, f.result().offset] for k, f in found.items())
    committed = {g: committed_of(admin, g) for g in groups}
    print(json.dumps({
        'cluster': admin.describe_cluster().result().cluster_id,
        'ids': {name: str(f.result().topic_id) for name, f in described.items()},
        'partitions': {name: len(f.result().partitions) for name, f in described.items()},
        'offsets': listed,
        'committed': committed,
        'records': {'%s-%d' % (name, p): contents(name, p) for name, partitions in topics.items() for p in range(partitions)},
    }), flush=True)


def goon():
    consumer = Consumer({**base, 'group.id': 'billing', 'auto.offset.reset': 'error', 'enable.auto.commit': False, 'session.timeout.ms': 6000})
    consumer.subscribe(['orders'])
    produce([{'topic': 'orders', 'partition': p, 'value': b'more'} for p in range(3)], acks='all')
    firsts, mores, end = {}, 0, time.time() + 30
    while time.time() < end and mores < 3:
        message = consumer.poll(0.2)
        if message is None or message.error():
            continue
        firsts.setdefault(message.partition(), message.offset())
        mores += message.value() == b'more'
    consumer.commit(asynchronous=False)
    consumer.close()
    print(json.dumps({'firsts': sorted(firsts.items()), 'mores': mores}), flush=True)


{'fill': fill, 'look': look, 'goon': goon}[mode]()
