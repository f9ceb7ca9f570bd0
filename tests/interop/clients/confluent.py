"""The scenario with confluent-kafka-python (librdkafka). See ../scenario.ts for how a program talks to the runner."""
import json
import sys
import time
from confluent_kafka import Producer, Consumer, TopicPartition, KafkaException, KafkaError, ConsumerGroupTopicPartitions, IsolationLevel, TopicCollection, ElectionType
from confluent_kafka.admin import AdminClient, NewTopic, NewPartitions, ConfigResource, OffsetSpec, AlterConfigOpType, ConfigEntry, ResourceType

bootstrap, prefix = sys.argv[1:3]
topic = prefix + 'orders'
group = prefix + 'group'
fixed = (int(time.time()) - 3600) * 1000


def show(step, **seen):
    print(json.dumps({'step': step, **seen}), flush=True)


def ask(what):
    print(json.dumps({'ask': what}), flush=True)
    sys.stdin.readline()


def outcome(call):
    try:
        result = call()
        return 'ok' if result is None else result
    except KafkaException as error:
        return error.args[0].name()


def each(futures):
    return {(k if isinstance(k, str) else getattr(k, 'name', str(k))): outcome(f.result) for k, f in futures.items()}


admin = AdminClient({'bootstrap.servers': bootstrap})
show('create', result=each(admin.create_topics([NewTopic(topic, 3, 1, config={'retention.ms': '86400000'})])))
show('create again', result=each(admin.create_topics([NewTopic(topic, 3, 1)])))
show('create with a bad name', result=each(admin.create_topics([NewTopic('a/b', 1, 1)])))
show('create with too many replicas', result=each(admin.create_topics([NewTopic(prefix + 'rf', 1, 3)])))
show('create with a bad configuration', result=each(admin.create_topics([NewTopic(prefix + 'cfg', 1, 1, config={'retention.ms': 'soon'})])))
show('validate only', result=each(admin.create_topics([NewTopic(prefix + 'dry', 2, 1)], validate_only=True)))
deadline = time.time() + 10
while True:
    found = admin.list_topics(topic, timeout=10).topics[topic]
    if len(found.partitions) == 3 or time.time() > deadline:
        break
    time.sleep(0.1)
show('metadata', partitions=sorted([p.id, len(p.replicas), len(p.isrs), str(p.error)] for p in found.partitions.values()))
show('cluster', brokers=len(admin.describe_cluster().result().nodes))

reports = []


def delivered(error, message):
    reports.append(error.name() if error else [message.partition(), message.offset()])


def produce(records, to=topic, **config):
    del reports[:]
    producer = Producer({'bootstrap.servers': bootstrap, 'linger.ms': 5, 'sticky.partitioning.linger.ms': 0, **config})
    for record in records:
        try:
            producer.produce(to, on_delivery=delivered, **record)
        except KafkaException as error:
            reports.append(error.args[0].name())
    producer.flush(30)
    return sorted(reports, key=str)


show('produce', results=produce([
    {'key': b'k', 'value': b'v', 'partition': 0, 'timestamp': fixed, 'headers': [('h', b'x'), ('n', None), ('e', b'')]},
    {'key': None, 'value': b'no key', 'partition': 0, 'timestamp': fixed + 1},
    {'key': b'tombstone', 'value': None, 'partition': 0, 'timestamp': fixed + 2},
    {'key': b'', 'value': b'', 'partition': 0, 'timestamp': fixed + 3}]))
for codec in ('gzip', 'snappy', 'lz4', 'zstd'):
    show('produce ' + codec, results=produce([
        {'key': b'%d' % i, 'value': (codec + ' record %d ' % i).encode() * 20, 'partition': 1, 'timestamp': fixed + i} for i in range(50)],
        **{'compression.type': codec, 'linger.ms': 50})[-1])
for acks in ('0', '1', 'all'):
    show('produce acks ' + acks, results=len(produce([{'value': acks.encode(), 'partition': 2, 'timestamp': fixed}], acks=acks)))
