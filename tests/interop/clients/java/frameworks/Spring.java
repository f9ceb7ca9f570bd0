// Spring Kafka's templates, the blocking and the reactive one, a listener container, a request that is replied to.
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.*;
import org.springframework.kafka.core.*;
import org.springframework.kafka.core.reactive.*;
import org.springframework.kafka.listener.*;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.sender.SenderOptions;

public class Spring {
  static Map<String, Object> map(Properties p) {
    return p.entrySet().stream().collect(Collectors.toMap(e -> (String) e.getKey(), Map.Entry::getValue));
  }

  static KafkaMessageListenerContainer<String, String> container(Steps steps, String group, String topic, Object listener) {
    ContainerProperties properties = new ContainerProperties(steps.prefix + topic);
    properties.setMessageListener(listener);
    properties.setGroupId(steps.prefix + group);
    return new KafkaMessageListenerContainer<>(new DefaultKafkaConsumerFactory<>(map(steps.properties("auto.offset.reset", "earliest", "session.timeout.ms", 10000)), new StringDeserializer(), new StringDeserializer()), properties);
  }

  public static void main(String[] args) throws Exception {
    Steps steps = new Steps(args);
    steps.topics(1, "mail", "asked", "replied");
    ProducerFactory<String, String> producers = new DefaultKafkaProducerFactory<>(map(steps.properties()), new StringSerializer(), new StringSerializer());
    KafkaTemplate<String, String> template = new KafkaTemplate<>(producers);
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < 5; i++) offsets.add(template.send(steps.prefix + "mail", "k", "v" + i).get(30, TimeUnit.SECONDS).getRecordMetadata().offset());
    steps.show("template", offsets);
    List<String> heard = new CopyOnWriteArrayList<>();
    KafkaMessageListenerContainer<String, String> listener = container(steps, "listeners", "mail", (MessageListener<String, String>) r -> heard.add(r.offset() + "=" + r.value()));
    listener.start();
    Steps.until("five heard", () -> heard.size() >= 5);
    steps.show("listener", heard);
    steps.ask("kill-and-restart");
    offsets.clear();
    offsets.add(template.send(steps.prefix + "mail", "k", "after").get(60, TimeUnit.SECONDS).getRecordMetadata().offset());
    Steps.until("six heard", () -> heard.size() >= 6);
    listener.stop();
    steps.show("after a restart", List.of(offsets, heard.subList(5, 6)));

    ReactiveKafkaProducerTemplate<String, String> reactive = new ReactiveKafkaProducerTemplate<>(SenderOptions.<String, String>create(map(steps.properties())).withKeySerializer(new StringSerializer()).withValueSerializer(new StringSerializer()));
    steps.show("reactive template", reactive.send(steps.prefix + "mail", "k", "reactive").map(result -> result.recordMetadata().offset()).block(Duration.ofSeconds(30)));
    ReactiveKafkaConsumerTemplate<String, String> receiving = new ReactiveKafkaConsumerTemplate<>(ReceiverOptions.<String, String>create(map(steps.properties("group.id", steps.prefix + "reactive", "auto.offset.reset", "earliest")))
        .withKeyDeserializer(new StringDeserializer()).withValueDeserializer(new StringDeserializer()).subscription(List.of(steps.prefix + "mail")));
    steps.show("reactive receiver", receiving.receiveAutoAck().take(7).map(r -> r.value()).collectList().block(Duration.ofSeconds(60)));

    KafkaMessageListenerContainer<String, String> server = container(steps, "servers", "asked", (MessageListener<String, String>) r -> {
      ProducerRecord<String, String> reply = new ProducerRecord<>(steps.prefix + "replied", r.value().toUpperCase());
      reply.headers().add(KafkaHeaders.CORRELATION_ID, r.headers().lastHeader(KafkaHeaders.CORRELATION_ID).value());
      template.send(reply);
    });
    server.start();
    ReplyingKafkaTemplate<String, String, String> asking = new ReplyingKafkaTemplate<>(producers, container(steps, "replies", "replied", (MessageListener<String, String>) r -> {}));
    asking.setDefaultReplyTimeout(Duration.ofSeconds(30));
    asking.start();
    asking.waitForAssignment(Duration.ofSeconds(30));
    List<String> replies = new ArrayList<>();
    for (String question : List.of("one", "two")) {
      ConsumerRecord<String, String> reply = asking.sendAndReceive(new ProducerRecord<>(steps.prefix + "asked", question)).get(40, TimeUnit.SECONDS);
      replies.add(reply.value());
    }
    steps.show("replies", replies);
    asking.stop();
    server.stop();
    Runtime.getRuntime().halt(0);
  }
}
