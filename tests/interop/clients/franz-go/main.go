// The scenario with franz-go. See ../../scenario.ts for how a program talks to the runner.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

var (
	bootstrap, prefix, topic, group string
	fixed                           = time.Now().Add(-time.Hour).Truncate(time.Second)
	input                           = bufio.NewReader(os.Stdin)
	ctx                             = context.Background()
)

type row = []any

func show(step string, seen any) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	check(encoder.Encode(map[string]any{"seen": seen}))
	name, _ := json.Marshal(step)
	fmt.Printf("{\"step\":%s,%s\n", name, strings.TrimSpace(line.String())[1:])
}

func ask(what string) {
	fmt.Printf("{\"ask\":%q}\n", what)
	_, _ = input.ReadString('\n')
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// named is the error's name in Kafka's terms, "ok" when there is none.
func named(err error) any {
	if err == nil {
		return "ok"
	}
	var kafka *kerr.Error
	if errors.As(err, &kafka) {
		return kafka.Message
	}
	return err.Error()
}

func outcome(value any, err error) any {
	if err != nil {
		return named(err)
	}
	return value
}

func client(options ...kgo.Opt) *kgo.Client {
	base := []kgo.Opt{kgo.SeedBrokers(bootstrap), kgo.ClientID("scenario"), kgo.RetryBackoffFn(func(int) time.Duration { return 50 * time.Millisecond }),
		kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.MetadataMinAge(50 * time.Millisecond), kgo.MetadataMaxAge(time.Second)}
	made, err := kgo.NewClient(append(base, options...)...)
	check(err)
	return made
}

func text(s string) []byte { return []byte(s) }

func record(partition int32, after int64, key, value []byte, headers ...kgo.RecordHeader) *kgo.Record {
	return &kgo.Record{Topic: topic, Partition: partition, Timestamp: fixed.Add(time.Duration(after) * time.Millisecond), Key: key, Value: value, Headers: headers}
}

func produce(records []*kgo.Record, options ...kgo.Opt) []any {
	c := client(options...)
	defer c.Close()
	var seen []any
	for _, result := range c.ProduceSync(ctx, records...) {
		seen = append(seen, outcome(row{result.Record.Partition, result.Record.Offset}, result.Err))
	}
	sort.Slice(seen, func(i, j int) bool { return fmt.Sprint(seen[i]) < fmt.Sprint(seen[j]) })
	return seen
}

func producing() {
	show("produce", produce([]*kgo.Record{
		record(0, 0, text("k"), text("v"), kgo.RecordHeader{Key: "h", Value: text("x")}, kgo.RecordHeader{Key: "n"}, kgo.RecordHeader{Key: "h", Value: text("")}),
		record(0, 1, nil, text("no key")), record(0, 2, text("tombstone"), nil), record(0, 3, text(""), text(""))}))
	codecs := []struct {
		name  string
		codec kgo.CompressionCodec
	}{{"none", kgo.NoCompression()}, {"gzip", kgo.GzipCompression()}, {"snappy", kgo.SnappyCompression()}, {"lz4", kgo.Lz4Compression()}, {"zstd", kgo.ZstdCompression()}}
	for _, one := range codecs {
		var records []*kgo.Record
		for i := range 50 {
			records = append(records, record(1, int64(i), text(fmt.Sprint(i)), text(strings.Repeat(fmt.Sprintf("%s record %d ", one.name, i), 20))))
		}
		show("produce "+one.name, len(produce(records, kgo.ProducerBatchCompression(one.codec), kgo.ProducerLinger(20*time.Millisecond))))
	}
	show("produce acks 0", produce([]*kgo.Record{record(2, 0, nil, text("0"))}, kgo.RequiredAcks(kgo.NoAck()), kgo.DisableIdempotentWrite()))
	show("produce acks 1", produce([]*kgo.Record{record(2, 0, nil, text("1"))}, kgo.RequiredAcks(kgo.LeaderAck()), kgo.DisableIdempotentWrite()))
	show("produce acks all", produce([]*kgo.Record{record(2, 0, nil, text("all"))}))
	show("produce 1 MB", produce([]*kgo.Record{record(1, 100, nil, bytes.Repeat(text("x"), 999_000))}, kgo.ProducerBatchCompression(kgo.NoCompression())))
	large := record(1, 100, nil, bytes.Repeat(text("x"), 1_100_000))
	show("produce too large for the client", produce([]*kgo.Record{large}, kgo.ProducerBatchCompression(kgo.NoCompression())))
	large = record(1, 100, nil, bytes.Repeat(text("x"), 1_100_000))
	show("produce too large for the broker", produce([]*kgo.Record{large}, kgo.ProducerBatchCompression(kgo.NoCompression()), kgo.ProducerBatchMaxBytes(3_000_000)))
	show("produce to a partition that is not there", produce([]*kgo.Record{record(7, 0, nil, text("x"))}))
}

// large sends a record of 1 MiB and one that is more than its topic takes.
func large(admin *kadm.Client) {
	name := prefix + "large"
	create(admin, name, 1, 1, map[string]*string{"max.message.bytes": kadm.StringPtr("1200000")})
	send := func(size int) []any {
		return produce([]*kgo.Record{{Topic: name, Timestamp: fixed, Value: bytes.Repeat(text("m"), size)}}, kgo.ProducerBatchCompression(kgo.NoCompression()), kgo.ProducerBatchMaxBytes(3_000_000))
	}
	show("produce 1 MiB", send(1_048_576))
	show("produce more than the topic takes", send(1_200_000))
	direct := client(kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{name: {0: kgo.NewOffset().AtStart()}}))
	m := &member{client: direct, seen: map[int32][]*kgo.Record{}}
	until("reads what is large", func() bool { return m.count >= 1 }, m.poll)
	show("read 1 MiB", described(m.seen[0]))
	direct.Close()
}