show('produce 1 MB', results=produce([{'value': b'x' * 999_000, 'partition': 1, 'timestamp': fixed + 100}]))
show('produce too large', results=produce([{'value': b'x' * 1_100_000, 'partition': 1}], **{'message.max.bytes': 2_000_000}))
large = prefix + 'large'
each(admin.create_topics([NewTopic(large, 1, 1, config={'max.message.bytes': '1200000'})]))
show('produce 1 MiB', results=produce([{'value': b'm' * 1_048_576, 'partition': 0, 'timestamp': fixed}], to=large, **{'message.max.bytes': 2_000_000}))
show('produce more than the topic takes', results=produce([{'value': b'm' * 1_200_000, 'partition': 0, 'timestamp': fixed}], to=large, **{'message.max.bytes': 2_000_000}))
show('produce to a partition that is not there', results=produce([{'value': b'x', 'partition': 7}], **{'message.timeout.ms': 3000}))
show('idempotent', results=produce([{'value': b'%d' % i, 'partition': 2, 'timestamp': fixed} for i in range(20)], **{'enable.idempotence': True})[-1])


def offsets(spec):
    result = admin.list_offsets({TopicPartition(topic, p): spec for p in range(3)})
    return sorted([p.partition, f.result().offset, f.result().timestamp - fixed if f.result().timestamp > 0 else f.result().timestamp] for p, f in result.items())


show('earliest', offsets=offsets(OffsetSpec.earliest()))
show('latest', offsets=offsets(OffsetSpec.latest()))
show('max timestamp', offsets=[row[:2] for row in offsets(OffsetSpec.max_timestamp())])
show('for timestamp', offsets=offsets(OffsetSpec.for_timestamp(fixed + 2)))


def describe(message):
    value = message.value()
    return [message.offset(), message.timestamp()[0], message.timestamp()[1] - fixed, message.key().decode() if message.key() is not None else None,
            None if value is None else value.decode() if len(value) < 40 else len(value),
            [[k, None if v is None else v.decode()] for k, v in message.headers() or []]]


class Member:
    def __init__(self, **config):
        self.shares = None
        self.seen = {p: [] for p in range(5)}
        self.consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': group, 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6000,
                                  'heartbeat.interval.ms': 300, 'topic.metadata.refresh.interval.ms': 1000, 'enable.auto.commit': False, **config})
        self.consumer.subscribe([topic], on_assign=lambda c, parts: None)

    def poll(self, seconds):
        end = time.time() + seconds
        while time.time() < end:
            message = self.consumer.poll(0.05)
            if message is not None and not message.error():
                self.seen[message.partition()].append(describe(message))

    def assigned(self):
        return len(self.consumer.assignment())

    def total(self):
        return sum(len(x) for x in self.seen.values())


def until(condition, members, what, seconds=30):
    end = time.time() + seconds
    while not condition():
        if time.time() > end:
            raise Exception('timed out: ' + what)
        for member in members:
            member.poll(0.05)


one = Member()
until(lambda: one.total() >= 228, [one], 'reads everything, has %d' % one.total())
show('read partition 0', records=one.seen[0])
show('read partition 1', count=len(one.seen[1]), some=[one.seen[1][i] for i in (0, 49, 50, 100, 150, 199, 200)])
show('read partition 2', records=[r[0] for r in one.seen[2]], values=[r[4] for r in one.seen[2]])
show('commit', result=outcome(lambda: sorted([p.partition, p.offset] for p in one.consumer.commit(asynchronous=False))))
two = Member()
until(lambda: two.assigned() > 0 and one.assigned() > 0 and one.assigned() + two.assigned() == 3, [one, two], 'shares')
show('two members', shares=sorted([one.assigned(), two.assigned()]))
description = admin.describe_consumer_groups([group])[group].result()
show('describe group', state=description.state.name, assignor=description.partition_assignor, members=len(description.members))
two.consumer.close()
until(lambda: one.assigned() == 3, [one], 'takeover')
show('takeover', records_again=one.total() - 228)
one.consumer.close()
time.sleep(0.2)
description = admin.describe_consumer_groups([group])[group].result()
show('after all left', state=description.state.name, members=len(description.members))

