"""The scenario with kafka-python. See ../scenario.ts for how a program talks to the runner."""
import json
import logging
import re
import sys
import time
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, NewPartitions, NewTopic, OffsetSpec
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

logging.disable(logging.CRITICAL)
bootstrap, prefix = sys.argv[1:3]
topic, group = prefix + 'orders', prefix + 'group'
fixed = int(time.time()) * 1000 - 3_600_000


def show(step, seen):
    print(json.dumps({'step': step, 'seen': seen}), flush=True)


def ask(what):
    print(json.dumps({'ask': what}), flush=True)
    sys.stdin.readline()


def outcome(call):
    try:
        result = call()
        return 'ok' if result is None else result
    except (KafkaError, ValueError) as error:
        return type(error).__name__


def until(what, condition, step=lambda: time.sleep(0.05)):
    end = time.time() + 40
    while not condition():
        if time.time() > end:
            raise Exception('timed out: ' + what)
        step()


def admin_client():
    return KafkaAdminClient(bootstrap_servers=bootstrap)


def names(answer):
    """Error codes by topic of an answer of the admin client, whatever shape it has."""
    text = json.dumps(answer, default=lambda o: getattr(o, '__dict__', None) or str(o), sort_keys=True)
    return re.sub(r'(\[Error \d+\] \w+): [^"]*', r'\1', text.replace(prefix, ''))  # the wording of a message is a broker's own


admin = admin_client()


def create(name, partitions=3, replicas=1, **configs):
    def call():
        admin.create_topics([NewTopic(name=name, num_partitions=partitions, replication_factor=replicas, topic_configs=configs)])
    return outcome(call)


show('create', create(topic, **{'retention.ms': '86400000'}))
show('create again', create(topic))
show('create with a bad name', create('a/b'))
show('create with too many replicas', create(prefix + 'rf', replicas=3))
show('create with a bad configuration', create(prefix + 'cfg', **{'retention.ms': 'soon'}))
# A controller answers before every broker shows what it has made.
until('the topic is listed', lambda: topic in admin.list_topics())
show('list', sorted(name[len(prefix):] for name in admin.list_topics() if name.startswith(prefix)))


def produce(records, **config):
    producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=20, max_request_size=3_000_000, **config)
    futures = []
    for record in records:
        try:
            futures.append(producer.send(record.pop('topic', topic), **record))
        except (KafkaError, ValueError) as error:
            futures.append(error)
    producer.flush(30)
    seen = []
    for future in futures:
        def place(f=future):
            if isinstance(f, Exception):
                raise f
            meta = f.get(10)
            return [meta.partition, meta.offset, meta.timestamp - fixed if meta.timestamp and meta.timestamp > 0 else None]
        seen.append(outcome(place))
    producer.close(5)
    return seen


show('produce', produce([
    {'key': b'k', 'value': b'v', 'partition': 0, 'timestamp_ms': fixed, 'headers': [('h', b'x'), ('e', b'')]},
    {'value': b'no key', 'partition': 0, 'timestamp_ms': fixed + 1},
    {'key': b'tombstone', 'value': None, 'partition': 0, 'timestamp_ms': fixed + 2},
    {'key': b'', 'value': b'', 'partition': 0, 'timestamp_ms': fixed + 3}]))
for codec in (None, 'gzip', 'snappy', 'lz4', 'zstd'):
    show('produce %s' % codec, produce([{'key': b'%d' % i, 'value': b'record %d ' % i * 20, 'partition': 1, 'timestamp_ms': fixed + i} for i in range(50)], compression_type=codec)[-1])
for acks in (0, 1, 'all'):
    show('produce acks %s' % acks, len(produce([{'value': str(acks).encode(), 'partition': 2, 'timestamp_ms': fixed}], acks=acks, enable_idempotence=acks == 'all')))
show('produce 1 MB', produce([{'value': b'x' * 1_000_000, 'partition': 1, 'timestamp_ms': fixed + 100}]))
show('produce too large', produce([{'value': b'x' * 1_100_000, 'partition': 1}]))
show('produce to a partition that is not there', outcome(lambda: produce([{'value': b'x', 'partition': 7}], max_block_ms=1000)))
large = prefix + 'large'
create(large, 1, **{'max.message.bytes': '1200000'})
show('produce 1 MiB', produce([{'topic': large, 'value': b'm' * 1_048_576, 'partition': 0, 'timestamp_ms': fixed}]))
show('produce more than the topic takes', produce([{'topic': large, 'value': b'm' * 1_200_000, 'partition': 0, 'timestamp_ms': fixed}]))


def member(group_id, name=topic, **config):
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=group_id, auto_offset_reset='earliest', enable_auto_commit=False, session_timeout_ms=10000,
                             heartbeat_interval_ms=300, metadata_max_age_ms=1000, allow_auto_create_topics=False, **config)
    consumer.subscribe([name])
    consumer.seen = {}
    return consumer