func offsets(listed kadm.ListedOffsets, err error) any {
	if err != nil {
		return named(err)
	}
	var seen []any
	for _, o := range listed.Offsets().Sorted() {
		full, _ := listed.Lookup(o.Topic, o.Partition)
		at := full.Timestamp
		if at > 0 {
			at -= fixed.UnixMilli()
		}
		seen = append(seen, row{o.Partition, full.Offset, at, full.LeaderEpoch >= 0, named(full.Err)})
	}
	return seen
}

func listing(admin *kadm.Client) {
	show("earliest", offsets(admin.ListStartOffsets(ctx, topic)))
	show("latest", offsets(admin.ListEndOffsets(ctx, topic)))
	show("committed end", offsets(admin.ListCommittedOffsets(ctx, topic)))
	show("max timestamp", offsets(admin.ListMaxTimestampOffsets(ctx, topic)))
	show("after a timestamp", offsets(admin.ListOffsetsAfterMilli(ctx, fixed.UnixMilli()+2, topic)))
}

// reading

type member struct {
	client *kgo.Client
	seen   map[int32][]*kgo.Record
	count  int
	owned  map[int32]bool
}

func join(groupName, topicName string, options ...kgo.Opt) *member {
	m := &member{seen: map[int32][]*kgo.Record{}, owned: map[int32]bool{}}
	m.client = client(append([]kgo.Opt{kgo.ConsumerGroup(groupName), kgo.ConsumeTopics(topicName), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.DisableAutoCommit(),
		kgo.HeartbeatInterval(200 * time.Millisecond), kgo.SessionTimeout(10 * time.Second), kgo.FetchMaxWait(200 * time.Millisecond), kgo.BlockRebalanceOnPoll(),
		kgo.OnPartitionsAssigned(func(_ context.Context, _ *kgo.Client, given map[string][]int32) {
			for _, p := range given[topicName] {
				m.owned[p] = true
			}
		}),
		kgo.OnPartitionsRevoked(func(_ context.Context, _ *kgo.Client, taken map[string][]int32) { m.lose(taken[topicName]) }),
		kgo.OnPartitionsLost(func(_ context.Context, _ *kgo.Client, taken map[string][]int32) { m.lose(taken[topicName]) }),
	}, options...)...)
	return m
}

func (m *member) lose(partitions []int32) {
	for _, p := range partitions {
		delete(m.owned, p)
	}
}

func (m *member) poll() {
	limit, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	m.client.PollFetches(limit).EachRecord(func(r *kgo.Record) {
		m.seen[r.Partition] = append(m.seen[r.Partition], r)
		m.count++
	})
	m.client.AllowRebalance()
}

