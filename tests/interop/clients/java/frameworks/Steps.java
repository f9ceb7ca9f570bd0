// What every framework program needs: steps printed as JSON lines, topics, records. See ../../../scenario.ts.
import java.io.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;

class Steps {
  static final PrintStream out = System.out;
  static final BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
  final String bootstrap, prefix;

  Steps(String[] args) {
    bootstrap = args[0];
    prefix = args[1];
  }

  void show(String step, Object seen) {
    String text = String.valueOf(seen).replace(prefix, "").replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    out.println("{\"step\":\"" + step + "\",\"seen\":\"" + text + "\"}");
    out.flush();
  }

  void ask(String what) throws IOException {
    out.println("{\"ask\":\"" + what + "\"}");
    out.flush();
    input.readLine();
  }

  Properties properties(Object... pairs) {
    Properties p = new Properties();
    p.put("bootstrap.servers", bootstrap);
    for (int i = 0; i < pairs.length; i += 2) p.put(pairs[i], String.valueOf(pairs[i + 1]));
    return p;
  }

  void topics(int partitions, String... names) throws Exception {
    try (Admin admin = Admin.create(properties())) {
      admin.createTopics(Arrays.stream(names).map(name -> new NewTopic(prefix + name, partitions, (short) 1)).toList()).all().get(30, TimeUnit.SECONDS);
    }
  }

  void produce(String topic, List<String> values) throws Exception {
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties(), new StringSerializer(), new StringSerializer())) {
      for (String value : values) producer.send(new ProducerRecord<>(prefix + topic, value, value)).get(30, TimeUnit.SECONDS);
    }
  }

  /** Reads from the beginning until `enough`; the last value of every key. */
  <V> TreeMap<String, V> latest(String topic, Deserializer<V> values, java.util.function.Predicate<Map<String, V>> enough) {
    TreeMap<String, V> seen = new TreeMap<>();
    try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(properties("group.id", prefix + "check-" + UUID.randomUUID(), "auto.offset.reset", "earliest"), new StringDeserializer(), values)) {
      consumer.subscribe(List.of(prefix + topic));
      until("records of " + topic, () -> {
        for (ConsumerRecord<String, V> r : consumer.poll(java.time.Duration.ofMillis(100))) seen.put(r.key(), r.value());
        return enough.test(seen);
      });
    }
    return seen;
  }

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) throw new RuntimeException("timed out: " + what);
      try {
        Thread.sleep(50);
      } catch (InterruptedException error) {
        throw new RuntimeException(error);
      }
    }
  }
}
