"""
A member of a group that is librdkafka: reads, and commits what it has read, until a line comes on standard input or it is
killed. usage: member.py BOOTSTRAP GROUP TOPIC... One JSON object a line, each with the time at which it happened:
{"assigned": [[topic, partition], ...], "at": ms}, {"read": [topic, partition, first, last]}, {"committed": [topic, partition,
offset], "at": ms}, {"failed": "..."}.
"""
import json
import sys
import threading
import time
from confluent_kafka import Consumer, KafkaException, TopicPartition

bootstrap, group, topics = sys.argv[1], sys.argv[2], sys.argv[3:]
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()


def show(**line):
    sys.stdout.write(json.dumps(line) + '\n')
    sys.stdout.flush()


def now():
    return int(time.time() * 1000)


def assigned(_consumer, partitions):
    show(assigned=[[p.topic, p.partition] for p in partitions], at=now())


def problem(error):
    if error.fatal():
        show(failed=error.name())


# A commit is never given up while the broker may still read it, so that commits are applied in their order.
consumer = Consumer({
    'bootstrap.servers': bootstrap, 'group.id': group, 'enable.auto.commit': False, 'enable.auto.offset.store': False, 'auto.offset.reset': 'earliest',
    'session.timeout.ms': 2500, 'heartbeat.interval.ms': 300, 'socket.timeout.ms': 60000, 'log_level': 0, 'reconnect.backoff.ms': 20,
    'reconnect.backoff.max.ms': 200, 'retry.backoff.ms': 50, 'topic.metadata.refresh.interval.ms': 2000, 'error_cb': problem})
consumer.subscribe(topics, on_assign=assigned)
while not stop.is_set():
    runs = {}
    for message in consumer.consume(500, 0.1):
        if message.error():
            continue
        place = (message.topic(), message.partition())
        run = runs.get(place)
        if run is not None and message.offset() == run[1] + 1:
            run[1] += 1
            continue
        if run is not None:
            show(read=[*place, *run])
        runs[place] = [message.offset(), message.offset()]
    for place, run in runs.items():
        show(read=[*place, *run])
    if not runs:
        continue
    try:
        for done in consumer.commit(offsets=[TopicPartition(*place, run[1] + 1) for place, run in runs.items()], asynchronous=False):
            if done.error is None:
                show(committed=[done.topic, done.partition, done.offset], at=now())
    except KafkaException:
        pass  # not acknowledged: the broker was away, or others have the partitions now
consumer.close()