def poll(*consumers):
    for consumer in consumers:
        for partition, records in consumer.poll(timeout_ms=50).items():
            consumer.seen.setdefault(partition.partition, []).extend(records)


def total(consumer):
    return sum(len(records) for records in consumer.seen.values())


def different(consumer):
    """How many different records: a member that has to join again may read some twice."""
    return len({(partition, r.offset) for partition, records in consumer.seen.items() for r in records})


def once(rows):
    return [row for at, row in enumerate(rows) if row not in rows[:at]]


def described(consumer, partition):
    return [[r.offset, r.timestamp - fixed, r.timestamp_type, None if r.key is None else r.key.decode(), None if r.value is None else r.value.decode() if len(r.value) < 40 else len(r.value),
             [[k, v.decode()] for k, v in r.headers]] for r in consumer.seen.get(partition, [])]


reader = member(prefix + 'large-group', large)
until('reads what is large', lambda: total(reader) >= 1, lambda: poll(reader))
show('read 1 MiB', described(reader, 0))
reader.close()
one = member(group)
until('reads everything', lambda: total(one) >= 258, lambda: poll(one))
show('read partition 0', described(one, 0))
first = described(one, 1)
show('read partition 1', [len(first), first[0], first[49], first[50], first[249], first[250]])
show('read partition 2', described(one, 2))
show('commit', outcome(one.commit))
partitions = [TopicPartition(topic, p) for p in range(3)]
show('committed', [one.committed(p) for p in partitions])
two = member(group)
until('shares', lambda: 0 < len(two.assignment()) < 3 and len(one.assignment()) + len(two.assignment()) == 3, lambda: poll(one, two))
show('two members', sorted([len(one.assignment()), len(two.assignment())]))
state = admin.describe_groups([group])[group]
show('describe group', [state['group_state'], state['protocol_type'], state['protocol_data'], len(state['members'])])
show('delete a group in use', names(outcome(lambda: admin.delete_groups([group]))))
two.close()
until('takeover', lambda: len(one.assignment()) == 3, lambda: poll(one))
show('takeover', len(one.assignment()))
show('beginning', sorted(one.beginning_offsets(partitions).values()))
show('end', sorted(one.end_offsets(partitions).values()))
show('offsets for times', [None if o is None else o.offset for o in (one.offsets_for_times({p: fixed + 2 for p in partitions})[p] for p in partitions)])
one.close()
ask('kill-and-restart')
show('produce after restart', produce([{'value': b'after', 'partition': 0, 'timestamp_ms': fixed + 10}]))
again = member(group)
until('reads on', lambda: total(again) >= 1, lambda: poll(again))
show('read on', [described(again, p) for p in range(3)])
again.seen.clear()
again.seek(partitions[0], 1)
until('seek', lambda: total(again) >= 4, lambda: poll(again))
show('seek', described(again, 0))
again.seen.clear()
again.seek(partitions[1], again.offsets_for_times({partitions[1]: fixed + 49})[partitions[1]].offset)
until('seek by time', lambda: total(again) >= 202, lambda: poll(again))
show('seek by time', [total(again), described(again, 1)[0]])
again.close()

# an idempotent producer through a dropped connection
admin = admin_client()
dropped = prefix + 'dropped'
create(dropped, 1)
keeper = KafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True, acks='all', linger_ms=0, retry_backoff_ms=50, reconnect_backoff_ms=50)
reader = member(prefix + 'dropped-group', dropped)  # reads through all that follows


def send(*values):
    futures = [keeper.send(dropped, value=value, partition=0, timestamp_ms=fixed) for value in values]
    return [outcome(lambda f=f: f.get(40).offset) for f in futures]


show('idempotent before', send(b'first'))
until('a running consumer', lambda: different(reader) >= 1, lambda: poll(reader))
ask('lose-answers')
show('idempotent with lost answers', send(*[b'lost %d' % i for i in range(5)]))
until('a running consumer after lost answers', lambda: different(reader) >= 6, lambda: poll(reader))
ask('cut-connections')
show('idempotent after a cut', send(b'after the cut'))
until('a running consumer after a cut', lambda: different(reader) >= 7, lambda: poll(reader))
reader.commit()
ask('kill-and-restart')
show('idempotent after a restart', send(b'after the restart'))
keeper.close(5)
until('a running consumer after a restart', lambda: different(reader) >= 8, lambda: poll(reader))
poll(reader)
show('every record once, by a running consumer', once(described(reader, 0)))
reader.close()

# things that happen under a running consumer
admin = admin_client()
moving = prefix + 'moving'


def fill(kind, count):
    return produce([{'topic': moving, 'value': b'%s %d' % (kind, i), 'partition': 0, 'timestamp_ms': fixed} for i in range(count)])