ask('kill-and-restart')
show('produce after restart', results=produce([{'value': b'after', 'partition': 0, 'timestamp': fixed + 10}]))
again = Member()
until(lambda: len(again.seen[0]) >= 1, [again], 'reads on')
again.poll(0.3)
show('read on', records=again.seen)
again.consumer.seek(TopicPartition(topic, 0, 1))
until(lambda: len(again.seen[0]) >= 5, [again], 'seek')
show('seek', records=[r[0] for r in again.seen[0]])
found = again.consumer.offsets_for_times([TopicPartition(topic, 1, fixed + 49)], timeout=10)[0]
del again.seen[1][:]
again.consumer.seek(found)
until(lambda: len(again.seen[1]) >= 152, [again], 'seek by time')
show('seek by time', offset=found.offset, count=len(again.seen[1]), first=again.seen[1][0])
times = again.consumer.offsets_for_times([TopicPartition(topic, p, fixed + 10) for p in range(3)], timeout=10)
show('offsets for times', offsets=sorted([p.partition, p.offset] for p in times))
show('watermarks', offsets=[again.consumer.get_watermark_offsets(TopicPartition(topic, p), timeout=10) for p in range(3)])
again.consumer.close()

def read_to_end(name, count, group_name, **config):
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': prefix + group_name, 'auto.offset.reset': 'earliest', 'enable.auto.commit': False, 'session.timeout.ms': 6000, **config})
    consumer.subscribe([name])
    return consumer, more(consumer, count)


def more(consumer, count, known=()):
    """Reads so many records that are not known: a member that has to join again may read some twice."""
    seen = []
    end = time.time() + 40
    while len(seen) < count:
        if time.time() > end:
            raise Exception('timed out: reads %d of %d' % (len(seen), count))
        message = consumer.poll(0.1)
        take(message, seen, known)
    take(consumer.poll(0.3), seen, known)
    return seen


def take(message, seen, known):
    if message is not None and not message.error():
        row = [message.offset(), message.value().decode()]
        if row not in seen and row not in known:
            seen.append(row)


reader, seen = read_to_end(large, 1, 'large-group')
show('read 1 MiB', records=[[offset, len(value)] for offset, value in seen])
reader.close()

# an idempotent producer through a dropped connection
dropped = prefix + 'dropped'
each(admin.create_topics([NewTopic(dropped, 1, 1)]))
outcomes = []
keeper = Producer({'bootstrap.servers': bootstrap, 'enable.idempotence': True, 'linger.ms': 0, 'socket.timeout.ms': 5000, 'retry.backoff.ms': 50, 'reconnect.backoff.max.ms': 200})


def send(*values):
    del outcomes[:]
    for value in values:
        keeper.produce(dropped, value=value, partition=0, timestamp=fixed, on_delivery=lambda error, m: outcomes.append(error.name() if error else m.offset()))
        keeper.poll(0.01)
    keeper.flush(40)
    return list(outcomes)


show('idempotent before', offsets=send(b'first'))
reader, seen = read_to_end(dropped, 1, 'dropped-group')  # reads through all that follows
ask('lose-answers')
show('idempotent with lost answers', offsets=send(*[b'lost %d' % i for i in range(10)]))
seen += more(reader, 10, seen)
ask('cut-connections')
show('idempotent after a cut', offsets=send(b'after the cut'))
seen += more(reader, 1, seen)
reader.commit(asynchronous=False)
ask('kill-and-restart')
show('idempotent after a restart', offsets=send(b'after the restart'))


seen += more(reader, 1, seen)
show('every record once, by a running consumer', records=seen)
reader.close()

# things that happen under a running consumer
admin = AdminClient({'bootstrap.servers': bootstrap})
moving = prefix + 'moving'


def fill(kind, count):
    producer = Producer({'bootstrap.servers': bootstrap, 'linger.ms': 5})
    for i in range(count):
        producer.produce(moving, value=b'%s %d' % (kind, i), partition=0, timestamp=fixed)
    producer.flush(30)


each(admin.create_topics([NewTopic(moving, 1, 1)]))
fill(b'old', 10)
runner, seen = read_to_end(moving, 10, 'moving-group', **{'topic.metadata.refresh.interval.ms': 500})
show('before', count=len(seen))
show('delete records under a consumer', result=[f.result().low_watermark for f in admin.delete_records([TopicPartition(moving, 0, 6)]).values()])
runner.seek(TopicPartition(moving, 0, 2))
show('reads from the new beginning', records=more(runner, 4))
show('delete the topic under a consumer', result=each(admin.delete_topics([moving])))
end = time.time() + 1.5
while time.time() < end:
    runner.poll(0.1)
