import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A member that reads until its input ends; says what it has: "assigned 0,1,2", "records 17". */
public class GroupMember {
  static volatile boolean stopped = false;

  public static void main(String[] args) throws Exception {
    Properties config = new Properties();
    config.put("bootstrap.servers", args[0]);
    config.put("group.id", args[1]);
    config.put("auto.offset.reset", "earliest");
    config.put("key.deserializer", StringDeserializer.class.getName());
    config.put("value.deserializer", StringDeserializer.class.getName());
    if (args[3].equals("consumer-protocol")) {
      config.put("group.protocol", "consumer");
    } else {
      config.put("partition.assignment.strategy", args[3]);
      config.put("heartbeat.interval.ms", "200");
      config.put("session.timeout.ms", "10000");
    }
    Thread reader = new Thread(() -> {
      try {
        while (System.in.read() >= 0) { }
      } catch (Exception error) {
        // The end of the input is what is waited for.
      }
      stopped = true;
    });
    reader.setDaemon(true);
    reader.start();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
      ConsumerRebalanceListener listener = new ConsumerRebalanceListener() {
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) { }
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) { }
      };
      consumer.subscribe(List.of(args[2]), listener);
      String said = "";
      long records = 0;
      while (!stopped) {
        records += consumer.poll(Duration.ofMillis(100)).count();
        String now = "assigned " + consumer.assignment().stream().map(p -> String.valueOf(p.partition())).sorted().collect(Collectors.joining(",")) + " records " + records;
        if (!now.equals(said)) System.out.println(said = now);
      }
    }
  }
}