show('a topic to be moved', [create(moving, 1), fill(b'old', 10)])
runner = member(prefix + 'moving-group', moving)
until('reads ten', lambda: total(runner) >= 10, lambda: poll(runner))
runner.seen.clear()
show('delete records under a consumer', sorted(v['low_watermark'] for v in admin.delete_records({TopicPartition(moving, 0): 6}).values()))
runner.seek(TopicPartition(moving, 0), 2)
until('starts at the new beginning', lambda: total(runner) >= 4, lambda: poll(runner))
show('reads from the new beginning', described(runner, 0))
runner.commit()
runner.seen.clear()
show('delete the topic under a consumer', outcome(lambda: (admin.delete_topics([moving]), None)[1]))
end = time.time() + 1.5
while time.time() < end:
    poll(runner)
create(moving, 1)  # unless the consumer has: it asks for metadata, and that creates topics, whatever it was told
fill(b'new', 3)
until('reads the topic created again', lambda: total(runner) >= 3, lambda: poll(runner))
show('reads the topic created again', described(runner, 0))
runner.close()

# administration
first = TopicPartition(topic, 0)
show('more partitions', outcome(lambda: (admin.create_partitions({topic: NewPartitions(5)}), None)[1]))
show('fewer partitions', outcome(lambda: (admin.create_partitions({topic: NewPartitions(2)}), None)[1]))
show('delete records', names(outcome(lambda: {str(k): v for k, v in admin.delete_records({TopicPartition(topic, 1): 60}).items()})))
show('delete records beyond the end', outcome(lambda: names(list(admin.delete_records({TopicPartition(topic, 1): 100_000}).values()))))


def configs(*keys):
    found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic, list(keys))], include_synonyms=True, config_filter='all')
    return names(found)


def alter(key, value, resource=topic):
    return names(outcome(lambda: admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, resource, {key: value})], raise_on_unknown=False)))


show('describe configs', configs('retention.ms', 'cleanup.policy', 'segment.bytes'))
show('alter', alter('retention.ms', '1000000'))
show('alter badly', alter('retention.ms', 'soon'))
show('alter an unknown key', alter('no.such.key', '1'))
show('alter an unknown topic', alter('retention.ms', '1', prefix + 'missing'))
until('the configuration arrives', lambda: '"1000000"' in configs('retention.ms'))
show('altered', configs('retention.ms'))
show('list groups', sorted([g['group_id'][len(prefix):], g['protocol_type'], g.get('group_state')] for g in admin.list_groups() if g['group_id'].startswith(prefix)))


def group_offsets():
    return sorted([p.partition, o.offset, o.metadata] for p, o in admin.list_group_offsets({group: None})[group].items())


show('group offsets', group_offsets())
show('alter group offsets', outcome(lambda: [getattr(e, '__name__', str(e)) for e in admin.alter_group_offsets(group, {first: OffsetAndMetadata(2, 'set', -1)}).values()]))
show('reset group offsets', outcome(lambda: sorted(str(v).replace(prefix, '') for v in admin.reset_group_offsets(group, {first: OffsetSpec.EARLIEST, TopicPartition(topic, 1): 70}).values())))
show('delete group offsets', outcome(lambda: [getattr(e, '__name__', str(e)) for e in admin.delete_group_offsets(group, [TopicPartition(topic, 2)]).values()]))
show('group offsets after', group_offsets())
show('describe topics', [[t['error_code'], t['is_internal'], sorted([p['partition_index'], p['error_code'], len(p['replica_nodes']), len(p['isr_nodes'])] for p in t['partitions'])] for t in admin.describe_topics([topic])])
show('partition offsets', [[names(outcome(lambda spec=spec, p=p: list(admin.list_partition_offsets({TopicPartition(topic, p): spec}).values())[0].offset)) for p in range(3)] for spec in (OffsetSpec.EARLIEST, OffsetSpec.LATEST, OffsetSpec.MAX_TIMESTAMP, fixed + 2)])
show('elect preferred', outcome(lambda: (admin.elect_leaders(0, {topic: [0]}), None)[1]))
show('reassignments', names(outcome(lambda: admin.list_partition_reassignments())))
show('log directories', sorted([p['partition_index'], p['offset_lag'], p['is_future_key']] for b in admin.describe_log_dirs({topic: [0, 1, 2]}) for d in b['log_dirs'] for t in d['topics'] for p in t['partitions']))
show('producers', outcome(lambda: [len(p) if hasattr(p, '__len__') else 1 for p in admin.describe_producers([TopicPartition(topic, 7)]).values()]))
show('delete group', names(outcome(lambda: admin.delete_groups([group]))))
show('delete unknown group', names(outcome(lambda: admin.delete_groups([prefix + 'nobody']))))
show('delete topic', outcome(lambda: (admin.delete_topics([topic]), None)[1]))
until('the topic goes', lambda: topic not in admin.list_topics())
show('delete again', outcome(lambda: (admin.delete_topics([topic]), None)[1]))
