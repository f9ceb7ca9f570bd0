// A transactional producer (franz-go) against a broker without transactions: what it is told, and whether it may go on.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

func main() {
	limit, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	client, err := kgo.NewClient(kgo.SeedBrokers(os.Args[1]), kgo.TransactionalID(os.Args[2]+"tx"), kgo.AllowAutoTopicCreation())
	if err != nil {
		panic(err)
	}
	_ = client.Ping(limit) // connects first: what is timed is the refusal
	started := time.Now()
	refused := "nothing"
	err = client.BeginTransaction()
	if err == nil {
		err = client.ProduceSync(limit, &kgo.Record{Topic: os.Args[2] + "tx", Value: []byte("x")}).FirstErr()
	}
	var kafka *kerr.Error
	fatal := false
	if errors.As(err, &kafka) {
		refused = kafka.Message
		fatal = !kafka.Retriable
	} else if err != nil {
		refused = err.Error()
	}
	fmt.Printf("{\"refused\":%q,\"fatal\":%v,\"ms\":%d}\n", refused, fatal, time.Since(started).Milliseconds())
}
