/**
 * Every command and its options. Loading this costs next to nothing; what a command does is loaded when it is called.
 */
import type { CommandRow, OptionRow } from '../command-line.ts'

const help: OptionRow = { name: 'help', short: 'h', doc: 'Shows this.' }

export const startCommand: CommandRow = {
  name: 'start',
  summary: 'Starts a broker and keeps running until SIGINT (Ctrl-C) or SIGTERM.',
  options: [
    { name: 'listeners', value: 'LIST', doc: 'Where to listen: PLAINTEXT://127.0.0.1:9092 unless told otherwise; several ' +
      'separated by commas; an empty host means every interface; port 0 picks a free one.' },
    { name: 'data-dir', value: 'DIR', doc: 'Where the data lies; several separated by commas. Default: odradek in your ' +
      'data directory ($XDG_DATA_HOME, ~/.local/share; ~/Library/Application Support on macOS).' },
    { name: 'config', value: 'FILE', doc: 'A server.properties file; one of Apache Kafka will do.' },
    { name: 'override', value: 'KEY=VALUE', repeatable: true, doc: 'One setting, stronger than the file and the environment.' },
    { name: 'broker-id', value: 'N', doc: 'Number of this broker. Default: the one in the data directory, else 0.' },
    { name: 'admin-port', value: 'PORT', doc: 'Serves metrics (/metrics) and the JSON admin endpoint on 127.0.0.1:PORT; ' +
      '0 picks a free one. Off unless asked for.' },
    { name: 'adopt', doc: 'Takes over what the metadata does not know: a data directory that Apache Kafka wrote (topics, ' +
      'cluster id, offsets), topics whose metadata is lost. Damaged metadata is gone on from as far as it can be read.' },
    { name: 'zookeeper', value: 'HOSTS', doc: 'ZooKeeper ensemble of a cluster (host:port,...). Not there yet.' },
    { name: 'no-console', doc: 'Does not serve the web console. There is none yet; accepted.' },
    { name: 'log-level', value: 'LEVEL', doc: 'What is told on standard error: debug, info, warn (default), error or silent.' },
    help,
  ],
  examples: [
    'odradek start',
    'odradek start --listeners PLAINTEXT://127.0.0.1:19092 --data-dir /tmp/odradek',
    'odradek start --config server.properties --override log.retention.hours=24',
    'ODRADEK_LOG_RETENTION_HOURS=24 odradek start',
  ],
}

const brokers: OptionRow = {
  name: 'brokers', short: 'b', value: 'HOST:PORT', doc: 'Where the cluster is; several separated by commas. Default: ODRADEK_BROKERS, else 127.0.0.1:9092.',
}
const json: OptionRow = { name: 'json', doc: 'Answers in JSON, for programs.' }
const set: OptionRow = { name: 'set', value: 'KEY=VALUE', repeatable: true, doc: 'A setting of the topic; docs/reference/topic-config.md has all.' }
const some = { min: 1, max: 1000 }
const one = { min: 1, max: 1 }

const topicCommands: readonly CommandRow[] = [
  {
    name: 'topics list', summary: 'Lists topics.',
    options: [{ name: 'internal', doc: 'Internal topics too.' }, json, brokers, help],
  },
  {
    name: 'topics describe', summary: 'Shows partitions, replicas, offsets and settings of topics.', operands: 'TOPIC...', operandCount: some,
    options: [json, brokers, help],
  },
  {
    name: 'topics create', summary: 'Makes topics.', operands: 'TOPIC...', operandCount: some,
    options: [
      { name: 'partitions', short: 'p', value: 'N', doc: "Default: the broker's num.partitions." },
      { name: 'replication-factor', short: 'r', value: 'N', doc: "Default: the broker's default.replication.factor." },
      set, json, brokers, help,
    ],
    examples: ['odradek topics create orders --partitions 3 --set retention.ms=86400000'],
  },
  {
    name: 'topics alter', summary: 'Changes settings of a topic, or gives it more partitions.', operands: 'TOPIC', operandCount: one,
    options: [
      set,
      { name: 'unset', value: 'KEY', repeatable: true, doc: "Back to the broker's value." },
      { name: 'partitions', short: 'p', value: 'N', doc: 'How many it shall have; never fewer than now.' },
      json, brokers, help,
    ],
  },
  {
    name: 'topics delete', summary: 'Deletes topics with all their records.', operands: 'TOPIC...', operandCount: some,
    options: [json, brokers, help],
  },
]

