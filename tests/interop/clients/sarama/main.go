// The scenario with sarama. See ../../scenario.ts for how a program talks to the runner.
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
	"sync"
	"time"

	"github.com/IBM/sarama"
)

var (
	bootstrap, prefix, topic, group string
	fixed                           = time.Now().Add(-time.Hour).Truncate(time.Second)
	input                           = bufio.NewReader(os.Stdin)
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

// named is the error's number in Kafka's terms, "ok" when there is none.
func named(err error) any {
	if err == nil {
		return "ok"
	}
	var topicError *sarama.TopicError
	if errors.As(err, &topicError) {
		return int(topicError.Err)
	}
	var partitionError *sarama.TopicPartitionError
	if errors.As(err, &partitionError) {
		return int(partitionError.Err)
	}
	var code sarama.KError
	if errors.As(err, &code) {
		return int(code)
	}
	return strings.ReplaceAll(err.Error(), prefix, "")
}

func config() *sarama.Config {
	c := sarama.NewConfig()
	c.Version = sarama.V3_6_0_0
	c.ClientID = "scenario"
	c.Producer.Return.Successes = true
	c.Producer.Partitioner = sarama.NewManualPartitioner
	c.Producer.MaxMessageBytes = 3_000_000
	c.Producer.Retry.Max = 40
	c.Producer.Retry.Backoff = 250 * time.Millisecond
	c.Metadata.Retry.Max = 40
	c.Metadata.RefreshFrequency = time.Second
	c.Metadata.AllowAutoTopicCreation = false
	c.Consumer.Offsets.Initial = sarama.OffsetOldest
	c.Consumer.Offsets.AutoCommit.Enable = false
	c.Consumer.Group.Heartbeat.Interval = 300 * time.Millisecond
	c.Consumer.Group.Rebalance.Retry.Max = 40
	c.Consumer.Group.Rebalance.Retry.Backoff = 250 * time.Millisecond
	c.Consumer.MaxWaitTime = 200 * time.Millisecond
	return c
}

func message(partition int32, after int64, key, value any, headers ...sarama.RecordHeader) *sarama.ProducerMessage {
	m := &sarama.ProducerMessage{Topic: topic, Partition: partition, Timestamp: fixed.Add(time.Duration(after) * time.Millisecond), Headers: headers}
	if key != nil {
		m.Key = sarama.StringEncoder(key.(string))
	}
	if value != nil {
		m.Value = sarama.StringEncoder(value.(string))
	}
	return m
}

func produce(change func(*sarama.Config), messages ...*sarama.ProducerMessage) []any {
	c := config()
	if change != nil {
		change(c)
	}
	producer, err := sarama.NewSyncProducer([]string{bootstrap}, c)
	check(err)
	defer producer.Close()
	var seen []any
	for _, m := range messages {
		partition, offset, err := producer.SendMessage(m)
		if err != nil {
			seen = append(seen, named(err))
		} else {
			seen = append(seen, row{partition, offset})
		}
	}
	return seen
}

// A group member that keeps what it reads.
type member struct {
	mu       sync.Mutex
	seen     map[int32][]*sarama.ConsumerMessage
	claims   int
	session  sarama.ConsumerGroupSession
	commit   bool
	consumer sarama.ConsumerGroup
	cancel   context.CancelFunc
	done     chan struct{}
}

func (m *member) Setup(s sarama.ConsumerGroupSession) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.session = s
	m.claims = 0
	for _, partitions := range s.Claims() {
		m.claims += len(partitions)
	}
	return nil
}

func (m *member) Cleanup(sarama.ConsumerGroupSession) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.claims = 0
	return nil
}

func (m *member) ConsumeClaim(s sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for {
		select {
		case one, ok := <-claim.Messages():
			if !ok {
				return nil
			}
			m.mu.Lock()
			m.seen[one.Partition] = append(m.seen[one.Partition], one)
			m.mu.Unlock()
			s.MarkMessage(one, "")
		case <-s.Context().Done():
			return nil
		}
	}
}

