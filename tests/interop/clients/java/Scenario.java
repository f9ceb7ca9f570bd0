// The scenario with Apache Kafka's Java client, for 3.9 and 4.x. See ../../scenario.ts for how a program talks to the runner.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.errors.*;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.*;

public class Scenario {
  static String bootstrap, prefix, topic, group;
  static final long fixed = System.currentTimeMillis() / 1000 * 1000 - 3_600_000;
  static final BufferedReader input = new BufferedReader(new InputStreamReader(System.in));

  static String json(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) return String.valueOf(value);
    if (value instanceof Map<?, ?> map)
      return map.entrySet().stream().map(e -> json(String.valueOf(e.getKey())) + ":" + json(e.getValue())).collect(Collectors.joining(",", "{", "}"));
    if (value instanceof Collection<?> list) return list.stream().map(Scenario::json).collect(Collectors.joining(",", "[", "]"));
    if (value instanceof Object[] list) return json(Arrays.asList(list));
    StringBuilder out = new StringBuilder("\"");
    for (char c : String.valueOf(value).toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 32) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return out.append('"').toString();
  }

  static void show(String step, Object seen) {
    System.out.println("{\"step\":" + json(step) + ",\"seen\":" + json(seen) + "}");
    System.out.flush();
  }

  static void ask(String what) throws Exception {
    System.out.println("{\"ask\":" + json(what) + "}");
    System.out.flush();
    input.readLine();
  }

  static List<Object> row(Object... cells) {
    return Arrays.asList(cells);
  }

  static Object outcome(Callable<?> call) {
    try {
      Object result = call.call();
      return result == null ? "ok" : result;
    } catch (ExecutionException error) {
      return named(error.getCause());
    } catch (Exception error) {
      return named(error);
    }
  }

  static String named(Throwable error) {
    return error.getClass().getSimpleName();
  }

  static <T> T get(KafkaFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  static void until(BooleanSupplier condition, Runnable poll, String what) {
    long deadline = System.nanoTime() + 40_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) throw new RuntimeException("timed out: " + what);
      poll.run();
    }
  }

  static Properties properties(Object... pairs) {
    Properties p = new Properties();
    p.put("bootstrap.servers", bootstrap);
    p.put("reconnect.backoff.max.ms", "200");
    for (int i = 0; i < pairs.length; i += 2) p.put(pairs[i], String.valueOf(pairs[i + 1]));
    return p;
  }

  // producing

  static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  static ProducerRecord<byte[], byte[]> record(String to, int partition, long timestamp, String key, String value, Header... headers) {
    return new ProducerRecord<>(to, partition, timestamp, bytes(key), bytes(value), Arrays.asList(headers));
  }

  static KafkaProducer<byte[], byte[]> producer(Object... pairs) {
    return new KafkaProducer<>(properties(pairs), new ByteArraySerializer(), new ByteArraySerializer());
  }

  static List<Object> produce(List<ProducerRecord<byte[], byte[]>> records, Object... pairs) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(pairs)) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : records) sent.add(producer.send(record));
      producer.flush();
      List<Object> seen = new ArrayList<>();
      for (Future<RecordMetadata> future : sent)
        seen.add(outcome(() -> {
          RecordMetadata m = future.get();
          return row(m.partition(), m.hasOffset() ? m.offset() : -1, m.hasTimestamp() ? m.timestamp() - fixed : -1, m.serializedKeySize(), m.serializedValueSize());
        }));
      return seen;
    }
  }

  static void producing() throws Exception {
    show("produce", produce(List.of(
        record(topic, 0, fixed, "k", "v", new RecordHeader("h", bytes("x")), new RecordHeader("n", null), new RecordHeader("h", new byte[0])),
        record(topic, 0, fixed + 1, null, "no key"), record(topic, 0, fixed + 2, "tombstone", null), record(topic, 0, fixed + 3, "", ""))));
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (int i = 0; i < 50; i++) records.add(record(topic, 1, fixed + i, "" + i, (codec + " record " + i + " ").repeat(20)));
      List<Object> seen = produce(records, "compression.type", codec, "linger.ms", 50);
      show("produce " + codec, List.of(seen.size(), seen.get(0), seen.get(49)));
    }
    for (String acks : List.of("0", "1", "all"))
      show("produce acks " + acks, produce(List.of(record(topic, 2, fixed, null, acks)), "acks", acks, "enable.idempotence", acks.equals("all")));
    show("produce 1 MB", produce(List.of(record(topic, 1, fixed + 100, null, "x".repeat(1_000_000)))));
    show("produce too large for the client", produce(List.of(record(topic, 1, fixed, null, "x".repeat(1_100_000)))));
    show("produce too large for the broker", produce(List.of(record(topic, 1, fixed, null, "x".repeat(1_100_000))), "max.request.size", 3_000_000));
    show("produce to a partition that is not there", produce(List.of(record(topic, 7, fixed, null, "x")), "max.block.ms", 1000));
    show("produce to a topic with a bad name", produce(List.of(record("a b", 0, fixed, null, "x")), "max.block.ms", 5000));
    show("produce from the future", produce(List.of(record(topic, 2, System.currentTimeMillis() + 7_200_000, null, "x"))));
  }

  /** A record of 1 MiB, the largest batch that a topic takes and one byte more, and what is read of them. */
  static void large(Admin admin) throws Exception {
    String name = prefix + "large";
    get(admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(Map.of("max.message.bytes", "1200000")))).all());
    Object[] settings = {"max.request.size", 3_000_000};
    show("produce 1 MiB", produce(List.of(record(name, 0, fixed, "k", "m".repeat(1_048_576))), settings));
    int overhead = 61 + 13;
    show("produce the largest batch", produce(List.of(record(name, 0, fixed, null, "l".repeat(1_200_000 - overhead))), settings));
    show("produce a byte more", produce(List.of(record(name, 0, fixed, null, "l".repeat(1_200_001 - overhead))), settings));
    try (Member member = new Member(prefix + "large-group").subscribe(name)) {
      until(() -> member.total() >= 2, member::poll, "reads what is large");
      show("read what is large", member.seen.get(0).stream().map(r -> row(r.offset(), r.value().length, (char) r.value()[r.value().length - 1])).toList());
    }
    get(admin.deleteTopics(List.of(name)).all());
  }

  // reading

  static Object describe(ConsumerRecord<byte[], byte[]> r) {
    List<Object> headers = new ArrayList<>();
    for (Header h : r.headers()) headers.add(row(h.key(), h.value() == null ? null : new String(h.value(), StandardCharsets.UTF_8)));
    String value = r.value() == null ? null : r.value().length > 40 ? r.value().length + " bytes" : new String(r.value(), StandardCharsets.UTF_8);
    return row(r.offset(), r.timestampType().name, r.timestamp() - fixed, r.key() == null ? null : new String(r.key(), StandardCharsets.UTF_8), value, headers,
        r.leaderEpoch().isPresent());
  }

  static class Member implements AutoCloseable {
    final KafkaConsumer<byte[], byte[]> consumer;
    final Map<Integer, List<ConsumerRecord<byte[], byte[]>>> seen = new TreeMap<>();

    Member(String groupId, Object... pairs) {
      Properties p = properties("group.id", groupId, "auto.offset.reset", "earliest", "enable.auto.commit", false, "session.timeout.ms", 10000,
          "heartbeat.interval.ms", 200, "metadata.max.age.ms", 1000, "client.id", "member", "allow.auto.create.topics", false);
      for (int i = 0; i < pairs.length; i += 2) p.put(pairs[i], String.valueOf(pairs[i + 1]));
      if ("consumer".equals(p.get("group.protocol"))) p.keySet().removeAll(List.of("session.timeout.ms", "heartbeat.interval.ms"));
      consumer = new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Member subscribe(String name) {
      consumer.subscribe(List.of(name));
      return this;
    }

    void poll() {
      for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(50))) seen.computeIfAbsent(r.partition(), k -> new ArrayList<>()).add(r);
    }

    int assigned() {
      return consumer.assignment().size();
    }

    int total() {
      return seen.values().stream().mapToInt(List::size).sum();
    }

    /** How many different records: a member that has to join again may read some twice. */
    int different() {
      return (int) seen.values().stream().flatMap(List::stream).map(r -> r.partition() + "/" + r.offset()).distinct().count();
    }

    List<Object> described(int partition) {
      return seen.getOrDefault(partition, List.of()).stream().map(Scenario::describe).toList();
    }

    public void close() {
      consumer.close(Duration.ofSeconds(5));
    }
  }

  static Map<String, Object> sorted(Map<TopicPartition, ?> offsets, Function<Object, Object> value) {
    Map<String, Object> out = new TreeMap<>();
    offsets.forEach((k, v) -> out.put(k.topic().replace(prefix, "") + "/" + k.partition(), v == null ? null : value.apply(v)));
    return out;
  }

  static Object offsets(Admin admin, OffsetSpec spec) throws Exception {
    Map<TopicPartition, OffsetSpec> request = new HashMap<>();
    for (int p = 0; p < 3; p++) request.put(new TopicPartition(topic, p), spec);
    ListOffsetsResult result = admin.listOffsets(request);
    Map<String, Object> out = new TreeMap<>();
    for (TopicPartition tp : request.keySet())
      out.put("" + tp.partition(), outcome(() -> {
        ListOffsetsResult.ListOffsetsResultInfo info = get(result.partitionResult(tp));
        return row(info.offset(), info.timestamp() > 0 ? info.timestamp() - fixed : info.timestamp(), info.leaderEpoch().isPresent());
      }));
    return out;
  }

  static Object group(Admin admin) {
    return outcome(() -> {
      ConsumerGroupDescription d = get(admin.describeConsumerGroups(List.of(group)).describedGroups().get(group));
      List<Object> members = new ArrayList<>();
      for (MemberDescription m : d.members())
        members.add(row(m.consumerId().startsWith("member-"), m.clientId(), m.groupInstanceId().orElse(null), m.host(), m.assignment().topicPartitions().size()));
      return row(String.valueOf(d.state()), d.partitionAssignor(), d.isSimpleConsumerGroup(), d.coordinator().id() >= 0, members);
    });
  }

  static void consuming(Admin admin) throws Exception {
    String strategy = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";
    Member one = new Member(group, "partition.assignment.strategy", strategy).subscribe(topic);
    until(() -> one.total() >= 258, one::poll, "reads everything");
    show("read partition 0", one.described(0));
    show("read partition 1", List.of(one.seen.get(1).size(), describe(one.seen.get(1).get(0)), describe(one.seen.get(1).get(199)), describe(one.seen.get(1).get(250))));
    show("read partition 2", one.described(2));
    one.consumer.commitSync();
    show("committed", sorted(one.consumer.committed(Set.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1), new TopicPartition(topic, 2))),
        v -> ((OffsetAndMetadata) v).offset()));
    Member two = new Member(group, "partition.assignment.strategy", strategy, "group.instance.id", "second").subscribe(topic);
    until(() -> two.assigned() > 0 && one.assigned() > 0 && one.assigned() + two.assigned() == 3, () -> { one.poll(); two.poll(); }, "shares");
    show("two members", Stream.of(one.assigned(), two.assigned()).sorted().toList());
    @SuppressWarnings("unchecked") List<Object> described = (List<Object>) group(admin);
    List<Object> members = new ArrayList<>((Collection<?>) described.get(4));
    members.sort(Comparator.comparing(String::valueOf));
    show("describe group", row(described.get(0), described.get(1), described.get(2), described.get(3), members.size()));
    show("remove a static member", outcome(() -> get(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("second")))).all())));
    show("remove it again", outcome(() -> get(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("third")))).all())));
    two.close();
    until(() -> one.assigned() == 3, one::poll, "takeover");
    // Ends the request for the offset of the partition taken over, which the client would otherwise take for its answer below.
    for (TopicPartition taken : one.consumer.assignment()) one.consumer.position(taken);
    show("takeover", row(one.total(), one.consumer.groupMetadata().groupInstanceId().isPresent()));
    one.consumer.commitSync(Map.of(new TopicPartition(topic, 2), new OffsetAndMetadata(2, Optional.empty(), "half way")));
    show("commit with metadata", sorted(one.consumer.committed(Set.of(new TopicPartition(topic, 2))), v -> v.toString().replaceAll("leaderEpoch=[^,]*", "leaderEpoch=?")));
    show("delete a group in use", outcome(() -> get(admin.deleteConsumerGroups(List.of(group)).all())));
    one.close();
    show("after all left", group(admin));
  }

  static void afterRestart() throws Exception {
    show("produce after restart", produce(List.of(record(topic, 0, fixed + 10, null, "after"))));
    Member again = new Member(group).subscribe(topic);
    until(() -> again.total() >= 2, again::poll, "reads on");
    show("read on", row(again.described(0), again.described(1), again.described(2)));
    TopicPartition zero = new TopicPartition(topic, 0);
    again.seen.clear();
    again.consumer.seek(zero, 1);
    until(() -> again.total() >= 4, again::poll, "seek");
    show("seek", again.described(0));
    Map<TopicPartition, Long> times = new HashMap<>();
    for (int p = 0; p < 3; p++) times.put(new TopicPartition(topic, p), fixed + 2);
    show("offsets for times", sorted(again.consumer.offsetsForTimes(times), v -> ((OffsetAndTimestamp) v).offset()));
    show("beginning", sorted(again.consumer.beginningOffsets(times.keySet()), v -> v));
    show("end", sorted(again.consumer.endOffsets(times.keySet()), v -> v));
    show("position and lag", row(again.consumer.position(zero), again.consumer.currentLag(zero).isPresent()));
    show("partitions for", again.consumer.partitionsFor(topic).stream().map(p -> row(p.partition(), p.replicas().length, p.inSyncReplicas().length, p.offlineReplicas().length))
        .sorted(Comparator.comparing(String::valueOf)).toList());
    again.consumer.seek(zero, 1000);
    until(() -> again.total() >= 9, again::poll, "out of range starts again");
    show("seek beyond the end", again.described(0).subList(4, 6));
    again.seen.clear();
    TopicPartition one = new TopicPartition(topic, 1);
    again.consumer.seek(one, again.consumer.offsetsForTimes(Map.of(one, fixed + 49)).get(one).offset());
    until(() -> again.seen.getOrDefault(1, List.of()).size() >= 202, again::poll, "seek by time");
    show("seek by time", row(again.seen.get(1).size(), describe(again.seen.get(1).get(0))));
    again.close();
  }

  // things that happen under a running consumer

  static void underARunningConsumer(Admin admin) throws Exception {
    String name = prefix + "moving";
    TopicPartition zero = new TopicPartition(name, 0);
    get(admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all());
    List<ProducerRecord<byte[], byte[]>> ten = IntStream.range(0, 10).mapToObj(i -> record(name, 0, fixed + i, null, "old " + i)).toList();
    produce(ten);
    Member member = new Member(prefix + "moving-group").subscribe(name);
    until(() -> member.total() >= 10, member::poll, "reads the first ten");
    show("delete records under a consumer", row(get(admin.deleteRecords(Map.of(zero, RecordsToDelete.beforeOffset(6))).lowWatermarks().get(zero)).lowWatermark()));
    member.seen.clear();
    member.consumer.seek(zero, 2);
    until(() -> member.total() >= 4, member::poll, "starts at the new beginning");
    show("reads from the new beginning", member.described(0));
    member.consumer.commitSync();
    member.seen.clear();
    get(admin.deleteTopics(List.of(name)).all());
    for (int i = 0; i < 5; i++) member.poll();
    get(admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all());
    produce(List.of(record(name, 0, fixed, null, "new 0"), record(name, 0, fixed, null, "new 1"), record(name, 0, fixed, null, "new 2")));
    until(() -> member.total() >= 3, member::poll, "reads the new topic");
    show("reads the topic created again", member.described(0));
    member.close();
    get(admin.deleteTopics(List.of(name)).all());
  }

  static void droppedConnection(Admin admin) throws Exception {
    String name = prefix + "dropped";
    get(admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all());
    // Reads through the lost answers, the cut and the kill.
    Member member = new Member(prefix + "dropped-group").subscribe(name);
    try (KafkaProducer<byte[], byte[]> producer = producer("linger.ms", 0, "batch.size", 1, "request.timeout.ms", 5000)) {
      show("idempotent before", producer.send(record(name, 0, fixed, null, "first")).get().offset());
      until(() -> member.different() >= 1, member::poll, "a running consumer");
      member.consumer.commitSync();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      ask("lose-answers");
      for (int i = 0; i < 10; i++) sent.add(producer.send(record(name, 0, fixed, null, "lost " + i)));
      producer.flush();
      List<Object> seen = new ArrayList<>();
      for (Future<RecordMetadata> future : sent) seen.add(outcome(() -> future.get().offset()));
      show("idempotent with lost answers", seen);
      until(() -> member.different() >= 11, member::poll, "a running consumer after lost answers");
      ask("cut-connections");
      show("idempotent after a cut", outcome(() -> producer.send(record(name, 0, fixed, null, "after the cut")).get().offset()));
      until(() -> member.different() >= 12, member::poll, "a running consumer after a cut");
      member.consumer.commitSync();
      ask("kill-and-restart");
      show("idempotent after a restart", outcome(() -> producer.send(record(name, 0, fixed, null, "after the restart")).get().offset()));
      TopicPartition zero = new TopicPartition(name, 0);
      show("producers", outcome(() -> get(admin.describeProducers(List.of(zero)).partitionResult(zero)).activeProducers().stream()
          .map(p -> row(p.producerEpoch(), p.lastSequence(), p.currentTransactionStartOffset().isPresent())).toList()));
    }
    until(() -> member.different() >= 13, member::poll, "a running consumer after a restart");
    for (int i = 0; i < 3; i++) member.poll();
    show("every record once, by a running consumer", member.described(0).stream().map(r -> row(((List<?>) r).get(0), ((List<?>) r).get(4))).distinct().toList());
    member.close();
    get(admin.deleteTopics(List.of(name)).all());
  }

  static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException error) {
      throw new RuntimeException(error);
    }
  }

  public static void main(String[] args) throws Exception {
    bootstrap = args[0];
    prefix = args[1];
    topic = prefix + "orders";
    group = prefix + "group";
    try (Admin admin = Admin.create(properties("default.api.timeout.ms", 30000))) {
      Administration.topics(admin);
      producing();
      large(admin);
      show("earliest", offsets(admin, OffsetSpec.earliest()));
      show("latest", offsets(admin, OffsetSpec.latest()));
      show("max timestamp", offsets(admin, OffsetSpec.maxTimestamp()));
      show("for a timestamp", offsets(admin, OffsetSpec.forTimestamp(fixed + 2)));
      show("earliest local", offsets(admin, OffsetSpec.earliestLocal()));
      show("latest tiered", offsets(admin, OffsetSpec.latestTiered()));
      consuming(admin);
      ask("kill-and-restart");
      afterRestart();
      droppedConnection(admin);
      underARunningConsumer(admin);
      Administration.administration(admin);
      show("delete topic", outcome(() -> get(admin.deleteTopics(List.of(topic)).all())));
      until(() -> !String.valueOf(outcome(() -> get(admin.listTopics().names()))).contains(topic), () -> pause(50), "the topic goes");
      show("delete again", outcome(() -> get(admin.deleteTopics(List.of(topic)).all())));
    }
    System.exit(0);
  }
}