// different is how many different records: a member that has to join again may read some twice.
func (m *member) different() int {
	return len(m.once(0))
}

func (m *member) once(partition int32) []*kgo.Record {
	known := map[int64]bool{}
	var seen []*kgo.Record
	for _, r := range m.seen[partition] {
		if !known[r.Offset] {
			known[r.Offset] = true
			seen = append(seen, r)
		}
	}
	return seen
}

func (m *member) forget() {
	m.seen = map[int32][]*kgo.Record{}
	m.count = 0
}

func described(records []*kgo.Record) []any {
	seen := []any{}
	for _, r := range records {
		headers := []any{}
		for _, h := range r.Headers {
			headers = append(headers, row{h.Key, nullable(h.Value)})
		}
		seen = append(seen, row{r.Offset, r.Timestamp.Sub(fixed).Milliseconds(), r.Attrs.TimestampType(), r.LeaderEpoch >= 0, nullable(r.Key), nullable(r.Value), headers})
	}
	return seen
}

func nullable(b []byte) any {
	if b == nil {
		return nil
	}
	if len(b) > 40 {
		return len(b)
	}
	return string(b)
}

func until(what string, condition func() bool, step func()) {
	deadline := time.Now().Add(40 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			panic("timed out: " + what)
		}
		step()
	}
}

func groupState(admin *kadm.Client) any {
	described, err := admin.DescribeGroups(ctx, group)
	if err != nil {
		return named(err)
	}
	g := described[group]
	assigned := []int{}
	for _, m := range g.Members {
		if c, ok := m.Assigned.AsConsumer(); ok {
			n := 0
			for _, t := range c.Topics {
				n += len(t.Partitions)
			}
			assigned = append(assigned, n)
		}
	}
	sort.Ints(assigned)
	return row{g.State, g.ProtocolType, g.Protocol, assigned, named(g.Err)}
}

func consuming(admin *kadm.Client) {
	one := join(group, topic)
	until("reads everything", func() bool { return one.count >= 258 }, one.poll)
	show("read partition 0", described(one.seen[0]))
	first := described(one.seen[1])
	show("read partition 1", row{len(first), first[0], first[50], first[100], first[249], first[250]})
	show("read partition 2", described(one.seen[2]))
	check(one.client.CommitUncommittedOffsets(ctx))
	two := join(group, topic)
	until("shares", func() bool { return len(one.owned) > 0 && len(two.owned) > 0 && len(one.owned)+len(two.owned) == 3 }, func() { one.poll(); two.poll() })
	shares := []int{len(one.owned), len(two.owned)}
	sort.Ints(shares)
	show("two members", shares)
	show("describe group", groupState(admin))
	show("delete a group in use", deleteGroup(admin, group))
	two.client.CloseAllowingRebalance()
	until("takeover", func() bool { return len(one.owned) == 3 }, one.poll)
	show("takeover", one.count)
	one.client.CloseAllowingRebalance()
	show("after all left", groupState(admin))
	fetched, err := admin.FetchOffsets(ctx, group)
	show("committed", committed(fetched, err))
	lag, err := admin.Lag(ctx, group)
	check(err)
	seen := []any{}
	for _, l := range lag[group].Lag.Sorted() {
		seen = append(seen, row{l.Topic[len(prefix):], l.Partition, l.Lag})
	}
	show("lag", seen)
}

func committed(fetched kadm.OffsetResponses, err error) any {
	if err != nil {
		return named(err)
	}
	seen := []any{}
	for _, o := range fetched.Sorted() {
		seen = append(seen, row{o.Topic[len(prefix):], o.Partition, o.At, strings.HasPrefix(o.Metadata, "scenario-"), named(o.Err)})
	}
	return seen
}

func deleteGroup(admin *kadm.Client, name string) any {
	answer, err := admin.DeleteGroup(ctx, name)
	if err != nil {
		return named(err)
	}
	return named(answer.Err)
}

