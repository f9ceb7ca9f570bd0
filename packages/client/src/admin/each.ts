/**
 * Calls about many things: asked of whoever can do each, tried again for those whose failure may pass (and for no
 * others), and told one by one. `routes.ts` says who is asked.
 *
 * Invariants: no attempt is made for what is done; a broker that cannot be reached keeps nothing from the others.
 */
import { type Api, ErrorCode } from '@odradek/protocol/internal'
import type { Cluster, WaitOptions } from '../cluster.ts'
import { KafkaError, protocolError, toKafkaError } from '../errors.ts'
import { withRetries } from '../retry.ts'
import { type AdminResult, finalError, Outcomes, valuesOf } from './outcomes.ts'

/** A thing that nobody knows may have been made just now; after this long it is one that is not there. */
export const UNKNOWN_GRACE_MS = 2000

export type Destination = number | 'any' | 'controller'

/** Who is asked for what, and what is looked up anew between attempts. */
export interface Route<Item> {
  /** Finds out for these. Answers who is asked about each, or why nobody can be. */
  find(items: readonly Item[], remainingMs: number): Promise<(item: Item) => Destination | KafkaError>
  renew(left: readonly Item[]): Promise<void>
}

/** An answer, as it is told to the things that were asked for. */
export interface Answer<Item, Value> {
  readonly node: Destination
  /** In the order of the request. */
  readonly items: readonly Item[]
  named(name: string): Item | undefined
  done(item: Item | undefined, value: Value): void
  refused(item: Item | undefined, errorCode: number, said?: string | null): void
}

export interface Call<Item, Value, Input, Response> {
  /** The method's name, for messages. */
  readonly what: string
  /** Before the name of a thing in messages: 'create topic'. */
  readonly verb: string
  readonly items: readonly Item[]
  readonly nameOf: (item: NoInfer<Item>) => string
  readonly options: WaitOptions
  /** False: it only reads, so that nobody asks whether it was done. */
  readonly changes: boolean
  readonly route: Route<NoInfer<Item>>
  // oxlint-disable-next-line typescript/no-explicit-any -- only what goes in and what comes out matters here
  readonly api: Api<any, Input, Response, any>
  readonly maxVersion?: number
  /** `timeoutMs`: how long the broker may take, for requests that say it. */
  readonly request: (items: readonly NoInfer<Item>[], timeoutMs: number) => Input
  readonly take: (response: Response, answer: Answer<NoInfer<Item>, Value>) => void
}

/** Runs the call. Answers the values in the order of the things. @throws AdminError when one of them failed. */
export async function forEachOf<Item, Value, Input, Response extends object>(
  cluster: Cluster, call: Call<Item, Value, Input, Response>,
): Promise<readonly Value[]> {
  return valuesOf(call.what, await resultsOfEach(cluster, call))
}

/** The same for who looks at what failed. */
export async function resultsOfEach<Item, Value, Input, Response extends object>(
  cluster: Cluster, call: Call<Item, Value, Input, Response>,
): Promise<readonly AdminResult<Value>[]> {
  if (call.items.length === 0) return []
  const { world, retryBackoffMs, retryBackoffMaxMs, defaultTimeoutMs } = cluster.options
  const timeoutMs = call.options.timeoutMs ?? defaultTimeoutMs
  const deadline = world.clock.monotonicMs() + timeoutMs
  const outcomes = new Outcomes<Item, Value>(call.items, call.nameOf, call.changes)
  const { signal } = call.options
  let throttledMs = 0
  try {
    const graceEndsMs = world.clock.monotonicMs() + UNKNOWN_GRACE_MS
    await withRetries(world, {
      what: call.what, timeoutMs, signal, pace: { firstMs: retryBackoffMs, maxMs: retryBackoffMaxMs },
      async between(error) {
        if (error.errorCode !== ErrorCode.THROTTLING_QUOTA_EXCEEDED) return call.route.renew(outcomes.left())
        if (world.clock.monotonicMs() + throttledMs >= deadline) throw new KafkaError('TIMEOUT', `${call.what}: no success within ${timeoutMs} ms`)
        await world.scheduler.sleep(throttledMs, signal === undefined ? {} : { signal })
      },
    }, async (remainingMs) => {
      throttledMs = Math.max(0, ...await attempt(cluster, call, outcomes, remainingMs, graceEndsMs))
      const error = outcomes.lastError()
      if (error !== undefined) throw error
    })
  } catch (error) {
    outcomes.end(toKafkaError(error, call.what))
  }
  return outcomes.results()
}