func join(groupName, topicName string) *member {
	consumer, err := sarama.NewConsumerGroup([]string{bootstrap}, groupName, config())
	check(err)
	ctx, cancel := context.WithCancel(context.Background())
	m := &member{seen: map[int32][]*sarama.ConsumerMessage{}, consumer: consumer, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(m.done)
		for ctx.Err() == nil {
			if err := consumer.Consume(ctx, []string{topicName}, m); err != nil {
				time.Sleep(100 * time.Millisecond)
			}
		}
	}()
	return m
}

func (m *member) close() {
	m.cancel()
	<-m.done
	check(m.consumer.Close())
}

func (m *member) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, records := range m.seen {
		n += len(records)
	}
	return n
}

// once is every record of a partition once: a member that has to join again may read some twice.
func (m *member) once(partition int32) []*sarama.ConsumerMessage {
	m.mu.Lock()
	defer m.mu.Unlock()
	known := map[int64]bool{}
	var seen []*sarama.ConsumerMessage
	for _, r := range m.seen[partition] {
		if !known[r.Offset] {
			known[r.Offset] = true
			seen = append(seen, r)
		}
	}
	return seen
}

func (m *member) share() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.claims
}

func (m *member) described(partition int32) []any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return described(m.seen[partition])
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

func described(records []*sarama.ConsumerMessage) []any {
	seen := []any{}
	for _, r := range records {
		headers := []any{}
		for _, h := range r.Headers {
			headers = append(headers, row{string(h.Key), nullable(h.Value)})
		}
		seen = append(seen, row{r.Offset, r.Timestamp.Sub(fixed).Milliseconds(), nullable(r.Key), nullable(r.Value), headers})
	}
	return seen
}

