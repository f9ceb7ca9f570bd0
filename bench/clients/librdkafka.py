"""librdkafka through Python (confluent-kafka). See plan.ts for what a program does."""
import json
import os
import resource
import struct
import sys
import threading
import time

from confluent_kafka import Consumer, Producer

plan = json.loads(sys.argv[1])
topic = plan["topic"]
WORDS = "the quick brown fox jumps over the lazy dog while a thousand monkeys type at random "


def payloads(size):
    text = WORDS * (-(-(size + 2000) // len(WORDS)))
    return [f"{i} {text[i:]}"[:size].encode() for i in range(1000)]


def usage():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def report(seconds, cpu, **more):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = dict(records=plan["records"], seconds=seconds, cpuSeconds=cpu, peakMegabytes=peak, **more)
    print(json.dumps(line), flush=True)


def producer(linger):
    return Producer({
        "bootstrap.servers": plan["bootstrap"], "acks": "all", "enable.idempotence": True, "linger.ms": linger,
        "batch.size": plan["batchBytes"], "batch.num.messages": 1000000, "compression.type": plan["compression"],
        "queue.buffering.max.messages": 1000000, "queue.buffering.max.kbytes": 262144,
        "socket.nagle.disable": linger == 0,
    })


def consumer():
    made = Consumer({
        "bootstrap.servers": plan["bootstrap"], "group.id": f"librdkafka-{os.getpid()}", "auto.offset.reset": "earliest",
        "fetch.min.bytes": 1, "fetch.wait.max.ms": 500, "check.crcs": True,
        # Its defaults let a fast reader wait a second for nothing whenever 100,000 records are queued.
        "queued.min.messages": 1000000, "fetch.queue.backoff.ms": 5,
    })
    made.subscribe([topic])
    return made


def produce():
    values = payloads(plan["recordBytes"])
    p = producer(5)
    p.list_topics(topic, timeout=10)
    messages = [{"value": value} for value in values]
    start, cpu = time.perf_counter(), usage()
    left = plan["records"]
    if plan["way"] == "batch":
        while left > 0:
            part = messages[: min(1000, left)]
            # What did not fit is marked and comes again.
            while part:
                try:
                    done = p.produce_batch(topic, part)
                    left -= done
                    part = [m for m in part if m.pop("_error", None) is not None] if done < len(part) else []
                except BufferError:
                    pass
                if part:
                    p.poll(0.01)
            p.poll(0)
    else:
        send = p.produce
        sent = 0
        while sent < left:
            try:
                send(topic, values[sent % 1000])
                sent += 1
            except BufferError:
                p.poll(0.01)
    rest = p.flush(60)
    if rest:
        raise SystemExit(f"{rest} records were not delivered")
    report(time.perf_counter() - start, usage() - cpu)


def consume():
    c = consumer()
    seen = size = 0
    start = None
    while seen < plan["records"]:
        messages = c.consume(10000, 0.1 if start is not None else 1)
        if messages and start is None:
            start, cpu = time.perf_counter(), usage()
        for message in messages:
            if message.error():
                raise SystemExit(str(message.error()))
            size += len(message.value())
        seen += len(messages)
    report(time.perf_counter() - start, usage() - cpu)


def latency():
    p, c = producer(0), consumer()
    latencies = []
    finished = threading.Event()

    def read():
        seen = 0
        while seen < plan["records"]:
            message = c.poll(1)
            if message is None or message.error():
                continue
            seen += 1
            if seen > plan["warmup"]:
                latencies.append((time.perf_counter() - struct.unpack_from("<d", message.value())[0]) * 1000)
        finished.set()

    threading.Thread(target=read, daemon=True).start()
    time.sleep(4)
    rest = payloads(plan["recordBytes"])[0][8:]
    start, cpu, made = time.perf_counter(), usage(), 0
    while made < plan["records"]:
        due = min(plan["records"], int((time.perf_counter() - start) * plan["rate"]))
        while made < due:
            made += 1
            p.produce(topic, struct.pack("<d", start + made / plan["rate"]) + rest)
        p.poll(0)
        time.sleep(0.001)
    if not finished.wait(30):
        raise SystemExit("records are missing")
    latencies.sort()
    at = lambda share: latencies[min(len(latencies) - 1, int(len(latencies) * share))]
    report(time.perf_counter() - start, usage() - cpu, p50=at(0.5), p99=at(0.99))


{"produce": produce, "consume": consume, "latency": latency}[plan["mode"]]()