func afterRestart() {
	show("produce after restart", produce([]*kgo.Record{record(0, 10, nil, text("after"))}))
	again := join(group, topic)
	until("reads on", func() bool { return again.count >= 1 && len(again.owned) == 3 }, again.poll)
	show("read on", row{described(again.seen[0]), described(again.seen[1]), described(again.seen[2])})
	again.forget()
	again.client.SetOffsets(map[string]map[int32]kgo.EpochOffset{topic: {0: {Epoch: -1, Offset: 1}}})
	until("seek", func() bool { return again.count >= 4 }, again.poll)
	show("seek", described(again.seen[0]))
	again.forget()
	again.client.SetOffsets(map[string]map[int32]kgo.EpochOffset{topic: {0: {Epoch: -1, Offset: 1000}}})
	until("out of range starts again", func() bool { return again.count >= 5 }, again.poll)
	show("seek beyond the end", described(again.seen[0]))
	again.client.CloseAllowingRebalance()
	direct := client(kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: {1: kgo.NewOffset().AfterMilli(fixed.UnixMilli() + 49)}}), kgo.FetchMaxWait(200*time.Millisecond))
	m := &member{client: direct, seen: map[int32][]*kgo.Record{}}
	until("reads by time", func() bool { return m.count >= 202 }, m.poll)
	show("read from a time", row{described(m.seen[1])[0], len(m.seen[1])})
	direct.Close()
}

func create(admin *kadm.Client, name string, partitions int32, replicas int16, configs map[string]*string) any {
	answer, err := admin.CreateTopic(ctx, partitions, replicas, configs, name)
	if err != nil {
		return named(err)
	}
	return row{answer.NumPartitions, answer.ReplicationFactor, answer.ID != kadm.TopicID{}, named(answer.Err)}
}

func named2(values map[string]error) []any {
	seen := []any{}
	for k, v := range values {
		seen = append(seen, row{strings.TrimPrefix(k, prefix), named(v)})
	}
	sort.Slice(seen, func(i, j int) bool { return fmt.Sprint(seen[i]) < fmt.Sprint(seen[j]) })
	return seen
}

func topics(admin *kadm.Client) {
	show("create", create(admin, topic, 3, 1, map[string]*string{"retention.ms": kadm.StringPtr("86400000")}))
	show("create again", create(admin, topic, 3, 1, nil))
	show("create with a bad name", create(admin, "a/b", 1, 1, nil))
	show("create with too many replicas", create(admin, prefix+"rf", 1, 3, nil))
	show("create with no partitions", create(admin, prefix+"np", 0, 1, nil))
	show("create with a bad configuration", create(admin, prefix+"cfg", 1, 1, map[string]*string{"retention.ms": kadm.StringPtr("soon")}))
	show("defaults", create(admin, prefix+"defaults", -1, -1, nil))
	listed, err := admin.ListTopics(ctx, topic, prefix+"missing")
	check(err)
	seen := []any{}
	for _, t := range listed.Sorted() {
		partitions := []any{}
		for _, p := range t.Partitions.Sorted() {
			partitions = append(partitions, row{p.Partition, len(p.Replicas), len(p.ISR), len(p.OfflineReplicas), p.LeaderEpoch >= 0, named(p.Err)})
		}
		seen = append(seen, row{t.Topic[len(prefix):], t.IsInternal, named(t.Err), partitions})
	}
	show("metadata", seen)
	brokers, err := admin.BrokerMetadata(ctx)
	check(err)
	show("brokers", row{len(brokers.Brokers), brokers.Controller >= 0, len(brokers.Cluster)})
}

func topicConfig(admin *kadm.Client, name string, keys ...string) any {
	described, err := admin.DescribeTopicConfigs(ctx, name)
	if err != nil {
		return named(err)
	}
	seen := []any{}
	for _, c := range described {
		for _, entry := range c.Configs {
			for _, key := range keys {
				if entry.Key == key {
					synonyms := []any{}
					for _, s := range entry.Synonyms {
						synonyms = append(synonyms, row{s.Key, s.Value, s.Source.String()})
					}
					seen = append(seen, row{entry.Key, entry.MaybeValue(), entry.Sensitive, entry.Source.String(), synonyms})
				}
			}
		}
		seen = append(seen, named(c.Err))
	}
	sort.Slice(seen, func(i, j int) bool { return fmt.Sprint(seen[i]) < fmt.Sprint(seen[j]) })
	return seen
}

