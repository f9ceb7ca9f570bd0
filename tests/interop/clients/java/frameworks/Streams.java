// A word count with Kafka Streams: a repartition topic, a state store with its changelog, a broker that dies in between.
import java.nio.file.Files;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.kstream.*;
import org.apache.kafka.streams.state.KeyValueStore;

public class Streams {
  static KafkaStreams start(Steps steps, String state) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(steps.prefix + "lines", Consumed.with(Serdes.String(), Serdes.String()))
        .flatMapValues(line -> Arrays.asList(line.split(" ")))
        .groupBy((key, word) -> word, Grouped.with("words", Serdes.String(), Serdes.String()))
        .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("counts"))
        .toStream().to(steps.prefix + "counts", Produced.with(Serdes.String(), Serdes.Long()));
    Properties p = steps.properties("application.id", steps.prefix + "count", "state.dir", state, "commit.interval.ms", 100, "replication.factor", 1, "num.stream.threads", 2,
        "default.key.serde", Serdes.StringSerde.class.getName(), "default.value.serde", Serdes.StringSerde.class.getName(), "consumer.auto.offset.reset", "earliest", "session.timeout.ms", 10000);
    KafkaStreams streams = new KafkaStreams(builder.build(), p);
    streams.start();
    return streams;
  }

  public static void main(String[] args) throws Exception {
    Steps steps = new Steps(args);
    String state = Files.createTempDirectory("streams").toString();
    steps.topics(2, "lines", "counts");
    KafkaStreams streams = start(steps, state);
    steps.produce("lines", List.of("the quick brown fox", "the lazy dog", "the end"));
    steps.show("counted", steps.latest("counts", new LongDeserializer(), seen -> seen.size() == 7 && seen.get("the") == 3));
    steps.ask("kill-and-restart");
    steps.produce("lines", List.of("the dog again"));
    steps.show("counted after a restart", steps.latest("counts", new LongDeserializer(), seen -> seen.size() == 8 && seen.get("the") == 4 && seen.get("dog") == 2));
    streams.close(java.time.Duration.ofSeconds(20));
    try (Admin admin = Admin.create(steps.properties())) {
      steps.show("topics", new TreeSet<>(admin.listTopics().names().get().stream().filter(name -> name.startsWith(steps.prefix)).toList()));
    }
    // A new state directory: the counts come back from the changelog.
    streams = start(steps, Files.createTempDirectory("streams").toString());
    steps.produce("lines", List.of("dog"));
    steps.show("counted from the changelog", steps.latest("counts", new LongDeserializer(), seen -> seen.getOrDefault("dog", 0L) == 3));
    streams.close(java.time.Duration.ofSeconds(20));
    Runtime.getRuntime().halt(0);
  }
}