const recordCommands: readonly CommandRow[] = [
  {
    name: 'produce', summary: 'Writes records: one a line from standard input, or one given by --value.', operands: 'TOPIC', operandCount: one,
    options: [
      { name: 'value', short: 'v', value: 'TEXT', doc: 'One record with this value; standard input is not read.' },
      { name: 'key', short: 'k', value: 'TEXT', doc: 'Key of every record.' },
      { name: 'key-separator', value: 'TEXT', doc: 'What stands between key and value in a line.' },
      { name: 'json-lines', doc: 'A line is a record in JSON: key, value, headers, timestamp; as consume --json writes them.' },
      { name: 'header', value: 'NAME=VALUE', repeatable: true, doc: 'A header of every record.' },
      { name: 'partition', short: 'p', value: 'N', doc: 'Partition of every record. Default: by key, else spread.' },
      { name: 'compression', value: 'NAME', doc: 'none (default), gzip, snappy, lz4 or zstd.' },
      { name: 'acks', value: 'N', doc: 'all (default), 1 or 0.' },
      json, brokers, help,
    ],
    examples: [
      'echo hello | odradek produce greetings',
      "odradek produce orders --key-separator : < orders.txt",
      'odradek consume orders --json --until-end | odradek produce copy --json-lines',
    ],
  },
  {
    name: 'consume', summary: 'Prints the values of records, one a line, and waits for more.', operands: 'TOPIC...', operandCount: some,
    options: [
      { name: 'group', short: 'g', value: 'GROUP', doc: 'As a member of this group: goes on where the group was, shares the partitions, commits.' },
      { name: 'from', short: 'f', value: 'POSITION', doc: 'earliest (default), latest, an offset, or a time like 2026-01-31T12:00:00Z.' },
      { name: 'partition', short: 'p', value: 'N', doc: 'Only this partition.' },
      { name: 'count', short: 'n', value: 'N', doc: 'Ends after so many records.' },
      { name: 'until-end', short: 'e', doc: 'Ends where the topic ended when this began.' },
      { name: 'key-separator', value: 'TEXT', doc: 'Prints the key and this before the value.' },
      { name: 'isolation', value: 'LEVEL', doc: 'read_uncommitted (default) or read_committed.' },
      { name: 'json', doc: 'One JSON object a line: topic, partition, offset, timestamp, key, value, headers; what is not text is base64.' },
      brokers, help,
    ],
    examples: [
      'odradek consume orders',
      'odradek consume orders --group billing',
      'odradek consume orders --from 2026-01-31T12:00:00Z --count 10 --json',
    ],
  },
]

const groupCommands: readonly CommandRow[] = [
  { name: 'groups list', summary: 'Lists groups.', options: [json, brokers, help] },
  {
    name: 'groups describe', summary: 'Shows members, committed offsets and lag of groups.', operands: 'GROUP...', operandCount: some,
    options: [json, brokers, help],
  },
  {
    name: 'groups reset', summary: 'Moves the committed offsets of a group that has no members.', operands: 'GROUP', operandCount: one,
    options: [
      { name: 'to', value: 'POSITION', doc: 'earliest, latest, an offset, or a time like 2026-01-31T12:00:00Z.' },
      { name: 'topic', short: 't', value: 'TOPIC', repeatable: true, doc: 'Which topic.' },
      json, brokers, help,
    ],
    examples: ['odradek groups reset billing --topic orders --to earliest'],
  },
  {
    name: 'groups delete', summary: 'Deletes groups that have no members, with their offsets.', operands: 'GROUP...', operandCount: some,
    options: [json, brokers, help],
  },
]

export const commandRows: readonly CommandRow[] = [startCommand, ...topicCommands, ...recordCommands, ...groupCommands]
