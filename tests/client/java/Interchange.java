import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Java client's side of an exchange of records. A record is a line of tab-separated cells: partition, offset,
 * timestamp, key, value, headers ("name=value,..."), with bytes in base64 and "-" for null or "choose yourself".
 *   produce bootstrap topic compression [transactional id]   lines from the input; answers them with partition and offset
 *   consume bootstrap topic count isolation                  answers the records
 */
public class Interchange {
  static String text(byte[] bytes) {
    return bytes == null ? "-" : Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] bytes(String text) {
    return text.equals("-") ? null : Base64.getDecoder().decode(text);
  }

  static String headers(Iterable<Header> headers) {
    List<String> cells = new ArrayList<>();
    for (Header header : headers) cells.add(text(header.key().getBytes(StandardCharsets.UTF_8)) + "/" + text(header.value()));
    return String.join(",", cells);
  }

  static String line(ConsumerRecord<byte[], byte[]> r) {
    return r.partition() + "\t" + r.offset() + "\t" + r.timestamp() + "\t" + text(r.key()) + "\t" + text(r.value()) + "\t" + headers(r.headers());
  }

  static ProducerRecord<byte[], byte[]> record(String topic, String line) {
    String[] cells = line.split("\t", -1);
    List<Header> headers = new ArrayList<>();
    if (!cells[5].isEmpty()) {
      for (String header : cells[5].split(",")) {
        int at = header.indexOf('/');
        headers.add(new RecordHeader(new String(bytes(header.substring(0, at)), StandardCharsets.UTF_8), bytes(header.substring(at + 1))));
      }
    }
    Integer partition = cells[0].equals("-") ? null : Integer.valueOf(cells[0]);
    Long timestamp = cells[2].equals("-") ? null : Long.valueOf(cells[2]);
    return new ProducerRecord<>(topic, partition, timestamp, bytes(cells[3]), bytes(cells[4]), headers);
  }

  static void produce(String[] args, PrintStream out) throws Exception {
    Properties config = new Properties();
    config.put("bootstrap.servers", args[1]);
    config.put("compression.type", args[3]);
    config.put("linger.ms", "20");
    config.put("batch.size", "100000");
    if (args.length > 4) config.put("transactional.id", args[4]);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      if (args.length > 4) {
        producer.initTransactions();
        producer.beginTransaction();
        for (int i = 0; i < 50; i++) producer.send(new ProducerRecord<>(args[2], null, "aborted".getBytes()));
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
      }
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (String line = input.readLine(); line != null; line = input.readLine()) sent.add(producer.send(record(args[2], line)));
      if (args.length > 4) producer.commitTransaction();
      producer.flush();
      for (Future<RecordMetadata> one : sent) out.println(one.get().partition() + "\t" + one.get().offset());
    }
  }

  static void consume(String[] args, PrintStream out) {
    Properties config = new Properties();
    config.put("bootstrap.servers", args[1]);
    config.put("isolation.level", args[4]);
    config.put("auto.offset.reset", "earliest");
    int left = Integer.parseInt(args[3]);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<PartitionInfo> partitions = consumer.partitionsFor(args[2]);
      consumer.assign(partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).collect(Collectors.toList()));
      while (left > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          out.println(line(record));
          left--;
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.US_ASCII);
    if (args[0].equals("produce")) produce(args, out);
    else consume(args, out);
    out.flush();
  }
}