show('create it again', result=each(admin.create_topics([NewTopic(moving, 1, 1)])))
fill(b'new', 3)
show('reads the topic created again', records=more(runner, 3))
runner.close()

show('delete records', result=sorted([k.partition, outcome(lambda f=f: f.result().low_watermark)] for k, f in admin.delete_records([TopicPartition(topic, 1, 60)]).items()))
show('delete records beyond the end', result=sorted([k.partition, outcome(lambda f=f: f.result().low_watermark)] for k, f in admin.delete_records([TopicPartition(topic, 1, 10000)]).items()))
show('earliest after', offsets=offsets(OffsetSpec.earliest()))
show('more partitions', result=each(admin.create_partitions([NewPartitions(topic, 5)])))
show('fewer partitions', result=each(admin.create_partitions([NewPartitions(topic, 2)])))
resource = ConfigResource(ResourceType.TOPIC, topic)
described = list(admin.describe_configs([resource]).values())[0].result()
show('describe configs', entries=sorted([e.name, e.value, e.source, e.is_read_only, e.is_default, e.is_sensitive] for e in described.values() if not e.name.startswith('remote') and not e.name.startswith('errors')
    and e.name != 'min.insync.replicas'))  # a controller of 4.x sets it as a dynamic default of the cluster, for eligible leader replicas
resource.add_incremental_config(ConfigEntry('retention.ms', '1000000', incremental_operation=AlterConfigOpType.SET))
show('incremental alter', result=each(admin.incremental_alter_configs([resource])))
bad = ConfigResource(ResourceType.TOPIC, topic)
bad.add_incremental_config(ConfigEntry('no.such.key', '1', incremental_operation=AlterConfigOpType.SET))
show('incremental alter of an unknown key', result=each(admin.incremental_alter_configs([bad])))
missing = ConfigResource(ResourceType.TOPIC, prefix + 'missing')
show('describe configs of an unknown topic', result=each(admin.describe_configs([missing])))
broker = ConfigResource(ResourceType.BROKER, '1')
show('list groups', groups=sorted([g.group_id, g.is_simple_consumer_group, g.state.name] for g in admin.list_consumer_groups().result().valid if g.group_id.startswith(prefix)))
# The admin client may still hold the coordinator connection that the kill cut: its first call can time out.
admin = AdminClient({'bootstrap.servers': bootstrap})
listed = list(admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)]).values())[0].result()
show('group offsets', offsets=sorted([p.topic[len(prefix):], p.partition, p.offset] for p in listed.topic_partitions))
altered = list(admin.alter_consumer_group_offsets([ConsumerGroupTopicPartitions(group, [TopicPartition(topic, 0, 2)])]).values())[0].result()
show('alter group offsets', offsets=sorted([p.partition, p.offset, str(p.error)] for p in altered.topic_partitions))
topics = admin.describe_topics(TopicCollection([topic]))
show('describe topics', topics=[[f.result().is_internal, [[p.id, len(p.replicas), len(p.isr), p.leader is not None] for p in f.result().partitions]] for f in topics.values()])
show('describe an unknown topic', result=each(admin.describe_topics(TopicCollection([prefix + 'missing']))))
elected = admin.elect_leaders(ElectionType.PREFERRED, [TopicPartition(topic, 0)]).result()
show('elect preferred', result=[str(e.name()) if e else None for e in elected.values()])
described = admin.describe_cluster().result()
show('cluster again', controller=described.controller is not None, nodes=len(described.nodes))
show('describe configs of the broker', entries=sorted([e.name, e.value, e.source, e.is_read_only, e.is_sensitive] for e in list(admin.describe_configs([broker]).values())[0].result().values()
    if e.name in ('num.partitions', 'log.retention.hours', 'message.max.bytes', 'auto.create.topics.enable')))
show('describe unknown group', result=outcome(lambda: admin.describe_consumer_groups([prefix + 'nobody'])[prefix + 'nobody'].result().state.name))
show('delete group', result=each(admin.delete_consumer_groups([group])))
show('delete unknown group', result=each(admin.delete_consumer_groups([prefix + 'nobody'])))
show('delete topic', result=each(admin.delete_topics([topic])))
time.sleep(0.3)
show('topic is gone', there=topic in admin.list_topics(timeout=10).topics)
show('delete again', result=each(admin.delete_topics([topic])))
