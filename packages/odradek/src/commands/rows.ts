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
    { name: 'adopt', doc: 'Takes over a data directory that Apache Kafka wrote: topics, cluster id and offsets.' },
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

export const commandRows: readonly CommandRow[] = [startCommand]
