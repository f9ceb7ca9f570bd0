// A transactional producer against a broker without transactions: prints what it is told, and whether it may go on.
import java.util.Properties;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.errors.*;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class Transactional {
  public static void main(String[] args) {
    Properties p = new Properties();
    p.put("bootstrap.servers", args[0]);
    p.put("transactional.id", args[1] + "tx");
    p.put("max.block.ms", "20000");
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
    producer.partitionsFor(args[1] + "tx"); // connects first: what is timed is the refusal
    long started = System.nanoTime();
    String refused = "nothing", fatal = "false";
    try {
      producer.initTransactions();
    } catch (Exception error) {
      refused = error.getClass().getSimpleName();
    }
    long ms = (System.nanoTime() - started) / 1_000_000;
    try {
      producer.beginTransaction();
    } catch (Exception error) {
      fatal = "true";
    }
    System.out.printf("{\"refused\":\"%s\",\"fatal\":%s,\"ms\":%d}%n", refused, fatal, ms);
    System.exit(0);
  }
}
