import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * End-to-end latency of the Java client as LatencyRun of plan.ts has it: `rate` records a second, what is due each
 * millisecond, a record's time starting when it was due. Arguments: bootstrap topic records rate recordBytes warmup.
 * The last line: seconds, CPU seconds, p50 and p99 in milliseconds.
 */
public class LatencyRun {
  public static void main(String[] args) throws Exception {
    String bootstrap = args[0], topic = args[1];
    int records = Integer.parseInt(args[2]), rate = Integer.parseInt(args[3]);
    int recordBytes = Integer.parseInt(args[4]), warmup = Integer.parseInt(args[5]);
    double[] latencies = new double[records - warmup];
    CountDownLatch all = new CountDownLatch(1);
    Thread reader = new Thread(() -> read(bootstrap, topic, records, warmup, latencies, all));
    reader.setDaemon(true);
    reader.start();
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("acks", "all");
    properties.put("enable.idempotence", "true");
    properties.put("linger.ms", "0");
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.partitionsFor(topic);
      Thread.sleep(4000);
      OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = system.getProcessCpuTime(), start = System.nanoTime();
      for (int made = 0; made < records; ) {
        long due = Math.min(records, (System.nanoTime() - start) * rate / 1_000_000_000L);
        for (; made < due; made++) {
          byte[] value = new byte[recordBytes];
          Arrays.fill(value, (byte) 'x');
          ByteBuffer.wrap(value).putLong(start + (made + 1) * 1_000_000_000L / rate);
          producer.send(new ProducerRecord<>(topic, value));
        }
        Thread.sleep(1);
      }
      if (!all.await(30, TimeUnit.SECONDS)) throw new IllegalStateException("records are missing");
      double seconds = (System.nanoTime() - start) / 1e9, cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
      Arrays.sort(latencies);
      System.out.println(seconds + " " + cpuSeconds + " " + at(latencies, 0.5) + " " + at(latencies, 0.99));
    }
  }

  private static void read(String bootstrap, String topic, int records, int warmup, double[] latencies, CountDownLatch all) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("group.id", "java-" + ProcessHandle.current().pid());
    properties.put("auto.offset.reset", "earliest");
    properties.put("fetch.min.bytes", "1");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      for (int seen = 0; seen < records; ) {
        for (var record : consumer.poll(Duration.ofMillis(500))) {
          double ms = (System.nanoTime() - ByteBuffer.wrap(record.value()).getLong()) / 1e6;
          if (seen >= warmup) latencies[seen - warmup] = ms;
          seen++;
        }
      }
    }
    all.countDown();
  }

  private static double at(double[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }
}