func alter(admin *kadm.Client, op kadm.IncrementalOp, key, value string) any {
	answers, err := admin.AlterTopicConfigs(ctx, []kadm.AlterConfig{{Op: op, Name: key, Value: &value}}, topic)
	if err != nil {
		return named(err)
	}
	return named(answers[0].Err)
}

func partitionsTo(admin *kadm.Client, count int, names ...string) any {
	answers, err := admin.UpdatePartitions(ctx, count, names...)
	if err != nil {
		return named(err)
	}
	seen := map[string]error{}
	for _, a := range answers {
		seen[a.Topic] = a.Err
	}
	return named2(seen)
}

func administration(admin *kadm.Client) {
	deleteBefore := func(partition int32, at int64) any {
		wanted := kadm.Offsets{}
		wanted.AddOffset(topic, partition, at, -1)
		answers, err := admin.DeleteRecords(ctx, wanted)
		if err != nil {
			return named(err)
		}
		answer, _ := answers.Lookup(topic, partition)
		return row{answer.LowWatermark, named(answer.Err)}
	}
	show("delete records", deleteBefore(1, 60))
	show("delete records beyond the end", deleteBefore(1, 100_000))
	show("delete records of an unknown partition", deleteBefore(99, 1))
	show("earliest after", offsets(admin.ListStartOffsets(ctx, topic)))
	show("more partitions", partitionsTo(admin, 5, topic))
	show("fewer partitions", partitionsTo(admin, 2, topic))
	show("topic configurations", topicConfig(admin, topic, "retention.ms", "cleanup.policy", "segment.bytes", "compression.type"))
	show("set", alter(admin, kadm.SetConfig, "retention.ms", "1000000"))
	show("append", alter(admin, kadm.AppendConfig, "cleanup.policy", "compact"))
	until("the configuration arrives", func() bool {
		return strings.Contains(fmt.Sprint(topicConfig(admin, topic, "cleanup.policy")), "compact")
	}, func() { time.Sleep(50 * time.Millisecond) })
	show("changed", topicConfig(admin, topic, "retention.ms", "cleanup.policy"))
	show("bad value", alter(admin, kadm.SetConfig, "retention.ms", "soon"))
	show("unknown key", alter(admin, kadm.SetConfig, "no.such.key", "1"))
	listed, err := admin.ListGroups(ctx)
	check(err)
	seen := []any{}
	for _, g := range listed.Sorted() {
		if strings.HasPrefix(g.Group, prefix) {
			seen = append(seen, row{g.Group[len(prefix):], g.ProtocolType, g.State})
		}
	}
	show("list groups", seen)
	moved := kadm.Offsets{}
	moved.AddOffset(topic, 0, 2, -1)
	answers, err := admin.CommitOffsets(ctx, group, moved)
	show("set offsets", outcome(len(answers), err))
	wanted := kadm.TopicsSet{}
	wanted.Add(topic, 1)
	deleted, err := admin.DeleteOffsets(ctx, group, wanted)
	show("delete offsets", outcome(len(deleted), err))
	fetched, err := admin.FetchOffsets(ctx, group)
	show("offsets after", committed(fetched, err))
	show("delete group", deleteGroup(admin, group))
	show("delete unknown group", deleteGroup(admin, prefix+"nobody"))
	elected, err := admin.ElectLeaders(ctx, kadm.ElectPreferredReplica, wanted)
	show("elect preferred", outcome(named(elected[topic][1].Err), err))
	dirs, err := admin.DescribeAllLogDirs(ctx, wanted)
	check(err)
	count := 0
	dirs.Each(func(d kadm.DescribedLogDir) { d.Topics.Each(func(kadm.DescribedLogDirPartition) { count++ }) })
	show("log directories", row{len(dirs), count})
	producers, err := admin.DescribeProducers(ctx, wanted)
	check(err)
	show("producers", len(producers) > 0)
	reassigning, err := admin.ListPartitionReassignments(ctx, wanted)
	show("reassignments", outcome(len(reassigning), err))
}