/** Asks once for all that is left. Answers how long each broker wants the next to wait. */
async function attempt<Item, Value, Input, Response extends object>(
  cluster: Cluster, call: Call<Item, Value, Input, Response>, outcomes: Outcomes<Item, Value>, remainingMs: number, graceEndsMs: number,
): Promise<readonly number[]> {
  const left = outcomes.left()
  const routed = new Map<Destination, Item[]>()
  try {
    const destinationOf = await call.route.find(left, remainingMs)
    for (const item of left) {
      const node = destinationOf(item)
      if (typeof node === 'object') outcomes.failed(item, node)
      else if (routed.has(node)) routed.get(node)!.push(item)
      else routed.set(node, [item])
    }
  } catch (error) {
    for (const item of left) outcomes.failed(item, toKafkaError(error, call.what))
  }
  return Promise.all([...routed].map(async ([node, items]) => {
    let throttledMs = 0
    for (const round of roundsOf(items, call.nameOf)) throttledMs = Math.max(throttledMs, await ask(cluster, call, outcomes, node, round, remainingMs, graceEndsMs))
    return throttledMs
  }))
}

async function ask<Item, Value, Input, Response extends object>(
  cluster: Cluster, call: Call<Item, Value, Input, Response>, outcomes: Outcomes<Item, Value>, node: Destination, round: ReadonlyMap<string, Item>,
  remainingMs: number, graceEndsMs: number,
): Promise<number> {
  const items = [...round.values()]
  const timeoutMs = Math.max(1, Math.floor(Math.min(remainingMs, cluster.options.requestTimeoutMs)))
  let response: Response
  try {
    response = await cluster.send(node, call.api, call.request(items, timeoutMs), {
      timeoutMs,
      signal: call.options.signal,
      beforeWrite: () => void outcomes.sent(items),
      ...(call.maxVersion === undefined ? {} : { maxVersion: call.maxVersion }),
    })
  } catch (error) {
    for (const item of items) outcomes.failed(item, toKafkaError(error, `${call.verb} ${call.nameOf(item)}`))
    return 0
  }
  const untold = new Set(items)
  const refused = (item: Item | undefined, errorCode: number, said?: string | null): void => {
    if (item === undefined || !untold.delete(item)) return
    const context = `${call.verb} ${call.nameOf(item)}`
    // The controller knows what there is; others hear of it a moment later.
    const isFinal = node === 'controller' || cluster.options.world.clock.monotonicMs() >= graceEndsMs
    outcomes.refused(item, isFinal ? finalError(errorCode, context, said) : protocolError(errorCode, context, said))
  }
  call.take(response, {
    node, items, refused,
    named: (name) => round.get(name),
    done: (item, value) => {
      if (item !== undefined && untold.delete(item)) outcomes.done(item, value)
    },
  })
  for (const item of untold) refused(item, ErrorCode.UNKNOWN_SERVER_ERROR, 'the broker\'s answer says nothing about it')
  return 'throttleTimeMs' in response ? Number(response.throttleTimeMs) : 0
}

/** A request names a thing once: what has the same name goes in a request of its own. */
function roundsOf<Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly ReadonlyMap<string, Item>[] {
  const rounds: Map<string, Item>[] = []
  for (const item of items) {
    const name = nameOf(item)
    const free = rounds.find((round) => !round.has(name))
    if (free === undefined) rounds.push(new Map([[name, item]]))
    else free.set(name, item)
  }
  return rounds
}
