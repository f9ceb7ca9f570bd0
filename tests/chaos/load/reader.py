"""
Reads partitions whole (librdkafka, checksums checked) and says what is where. usage: reader.py BOOTSTRAP PARTITIONS, where
PARTITIONS is [{"topic": ..., "partition": n, "start": offset, "end": offset}, ...]. For each a line {"topic": ..., "partition":
n, "runs": [[offset, writer, number, count], ...], "wrong": [offset, ...], "problem": "..." or absent}.
"""
import json
import sys
import time
from confluent_kafka import Consumer, TopicPartition
from records import is_tombstone, key_of, value_of

bootstrap, wanted = sys.argv[1], json.loads(sys.argv[2])
patience_seconds = 30
consumer = Consumer({
    'bootstrap.servers': bootstrap, 'group.id': 'reader', 'enable.auto.commit': False, 'auto.offset.reset': 'earliest', 'enable.partition.eof': True,
    'check.crcs': True, 'log_level': 0, 'fetch.wait.max.ms': 50, 'fetch.queue.backoff.ms': 5, 'reconnect.backoff.ms': 20, 'reconnect.backoff.max.ms': 200})


def understood(message, partition):
    """Writer, number, and whether everything else is as it was written."""
    value, headers = message.value(), message.headers()
    said = headers[0][1] if headers else value
    try:
        writer, written_to, number = (int(part) for part in said.split(b'/')[:3])
    except (ValueError, AttributeError):
        return -1, -1, False
    right = written_to == partition and value == (None if headers and is_tombstone(number) else value_of(writer, partition, number))
    return writer, number, right and message.key() == (key_of(number) if headers else None)


def read(topic, partition, start, end):
    runs, wrong, problem = [], [], None
    consumer.assign([TopicPartition(topic, partition, start)])
    at, moved = start, time.time()
    while at < end:
        for message in consumer.consume(2000, 0.2):
            if message.error():
                if message.error().name() == '_PARTITION_EOF':
                    at = max(at, message.offset())
                elif not message.error().retriable():
                    problem = message.error().name()
                continue
            offset = message.offset()
            writer, number, right = understood(message, partition)
            if not right:
                wrong.append(offset)
            last = runs[-1] if runs else None
            if last is not None and last[1] == writer and offset == last[0] + last[3] and number == last[2] + last[3]:
                last[3] += 1
            else:
                runs.append([offset, writer, number, 1])
            at, moved = offset + 1, time.time()
        if time.time() - moved > patience_seconds:
            problem = problem or 'nothing came for %d seconds at offset %d' % (patience_seconds, at)
            break
    return {'topic': topic, 'partition': partition, 'runs': runs, 'wrong': wrong, **({} if problem is None else {'problem': problem})}


for one in wanted:
    print(json.dumps(read(one['topic'], one['partition'], one['start'], one['end'])), flush=True)
consumer.close()
