// Kafka Connect, standalone and distributed: a file becomes a topic and the topic a file, a broker dies in between.
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

public class Connect {
  static Path write(Path folder, String name, Map<String, String> entries) throws IOException {
    return Files.writeString(folder.resolve(name), entries.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue() + "\n").collect(Collectors.joining()));
  }

  static Map<String, String> source(String name, Path file, String topic) {
    return Map.of("name", name, "connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector", "tasks.max", "1", "file", file.toString(), "topic", topic);
  }

  static Map<String, String> sink(String name, Path file, String topic) {
    return Map.of("name", name, "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector", "tasks.max", "1", "file", file.toString(), "topics", topic);
  }

  static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException error) {
      return List.of();
    }
  }

  static void append(Path file, int from, int to) throws IOException {
    Files.writeString(file, IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static Process worker(String main, Path... files) throws IOException {
    List<String> command = new ArrayList<>(List.of("java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", System.getProperty("java.class.path"), main));
    for (Path file : files) command.add(file.toString());
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(files[0].resolveSibling("worker.log").toFile()).start();
  }

  static Map<String, String> settings(Steps steps, int port) {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("bootstrap.servers", steps.bootstrap);
    p.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    p.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
    p.put("offset.flush.interval.ms", "500");
    p.put("listeners", "http://127.0.0.1:" + port);
    p.put("plugin.discovery", "only_scan");
    return p;
  }

  static void standalone(Steps steps) throws Exception {
    Path folder = Files.createTempDirectory("connect"), in = folder.resolve("in.txt"), out = folder.resolve("out.txt");
    append(in, 0, 50);
    Map<String, String> p = settings(steps, freePort());
    p.put("offset.storage.file.filename", folder.resolve("offsets").toString());
    Process worker = worker("org.apache.kafka.connect.cli.ConnectStandalone", write(folder, "worker.properties", p),
        write(folder, "source.properties", source("source", in, steps.prefix + "alone")), write(folder, "sink.properties", sink("sink", out, steps.prefix + "alone")));
    try {
      Steps.until("50 lines", () -> lines(out).size() >= 50);
      steps.show("standalone", lines(out).size() + " lines, the last is " + lines(out).get(49));
      steps.ask("kill-and-restart");
      append(in, 50, 80);
      Steps.until("80 lines", () -> new TreeSet<>(lines(out)).size() >= 80);
      steps.show("standalone after a restart", new TreeSet<>(lines(out)).size() + " different lines");
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  static String call(HttpClient http, int port, String method, String path, String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Content-Type", "application/json")
        .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  static String json(Map<String, String> entries) {
    return entries.entrySet().stream().map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"").collect(Collectors.joining(",", "{", "}"));
  }

  static void distributed(Steps steps) throws Exception {
    Path folder = Files.createTempDirectory("connect"), in = folder.resolve("in.txt"), out = folder.resolve("out.txt");
    append(in, 0, 50);
    int port = freePort();
    Map<String, String> p = settings(steps, port);
    p.put("group.id", steps.prefix + "workers");
    for (String kind : List.of("config", "offset", "status")) {
      p.put(kind + ".storage.topic", steps.prefix + "connect-" + kind);
      p.put(kind + ".storage.replication.factor", "1");
    }
    p.put("offset.storage.partitions", "3");
    p.put("scheduled.rebalance.max.delay.ms", "1000");
    Path file = write(folder, "worker.properties", p);
    HttpClient http = HttpClient.newHttpClient();
    Process worker = worker("org.apache.kafka.connect.cli.ConnectDistributed", file);
    try {
      Steps.until("the worker", () -> answers(http, port));
      call(http, port, "PUT", "/connectors/source/config", json(source("source", in, steps.prefix + "spread")));
      call(http, port, "PUT", "/connectors/sink/config", json(sink("sink", out, steps.prefix + "spread")));
      Steps.until("50 lines", () -> lines(out).size() >= 50);
      steps.show("distributed", lines(out).size() + " lines");
      // The worker dies with its offsets committed; the next one knows the connectors and goes on.
      Thread.sleep(2000);
      worker.destroyForcibly().waitFor();
      append(in, 50, 80);
      worker = worker("org.apache.kafka.connect.cli.ConnectDistributed", file);
      Steps.until("80 lines", () -> new TreeSet<>(lines(out)).size() >= 80);
      steps.show("distributed, another worker", new TreeSet<>(lines(out)).size() + " different lines");
      steps.ask("kill-and-restart");
      append(in, 80, 100);
      Steps.until("100 lines", () -> new TreeSet<>(lines(out)).size() >= 100);
      steps.show("distributed after a restart", new TreeSet<>(lines(out)).size() + " different lines");
      Steps.until("the worker", () -> answers(http, port));
      steps.show("connectors", new TreeSet<>(Arrays.asList(call(http, port, "GET", "/connectors", null).replaceAll("[\\[\\]\"]", "").split(","))));
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  static boolean answers(HttpClient http, int port) {
    try {
      return call(http, port, "GET", "/connectors", null).startsWith("[");
    } catch (Exception error) {
      return false;
    }
  }

  public static void main(String[] args) throws Exception {
    Steps steps = new Steps(args);
    standalone(steps);
    distributed(steps);
    Runtime.getRuntime().halt(0);
  }
}