func until(what string, condition func() bool) {
	deadline := time.Now().Add(40 * time.Second)
	for !condition() {
		if time.Now().After(deadline) {
			panic("timed out: " + what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func offsets(at int64) []any {
	client, err := sarama.NewClient([]string{bootstrap}, config())
	check(err)
	defer client.Close()
	seen := []any{}
	for p := range int32(3) {
		offset, err := client.GetOffset(topic, p, at)
		if err != nil {
			seen = append(seen, named(err))
		} else {
			seen = append(seen, offset)
		}
	}
	return seen
}

func clusterAdmin() sarama.ClusterAdmin {
	admin, err := sarama.NewClusterAdmin([]string{bootstrap}, config())
	check(err)
	return admin
}

func topics(admin sarama.ClusterAdmin) {
	retention, soon := "86400000", "soon"
	create := func(name string, partitions int32, replicas int16, entries map[string]*string) any {
		return named(admin.CreateTopic(name, &sarama.TopicDetail{NumPartitions: partitions, ReplicationFactor: replicas, ConfigEntries: entries}, false))
	}
	show("create", create(topic, 3, 1, map[string]*string{"retention.ms": &retention}))
	show("create again", create(topic, 3, 1, nil))
	show("create with a bad name", create("a/b", 1, 1, nil))
	show("create with too many replicas", create(prefix+"rf", 1, 3, nil))
	show("create with a bad configuration", create(prefix+"cfg", 1, 1, map[string]*string{"retention.ms": &soon}))
	metadata, err := admin.DescribeTopics([]string{topic, prefix + "missing"})
	check(err)
	seen := []any{}
	for _, m := range metadata {
		partitions := []any{}
		for _, p := range m.Partitions {
			partitions = append(partitions, row{p.ID, len(p.Replicas), len(p.Isr), len(p.OfflineReplicas), int(p.Err)})
		}
		sort.Slice(partitions, func(i, j int) bool { return fmt.Sprint(partitions[i]) < fmt.Sprint(partitions[j]) })
		seen = append(seen, row{m.Name[len(prefix):], int(m.Err), m.IsInternal, partitions})
	}
	sort.Slice(seen, func(i, j int) bool { return fmt.Sprint(seen[i]) < fmt.Sprint(seen[j]) })
	show("metadata", seen)
}

func producing() {
	show("produce", produce(nil,
		message(0, 0, "k", "v", sarama.RecordHeader{Key: []byte("h"), Value: []byte("x")}, sarama.RecordHeader{Key: []byte("n")}),
		message(0, 1, nil, "no key"), message(0, 2, "tombstone", nil), message(0, 3, "", "")))
	codecs := []sarama.CompressionCodec{sarama.CompressionNone, sarama.CompressionGZIP, sarama.CompressionSnappy, sarama.CompressionLZ4, sarama.CompressionZSTD}
	for _, codec := range codecs {
		var messages []*sarama.ProducerMessage
		for i := range 10 {
			messages = append(messages, message(1, int64(i), fmt.Sprint(i), strings.Repeat(fmt.Sprintf("%s record %d ", codec, i), 20)))
		}
		seen := produce(func(c *sarama.Config) { c.Producer.Compression = codec }, messages...)
		show("produce "+codec.String(), row{len(seen), seen[9]})
	}
	for _, acks := range []sarama.RequiredAcks{sarama.NoResponse, sarama.WaitForLocal, sarama.WaitForAll} {
		show(fmt.Sprint("produce acks ", acks), len(produce(func(c *sarama.Config) { c.Producer.RequiredAcks = acks }, message(2, 0, nil, fmt.Sprint(acks)))))
	}
	show("produce 1 MB", produce(nil, message(1, 100, nil, strings.Repeat("x", 999_000))))
	show("produce too large", produce(func(c *sarama.Config) { c.Producer.Retry.Max = 1 }, message(1, 100, nil, strings.Repeat("x", 1_100_000))))
	show("produce to a partition that is not there", produce(func(c *sarama.Config) { c.Producer.Retry.Max, c.Metadata.Retry.Max = 1, 1 }, message(7, 0, nil, "x")))
	show("earliest", offsets(sarama.OffsetOldest))
	show("latest", offsets(sarama.OffsetNewest))
	show("for a timestamp", offsets(fixed.UnixMilli()+2))
}

// large sends a record of 1 MiB and one that is more than its topic takes.
func large(admin sarama.ClusterAdmin) {
	name, limit := prefix+"large", "1200000"
	check(admin.CreateTopic(name, &sarama.TopicDetail{NumPartitions: 1, ReplicationFactor: 1, ConfigEntries: map[string]*string{"max.message.bytes": &limit}}, false))
	send := func(size int) []any {
		return produce(func(c *sarama.Config) { c.Producer.Retry.Max = 1 }, &sarama.ProducerMessage{Topic: name, Timestamp: fixed, Value: sarama.StringEncoder(strings.Repeat("m", size))})
	}
	show("produce 1 MiB", send(1_048_576))
	show("produce more than the topic takes", send(1_200_000))
	show("read 1 MiB", described(readFrom(name, 0, sarama.OffsetOldest, 1)))
}

// readFrom reads a partition without a group, from an offset on.
func readFrom(name string, partition int32, offset int64, count int) []*sarama.ConsumerMessage {
	consumer, err := sarama.NewConsumer([]string{bootstrap}, config())
	check(err)
	defer consumer.Close()
	reading, err := consumer.ConsumePartition(name, partition, offset)
	check(err)
	defer reading.Close()
	var seen []*sarama.ConsumerMessage
	for len(seen) < count {
		select {
		case one := <-reading.Messages():
			seen = append(seen, one)
		case <-time.After(40 * time.Second):
			panic("timed out: reading from an offset")
		}
	}
	return seen
}

// seeking reads from an offset, from a time, and from where nothing is.
func seeking() {
	show("seek", described(readFrom(topic, 0, 1, 4)))
	client, err := sarama.NewClient([]string{bootstrap}, config())
	check(err)
	at, err := client.GetOffset(topic, 1, fixed.UnixMilli()+5)
	check(err)
	check(client.Close())
	show("seek by time", row{at, described(readFrom(topic, 1, at, 46))[0]})
	consumer, err := sarama.NewConsumer([]string{bootstrap}, config())
	check(err)
	_, err = consumer.ConsumePartition(topic, 0, 1000)
	show("seek beyond the end", named(err))
	check(consumer.Close())
}

func consuming(admin sarama.ClusterAdmin) {
	one := join(group, topic)
	until("reads everything", func() bool { return one.count() >= 58 })
	show("read partition 0", one.described(0))
	first := one.described(1)
	show("read partition 1", row{len(first), first[0], first[10], first[49], first[50]})
	show("read partition 2", one.described(2))
	one.session.Commit()
	two := join(group, topic)
	until("shares", func() bool { return one.share() > 0 && two.share() > 0 && one.share()+two.share() == 3 })
	shares := []int{one.share(), two.share()}
	sort.Ints(shares)
	show("two members", shares)
	described, err := admin.DescribeConsumerGroups([]string{group})
	check(err)
	show("describe group", row{described[0].State, described[0].ProtocolType, described[0].Protocol, len(described[0].Members), int(described[0].Err)})
	show("delete a group in use", named(admin.DeleteConsumerGroup(group)))
	two.close()
	until("takeover", func() bool { return one.share() == 3 })
	one.close()
	described, err = admin.DescribeConsumerGroups([]string{group})
	check(err)
	show("after all left", row{described[0].State, len(described[0].Members)})
}

func committed(admin sarama.ClusterAdmin) any {
	fetched, err := admin.ListConsumerGroupOffsets(group, map[string][]int32{topic: {0, 1, 2}})
	if err != nil {
		return named(err)
	}
	seen := []any{}
	for p := range int32(3) {
		block := fetched.GetBlock(topic, p)
		seen = append(seen, row{p, block.Offset, int(block.Err)})
	}
	return seen
}

func droppedConnection(admin sarama.ClusterAdmin) {
	name := prefix + "dropped"
	check(admin.CreateTopic(name, &sarama.TopicDetail{NumPartitions: 1, ReplicationFactor: 1}, false))
	c := config()
	c.Producer.Idempotent = true
	c.Producer.RequiredAcks = sarama.WaitForAll
	c.Net.MaxOpenRequests = 1
	producer, err := sarama.NewSyncProducer([]string{bootstrap}, c)
	check(err)
	m := join(prefix+"dropped-group", name) // reads through all that follows
	send := func(value string) any {
		_, offset, err := producer.SendMessage(&sarama.ProducerMessage{Topic: name, Value: sarama.StringEncoder(value), Timestamp: fixed})
		if err != nil {
			return named(err)
		}
		return offset
	}
	show("idempotent before", send("first"))
	until("a running consumer", func() bool { return len(m.once(0)) >= 1 })
	ask("lose-answers")
	show("idempotent with lost answers", send("lost"))
	until("a running consumer after lost answers", func() bool { return len(m.once(0)) >= 2 })
	ask("cut-connections")
	show("idempotent after a cut", send("after the cut"))
	until("a running consumer after a cut", func() bool { return len(m.once(0)) >= 3 })
	m.session.Commit()
	ask("kill-and-restart")
	show("idempotent after a restart", send("after the restart"))
	check(producer.Close())
	until("a running consumer after a restart", func() bool { return len(m.once(0)) >= 4 })
	time.Sleep(300 * time.Millisecond)
	show("every record once, by a running consumer", described(m.once(0)))
	m.close()
}

func underARunningConsumer(admin sarama.ClusterAdmin) {
	name := prefix + "moving"
	detail := &sarama.TopicDetail{NumPartitions: 1, ReplicationFactor: 1}
	fill := func(kind string, count int) {
		var messages []*sarama.ProducerMessage
		for i := range count {
			messages = append(messages, &sarama.ProducerMessage{Topic: name, Timestamp: fixed, Value: sarama.StringEncoder(fmt.Sprint(kind, i))})
		}
		produce(nil, messages...)
	}
	check(admin.CreateTopic(name, detail, false))
	fill("old ", 10)
	m := join(prefix+"moving-group", name)
	until("reads ten", func() bool { return m.count() >= 10 })
	show("delete records under a consumer", named(admin.DeleteRecords(name, map[int32]int64{0: 6})))
	fill("more ", 2)
	until("reads on", func() bool { return m.count() >= 12 })
	show("reads on after records were deleted", described(m.seen[0][10:]))
	show("reads from the new beginning", described(readFrom(name, 0, sarama.OffsetOldest, 6)))
	show("delete the topic under a consumer", named(admin.DeleteTopic(name)))
	time.Sleep(1500 * time.Millisecond)
	show("create it again", named(admin.CreateTopic(name, detail, false)))
	fill("new ", 3)
	until("reads the topic created again", func() bool { return m.count() >= 15 })
	show("reads the topic created again", described(m.seen[0][12:]))
	m.close()
}

func administration(admin sarama.ClusterAdmin) {
	show("delete records", named(admin.DeleteRecords(topic, map[int32]int64{1: 20})))
	show("delete records beyond the end", named(errors.Unwrap(admin.DeleteRecords(topic, map[int32]int64{1: 100_000}))))
	show("earliest after", offsets(sarama.OffsetOldest))
	show("more partitions", named(admin.CreatePartitions(topic, 5, nil, false)))
	show("fewer partitions", named(admin.CreatePartitions(topic, 2, nil, false)))
	entries, err := admin.DescribeConfig(sarama.ConfigResource{Type: sarama.TopicResource, Name: topic, ConfigNames: []string{"retention.ms", "cleanup.policy"}})
	check(err)
	seen := []any{}
	for _, e := range entries {
		seen = append(seen, row{e.Name, e.Value, e.ReadOnly, e.Default, e.Source.String(), e.Sensitive})
	}
	sort.Slice(seen, func(i, j int) bool { return fmt.Sprint(seen[i]) < fmt.Sprint(seen[j]) })
	show("describe configs", seen)
	value, soon := "1000000", "soon"
	alter := func(value *string) any {
		return named(admin.IncrementalAlterConfig(sarama.TopicResource, topic, map[string]sarama.IncrementalAlterConfigsEntry{"retention.ms": {Operation: sarama.IncrementalAlterConfigsOperationSet, Value: value}}, false))
	}
	show("alter", alter(&value))
	show("alter badly", alter(&soon) != "ok")
	groups, err := admin.ListConsumerGroups()
	check(err)
	kinds := map[string]string{}
	for name, kind := range groups {
		if strings.HasPrefix(name, prefix) {
			kinds[name[len(prefix):]] = kind
		}
	}
	show("list groups", kinds)
	brokers, controller, err := admin.DescribeCluster()
	check(err)
	show("cluster", row{len(brokers), controller >= 0})
	dirs, err := admin.DescribeLogDirs([]int32{brokers[0].ID()})
	check(err)
	lags := []any{}
	for _, d := range dirs[brokers[0].ID()] {
		for _, t := range d.Topics {
			if t.Topic == topic {
				for _, p := range t.Partitions {
					lags = append(lags, row{p.PartitionID, p.OffsetLag, p.IsTemporary, p.Size > 0})
				}
			}
		}
	}
	sort.Slice(lags, func(i, j int) bool { return fmt.Sprint(lags[i]) < fmt.Sprint(lags[j]) })
	show("log directories", lags)
	reassigning, err := admin.ListPartitionReassignments(topic, []int32{0, 1})
	show("reassignments", row{len(reassigning), named(err)})
	elected, err := admin.ElectLeaders(sarama.PreferredElection, map[string][]int32{topic: {0}})
	check(err)
	show("elect preferred", int(elected[topic][0].ErrorCode))
	show("group offsets", committed(admin))
	show("delete group offset", named(admin.DeleteConsumerGroupOffset(group, topic, 1)))
	show("group offsets after", committed(admin))
	show("delete group", named(admin.DeleteConsumerGroup(group)))
	show("delete unknown group", named(admin.DeleteConsumerGroup(prefix+"nobody")))
	show("delete topic", named(admin.DeleteTopic(topic)))
	until("the topic goes", func() bool {
		listed, err := admin.ListTopics()
		_, there := listed[topic]
		return err == nil && !there
	})
	show("delete again", named(admin.DeleteTopic(topic)))
}

func main() {
	bootstrap, prefix = os.Args[1], os.Args[2]
	topic, group = prefix+"orders", prefix+"group"
	admin := clusterAdmin()
	topics(admin)
	producing()
	large(admin)
	consuming(admin)
	ask("kill-and-restart")
	show("produce after restart", produce(nil, message(0, 10, nil, "after")))
	again := join(group, topic)
	until("reads on", func() bool { return again.count() >= 1 })
	time.Sleep(300 * time.Millisecond)
	show("read on", row{again.described(0), again.described(1), again.described(2)})
	again.close()
	seeking()
	admin = clusterAdmin()
	droppedConnection(admin)
	admin = clusterAdmin()
	underARunningConsumer(admin)
	administration(admin)
}
