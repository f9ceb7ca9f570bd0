// Reactor Kafka: a sender with correlation, a receiver that acknowledges, manual commits, the broker dying in between.
import java.time.Duration;
import java.util.*;
import java.util.stream.*;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.*;
import reactor.core.publisher.*;
import reactor.kafka.receiver.*;
import reactor.kafka.sender.*;

public class Reactor {
  static Map<String, Object> map(Properties p) {
    return p.entrySet().stream().collect(Collectors.toMap(e -> (String) e.getKey(), Map.Entry::getValue));
  }

  static ReceiverOptions<String, String> receiver(Steps steps, String group) {
    return ReceiverOptions.<String, String>create(map(steps.properties("group.id", steps.prefix + group, "auto.offset.reset", "earliest", "session.timeout.ms", 10000)))
        .withKeyDeserializer(new StringDeserializer()).withValueDeserializer(new StringDeserializer()).commitInterval(Duration.ofMillis(100)).subscription(List.of(steps.prefix + "flow"));
  }

  static List<Object> send(KafkaSender<String, String> sender, Steps steps, int from, int to) {
    return sender.send(Flux.range(from, to - from).map(i -> SenderRecord.create(new ProducerRecord<>(steps.prefix + "flow", 0, "k" + i, "v" + i), i)))
        .map(result -> (Object) List.of(result.correlationMetadata(), result.recordMetadata().offset())).collectList().block(Duration.ofSeconds(60));
  }

  public static void main(String[] args) throws Exception {
    Steps steps = new Steps(args);
    steps.topics(1, "flow");
    KafkaSender<String, String> sender = KafkaSender.create(SenderOptions.<String, String>create(map(steps.properties("acks", "all"))).withKeySerializer(new StringSerializer()).withValueSerializer(new StringSerializer()).maxInFlight(16));
    steps.show("sent", send(sender, steps, 0, 20));
    steps.show("received, acknowledged", KafkaReceiver.create(receiver(steps, "acks")).receive().doOnNext(r -> r.receiverOffset().acknowledge()).take(20)
        .map(r -> r.offset() + "=" + r.value()).collectList().block(Duration.ofSeconds(60)));
    steps.ask("kill-and-restart");
    steps.show("sent after a restart", send(sender, steps, 20, 30));
    steps.show("received on", KafkaReceiver.create(receiver(steps, "acks")).receive().doOnNext(r -> r.receiverOffset().acknowledge()).take(10).map(ReceiverRecord::offset).collectList().block(Duration.ofSeconds(60)));
    steps.show("received at most once", KafkaReceiver.create(receiver(steps, "once")).receiveAtmostOnce().take(30).count().block(Duration.ofSeconds(60)));
    steps.show("received in batches", KafkaReceiver.create(receiver(steps, "batches")).receiveAutoAck().concatMap(batch -> batch).take(30).map(r -> r.value()).collectList().block(Duration.ofSeconds(60)));
    steps.show("committed by hand", KafkaReceiver.create(receiver(steps, "manual").commitInterval(Duration.ZERO).commitBatchSize(0)).receive().concatMap(r -> r.receiverOffset().commit().thenReturn(r.offset())).take(5).collectList().block(Duration.ofSeconds(60)));
    steps.show("read on behind the commits", KafkaReceiver.create(receiver(steps, "manual")).receive().take(1).map(ReceiverRecord::offset).blockLast(Duration.ofSeconds(60)));
    sender.close();
    Runtime.getRuntime().halt(0);
  }
}
