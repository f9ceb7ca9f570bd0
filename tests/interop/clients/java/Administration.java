// The administrator's part of the scenario with Apache Kafka's Java client.
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.*;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.*;
import org.apache.kafka.common.quota.ClientQuotaFilter;

class Administration extends Scenario {
  static Object entries(Admin admin, ConfigResource resource, Predicate<ConfigEntry> which) {
    return outcome(() -> get(admin.describeConfigs(List.of(resource), new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(false)).values().get(resource)).entries().stream()
        .filter(which).map(e -> row(e.name(), e.value(), e.source().name(), e.isReadOnly(), e.isSensitive(), e.type().name(), e.synonyms().stream().map(s -> s.name() + "=" + s.value() + " " + s.source()).toList()))
        .sorted(Comparator.comparing(String::valueOf)).toList());
  }

  static Object alter(Admin admin, ConfigResource resource, String key, String value, AlterConfigOp.OpType type) {
    return outcome(() -> get(admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(key, value), type)))).all()));
  }

  static void topics(Admin admin) throws Exception {
    CreateTopicsResult created = admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1).configs(Map.of("retention.ms", "86400000"))));
    show("create", outcome(() -> row(get(created.numPartitions(topic)), get(created.replicationFactor(topic)), !get(created.topicId(topic)).equals(Uuid.ZERO_UUID),
        get(created.config(topic)).entries().stream().filter(e -> e.name().equals("retention.ms")).map(e -> row(e.value(), e.source().name())).toList())));
    show("create again", outcome(() -> get(admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all())));
    show("create with a bad name", outcome(() -> get(admin.createTopics(List.of(new NewTopic("a/b", 1, (short) 1))).all())));
    show("create with a name that collides", outcome(() -> {
      get(admin.createTopics(List.of(new NewTopic(prefix + "x.y", 1, (short) 1))).all());
      return get(admin.createTopics(List.of(new NewTopic(prefix + "x_y", 1, (short) 1))).all());
    }));
    show("create with too many replicas", outcome(() -> get(admin.createTopics(List.of(new NewTopic(prefix + "rf", 1, (short) 3))).all())));
    show("create with no partitions", outcome(() -> get(admin.createTopics(List.of(new NewTopic(prefix + "np", 0, (short) 1))).all())));
    show("create with a bad configuration", outcome(() -> get(admin.createTopics(List.of(new NewTopic(prefix + "cfg", 1, (short) 1).configs(Map.of("retention.ms", "soon")))).all())));
    show("create with an unknown configuration", outcome(() -> get(admin.createTopics(List.of(new NewTopic(prefix + "cfg", 1, (short) 1).configs(Map.of("no.such.key", "1")))).all())));
    show("validate only", outcome(() -> get(admin.createTopics(List.of(new NewTopic(prefix + "dry", 2, (short) 1)), new CreateTopicsOptions().validateOnly(true)).all())));
    show("defaults", outcome(() -> {
      CreateTopicsResult r = admin.createTopics(List.of(new NewTopic(prefix + "defaults", Optional.empty(), Optional.empty())));
      return row(get(r.numPartitions(prefix + "defaults")), get(r.replicationFactor(prefix + "defaults")));
    }));
    show("assigned by hand", outcome(() -> get(admin.createTopics(List.of(new NewTopic(prefix + "hand", Map.of(0, List.of(77))))).all())));
    show("describe", outcome(() -> {
      TopicDescription d = get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return row(d.isInternal(), d.partitions().stream().map(p -> row(p.partition(), p.leader() != null, p.replicas().size(), p.isr().size())).toList());
    }));
    show("describe an unknown topic", outcome(() -> get(admin.describeTopics(List.of(prefix + "missing")).allTopicNames())));
    // A controller answers before every broker shows what it has made.
    until(() -> String.valueOf(outcome(() -> get(admin.listTopics().names()))).contains(prefix + "defaults"), () -> pause(50), "the last topic is listed");
    show("list", get(admin.listTopics().names()).stream().filter(n -> n.startsWith(prefix)).map(n -> n.substring(prefix.length())).sorted().toList());
    show("cluster", outcome(() -> row(get(admin.describeCluster().nodes()).size(), get(admin.describeCluster().controller()) != null, get(admin.describeCluster().clusterId()).length())));
  }

  static void administration(Admin admin) throws Exception {
    TopicPartition one = new TopicPartition(topic, 1);
    int node = get(admin.describeCluster().nodes()).iterator().next().id();
    show("delete records", outcome(() -> get(admin.deleteRecords(Map.of(one, RecordsToDelete.beforeOffset(60))).lowWatermarks().get(one)).lowWatermark()));
    show("delete records beyond the end", outcome(() -> get(admin.deleteRecords(Map.of(one, RecordsToDelete.beforeOffset(100000))).lowWatermarks().get(one)).lowWatermark()));
    show("earliest after", offsets(admin, OffsetSpec.earliest()));
    show("more partitions", outcome(() -> get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5))).all())));
    show("fewer partitions", outcome(() -> get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all())));
    show("as many partitions", outcome(() -> get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(5))).all())));
    show("partitions of an unknown topic", outcome(() -> get(admin.createPartitions(Map.of(prefix + "missing", NewPartitions.increaseTo(5))).all())));
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    // A controller of 4.x sets min.insync.replicas as a dynamic default of the cluster, for eligible leader replicas.
    for (String first : List.of("c", "d", "f", "i", "l", "m", "p", "r", "s", "u"))
      show("topic configurations " + first, entries(admin, resource, e -> e.name().startsWith(first) && !e.name().equals("min.insync.replicas")));
    show("set", alter(admin, resource, "retention.ms", "1000000", AlterConfigOp.OpType.SET));
    show("append", alter(admin, resource, "cleanup.policy", "compact", AlterConfigOp.OpType.APPEND));
    show("subtract", alter(admin, resource, "cleanup.policy", "delete", AlterConfigOp.OpType.SUBTRACT));
    until(() -> String.valueOf(entries(admin, resource, e -> e.name().equals("cleanup.policy"))).contains("cleanup.policy, compact,"), () -> pause(50), "the topic's configuration arrives");
    show("subtract from a number", alter(admin, resource, "retention.ms", "1", AlterConfigOp.OpType.SUBTRACT));
    show("changed", entries(admin, resource, e -> e.name().equals("retention.ms") || e.name().equals("cleanup.policy")));
    show("delete", alter(admin, resource, "retention.ms", "", AlterConfigOp.OpType.DELETE));
    show("bad value", alter(admin, resource, "retention.ms", "soon", AlterConfigOp.OpType.SET));
    show("unknown key", alter(admin, resource, "no.such.key", "1", AlterConfigOp.OpType.SET));
    show("unknown topic", alter(admin, new ConfigResource(ConfigResource.Type.TOPIC, prefix + "missing"), "retention.ms", "1", AlterConfigOp.OpType.SET));
    show("describe configurations of an unknown topic", entries(admin, new ConfigResource(ConfigResource.Type.TOPIC, prefix + "missing"), e -> true));
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "" + node);
    Set<String> keys = Set.of("log.retention.hours", "log.segment.bytes", "num.partitions", "auto.create.topics.enable", "compression.type", "message.max.bytes", "log.cleaner.threads", "socket.request.max.bytes");
    show("broker configurations", entries(admin, broker, e -> keys.contains(e.name())));
    show("set for the broker", alter(admin, broker, "message.max.bytes", "1048614", AlterConfigOp.OpType.SET));
    show("set for every broker", alter(admin, new ConfigResource(ConfigResource.Type.BROKER, ""), "message.max.bytes", "1048613", AlterConfigOp.OpType.SET));
    until(() -> String.valueOf(entries(admin, broker, e -> e.name().equals("message.max.bytes"))).contains("1048613"), () -> pause(50), "the configuration arrives");
    show("dynamic configurations", entries(admin, broker, e -> e.name().equals("message.max.bytes")));
    show("delete for the broker", alter(admin, broker, "message.max.bytes", "", AlterConfigOp.OpType.DELETE));
    show("delete for every broker", alter(admin, new ConfigResource(ConfigResource.Type.BROKER, ""), "message.max.bytes", "", AlterConfigOp.OpType.DELETE));
    show("bad value for the broker", alter(admin, broker, "message.max.bytes", "soon", AlterConfigOp.OpType.SET));
    show("set a read-only one", alter(admin, broker, "socket.request.max.bytes", "1", AlterConfigOp.OpType.SET));
    show("log directories", outcome(() -> get(admin.describeLogDirs(List.of(node)).allDescriptions()).get(node).values().stream()
        .map(d -> row(d.error() == null, d.totalBytes().isPresent(), d.usableBytes().isPresent(), d.replicaInfos().entrySet().stream().filter(e -> e.getKey().topic().equals(topic))
            .map(e -> row(e.getKey().partition(), e.getValue().offsetLag(), e.getValue().isFuture(), e.getValue().size() > 0)  /* how records fall into batches, and so the size, depends on timing */).sorted(Comparator.comparing(String::valueOf)).toList())).toList()));
    show("elect preferred", outcome(() -> get(admin.electLeaders(ElectionType.PREFERRED, Set.of(one)).partitions()).entrySet().stream().map(e -> e.getValue().map(Scenario::named).orElse("ok")).toList()));
    show("elect unclean", outcome(() -> get(admin.electLeaders(ElectionType.UNCLEAN, Set.of(one)).partitions()).entrySet().stream().map(e -> e.getValue().map(Scenario::named).orElse("ok")).toList()));
    show("elect for an unknown partition", outcome(() -> get(admin.electLeaders(ElectionType.PREFERRED, Set.of(new TopicPartition(topic, 99))).partitions()).entrySet().stream().map(e -> e.getValue().map(Scenario::named).orElse("ok")).toList()));
    show("reassign to the same broker", outcome(() -> get(admin.alterPartitionReassignments(Map.of(one, Optional.of(new NewPartitionReassignment(List.of(node))))).all())));
    show("reassign to an unknown broker", outcome(() -> get(admin.alterPartitionReassignments(Map.of(one, Optional.of(new NewPartitionReassignment(List.of(77))))).all())));
    show("cancel a reassignment", outcome(() -> get(admin.alterPartitionReassignments(Map.of(one, Optional.empty())).all())));
    show("list reassignments", outcome(() -> get(admin.listPartitionReassignments().reassignments()).size()));
    rarelyAsked(admin);
    groups(admin);
  }

  /** What an administrator asks of features that are not on here. */
  static void rarelyAsked(Admin admin) {
    TopicPartitionReplica replica = new TopicPartitionReplica(topic, 0, 1);
    show("replica log directories", outcome(() -> {
      DescribeReplicaLogDirsResult.ReplicaLogDirInfo info = get(admin.describeReplicaLogDirs(List.of(replica)).values().get(replica));
      return row(info.getCurrentReplicaLogDir() != null, info.getCurrentReplicaOffsetLag(), info.getFutureReplicaLogDir());
    }));
    show("describe acls", outcome(() -> get(admin.describeAcls(AclBindingFilter.ANY).values()).size()));
    show("client quotas", outcome(() -> get(admin.describeClientQuotas(ClientQuotaFilter.all()).entities()).size()));
    show("scram users", outcome(() -> get(admin.describeUserScramCredentials().users()).size()));
    show("delegation tokens", outcome(() -> get(admin.describeDelegationToken().delegationTokens()).size()));
    show("transactions", outcome(() -> get(admin.listTransactions().all()).size()));
    show("quorum", outcome(() -> get(admin.describeMetadataQuorum().quorumInfo()).leaderId() >= 0));
    show("a group of the newer protocol", outcome(() -> {
      try (Member member = new Member(prefix + "newer", "group.protocol", "consumer")) {
        member.subscribe(topic);
        until(() -> member.assigned() == 5, member::poll, "an assignment of the newer protocol");
        return member.assigned();
      }
    }));
    outcome(() -> get(admin.deleteConsumerGroups(List.of(prefix + "newer")).all()));
  }

  @SuppressWarnings("deprecation")
  static void groups(Admin admin) throws Exception {
    show("list groups", get(admin.listConsumerGroups().valid()).stream().filter(g -> g.groupId().startsWith(prefix)).map(g -> row(g.groupId().substring(prefix.length()), g.isSimpleConsumerGroup(), g.state().map(Object::toString).orElse(null)))
        .sorted(Comparator.comparing(String::valueOf)).toList());
    show("group offsets", outcome(() -> sorted(get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()), v -> ((OffsetAndMetadata) v).offset() + " " + ((OffsetAndMetadata) v).metadata())));
    TopicPartition zero = new TopicPartition(topic, 0);
    show("alter group offsets", outcome(() -> get(admin.alterConsumerGroupOffsets(group, Map.of(zero, new OffsetAndMetadata(2))).all())));
    show("alter offsets of an unknown partition", outcome(() -> get(admin.alterConsumerGroupOffsets(group, Map.of(new TopicPartition(prefix + "missing", 0), new OffsetAndMetadata(2))).all())));
    show("delete group offsets", outcome(() -> get(admin.deleteConsumerGroupOffsets(group, Set.of(new TopicPartition(topic, 1))).all())));
    show("group offsets after", outcome(() -> sorted(get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()), v -> ((OffsetAndMetadata) v).offset())));
    show("delete group", outcome(() -> get(admin.deleteConsumerGroups(List.of(group)).all())));
    show("delete unknown group", outcome(() -> get(admin.deleteConsumerGroups(List.of(prefix + "nobody")).all())));
    show("describe unknown group", outcome(() -> get(admin.describeConsumerGroups(List.of(prefix + "nobody")).all()).values().stream().map(d -> row(String.valueOf(d.state()), d.members().size())).toList()));
  }
}
