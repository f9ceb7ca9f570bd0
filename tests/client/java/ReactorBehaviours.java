import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.*;
import reactor.core.Disposable;
import reactor.core.publisher.*;
import reactor.kafka.receiver.*;
import reactor.kafka.sender.*;

/** What Reactor Kafka does where its documentation leaves room: one line per question, `name = answer`. */
public class ReactorBehaviours {
  static String bootstrap;
  static Admin admin;
  static int ids = 0;

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    ask("defaults of a receiver", ReactorBehaviours::receiverDefaults);
    ask("defaults of a sender", ReactorBehaviours::senderDefaults);
    ask("negative values", ReactorBehaviours::negativeValues);
    ask("at most once, 3 ahead, all 6, close", ReactorBehaviours::atmostOnceAhead);
    ask("at most once, 0 ahead, take(2) of 6, close", ReactorBehaviours::atmostOnceExact);
    ask("receiveBatch, the third of each acknowledged, close", ReactorBehaviours::batchThird);
    ask("commit with nothing acknowledged since", ReactorBehaviours::commitAgain);
    ask("send of nothing", ReactorBehaviours::sendNothing);
    ask("acknowledge 5, then 2, then close", ReactorBehaviours::acknowledgeBackwards);
    ask("commit behind a gap", ReactorBehaviours::commitBehindGap);
    ask("auto-ack, inner cancelled after 2 of 6", ReactorBehaviours::autoAckCancelled);
    ask("stopOnError(false), the second of 5 does not serialize", () -> serialization(false));
    ask("stopOnError(true), the second of 5 does not serialize", () -> serialization(true));
    ask("commitBatchSize 4, acknowledged 2 and 2", ReactorBehaviours::batchSizeOverPartitions);
    ask("take(3) of 6, all three acknowledged", ReactorBehaviours::takeThree);
    ask("two receives at once", ReactorBehaviours::twoAtOnce);
    System.exit(0);
  }

  static void ask(String name, Callable<String> question) {
    String answer;
    try { answer = question.call(); } catch (Throwable e) { answer = "threw " + e.getClass().getSimpleName(); }
    System.out.println(name + " = " + answer);
  }

  static String topic(int partitions) throws Exception {
    String name = "behaviour-java-" + ProcessHandle.current().pid() + "-" + ids++;
    admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    return name;
  }

  static SenderOptions<String, String> senderOptions() {
    return SenderOptions.<String, String>create(Map.of("bootstrap.servers", bootstrap)).withKeySerializer(new StringSerializer()).withValueSerializer(new StringSerializer());
  }

  static void fill(String topic, int partition, int count) {
    KafkaSender<String, String> sender = KafkaSender.create(senderOptions());
    sender.send(Flux.range(0, count).map(i -> SenderRecord.create(new ProducerRecord<String, String>(topic, partition, null, "v" + i), i))).blockLast();
    sender.close();
  }

  static ReceiverOptions<String, String> receiverOptions(String topic, String group) {
    return ReceiverOptions.<String, String>create(Map.of("bootstrap.servers", bootstrap, "group.id", group, "auto.offset.reset", "earliest"))
        .withKeyDeserializer(new StringDeserializer()).withValueDeserializer(new StringDeserializer()).subscription(List.of(topic)).commitInterval(Duration.ZERO);
  }

  static String committed(String group, String topic, int partition) throws Exception {
    var offset = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().get(new TopicPartition(topic, partition));
    return offset == null ? "nothing" : String.valueOf(offset.offset());
  }

  static <T> List<T> collect(Flux<T> flux, int count, AtomicReference<Disposable> handle) throws Exception {
    List<T> seen = new CopyOnWriteArrayList<>();
    CountDownLatch latch = new CountDownLatch(count);
    handle.set(flux.subscribe(item -> { seen.add(item); latch.countDown(); }, e -> {}));
    if (!latch.await(15, TimeUnit.SECONDS)) throw new TimeoutException();
    return seen;
  }

  static String acknowledgeBackwards() throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    var handle = new AtomicReference<Disposable>();
    var seen = collect(KafkaReceiver.create(receiverOptions(topic, group)).receive(), 6, handle);
    seen.get(5).receiverOffset().acknowledge();
    seen.get(2).receiverOffset().acknowledge();
    handle.get().dispose();
    Thread.sleep(1500);
    return "committed " + committed(group, topic, 0);
  }

  static String commitBehindGap() throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    var handle = new AtomicReference<Disposable>();
    var seen = collect(KafkaReceiver.create(receiverOptions(topic, group).maxDeferredCommits(10)).receive(), 6, handle);
    String outcome;
    try { seen.get(3).receiverOffset().commit().block(Duration.ofSeconds(3)); outcome = "completes"; } catch (IllegalStateException e) { outcome = "waits"; }
    String first = committed(group, topic, 0);
    for (int i : new int[] {0, 1, 2}) seen.get(i).receiverOffset().commit().block(Duration.ofSeconds(5));
    String second = committed(group, topic, 0);
    handle.get().dispose();
    Thread.sleep(1500);
    return outcome + ", committed " + first + ", then " + second;
  }

  static String autoAckCancelled() throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    var handle = new AtomicReference<Disposable>();
    collect(KafkaReceiver.create(receiverOptions(topic, group)).receiveAutoAck().concatMap(inner -> inner.take(2)), 2, handle);
    Thread.sleep(500);
    handle.get().dispose();
    Thread.sleep(1500);
    return "committed " + committed(group, topic, 0);
  }

  static String serialization(boolean stopOnError) throws Exception {
    String topic = topic(1);
    Serializer<String> failing = new Serializer<>() {
      @Override public byte[] serialize(String t, String value) {
        if (value.equals("v1")) throw new SerializationException("v1");
        return value.getBytes();
      }
    };
    KafkaSender<String, String> sender = KafkaSender.create(SenderOptions.<String, String>create(Map.of("bootstrap.servers", bootstrap))
        .withKeySerializer(new StringSerializer()).withValueSerializer(failing).stopOnError(stopOnError).maxInFlight(1));
    AtomicInteger results = new AtomicInteger(), failed = new AtomicInteger();
    AtomicReference<String> end = new AtomicReference<>("completes");
    CountDownLatch done = new CountDownLatch(1);
    sender.send(Flux.range(0, 5).map(i -> SenderRecord.create(new ProducerRecord<String, String>(topic, 0, null, "v" + i), i)))
        .subscribe(r -> { results.incrementAndGet(); if (r.exception() != null) failed.incrementAndGet(); }, e -> { end.set("fails"); done.countDown(); }, done::countDown);
    done.await(15, TimeUnit.SECONDS);
    sender.close();
    return results + " results, " + failed + " failed, the stream " + end;
  }

  static String batchSizeOverPartitions() throws Exception {
    String topic = topic(2), group = topic + "-g";
    fill(topic, 0, 2);
    fill(topic, 1, 2);
    var handle = new AtomicReference<Disposable>();
    var seen = collect(KafkaReceiver.create(receiverOptions(topic, group).commitBatchSize(4)).receive(), 4, handle);
    for (int i = 0; i < 3; i++) seen.get(i).receiverOffset().acknowledge();
    Thread.sleep(700);
    String before = committed(group, topic, 0) + "/" + committed(group, topic, 1);
    seen.get(3).receiverOffset().acknowledge();
    Thread.sleep(1500);
    String after = committed(group, topic, 0) + "/" + committed(group, topic, 1);
    handle.get().dispose();
    Thread.sleep(1000);
    return before + ", then " + after;
  }

  static String takeThree() throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    KafkaReceiver.create(receiverOptions(topic, group)).receive().doOnNext(r -> r.receiverOffset().acknowledge()).take(3).blockLast(Duration.ofSeconds(15));
    Thread.sleep(1500);
    return "committed " + committed(group, topic, 0);
  }

  static String twoAtOnce() throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    KafkaReceiver<String, String> receiver = KafkaReceiver.create(receiverOptions(topic, group));
    var handle = new AtomicReference<Disposable>();
    collect(receiver.receive(), 6, handle);
    AtomicReference<String> answer = new AtomicReference<>("allowed");
    try { receiver.receive().subscribe(r -> {}, e -> answer.set("refused")); } catch (IllegalStateException e) { answer.set("refused"); }
    Thread.sleep(500);
    handle.get().dispose();
    return answer.get();
  }

  static String ms(Duration d) { return d.compareTo(Duration.ofDays(36500)) > 0 ? "forever" : String.valueOf(d.toMillis()); }

  static String receiverDefaults() {
    ReceiverOptions<String, String> o = ReceiverOptions.create();
    return String.join(" ", "poll " + ms(o.pollTimeout()), "close " + ms(o.closeTimeout()), "interval " + ms(o.commitInterval()), "batch " + o.commitBatchSize(),
        "ahead " + o.atmostOnceCommitAheadSize(), "attempts " + o.maxCommitAttempts(), "retry " + ms(o.commitRetryInterval()), "deferred " + o.maxDeferredCommits(),
        "delay " + ms(o.maxDelayRebalance()), "during " + o.commitIntervalDuringDelay(), "pauseAll " + o.pauseAllAfterRebalance(), "auto " + o.consumerProperty("enable.auto.commit"),
        "heartbeat " + ms(o.heartbeatInterval()), "listeners " + o.assignListeners().size() + o.revokeListeners().size(), "topics " + none(o.subscriptionTopics()),
        "pattern " + none(o.subscriptionPattern()), "assignment " + none(o.assignment()), "group " + none(o.groupId()), "listener " + none(o.consumerListener()));
  }

  static String none(Object o) { return o == null ? "none" : String.valueOf(o); }

  static String senderDefaults() {
    SenderOptions<String, String> o = SenderOptions.create();
    return String.join(" ", "inFlight " + o.maxInFlight(), "stop " + o.stopOnError(), "close " + ms(o.closeTimeout()), "transactional " + o.isTransactional(),
        "id " + none(o.transactionalId()), "listener " + none(o.producerListener()), "key " + none(o.keySerializer()), "properties " + o.producerProperties().size());
  }

  static String negativeValues() {
    ReceiverOptions<String, String> o = ReceiverOptions.create();
    List<Runnable> attempts = List.of(() -> o.pollTimeout(Duration.ofMillis(-1)), () -> o.commitInterval(Duration.ofMillis(-1)), () -> o.commitBatchSize(-1),
        () -> o.atmostOnceCommitAheadSize(-1), () -> o.maxCommitAttempts(-1), () -> o.commitRetryInterval(Duration.ofMillis(-1)), () -> o.maxDeferredCommits(-1),
        () -> o.closeTimeout(Duration.ofMillis(-1)), () -> SenderOptions.create().closeTimeout(Duration.ofMillis(-1)));
    StringBuilder answer = new StringBuilder();
    for (Runnable attempt : attempts) {
      try { attempt.run(); answer.append("taken "); } catch (IllegalArgumentException e) { answer.append("refused "); }
    }
    return answer.toString().trim();
  }

  static String atmostOnce(int ahead, int count) throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    KafkaReceiver.create(receiverOptions(topic, group).atmostOnceCommitAheadSize(ahead)).receiveAtmostOnce().take(count).blockLast(Duration.ofSeconds(15));
    Thread.sleep(1500);
    return "committed " + committed(group, topic, 0);
  }

  static String atmostOnceAhead() throws Exception { return atmostOnce(3, 6); }
  static String atmostOnceExact() throws Exception { return atmostOnce(0, 2); }

  static String batchThird() throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    var handle = new AtomicReference<Disposable>();
    var seen = collect(KafkaReceiver.create(receiverOptions(topic, group)).receiveBatch().concatMap(batch -> batch), 6, handle);
    seen.get(2).receiverOffset().acknowledge();
    handle.get().dispose();
    Thread.sleep(1500);
    return "committed " + committed(group, topic, 0);
  }

  static String commitAgain() throws Exception {
    String topic = topic(1), group = topic + "-g";
    fill(topic, 0, 6);
    var handle = new AtomicReference<Disposable>();
    var seen = collect(KafkaReceiver.create(receiverOptions(topic, group)).receive(), 6, handle);
    seen.get(3).receiverOffset().commit().block(Duration.ofSeconds(5));
    String answer;
    try { seen.get(3).receiverOffset().commit().block(Duration.ofSeconds(3)); answer = "completes"; } catch (IllegalStateException e) { answer = "waits"; }
    handle.get().dispose();
    Thread.sleep(500);
    return answer + ", committed " + committed(group, topic, 0);
  }

  static String sendNothing() {
    KafkaSender<String, String> sender = KafkaSender.create(senderOptions());
    String answer = sender.send(Flux.<SenderRecord<String, String, Integer>>empty()).count().block(Duration.ofSeconds(10)) + " results";
    sender.close();
    return answer;
  }
}
