/**
 * What the calls of a consumer take, for callers whom no compiler checks, and the right call where it is called as
 * another client's is. Not for records: these are calls that are made now and then.
 */
import {
  abortSignal, aFunction, callChecks, callOptions, type Check, either, fieldOf, fits, flag, hasField, int32, listOf, milliseconds, name, oneOf, onlyFields, optional,
  orInfinity, text, whole, withFields,
} from '../checks.ts'
import type { WaitOptions } from '../cluster.ts'
import type { RetryPolicy } from './delivery/error-policy.ts'
import type { EachOptions } from './delivery/handlers.ts'
import type { BatchStreamOptions, StreamOptions } from './delivery/streams.ts'
import type { CommitOptions } from './positions/committer.ts'
import type { RunOptions, TopicHandlerOptions } from './run.ts'
import type { StopOptions } from './shutdown.ts'

const limit = orInfinity(milliseconds, 'as long as it takes')
const signalOnly = callOptions<{ readonly signal?: AbortSignal }>({ signal: abortSignal })
const waiting = callOptions<WaitOptions>({ timeoutMs: limit, signal: abortSignal })
const committing = callOptions<CommitOptions>({ timeoutMs: limit, signal: abortSignal, attempts: orInfinity(whole(1), 'as often as time allows') })
const stopping = callOptions<StopOptions>({ drain: flag, timeoutMs: limit, signal: abortSignal })

const ack = oneOf(['auto', 'manual'])
const streaming = { ack, signal: abortSignal }
const records = callOptions<StreamOptions>(streaming)
const batches = callOptions<BatchStreamOptions>({ ...streaming, maxRecords: orInfinity(whole(1), 'no bound') })
const deadLetter = fits('the name of a topic, or a function', (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''))
const retrying: { readonly [N in keyof RetryPolicy]-?: Check } = { attempts: orInfinity(whole(1), 'for ever'), backoffMs: milliseconds, maxBackoffMs: milliseconds, deadLetter }
const onError = either((value) => (typeof value === 'function' ? aFunction : onlyFields({}, retrying)), 'a function, or an object of attempts, backoffMs, maxBackoffMs, deadLetter')
const concurrency = orInfinity(whole(1), 'no bound')
const each = { concurrency, order: oneOf(['partition', 'key']), signal: abortSignal, onError }
const handling = callOptions<EachOptions>(each)
const running = callOptions<RunOptions>({ ...each, eachMessage: aFunction, eachBatch: aFunction, eachBatchAutoResolve: flag, partitionsConsumedConcurrently: concurrency })

const reads = fits('an object with a function `deserialize`: a serde', (value) => typeof fieldOf(value, 'deserialize') === 'function')
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const typedTopic = withFields({ name, key: reads, value: reads })
const oneTopic = either((value) => (isObject(value) && !Array.isArray(value) ? typedTopic : name), 'the name of a topic, or what `topic` answers')
const topics = listOf(oneTopic, true)
const pattern: Check = onlyFields({ serverPattern: name })
const target = either((value) => {
  if (Array.isArray(value)) return topics
  return hasField(value, 'serverPattern') ? pattern : oneTopic
}, 'the name of a topic, what `topic` answers, a list of these, a RegExp or { serverPattern }')
const anyTarget = either((value) => (value instanceof RegExp ? fits('a RegExp', () => true) : target), target.allowed)

const at = { topic: name, partition: int32(0) }
const partition = withFields(at)
const partitions = listOf(partition)
const offset = whole(0)
const manual = listOf(withFields({ topic: oneTopic, partition: int32(0) }, { offset }))
const offsets = listOf(withFields({ ...at, offset }, { leaderEpoch: whole(-1, 2_147_483_647), metadata: text }))
const listener = onlyFields({}, { assigned: aFunction, revoked: aFunction, lost: aFunction })
const fieldsFirst = (first: unknown): boolean => hasField(first, 'topics') || hasField(first, 'topic')

