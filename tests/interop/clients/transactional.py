"""A transactional producer (librdkafka) against a broker without transactions: what it is told, and whether it may go on."""
import json
import sys
import time
from confluent_kafka import Producer, KafkaException

bootstrap, prefix = sys.argv[1:3]
producer = Producer({'bootstrap.servers': bootstrap, 'transactional.id': prefix + 'tx'})
producer.list_topics(timeout=10)  # connects first: what is timed is the refusal
started = time.time()
refused, fatal = 'nothing', False
try:
    producer.init_transactions(20)
except KafkaException as error:
    refused, fatal = error.args[0].name(), error.args[0].fatal()
print(json.dumps({'refused': refused, 'fatal': fatal, 'ms': int((time.time() - started) * 1000)}), flush=True)
