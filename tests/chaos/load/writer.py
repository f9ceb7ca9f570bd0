"""
An idempotent producer that is librdkafka: numbered records to every partition of the topics. usage: writer.py BOOTSTRAP WRITER
CODEC ROUND_MS GIVE_UP_MS TOPICS (a request is taken for lost after GIVE_UP_MS), where TOPICS is [{"name": ..., "partitions": n, "keyed": bool}, ...]. Lines on standard input: "pause
TOPIC", "resume TOPIC", "quiet" (write nothing more, say {"quiet": true} when all is settled), "go", "stop". One JSON object a
line: {"acked": [topic, partition, number, offset, count, sentAtMs]}, {"refused": [topic, partition, number, error]}, {"fatal":
error}.
"""
import json
import sys
import threading
import time
from confluent_kafka import Producer
from records import identity, is_tombstone, key_of, value_of

bootstrap, writer, codec, round_ms, give_up_ms, topics = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), json.loads(sys.argv[6])
outstanding_most = 2000
# Now and then so many at once to each partition of a topic: several batches of one producer are under way to it.
burst = 40
paused = set()
state = {'quiet': False, 'stop': False, 'told': True}


def show(**line):
    sys.stdout.write(json.dumps(line) + '\n')
    sys.stdout.flush()


def listen():
    for line in sys.stdin:
        word, _, topic = line.strip().partition(' ')
        if word == 'pause':
            paused.add(topic)
        elif word == 'resume':
            paused.discard(topic)
        elif word == 'quiet':
            state.update(quiet=True, told=False)
        elif word == 'go':
            state.update(quiet=False)
        elif word == 'stop':
            state.update(stop=True)
    state.update(stop=True)


def problem(error):
    if error.fatal():
        show(fatal=error.name())


runs = {}


def tell(place):
    run = runs.pop(place, None)
    if run is not None:
        show(acked=[*place, *run])


def settled(topic, partition, number, sent_at):
    def done(error, message):
        place = (topic, partition)
        if error is not None:
            return show(refused=[topic, partition, number, error.name()])
        offset = message.offset() if message.offset() is not None else -1
        run = runs.get(place)
        if run is not None and number == run[0] + run[2] and offset == run[1] + run[2] and offset >= 0:
            run[2] += 1
            return None
        tell(place)
        runs[place] = [number, offset, 1, sent_at]
        return None
    return done


producer = Producer({
    'bootstrap.servers': bootstrap, 'enable.idempotence': True, 'linger.ms': 3, 'batch.size': 2000, 'compression.type': codec, 'message.timeout.ms': 300000,
    'socket.timeout.ms': give_up_ms, 'request.timeout.ms': give_up_ms, 'log_level': 0, 'reconnect.backoff.ms': 20, 'reconnect.backoff.max.ms': 200, 'retry.backoff.ms': 50,
    'topic.metadata.refresh.interval.ms': 2000, 'error_cb': problem})
threading.Thread(target=listen, daemon=True).start()
numbers = {(topic['name'], p): 0 for topic in topics for p in range(topic['partitions'])}
rounds = 0


def send(topic, p):
    name = topic['name']
    number = numbers[(name, p)]
    numbers[(name, p)] += 1
    sent_at = int(time.time() * 1000)
    more = {'key': key_of(number), 'headers': {'n': identity(writer, p, number)}} if topic['keyed'] else {}
    value = None if topic['keyed'] and is_tombstone(number) else value_of(writer, p, number)
    producer.produce(name, partition=p, value=value, timestamp=sent_at, on_delivery=settled(name, p, number, sent_at), **more)


next_round = time.time()
while not state['stop']:
    for index, topic in enumerate(topics):
        name = topic['name']
        if state['quiet'] or name in paused:
            continue
        for p in range(topic['partitions']):
            for _ in range(burst if rounds % (2 * len(topics)) == 2 * index else 1):
                send(topic, p)
    rounds += 1
    next_round = max(next_round + round_ms / 1000, time.time())
    producer.poll(0)
    while time.time() < next_round or (len(producer) > outstanding_most and not state['stop']):
        producer.poll(0.005)
    for place in list(runs):
        tell(place)
    if state['quiet'] and not state['told'] and len(producer) == 0:
        state['told'] = True
        show(quiet=True)
