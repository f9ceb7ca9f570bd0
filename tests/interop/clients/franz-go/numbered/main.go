// An idempotent producer that is franz-go. Arguments, input and output as in tests/chaos/load/writer.py.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	outstandingMost = 2000
	burst           = 40
)

var padding = strings.Repeat("nothing acknowledged is lost, doubled or reordered; ", 12)

type topic struct {
	Name       string `json:"name"`
	Partitions int32  `json:"partitions"`
	Keyed      bool   `json:"keyed"`
}

type place struct {
	topic     string
	partition int32
}

// run is records acknowledged in a row, not told yet.
type run struct {
	number, offset, count, sentAt int64
}

var (
	lock                sync.Mutex // of everything below
	runs                = map[place]*run{}
	paused              = map[string]bool{}
	quiet, told, stop   = false, true, false
	outstanding         atomic.Int64
	writer, roundMillis int
)

func say(line any) {
	text, _ := json.Marshal(line)
	_, _ = os.Stdout.Write(append(text, '\n'))
}

func tell(at place) {
	if r := runs[at]; r != nil {
		delete(runs, at)
		say(map[string]any{"acked": []any{at.topic, at.partition, r.number, r.offset, r.count, r.sentAt}})
	}
}

func named(err error) string {
	var kafka *kerr.Error
	if errors.As(err, &kafka) {
		return kafka.Message
	}
	return err.Error()
}

func settled(at place, number, sentAt, offset int64, err error) {
	lock.Lock()
	defer lock.Unlock()
	defer outstanding.Add(-1)
	if err != nil {
		say(map[string]any{"refused": []any{at.topic, at.partition, number, named(err)}})
		return
	}
	if r := runs[at]; r != nil && number == r.number+r.count && offset == r.offset+r.count && offset >= 0 {
		r.count++
		return
	}
	tell(at)
	runs[at] = &run{number, offset, 1, sentAt}
}

func listen() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		word, name, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		lock.Lock()
		switch word {
		case "pause":
			paused[name] = true
		case "resume":
			delete(paused, name)
		case "quiet":
			quiet, told = true, false
		case "go":
			quiet = false
		case "stop":
			stop = true
		}
		lock.Unlock()
	}
	lock.Lock()
	stop = true
	lock.Unlock()
}

func mixed(number int64) uint32 { return uint32(number * 2654435761) }

func send(client *kgo.Client, t topic, partition int32, number int64) {
	identity := fmt.Sprintf("%d/%d/%d/", writer, partition, number)
	sentAt := time.Now()
	record := &kgo.Record{Topic: t.Name, Partition: partition, Timestamp: sentAt, Value: []byte(identity + padding[:number*7919%600])}
	if t.Keyed {
		record.Key = []byte(fmt.Sprintf("k%d", mixed(number)%40))
		record.Headers = []kgo.RecordHeader{{Key: "n", Value: []byte(identity)}}
		if (mixed(number)>>16)%8 == 0 {
			record.Value = nil
		}
	}
	outstanding.Add(1)
	client.Produce(context.Background(), record, func(done *kgo.Record, err error) {
		settled(place{t.Name, partition}, number, sentAt.UnixMilli(), done.Offset, err)
	})
}

func main() {
	var topics []topic
	writer, _ = strconv.Atoi(os.Args[2])
	roundMillis, _ = strconv.Atoi(os.Args[4])
	if err := json.Unmarshal([]byte(os.Args[6]), &topics); err != nil {
		panic(err)
	}
	giveUpMillis, _ := strconv.Atoi(os.Args[5])
	giveUp := time.Duration(giveUpMillis) * time.Millisecond
	codecs := map[string]kgo.CompressionCodec{"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(), "lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression()}
	client, err := kgo.NewClient(kgo.SeedBrokers(os.Args[1]), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerBatchCompression(codecs[os.Args[3]]),
		kgo.ProducerLinger(3*time.Millisecond), kgo.ProducerBatchMaxBytes(2000), kgo.RequestTimeoutOverhead(giveUp/2),
		kgo.ProduceRequestTimeout(giveUp/2), kgo.RetryBackoffFn(func(int) time.Duration { return 50 * time.Millisecond }), kgo.MetadataMinAge(50*time.Millisecond),
		kgo.MetadataMaxAge(2*time.Second), kgo.UnknownTopicRetries(-1),
		kgo.ProducerOnDataLossDetected(func(name string, partition int32) {
			say(map[string]any{"fatal": fmt.Sprintf("data loss detected at %s-%d", name, partition)})
		}))
	if err != nil {
		panic(err)
	}
	go listen()
	numbers := map[place]int64{}
	for rounds := 0; ; rounds++ {
		lock.Lock()
		isQuiet, isStopped := quiet, stop
		skip := map[string]bool{}
		for name := range paused {
			skip[name] = true
		}
		lock.Unlock()
		if isStopped {
			return
		}
		for index, t := range topics {
			count := 1
			if rounds%(2*len(topics)) == 2*index {
				count = burst
			}
			for partition := int32(0); partition < t.Partitions && !isQuiet && !skip[t.Name]; partition++ {
				at := place{t.Name, partition}
				for range count {
					send(client, t, partition, numbers[at])
					numbers[at]++
				}
			}
		}
		time.Sleep(time.Duration(roundMillis) * time.Millisecond)
		for outstanding.Load() > outstandingMost && !isStopped {
			time.Sleep(5 * time.Millisecond)
			lock.Lock()
			isStopped = stop
			lock.Unlock()
		}
		lock.Lock()
		allSettled := outstanding.Load() == 0
		for at := range runs {
			tell(at)
		}
		if isQuiet && quiet && !told && allSettled {
			told = true
			say(map[string]any{"quiet": true})
		}
		lock.Unlock()
	}
}
