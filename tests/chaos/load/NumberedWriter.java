// An idempotent producer that is the Java client. Arguments, input and output as in writer.py (TOPICS as "name:partitions:keyed,...").
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class NumberedWriter {
    static final int OUTSTANDING_MOST = 2000, BURST = 40;
    static final String PADDING = "nothing acknowledged is lost, doubled or reordered; ".repeat(12);
    static final Set<String> paused = ConcurrentHashMap.newKeySet();
    static final AtomicInteger outstanding = new AtomicInteger();
    static volatile boolean quiet, told = true, stop;

    record Topic(String name, int partitions, boolean keyed) {}

    // Records acknowledged in a row, not told yet.
    static class Run {
        int number, count;
        long offset, sentAt;
    }

    static final Map<String, Run> runs = new HashMap<>();

    static long mixed(int number) {
        return Integer.toUnsignedLong((int) (number * 2654435761L));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static synchronized void say(String line) {
        System.out.println(line);
    }

    static void tell(String place) {
        Run run = runs.remove(place);
        if (run != null) say("{\"acked\":[" + place + "," + run.number + "," + run.offset + "," + run.count + "," + run.sentAt + "]}");
    }

    static void settled(String place, int number, long sentAt, RecordMetadata metadata, Exception error) {
        synchronized (runs) {
            if (error != null) {
                say("{\"refused\":[" + place + "," + number + ",\"" + error.getClass().getSimpleName() + "\"]}");
            } else {
                long offset = metadata.hasOffset() ? metadata.offset() : -1;
                Run run = runs.get(place);
                if (run != null && number == run.number + run.count && offset == run.offset + run.count && offset >= 0) {
                    run.count++;
                } else {
                    tell(place);
                    run = new Run();
                    run.number = number;
                    run.offset = offset;
                    run.count = 1;
                    run.sentAt = sentAt;
                    runs.put(place, run);
                }
            }
        }
        outstanding.decrementAndGet();
    }

    static void listen() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.trim().split(" ");
                switch (words[0]) {
                    case "pause" -> paused.add(words[1]);
                    case "resume" -> paused.remove(words[1]);
                    case "quiet" -> { told = false; quiet = true; }
                    case "go" -> quiet = false;
                    case "stop" -> stop = true;
                    default -> { }
                }
            }
        } catch (Exception error) {
            throw new RuntimeException(error);
        }
        stop = true;
    }

    static void send(KafkaProducer<byte[], byte[]> producer, int writer, Topic topic, int partition, int number) {
        String identity = writer + "/" + partition + "/" + number + "/";
        long sentAt = System.currentTimeMillis();
        byte[] key = topic.keyed ? bytes("k" + mixed(number) % 40) : null;
        byte[] value = topic.keyed && (mixed(number) >> 16) % 8 == 0 ? null : bytes(identity + PADDING.substring(0, (int) (number * 7919L % 600)));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic.name, partition, sentAt, key, value);
        if (topic.keyed) record.headers().add("n", bytes(identity));
        outstanding.incrementAndGet();
        String place = "\"" + topic.name + "\"," + partition;
        producer.send(record, (metadata, error) -> settled(place, number, sentAt, metadata, error));
    }

    public static void main(String[] args) throws Exception {
        int writer = Integer.parseInt(args[1]), roundMs = Integer.parseInt(args[3]);
        List<Topic> topics = new ArrayList<>();
        for (String item : args[5].split(",")) {
            String[] parts = item.split(":");
            topics.add(new Topic(parts[0], Integer.parseInt(parts[1]), Boolean.parseBoolean(parts[2])));
        }
        Thread listener = new Thread(NumberedWriter::listen);
        listener.setDaemon(true);
        listener.start();
        Properties config = new Properties();
        config.putAll(Map.of("bootstrap.servers", args[0], "enable.idempotence", "true", "acks", "all", "linger.ms", "3", "batch.size", "2000",
            "compression.type", args[2], "delivery.timeout.ms", "300000", "request.timeout.ms", args[4], "max.block.ms", "300000"));
        config.putAll(Map.of("reconnect.backoff.ms", "20", "reconnect.backoff.max.ms", "200", "retry.backoff.ms", "50", "metadata.max.age.ms", "2000"));
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Integer> numbers = new HashMap<>();
        long rounds = 0;
        while (!stop) {
            for (int index = 0; index < topics.size(); index++) {
                Topic topic = topics.get(index);
                if (quiet || paused.contains(topic.name)) continue;
                int count = rounds % (2 * topics.size()) == 2 * index ? BURST : 1;
                for (int partition = 0; partition < topic.partitions; partition++) {
                    for (int i = 0; i < count; i++) send(producer, writer, topic, partition, numbers.merge(topic.name + partition, 1, Integer::sum) - 1);
                }
            }
            rounds++;
            Thread.sleep(roundMs);
            while (outstanding.get() > OUTSTANDING_MOST && !stop) Thread.sleep(5);
            synchronized (runs) {
                boolean settled = outstanding.get() == 0;
                for (String place : new ArrayList<>(runs.keySet())) tell(place);
                if (quiet && !told && settled) {
                    told = true;
                    say("{\"quiet\":true}");
                }
            }
        }
        System.exit(0);
    }
}
