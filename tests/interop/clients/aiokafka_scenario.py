"""The scenario with aiokafka. See ../scenario.ts for how a program talks to the runner."""
import asyncio
import json
import logging
import sys
import time
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

logging.disable(logging.CRITICAL)
bootstrap, prefix = sys.argv[1:3]
topic, group = prefix + 'orders', prefix + 'group'
fixed = int(time.time()) * 1000 - 3_600_000


def show(step, seen):
    print(json.dumps({'step': step, 'seen': seen}), flush=True)


async def ask(what):
    print(json.dumps({'ask': what}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


async def outcome(awaitable, pick=lambda result: 'ok'):
    try:
        return pick(await awaitable)
    except KafkaError as error:
        return type(error).__name__


def codes(answer):
    return [[name.replace(prefix, ''), code] for name, code, *_ in getattr(answer, 'topic_errors', getattr(answer, 'topic_error_codes', []))]


async def until(what, condition, step):
    end = time.time() + 40
    while not condition():
        if time.time() > end:
            raise Exception('timed out: ' + what)
        await step()


async def admin_client():
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    return admin


async def produce(records, **config):
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, linger_ms=20, max_request_size=3_000_000, retry_backoff_ms=50, **config)
    await producer.start()
    seen = []
    try:
        for record in records:
            seen.append(await producer.send(record.pop('topic', topic), **record))
        return [await outcome(future, lambda m: None if m is None else [m.partition, m.offset]) for future in seen]
    except KafkaError as error:
        return type(error).__name__
    finally:
        await producer.stop()


class Member:
    def __init__(self, group_id, name):
        self.consumer = AIOKafkaConsumer(name, bootstrap_servers=bootstrap, group_id=group_id, auto_offset_reset='earliest', enable_auto_commit=False, session_timeout_ms=10000,
                                         heartbeat_interval_ms=300, metadata_max_age_ms=1000, retry_backoff_ms=50)
        self.seen = {}

    async def start(self):
        await self.consumer.start()
        return self

    async def poll(self):
        for partition, records in (await self.consumer.getmany(timeout_ms=50)).items():
            self.seen.setdefault(partition.partition, []).extend(records)

    def total(self):
        return sum(len(records) for records in self.seen.values())

    def different(self):
        """How many different records: a member that has to join again may read some twice."""
        return len({(partition, r.offset) for partition, records in self.seen.items() for r in records})

    def described(self, partition):
        return [[r.offset, r.timestamp - fixed, None if r.key is None else r.key.decode(), None if r.value is None else r.value.decode() if len(r.value) < 40 else len(r.value),
                 [[k, v.decode()] for k, v in r.headers]] for r in self.seen.get(partition, [])]


async def main():
    admin = await admin_client()

    async def create(name, partitions=3, replicas=1, **configs):
        return await outcome(admin.create_topics([NewTopic(name, partitions, replicas, topic_configs=configs)]), codes)

    show('create', await create(topic, **{'retention.ms': '86400000'}))
    show('create again', await create(topic))
    show('create with a bad name', await create('a/b'))
    show('create with too many replicas', await create(prefix + 'rf', replicas=3))
    show('create with a bad configuration', await create(prefix + 'cfg', **{'retention.ms': 'soon'}))
    show('produce', await produce([
        {'key': b'k', 'value': b'v', 'partition': 0, 'timestamp_ms': fixed, 'headers': [('h', b'x'), ('e', b'')]},
        {'value': b'no key', 'partition': 0, 'timestamp_ms': fixed + 1},
        {'key': b'tombstone', 'value': None, 'partition': 0, 'timestamp_ms': fixed + 2},
        {'key': b'', 'value': b'', 'partition': 0, 'timestamp_ms': fixed + 3}]))
    for codec in (None, 'gzip', 'snappy', 'lz4', 'zstd'):
        show('produce %s' % codec, (await produce([{'key': b'%d' % i, 'value': b'record %d ' % i * 20, 'partition': 1, 'timestamp_ms': fixed + i} for i in range(50)], compression_type=codec))[-1])
    for acks in (0, 1, 'all'):
        show('produce acks %s' % acks, len(await produce([{'value': str(acks).encode(), 'partition': 2, 'timestamp_ms': fixed}], acks=acks)))
    show('produce 1 MB', await produce([{'value': b'x' * 1_000_000, 'partition': 1, 'timestamp_ms': fixed + 100}]))
    show('produce too large', await produce([{'value': b'x' * 1_100_000, 'partition': 1}]))
    large = prefix + 'large'
    await create(large, 1, **{'max.message.bytes': '1200000'})
    show('produce 1 MiB', await produce([{'topic': large, 'value': b'm' * 1_048_576, 'partition': 0, 'timestamp_ms': fixed}]))
    show('produce more than the topic takes', await produce([{'topic': large, 'value': b'm' * 1_200_000, 'partition': 0, 'timestamp_ms': fixed}]))
    reader = await Member(prefix + 'large-group', large).start()
    await until('reads what is large', lambda: reader.total() >= 1, reader.poll)
    show('read 1 MiB', reader.described(0))
    await reader.consumer.stop()

    one = await Member(group, topic).start()
    await until('reads everything', lambda: one.total() >= 258, one.poll)
    show('read partition 0', one.described(0))
    first = one.described(1)
    show('read partition 1', [len(first), first[0], first[49], first[50], first[250]])
    show('read partition 2', one.described(2))
    show('commit', await outcome(one.consumer.commit()))
    partitions = [TopicPartition(topic, p) for p in range(3)]
    show('committed', [await one.consumer.committed(p) for p in partitions])
    two = await Member(group, topic).start()

    async def both():
        await one.poll()
        await two.poll()
    await until('shares', lambda: 0 < len(two.consumer.assignment()) < 3 and len(one.consumer.assignment()) + len(two.consumer.assignment()) == 3, both)
    show('two members', sorted([len(one.consumer.assignment()), len(two.consumer.assignment())]))
    show('describe group', [[g[0], g[1].replace(prefix, ''), g[2], g[3], g[4], len(g[5])] for answer in await admin.describe_consumer_groups([group]) for g in answer.groups])
    await two.consumer.stop()
    await until('takeover', lambda: len(one.consumer.assignment()) == 3, one.poll)
    show('beginning', sorted((await one.consumer.beginning_offsets(partitions)).values()))
    show('end', sorted((await one.consumer.end_offsets(partitions)).values()))
    times = await one.consumer.offsets_for_times({p: fixed + 2 for p in partitions})
    show('offsets for times', [None if times[p] is None else times[p].offset for p in partitions])
    await one.consumer.stop()

    await ask('kill-and-restart')
    show('produce after restart', await produce([{'value': b'after', 'partition': 0, 'timestamp_ms': fixed + 10}]))
    again = await Member(group, topic).start()
    await until('reads on', lambda: again.total() >= 1, again.poll)
    show('read on', [again.described(p) for p in range(3)])
    again.seen.clear()
    again.consumer.seek(partitions[0], 1)
    await until('seek', lambda: again.total() >= 4, again.poll)
    show('seek', again.described(0))
    again.seen.clear()
    again.consumer.seek(partitions[1], (await again.consumer.offsets_for_times({partitions[1]: fixed + 49}))[partitions[1]].offset)
    await until('seek by time', lambda: again.total() >= 202, again.poll)
    show('seek by time', [again.total(), again.described(1)[0]])
    await again.consumer.stop()

    await admin.close()
    admin = await admin_client()
    dropped = prefix + 'dropped'
    await create(dropped, 1)
    keeper = AIOKafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=True, linger_ms=0, retry_backoff_ms=50, request_timeout_ms=5000)
    await keeper.start()
    reader = await Member(prefix + 'dropped-group', dropped).start()  # reads through all that follows

    async def send(*values):
        futures = [await keeper.send(dropped, value=value, partition=0, timestamp_ms=fixed) for value in values]
        return [await outcome(future, lambda m: m.offset) for future in futures]

    show('idempotent before', await send(b'first'))
    await until('a running consumer', lambda: reader.different() >= 1, reader.poll)
    await ask('lose-answers')
    show('idempotent with lost answers', await send(*[b'lost %d' % i for i in range(5)]))
    await until('a running consumer after lost answers', lambda: reader.different() >= 6, reader.poll)
    await ask('cut-connections')
    show('idempotent after a cut', await send(b'after the cut'))
    await until('a running consumer after a cut', lambda: reader.different() >= 7, reader.poll)
    await reader.consumer.commit()
    await ask('kill-and-restart')
    show('idempotent after a restart', await send(b'after the restart'))
    await keeper.stop()
    await until('a running consumer after a restart', lambda: reader.different() >= 8, reader.poll)
    await reader.poll()
    rows = reader.described(0)
    show('every record once, by a running consumer', [row for at, row in enumerate(rows) if row not in rows[:at]])
    await reader.consumer.stop()

    await admin.close()
    admin = await admin_client()
    moving = prefix + 'moving'
    await create(moving, 1)

    async def fill(kind, count):
        await produce([{'topic': moving, 'value': b'%s %d' % (kind, i), 'partition': 0, 'timestamp_ms': fixed} for i in range(count)])
    await fill(b'old', 10)
    runner = await Member(prefix + 'moving-group', moving).start()
    await until('reads ten', lambda: runner.total() >= 10, runner.poll)
    runner.seen.clear()
    show('delete records under a consumer', await outcome(admin.delete_records({TopicPartition(moving, 0): RecordsToDelete(before_offset=6)}), lambda result: list(result.values())))
    runner.consumer.seek(TopicPartition(moving, 0), 2)
    await until('starts at the new beginning', lambda: runner.total() >= 4, runner.poll)
    show('reads from the new beginning', runner.described(0))
    await runner.consumer.commit()
    runner.seen.clear()
    show('delete the topic under a consumer', await outcome(admin.delete_topics([moving]), codes))
    end = time.time() + 1.5
    while time.time() < end:
        await runner.poll()
    show('create it again', await create(moving, 1))
    await fill(b'new', 3)
    await until('reads the topic created again', lambda: runner.total() >= 3, runner.poll)
    show('reads the topic created again', runner.described(0))
    await runner.consumer.stop()
    show('more partitions', await outcome(admin.create_partitions({topic: NewPartitions(5)}), lambda r: [[e[0].replace(prefix, ''), e[1]] for e in r.topic_errors]))
    show('fewer partitions', await outcome(admin.create_partitions({topic: NewPartitions(2)}), lambda r: [[e[0].replace(prefix, ''), e[1]] for e in r.topic_errors]))
    show('delete records', await outcome(admin.delete_records({TopicPartition(topic, 1): RecordsToDelete(before_offset=60)}), lambda result: list(result.values())))
    show('delete records beyond the end', await outcome(admin.delete_records({TopicPartition(topic, 1): RecordsToDelete(before_offset=100_000)}), lambda result: list(result.values())))

    async def configs(*keys):
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic, dict.fromkeys(keys))])
        return [[r[0], r[2], r[3].replace(prefix, ''), sorted(list(map(str, e)) for e in r[4])] for answer in answers for r in answer.resources]

    async def alter(key, value):
        return await outcome(admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, {key: value})]), lambda answers: [r[0] for answer in answers for r in answer.resources])

    show('describe configs', await configs('retention.ms', 'cleanup.policy', 'segment.bytes'))
    show('alter', await alter('retention.ms', '1000000'))
    show('alter badly', await alter('retention.ms', 'soon'))
    while '1000000' not in str(await configs('retention.ms')):
        await asyncio.sleep(0.05)
    show('altered', await configs('retention.ms'))
    show('describe topics', [[t['error_code'], t['is_internal'], sorted([p['partition'], p['error_code'], len(p['replicas']), len(p['isr'])] for p in t['partitions'])] for t in await admin.describe_topics([topic])])
    show('list groups', sorted([g[len(prefix):], kind] for g, kind in await admin.list_consumer_groups() if g.startswith(prefix)))
    offsets = await admin.list_consumer_group_offsets(group)
    show('group offsets', sorted([p.partition, o.offset] for p, o in offsets.items()))
    show('delete topic', await outcome(admin.delete_topics([topic]), codes))
    await asyncio.sleep(0.5)
    show('delete again', await outcome(admin.delete_topics([topic]), codes))
    await admin.close()


asyncio.run(main())