func droppedConnection(admin *kadm.Client) {
	name := prefix + "dropped"
	create(admin, name, 1, 1, nil)
	c := client()
	m := join(prefix+"dropped-group", name) // reads through all that follows
	send := func(value string) any {
		result := c.ProduceSync(ctx, &kgo.Record{Topic: name, Value: text(value), Timestamp: fixed})[0]
		return outcome(result.Record.Offset, result.Err)
	}
	show("idempotent before", send("first"))
	until("a running consumer", func() bool { return m.different() >= 1 }, m.poll)
	ask("lose-answers")
	offsets := make([]any, 10)
	for i := range offsets {
		c.Produce(ctx, &kgo.Record{Topic: name, Value: text(fmt.Sprint("lost ", i)), Timestamp: fixed}, func(r *kgo.Record, err error) { offsets[i] = outcome(r.Offset, err) })
		time.Sleep(5 * time.Millisecond)
	}
	check(c.Flush(ctx))
	show("idempotent with lost answers", offsets)
	until("a running consumer after lost answers", func() bool { return m.different() >= 11 }, m.poll)
	ask("cut-connections")
	show("idempotent after a cut", send("after the cut"))
	until("a running consumer after a cut", func() bool { return m.different() >= 12 }, m.poll)
	check(m.client.CommitUncommittedOffsets(ctx))
	ask("kill-and-restart")
	show("idempotent after a restart", send("after the restart"))
	c.Close()
	until("a running consumer after a restart", func() bool { return m.different() >= 13 }, m.poll)
	m.poll()
	show("every record once, by a running consumer", described(m.once(0)))
	m.client.CloseAllowingRebalance()
	_, err := admin.DeleteTopic(ctx, name)
	check(err)
}

func underARunningConsumer(admin *kadm.Client) {
	name := prefix + "moving"
	create(admin, name, 1, 1, nil)
	send := func(kind string, count int) {
		var records []*kgo.Record
		for i := range count {
			records = append(records, &kgo.Record{Topic: name, Value: text(fmt.Sprint(kind, i)), Timestamp: fixed})
		}
		produce(records)
	}
	send("old ", 10)
	m := join(prefix+"moving-group", name)
	until("reads the first ten", func() bool { return m.count >= 10 }, m.poll)
	wanted := kadm.Offsets{}
	wanted.AddOffset(name, 0, 6, -1)
	answers, err := admin.DeleteRecords(ctx, wanted)
	check(err)
	answer, _ := answers.Lookup(name, 0)
	show("delete records under a consumer", answer.LowWatermark)
	m.forget()
	m.client.SetOffsets(map[string]map[int32]kgo.EpochOffset{name: {0: {Epoch: -1, Offset: 2}}})
	until("starts at the new beginning", func() bool { return m.count >= 4 }, m.poll)
	show("reads from the new beginning", described(m.seen[0]))
	m.forget()
	_, err = admin.DeleteTopic(ctx, name)
	check(err)
	for range 5 {
		m.poll()
	}
	create(admin, name, 1, 1, nil)
	send("new ", 3)
	deadline := time.Now().Add(2 * time.Second)
	for m.count < 3 && time.Now().Before(deadline) {
		m.poll()
	}
	// franz-go keeps to the topic id it first saw: a consumer that should follow a topic created again is made anew.
	show("a running consumer and the topic created again", m.count)
	m.client.CloseAllowingRebalance()
	direct := client(kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{name: {0: kgo.NewOffset().AtStart()}}))
	fresh := &member{client: direct, seen: map[int32][]*kgo.Record{}}
	until("reads the new topic", func() bool { return fresh.count >= 3 }, fresh.poll)
	show("reads the topic created again", described(fresh.seen[0]))
	direct.Close()
	_, err = admin.DeleteTopic(ctx, name)
	check(err)
}

func main() {
	bootstrap, prefix = os.Args[1], os.Args[2]
	topic, group = prefix+"orders", prefix+"group"
	admin := kadm.NewClient(client())
	topics(admin)
	producing()
	large(admin)
	listing(admin)
	consuming(admin)
	ask("kill-and-restart")
	afterRestart()
	droppedConnection(admin)
	underARunningConsumer(admin)
	administration(admin)
	deleteTopic := func() any {
		answer, err := admin.DeleteTopic(ctx, topic)
		return outcome(named(answer.Err), err)
	}
	show("delete topic", deleteTopic())
	until("the topic goes", func() bool {
		listed, err := admin.ListTopics(ctx)
		return err == nil && !listed.Has(topic)
	}, func() { time.Sleep(50 * time.Millisecond) })
	show("delete again", deleteTopic())
}