function ofPartitions(method: string): (first: unknown) => string | undefined {
  return (first) => {
    const one: unknown = Array.isArray(first) ? first[0] : first
    return isObject(one) && hasField(one, 'topic') && !hasField(one, 'partition')
      ? `name each partition: ${method}([{ topic: 't', partition: 0 }]); all that are assigned: ${method}()` : undefined
  }
}

type Call = 'subscribe' | 'assign' | 'records' | 'batches' | 'each' | 'onRebalance' | 'partitionsFor' | 'listTopics' | 'commit' | 'committed' | 'position' | 'pause' | 'resume'
  | 'seek' | 'seekToTime' | 'seekToBeginning' | 'seekToEnd' | 'beginningOffsets' | 'endOffsets' | 'offsetsForTimes' | 'lag' | 'on' | 'run' | 'stop'

export const checkCall: (method: Call, ...given: readonly unknown[]) => void = callChecks<Call>({
  subscribe: {
    takes: { target: anyTarget, listener: optional(listener) },
    elsewhere: (first) => {
      if (Array.isArray(first) && first.length === 0) return "name at least one topic: subscribe(['t']); to end it, call stop()"
      return fieldsFirst(first) && !hasField(first, 'name')
        ? "give the topics themselves: subscribe(['t']); where to begin is the consumer's option autoOffsetReset ('earliest' for fromBeginning)" : undefined
    },
  },
  assign: { takes: { partitions: manual, options: signalOnly } },
  records: { takes: { options: records } },
  batches: { takes: { options: batches } },
  each: {
    takes: { handler: aFunction, options: handling },
    elsewhere: (first) => (hasField(first, 'eachMessage') || hasField(first, 'eachBatch') ? 'give the handler itself: each(async (record) => { ... }, { concurrency })' : undefined),
  },
  on: { takes: { topic: oneTopic, handler: aFunction, options: callOptions<TopicHandlerOptions>({ onError }) } },
  run: { takes: { options: running } },
  onRebalance: { takes: { listener } },
  partitionsFor: { takes: { topic: name, options: waiting } },
  listTopics: { takes: { options: waiting } },
  commit: {
    takes: { offsets: optional(offsets), options: committing },
    elsewhere: (first) => (isObject(first) && !Array.isArray(first)
      ? "give a list: commit([{ topic: 't', partition: 0, offset: 5 }]), or commit() for all that is acknowledged; options come second" : undefined),
  },
  committed: { takes: { partitions: optional(partitions), options: committing }, elsewhere: ofPartitions('committed') },
  position: { takes: { partition, options: waiting } },
  pause: { takes: { partitions: optional(partitions) }, elsewhere: ofPartitions('pause') },
  resume: { takes: { partitions: optional(partitions) }, elsewhere: ofPartitions('resume') },
  seek: {
    takes: { partition, offset },
    elsewhere: (first, second) => (second === undefined && hasField(first, 'offset') ? "the offset comes second, as a number: seek({ topic: 't', partition: 0 }, 5)" : undefined),
  },
  seekToTime: { takes: { partitions, timestampMs: whole(-2), options: waiting }, elsewhere: ofPartitions('seekToTime') },
  seekToBeginning: { takes: { partitions: optional(partitions), options: waiting }, elsewhere: ofPartitions('seekToBeginning') },
  seekToEnd: { takes: { partitions: optional(partitions), options: waiting }, elsewhere: ofPartitions('seekToEnd') },
  beginningOffsets: { takes: { partitions, options: waiting }, elsewhere: ofPartitions('beginningOffsets') },
  endOffsets: { takes: { partitions, options: waiting }, elsewhere: ofPartitions('endOffsets') },
  offsetsForTimes: { takes: { wishes: listOf(withFields({ ...at, timestamp: whole(-5) })), options: waiting } },
  lag: { takes: { options: callOptions<WaitOptions & { readonly refresh?: boolean }>({ refresh: flag, timeoutMs: limit, signal: abortSignal }) } },
  stop: { takes: { options: stopping } },
})
