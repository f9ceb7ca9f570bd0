"""
Writes numbered records with an idempotent librdkafka producer and commits offsets, until a line comes on standard input;
or, called with `read`, reads a topic whole. One JSON object a line: {"acked": [partition, number]}, {"committed": [partition,
offset]}, {"failed": "..."}, {"read": [[value, ...] per partition]}, {"offsets": {...}}.
"""
import json
import sys
import threading
import time
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

mode, bootstrap, topic, group, partitions = sys.argv[1:5] + [int(sys.argv[5])]
base = {'bootstrap.servers': bootstrap, 'log_level': 0, 'reconnect.backoff.ms': 20, 'reconnect.backoff.max.ms': 200, 'retry.backoff.ms': 50, 'topic.metadata.refresh.interval.ms': 1000}


lock = threading.Lock()


def show(**line):
    with lock:
        sys.stdout.write(json.dumps(line) + '\n')
        sys.stdout.flush()


def write():
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
    producer = Producer({**base, 'enable.idempotence': True, 'linger.ms': 2, 'message.timeout.ms': 120000, 'socket.timeout.ms': 10000})
    committer = Consumer({**base, 'group.id': group, 'enable.auto.commit': False})
    delivered = [0] * partitions

    def report(partition, number):
        def done(error, _message):
            if error is None:
                delivered[partition] += 1
                show(acked=[partition, number])
            else:
                show(failed='%s of %d-%d' % (error.name(), partition, number))
        return done

    def commit():
        while not stop.is_set():
            offsets = [TopicPartition(topic, p, delivered[p]) for p in range(partitions)]
            try:
                for done in committer.commit(offsets=offsets, asynchronous=False):
                    if done.error is None:
                        show(committed=[done.partition, done.offset])
            except KafkaException:
                pass  # not acknowledged: the broker was away
            time.sleep(0.02)

    thread = threading.Thread(target=commit, daemon=True)
    thread.start()
    number = 0
    while not stop.is_set():
        for partition in range(partitions):
            producer.produce(topic, partition=partition, value=b'%d' % number, on_delivery=report(partition, number))
        number += 1
        producer.poll(0.002)
        while len(producer) > 300 and not stop.is_set():
            producer.poll(0.01)
    left = producer.flush(60)
    thread.join(20)
    if left > 0:
        show(failed='%d records neither acknowledged nor refused' % left)
    committer.close()


def read():
    consumer = Consumer({**base, 'group.id': group, 'enable.auto.commit': False, 'enable.partition.eof': True})
    found = []
    for partition in range(partitions):
        consumer.assign([TopicPartition(topic, partition, 0)])
        values = []
        deadline = time.time() + 60
        while True:
            message = consumer.poll(0.5)
            if message is None:
                if time.time() > deadline:
                    raise Exception('timed out: reading partition %d' % partition)
            elif message.error():
                if message.error().name() == '_PARTITION_EOF':
                    break
            else:
                values.append(int(message.value()))
        found.append(values)
    offsets = [p.offset for p in consumer.committed([TopicPartition(topic, p) for p in range(partitions)], timeout=20)]
    show(read=found, offsets=offsets)
    consumer.close()


write() if mode == 'write' else read()
