// Apache Kafka's own command line tools, one after the other in one process, and what each prints. See ../../scenario.ts.
import java.io.*;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Exit;

public class Tools {
  static final PrintStream out = System.out;
  /** What a tool says: one stream for all of them, because the tools in Scala keep to the first that they saw. */
  static final ByteArrayOutputStream said = new ByteArrayOutputStream();
  static String bootstrap, prefix;

  static class Ended extends RuntimeException {
    final int code;

    Ended(int code) {
      super("exit " + code);
      this.code = code;
    }
  }

  static String json(String text) {
    StringBuilder b = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') b.append('\\').append(c);
      else if (c < 32) b.append(String.format("\\u%04x", (int) c));
      else b.append(c);
    }
    return b.append('"').toString();
  }

  /** Arguments are split at spaces; %T is the topic, %G the group, %P the prefix. */
  static List<String> run(String tool, String arguments) {
    List<String> args = new ArrayList<>();
    for (String part : arguments.split(" ")) args.add(part.replace("%T", prefix + "orders").replace("%G", prefix + "group").replace("%P", prefix).replace("%B", bootstrap));
    said.reset();
    String end = "exit 0";
    try {
      Class.forName(tool).getMethod("main", String[].class).invoke(null, (Object) args.toArray(new String[0]));
    } catch (InvocationTargetException error) {
      end = error.getCause() instanceof Ended ended ? "exit " + ended.code : error.getCause().toString();
    } catch (ReflectiveOperationException error) {
      end = error.toString();
    }
    System.out.flush();
    List<String> lines = new ArrayList<>(Arrays.asList(said.toString(StandardCharsets.UTF_8).split("\\R")));
    lines.add(end);
    return lines;
  }

  /** Runs a tool that goes on telling about its records after it has come to its end, and waits for all of that. */
  static List<String> runUntil(String tool, String arguments, String word, int times) {
    List<String> lines = new ArrayList<>(run(tool, arguments));
    for (long end = System.nanoTime() + 30_000_000_000L; System.nanoTime() < end; pause(20)) {
      String all = said.toString(StandardCharsets.UTF_8);
      if (all.split(word, -1).length > times) break;
    }
    List<String> told = new ArrayList<>(Arrays.asList(said.toString(StandardCharsets.UTF_8).split("\\R")));
    told.add(lines.get(lines.size() - 1));
    return told;
  }

  static String plain(String line) {
    return line.replace(prefix, "").replace(bootstrap, "BROKER").replaceAll("TopicId: \\S+", "TopicId: ?").replaceAll("\"timestamp\":\\d+", "\"timestamp\":0")
        .replaceAll("\"size\":\\d+", "\"size\":0").replaceAll("\"logDir\":\"[^\"]*\"", "\"logDir\":\"?\"").replaceAll("\"/tmp/[^\"]*/data\"", "\"DIRECTORY\"")
        // A controller of 4.x sets it as a dynamic default of the cluster, for eligible leader replicas.
        .replaceAll("min.insync.replicas=1,?", "").replaceAll("[\\w-]*-[0-9a-zA-Z_-]{22,36}", "ID").replaceAll(" +", " ").strip();
  }

  static void show(String step, List<String> lines) {
    StringBuilder b = new StringBuilder();
    for (String line : lines) {
      // Stacks of errors differ with the wording of the error; their first line is compared up to the name of the error.
      // A controller of 4.x sets it as a dynamic default of the cluster, for eligible leader replicas.
      if (line.strip().startsWith("min.insync.replicas=")) continue;
      if (line.startsWith("\tat ") || line.startsWith("\t...") || line.contains("SLF4J") || line.isBlank()) continue;
      String shown = plain(line).replaceAll("((?:org|java)\\.[\\w.]*(?:Exception|Error))\\b.*", "$1").replaceAll("(?<=Error while executing topic command :) .*", " ...");
      if (b.length() > 0) b.append(',');
      b.append(json(shown));
    }
    out.println("{\"step\":" + json(step) + ",\"seen\":[" + b + "]}");
    out.flush();
  }

  static void show(String step, String tool, String arguments) {
    show(step, run(tool, arguments));
  }

  static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  static final String topics = "org.apache.kafka.tools.TopicCommand", groups = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", configs = "kafka.admin.ConfigCommand",
      offsets = "org.apache.kafka.tools.GetOffsetShell", reassign = "org.apache.kafka.tools.reassign.ReassignPartitionsCommand", elect = "org.apache.kafka.tools.LeaderElectionCommand";

  static void topicCommand() {
    String at = "--bootstrap-server %B ";
    show("topics create", topics, at + "--create --topic %T --partitions 3 --replication-factor 1 --config retention.ms=86400000");
    show("topics create again if not there", topics, at + "--create --if-not-exists --topic %T --partitions 3");
    show("topics create with a bad setting", topics, at + "--create --topic %Pbad --config retention.ms=soon");
    show("topics describe", topics, at + "--describe --topic %T");
    show("topics more partitions", topics, at + "--alter --topic %T --partitions 5");
    show("topics describe after", topics, at + "--describe --topic %T");
    show("topics under replicated", topics, at + "--describe --under-replicated-partitions");
    show("topics under min isr", topics, at + "--describe --under-min-isr-partitions");
    show("topics unavailable", topics, at + "--describe --unavailable-partitions");
    show("topics at min isr", topics, at + "--describe --at-min-isr-partitions --topic %T");
    show("topics list", run(topics, (at + "--list --exclude-internal")).stream().filter(line -> line.startsWith(prefix) || line.startsWith("exit")).sorted().toList());
    show("topics describe an unknown one if there", topics, at + "--describe --if-exists --topic %Pmissing");
    show("topics describe an unknown one", topics, at + "--describe --topic %Pmissing");
    show("topics create again", topics, at + "--create --topic %T --partitions 3");
    show("topics create with too many replicas", topics, at + "--create --topic %Pbad --replication-factor 3");
    show("topics create with a bad name", topics, at + "--create --topic a+b");
    show("topics create on a chosen broker", topics, at + "--create --topic %Pchosen --replica-assignment 1,1");
    show("topics describe one on a chosen broker", topics, at + "--describe --topic %Pchosen");
    show("topics fewer partitions", topics, at + "--alter --topic %T --partitions 2");
    show("topics alter an unknown one", topics, at + "--alter --topic %Pmissing --partitions 2");
    show("topics with settings of their own", run(topics, at + "--describe --topics-with-overrides").stream().filter(line -> line.contains("Topic: " + prefix + "orders")).toList());
    show("topics delete an unknown one", topics, at + "--delete --topic %Pmissing");
  }

  static void configCommand() {
    String topic = "--bootstrap-server %B --entity-type topics --entity-name %T ", broker = "--bootstrap-server %B --entity-type brokers --entity-name 1 ";
    show("configs set", configs, topic + "--alter --add-config cleanup.policy=compact,segment.bytes=2000000");
    pause(300);
    show("configs describe", configs, topic + "--describe");
    show("configs describe all", run(configs, topic + "--describe --all").stream().filter(line -> !line.contains("min.insync.replicas") && !line.contains("remote") && !line.contains("errors.")).toList());
    show("configs remove", configs, topic + "--alter --delete-config cleanup.policy,segment.bytes");
    pause(300);
    show("configs describe after", configs, topic + "--describe");
    show("configs set what is unknown", configs, topic + "--alter --add-config no.such.key=1");
    show("configs set badly", configs, topic + "--alter --add-config segment.bytes=many");
    show("configs remove what is not set", configs, topic + "--alter --delete-config flush.ms");
    show("configs of an unknown topic", configs, "--bootstrap-server %B --entity-type topics --entity-name %Pmissing --describe");
    show("configs of every topic", run(configs, "--bootstrap-server %B --entity-type topics --describe").stream().filter(line -> line.contains(prefix + "orders") || line.startsWith("exit")).toList());
    show("configs broker set", configs, broker + "--alter --add-config message.max.bytes=1048590");
    pause(300);
    show("configs broker describe", configs, broker + "--describe");
    show("configs broker remove", configs, broker + "--alter --delete-config message.max.bytes");
    show("configs default set", configs, "--bootstrap-server %B --entity-type brokers --entity-default --alter --add-config message.max.bytes=1048590");
    pause(300);
    show("configs default describe", configs, "--bootstrap-server %B --entity-type brokers --entity-default --describe");
    show("configs broker set badly", configs, broker + "--alter --add-config message.max.bytes=many");
    show("configs broker set what is fixed", configs, broker + "--alter --add-config broker.rack=here");
    show("configs broker describe all", run(configs, broker + "--describe --all").stream().filter(line -> line.matches("\\s*(num.partitions|log.retention.hours|message.max.bytes|compression.type|auto.create.topics.enable)=.*") || line.startsWith("exit")).sorted().toList());
    show("configs default remove", configs, "--bootstrap-server %B --entity-type brokers --entity-default --alter --delete-config message.max.bytes");
  }

  static void records(boolean v4) {
    List<String> produced = run("org.apache.kafka.tools.ProducerPerformance", "--topic %T --num-records 1000 --record-size 100 --throughput -1 --producer-props bootstrap.servers=%B acks=all partitioner.class=org.apache.kafka.clients.producer.RoundRobinPartitioner");
    show("producer performance", produced.stream().filter(line -> line.contains("records sent") || line.startsWith("exit")).map(line -> line.replaceAll(" records sent.*", " records sent")).toList());
    List<String> found = run(offsets, "--bootstrap-server %B --topic %T");
    show("offsets sum", List.of("" + found.stream().filter(line -> line.startsWith(prefix)).mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(':') + 1))).sum(), found.get(found.size() - 1)));
    show("offsets earliest", offsets, "--bootstrap-server %B --topic-partitions %T:0-3 --time earliest");
    show("offsets of a pattern", run(offsets, "--bootstrap-server %B --topic %P.* --time -2 --exclude-internal-topics"));
    show("offsets latest, one partition", run(offsets, "--bootstrap-server %B --topic %T --partitions 7 --time latest"));
    for (String time : List.of("max-timestamp", "earliest-local", "latest-tiered")) show("offsets " + time, offsets, "--bootstrap-server %B --topic %Pchosen --time " + time);
    show("offsets of an unknown topic", offsets, "--bootstrap-server %B --topic %Pmissing");
    List<String> consumed = run("org.apache.kafka.tools.ConsumerPerformance", "--bootstrap-server %B --topic %T --group %Pperf --timeout 10000 --hide-header " + (v4 ? "--num-records 1000" : "--messages 1000"));
    show("consumer performance", consumed.stream().filter(line -> line.contains(", ") || line.startsWith("exit")).map(line -> line.contains(", ") ? line.split(", ")[4] + " records" : line).toList());
    // Sorted without their times, which lie in front.
    List<String> sent = runUntil("org.apache.kafka.tools.VerifiableProducer", "--bootstrap-server %B --topic %Pverified --max-messages 20 --throughput -1", "producer_send_success", 20);
    show("verifiable producer", sorted(sent.stream().filter(line -> !line.contains("_complete")).map(Tools::plain).map(line -> line.replaceAll("\"(avg|target)_throughput\":[^,}]*", "\"$1\":0")).toList()));
    List<String> verified = run("org.apache.kafka.tools.VerifiableConsumer", "--bootstrap-server %B --topic %Pverified --group-id %G --max-messages 20 --reset-policy earliest --session-timeout 10000");
    show("verifiable consumer", List.of(
        "" + verified.stream().filter(line -> line.contains("\"records_consumed\"")).mapToInt(line -> Integer.parseInt(line.replaceAll(".*\"name\":\"records_consumed\",\"count\":(\\d+).*", "$1"))).sum(),
        verified.stream().filter(line -> line.contains("\"offsets_committed\"")).reduce("none", (first, second) -> second)));
  }

  static void groupCommand() throws Exception {
    String at = "--bootstrap-server %B ", group = at + "--group %G ", topic = "--topic %Pverified:0 ";
    withMember(() -> {
      show("groups describe, a member", run(groups, group + "--describe").stream().map(line -> line.replaceAll(" +", " ")).toList());
      show("groups members, a member", run(groups, group + "--describe --members --verbose").stream().map(line -> line.replaceAll(" +", " ")).toList());
      show("groups state, a member", groups, group + "--describe --state");
      show("groups reset in use", groups, group + "--reset-offsets --topic %Pverified --to-earliest --execute");
      show("groups delete in use", groups, group + "--delete");
      show("groups delete offsets in use", groups, group + "--delete-offsets --topic %Pverified");
    });
    show("groups list", run(groups, at + "--list").stream().filter(line -> line.startsWith(prefix) || line.startsWith("exit")).sorted().toList());
    show("groups list with states", run(groups, at + "--list --state").stream().filter(line -> line.startsWith(prefix) || line.startsWith("exit")).sorted().toList());
    show("groups list the stable", run(groups, at + "--list --state Stable").stream().filter(line -> line.startsWith(prefix) || line.startsWith("exit")).sorted().toList());
    show("groups describe", run(groups, group + "--describe").stream().map(line -> line.replaceAll(" +", " ")).toList());
    show("groups state", groups, group + "--describe --state");
    show("groups members", groups, group + "--describe --members");
    show("groups reset, dry", groups, group + "--reset-offsets --topic %Pverified --to-earliest --dry-run");
    show("groups reset to an offset", groups, group + "--reset-offsets " + topic + "--to-offset 7 --execute");
    show("groups shift", groups, group + "--reset-offsets " + topic + "--shift-by -3 --execute");
    show("groups shift before the beginning", groups, group + "--reset-offsets " + topic + "--shift-by -100 --execute");
    show("groups shift beyond the end", groups, group + "--reset-offsets " + topic + "--shift-by 100 --execute");
    show("groups to a time long ago", groups, group + "--reset-offsets " + topic + "--to-datetime 2020-01-01T00:00:00.000 --execute");
    show("groups to a time to come", groups, group + "--reset-offsets " + topic + "--to-datetime 2199-01-01T00:00:00.000 --execute");
    show("groups by a duration", groups, group + "--reset-offsets " + topic + "--by-duration P1D --execute");
    show("groups to the end", groups, group + "--reset-offsets --all-topics --to-latest --execute");
    show("groups to the earliest", groups, group + "--reset-offsets --all-topics --to-earliest --execute");
    show("groups to an offset before", groups, group + "--reset-offsets " + topic + "--to-offset 3 --execute");
    List<String> exported = run(groups, group + "--reset-offsets --all-topics --to-current --export");
    show("groups export", exported);
    Path file = Files.createTempFile("tools", ".csv");
    Files.writeString(file, "\"" + prefix + "verified\",0,5\n");
    show("groups from a file", groups, group + "--reset-offsets --from-file " + file + " --execute");
    Files.delete(file);
    show("groups beyond the end", groups, group + "--reset-offsets " + topic + "--to-offset 9999 --dry-run");
    show("groups reset an unknown topic", groups, group + "--reset-offsets --topic %Pmissing --to-earliest --dry-run");
    show("groups reset one that is not there", groups, at + "--group %Pfresh --reset-offsets " + topic + "--to-offset 4 --execute");
    show("groups describe one made by a reset", run(groups, at + "--group %Pfresh --describe").stream().map(line -> line.replaceAll(" +", " ")).toList());
    show("groups delete offsets", groups, group + "--delete-offsets --topic %Pverified");
    show("groups delete offsets of an unknown topic", groups, group + "--delete-offsets --topic %Pmissing");
    show("groups delete offsets of an unknown group", groups, at + "--group %Pnobody --delete-offsets --topic %Pverified");
    show("groups describe after", groups, group + "--describe");
    show("groups delete", groups, group + "--delete");
    show("groups delete again", groups, group + "--delete");
    show("groups delete two", sorted(run(groups, at + "--group %Pfresh --group %Pnobody --delete")));
    show("groups describe an unknown one", groups, at + "--group %Pnobody --describe");
    show("groups state of an unknown one", groups, at + "--group %Pnobody --describe --state");
    show("groups reset for an unknown one", groups, at + "--group %Pnobody --reset-offsets --all-topics --to-latest --dry-run");
  }

  /** While a consumer of the group %G is a member that reads %Pverified. */
  static void withMember(Runnable during) throws Exception {
    Properties p = new Properties();
    p.putAll(Map.of("bootstrap.servers", bootstrap, "group.id", prefix + "group", "auto.offset.reset", "earliest", "enable.auto.commit", "false", "client.id", "member", "heartbeat.interval.ms", "200",
        "session.timeout.ms", "20000"));
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(prefix + "verified"));
      for (long end = System.nanoTime() + 30_000_000_000L; consumer.assignment().isEmpty() && System.nanoTime() < end;) consumer.poll(Duration.ofMillis(50));
      consumer.commitSync(Map.of(new TopicPartition(prefix + "verified", 0), new OffsetAndMetadata(3)));
      during.run();
    }
  }

  /** What DumpLogSegments reads in the files that the broker wrote: every codec, keys, headers, nulls; index files too. */
  static void dump(boolean v4) throws Exception {
    String topic = prefix + "dumped", tool = v4 ? "org.apache.kafka.tools.DumpLogSegments" : "kafka.tools.DumpLogSegments";
    run(topics, "--bootstrap-server %B --create --topic %Pdumped --partitions 1 --config index.interval.bytes=1000 --config segment.bytes=1048576");
    long at = 1_700_000_000_000L;
    char[] letters = new char[600_000];
    Random seeded = new Random(1);
    for (int i = 0; i < letters.length; i++) letters[i] = (char) (33 + seeded.nextInt(90));
    String random = new String(letters);
    for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
      Map<String, Object> p = Map.of("bootstrap.servers", bootstrap, "enable.idempotence", "false", "acks", "all", "compression.type", codec, "linger.ms", "1000", "max.request.size", "2000000");
      try (KafkaProducer<String, String> producer = new KafkaProducer<>(p, new StringSerializer(), new StringSerializer())) {
        for (int i = 0; i < 20; i++) producer.send(new ProducerRecord<>(topic, 0, at + i, i == 1 ? null : "key " + i, i == 2 ? null : codec + " " + i + "-".repeat(100), i == 3 ? List.of(new RecordHeader("h", new byte[] {120})) : null));
        // Closes the first segment, whose index files then have their final size.
        if (codec.equals("zstd")) for (int i = 0; i < 3; i++) producer.send(new ProducerRecord<>(topic, 0, at + 100, null, random)).get();
      }
    }
    String folder;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      folder = admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).entrySet().stream().filter(e -> e.getValue().replicaInfos().containsKey(new TopicPartition(topic, 0))).findFirst().get().getKey() + "/" + topic + "-0/";
    }
    String first = folder + "00000000000000000000";
    for (String[] one : new String[][] {{"log", "--print-data-log"}, {"log, deep", "--deep-iteration --skip-record-metadata"}, {"index", "--index-sanity-check"}, {"index, verified", "--verify-index-only"}, {"timeindex", "--index-sanity-check"}, {"timeindex, verified", "--verify-index-only"}})
      show("dump " + one[0], run(tool, "--files " + first + "." + one[0].replaceAll(",.*", "") + " " + one[1]).stream().filter(line -> line.length() < 100_000).map(line -> line.replace(folder, "").replaceAll("(partitionLeaderEpoch|leaderEpoch): ?\\d+", "$1: ?")).toList());
  }

  /** The console's producer and consumer, and how long a record takes from end to end (which only has to be told). */
  static void console() throws Exception {
    String producer = v4() ? "org.apache.kafka.tools.ConsoleProducer" : "kafka.tools.ConsoleProducer", consumer = "org.apache.kafka.tools.consumer.ConsoleConsumer";
    run(topics, "--bootstrap-server %B --create --topic %Pconsole --partitions 1");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("k1:v1\nk2:v2\n".getBytes(StandardCharsets.UTF_8)));
    show("console producer", run(producer, "--bootstrap-server %B --sync --topic %Pconsole --property parse.key=true --property key.separator=:").stream().filter(line -> !line.contains("deprecated") && !line.contains("removed")).toList());
    System.setIn(new ByteArrayInputStream("plain\n".getBytes(StandardCharsets.UTF_8)));
    show("console producer, compressed", run(producer, "--bootstrap-server %B --sync --topic %Pconsole --compression-codec zstd").stream().filter(line -> !line.contains("deprecated") && !line.contains("removed")).toList());
    System.setIn(before);
    String read = "--bootstrap-server %B --topic %Pconsole --max-messages 3 --timeout-ms 20000 ";
    show("console consumer", run(consumer, read + "--from-beginning --property print.key=true --property print.offset=true").stream().filter(line -> !line.contains("deprecated") && !line.contains("removed")).toList());
    show("console consumer from an offset", run(consumer, "--bootstrap-server %B --topic %Pconsole --partition 0 --offset 2 --max-messages 1 --timeout-ms 20000"));
    List<String> latency = run("org.apache.kafka.tools.EndToEndLatency", "%B %Pconsole 20 all 50");
    show("end to end latency", latency.stream().map(line -> line.replaceAll("[\\d.]+(?= ?ms)|(?<=[=:] ?)[\\d.]+|\\d+\\t[\\d.]+", "?")).toList());
  }

  static boolean v4() {
    return org.apache.kafka.common.utils.AppInfoParser.getVersion().startsWith("4");
  }

  static void partitions(boolean v4) throws Exception {
    Path file = Files.createTempFile("tools", ".json");
    String topic = prefix + "orders";
    show("log directories", sorted(run("org.apache.kafka.tools.LogDirsCommand", "--bootstrap-server %B --describe --topic-list %T").stream().flatMap(line -> Arrays.stream(line.split("(?<=\\}),(?=\\{\"partition)|(?<=\\[)(?=\\{\"partition)|(?=\\]\\,\"error)"))).map(text -> text.replaceAll("\"size\":[1-9][0-9]*", "\"size\":\"some\"")).toList()));
    Files.writeString(file, "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":50},{\"topic\":\"" + topic + "\",\"partition\":1,\"offset\":-1},{\"topic\":\"" + topic + "\",\"partition\":2,\"offset\":99999}],\"version\":1}");
    show("log directories of every topic", run("org.apache.kafka.tools.LogDirsCommand", "--bootstrap-server %B --describe --broker-list 1").stream().map(line -> line.startsWith("{") ? "" + line.contains(prefix + "verified") : line).toList());
    show("log directories of an unknown broker", run("org.apache.kafka.tools.LogDirsCommand", "--bootstrap-server %B --describe --broker-list 77"));
    show("delete records", sorted(run("org.apache.kafka.tools.DeleteRecordsCommand", "--bootstrap-server %B --offset-json-file " + file)));
    show("offsets after", offsets, "--bootstrap-server %B --topic-partitions %T:0 --time earliest");
    show("elect preferred", elect, "--bootstrap-server %B --election-type preferred --topic %T --partition 0");
    show("elect for every partition", run(elect, "--bootstrap-server %B --election-type preferred --all-topic-partitions").stream().map(line -> line.replaceAll("\\(.*", "(...)")).toList());
    show("elect unclean", elect, "--bootstrap-server %B --election-type unclean --topic %T --partition 0");
    show("elect for an unknown one", elect, "--bootstrap-server %B --election-type preferred --topic %Pmissing --partition 0");
    Files.writeString(file, "{\"topics\":[{\"topic\":\"" + topic + "\"}],\"version\":1}");
    show("reassign generate", reassign, "--bootstrap-server %B --generate --broker-list 1 --topics-to-move-json-file " + file);
    Files.writeString(file, "{\"version\":1,\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"replicas\":[1]}]}");
    show("reassign execute", reassign, "--bootstrap-server %B --execute --reassignment-json-file " + file);
    show("reassign verify", reassign, "--bootstrap-server %B --verify --reassignment-json-file " + file);
    show("reassign list", reassign, "--bootstrap-server %B --list");
    show("reassign cancel", reassign, "--bootstrap-server %B --cancel --reassignment-json-file " + file);
    Files.writeString(file, "{\"version\":1,\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"replicas\":[77]}]}");
    show("reassign to an unknown broker", reassign, "--bootstrap-server %B --execute --reassignment-json-file " + file);
    if (v4) show("groups of every kind", run("org.apache.kafka.tools.GroupsCommand", "--bootstrap-server %B --list").stream().filter(line -> line.startsWith(prefix) || line.startsWith("exit")).sorted().toList());
    Files.delete(file);
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
    boolean v4 = v4();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    Exit.setExitProcedure((code, message) -> {
      throw new Ended(code);
    });
    Exit.setHaltProcedure((code, message) -> {
      throw new Ended(code);
    });
    topicCommand();
    configCommand();
    records(v4);
    dump(v4);
    groupCommand();
    console();
    partitions(v4);
    show("topics delete", topics, "--bootstrap-server %B --delete --topic %T");
    show("topics delete again", topics, "--bootstrap-server %B --delete --topic %T --if-exists");
    Runtime.getRuntime().halt(0);
  }
}
