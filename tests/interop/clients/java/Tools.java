// Apache Kafka's own command line tools, one after the other in one process, and what each prints. See ../../scenario.ts.
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.apache.kafka.common.utils.Exit;

public class Tools {
  static final PrintStream out = System.out;
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
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8), errors = System.err;
    System.setOut(stream);
    System.setErr(stream);
    String end = "exit 0";
    try {
      Class.forName(tool).getMethod("main", String[].class).invoke(null, (Object) args.toArray(new String[0]));
    } catch (InvocationTargetException error) {
      end = error.getCause() instanceof Ended ended ? "exit " + ended.code : error.getCause().toString();
    } catch (ReflectiveOperationException error) {
      end = error.toString();
    } finally {
      System.setOut(out);
      System.setErr(errors);
    }
    List<String> lines = new ArrayList<>(Arrays.asList(said.toString(StandardCharsets.UTF_8).split("\\R")));
    lines.add(end);
    return lines;
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
      if (line.startsWith("\tat ") || line.startsWith("\t...") || line.contains("SLF4J") || line.isBlank()) continue;
      String shown = plain(line).replaceAll("((?:org|java)\\.[\\w.]*(?:Exception|Error))\\b.*", "$1");
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
    show("configs broker set", configs, broker + "--alter --add-config message.max.bytes=1048590");
    pause(300);
    show("configs broker describe", configs, broker + "--describe");
    show("configs broker remove", configs, broker + "--alter --delete-config message.max.bytes");
    show("configs default set", configs, "--bootstrap-server %B --entity-type brokers --entity-default --alter --add-config message.max.bytes=1048590");
    pause(300);
    show("configs default remove", configs, "--bootstrap-server %B --entity-type brokers --entity-default --alter --delete-config message.max.bytes");
  }

  static void records(boolean v4) {
    List<String> produced = run("org.apache.kafka.tools.ProducerPerformance", "--topic %T --num-records 1000 --record-size 100 --throughput -1 --producer-props bootstrap.servers=%B acks=all partitioner.class=org.apache.kafka.clients.producer.RoundRobinPartitioner");
    show("producer performance", produced.stream().filter(line -> line.contains("records sent") || line.startsWith("exit")).map(line -> line.replaceAll(" records sent.*", " records sent")).toList());
    List<String> found = run(offsets, "--bootstrap-server %B --topic %T");
    show("offsets sum", List.of("" + found.stream().filter(line -> line.startsWith(prefix)).mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(':') + 1))).sum(), found.get(found.size() - 1)));
    show("offsets earliest", offsets, "--bootstrap-server %B --topic-partitions %T:0-3 --time earliest");
    show("offsets of a pattern", run(offsets, "--bootstrap-server %B --topic %P.* --time -2 --exclude-internal-topics"));
    List<String> consumed = run("org.apache.kafka.tools.ConsumerPerformance", "--bootstrap-server %B --topic %T --group %Pperf --timeout 10000 --hide-header " + (v4 ? "--num-records 1000" : "--messages 1000"));
    show("consumer performance", consumed.stream().filter(line -> line.contains(", ") || line.startsWith("exit")).map(line -> line.contains(", ") ? line.split(", ")[4] + " records" : line).toList());
    show("verifiable producer", sorted(run("org.apache.kafka.tools.VerifiableProducer", "--bootstrap-server %B --topic %Pverified --max-messages 20 --throughput -1").stream()
        .map(line -> line.contains("tool_data") ? line.replaceAll("\"(avg|target)_throughput\":[^,}]*", "\"$1\":0") : line).filter(line -> !line.contains("_complete")).toList()));
    List<String> verified = run("org.apache.kafka.tools.VerifiableConsumer", "--bootstrap-server %B --topic %Pverified --group-id %G --max-messages 20 --reset-policy earliest --session-timeout 10000");
    show("verifiable consumer", List.of(
        "" + verified.stream().filter(line -> line.contains("\"records_consumed\"")).mapToInt(line -> Integer.parseInt(line.replaceAll(".*\"name\":\"records_consumed\",\"count\":(\\d+).*", "$1"))).sum(),
        verified.stream().filter(line -> line.contains("\"offsets_committed\"")).reduce("none", (first, second) -> second)));
  }

  static void groupCommand() throws Exception {
    String at = "--bootstrap-server %B ", group = at + "--group %G ";
    show("groups list", run(groups, at + "--list").stream().filter(line -> line.startsWith(prefix) || line.startsWith("exit")).sorted().toList());
    show("groups describe", run(groups, group + "--describe").stream().map(line -> line.replaceAll(" +", " ")).toList());
    show("groups state", groups, group + "--describe --state");
    show("groups members", groups, group + "--describe --members");
    show("groups reset, dry", groups, group + "--reset-offsets --topic %Pverified --to-earliest --dry-run");
    show("groups reset to an offset", groups, group + "--reset-offsets --topic %Pverified:0 --to-offset 7 --execute");
    show("groups shift", groups, group + "--reset-offsets --topic %Pverified:0 --shift-by -3 --execute");
    show("groups to the end", groups, group + "--reset-offsets --all-topics --to-latest --execute");
    show("groups export", groups, group + "--reset-offsets --all-topics --to-current --export");
    show("groups beyond the end", groups, group + "--reset-offsets --topic %Pverified:0 --to-offset 9999 --dry-run");
    show("groups delete offsets", groups, group + "--delete-offsets --topic %Pverified");
    show("groups describe after", groups, group + "--describe");
    show("groups delete", groups, group + "--delete");
    show("groups delete again", groups, group + "--delete");
    show("groups describe an unknown one", groups, at + "--group %Pnobody --describe");
  }

  static void partitions(boolean v4) throws Exception {
    Path file = Files.createTempFile("tools", ".json");
    String topic = prefix + "orders";
    show("log directories", sorted(run("org.apache.kafka.tools.LogDirsCommand", "--bootstrap-server %B --describe --topic-list %T").stream().flatMap(line -> Arrays.stream(line.split("(?<=\\}),(?=\\{\"partition)|(?<=\\[)(?=\\{\"partition)|(?=\\]\\,\"error)"))).map(text -> text.replaceAll("\"size\":[1-9][0-9]*", "\"size\":\"some\"")).toList()));
    Files.writeString(file, "{\"partitions\":[{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":50},{\"topic\":\"" + topic + "\",\"partition\":1,\"offset\":-1},{\"topic\":\"" + topic + "\",\"partition\":2,\"offset\":99999}],\"version\":1}");
    show("delete records", sorted(run("org.apache.kafka.tools.DeleteRecordsCommand", "--bootstrap-server %B --offset-json-file " + file)));
    show("offsets after", offsets, "--bootstrap-server %B --topic-partitions %T:0 --time earliest");
    show("elect preferred", elect, "--bootstrap-server %B --election-type preferred --topic %T --partition 0");
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
    boolean v4 = org.apache.kafka.common.utils.AppInfoParser.getVersion().startsWith("4");
    Exit.setExitProcedure((code, message) -> {
      throw new Ended(code);
    });
    Exit.setHaltProcedure((code, message) -> {
      throw new Ended(code);
    });
    topicCommand();
    configCommand();
    records(v4);
    groupCommand();
    partitions(v4);
    show("topics delete", topics, "--bootstrap-server %B --delete --topic %T");
    show("topics delete again", topics, "--bootstrap-server %B --delete --topic %T --if-exists");
    Runtime.getRuntime().halt(0);
  }
}
