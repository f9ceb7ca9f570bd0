/**
 * The controller's requests to one broker: in order, one at a time, each until it has arrived. A request is never
 * dropped while broker and controller are the same ones: a lost LeaderAndIsr followed by a newer one would leave the
 * broker with half of the truth (ControllerChannelManager.RequestSendThread).
 */
import type { Log, Scheduler } from '@odradek/platform'
import type { BrokerChannel, LeaderAndIsrResponse, StopReplicaResponse } from '../controller-channel.ts'
import type { ControlRequest } from './control-batch.ts'

const RETRY_MS = 100

/** What a broker answered to what. */
export type Answered =
  | { readonly sent: ControlRequest & { type: 'leaderAndIsr' }; readonly response: LeaderAndIsrResponse }
  | { readonly sent: ControlRequest & { type: 'stopReplica' }; readonly response: StopReplicaResponse }

export class BrokerSender {
  private readonly channel: BrokerChannel
  private readonly scheduler: Scheduler
  private readonly log: Log
  private readonly answered: (answer: Answered) => void
  private queue: ControlRequest[] = []
  private sending = false
  private stopped = false
  private waiting: (() => void)[] = []

  constructor(channel: BrokerChannel, scheduler: Scheduler, log: Log, answered: (answer: Answered) => void) {
    this.channel = channel
    this.scheduler = scheduler
    this.log = log
    this.answered = answered
  }

  send(request: ControlRequest): void {
    this.queue.push(request)
    if (!this.sending) void this.drain()
  }

  /** The broker or the controller is another one now: what waits is void. */
  stop(): void {
    this.stopped = true
    this.queue = []
  }

  /** Resolves when everything sent so far has been answered, or is void. */
  delivered(): Promise<void> {
    return this.sending ? new Promise((resolve) => void this.waiting.push(resolve)) : Promise.resolve()
  }

  private async drain(): Promise<void> {
    this.sending = true
    for (let next = this.queue[0]; next !== undefined && !this.stopped; next = this.queue[0]) {
      try {
        const answer = await this.deliver(next)
        this.queue.shift()
        if (answer !== undefined && !this.stopped) this.answered(answer)
      } catch (error) {
        if (this.stopped) break
        this.log.warn(
          { to: next.to, type: next.type, error: String(error) },
          'a request of the controller did not arrive',
        )
        await this.scheduler.sleep(RETRY_MS, { background: true })
      }
    }
    this.sending = false
    for (const resolve of this.waiting.splice(0)) resolve()
  }

  private async deliver(sent: ControlRequest): Promise<Answered | undefined> {
    if (sent.type === 'leaderAndIsr') return { sent, response: await this.channel.leaderAndIsr(sent.request) }
    if (sent.type === 'stopReplica') return { sent, response: await this.channel.stopReplica(sent.request) }
    await this.channel.updateMetadata(sent.request)
    return undefined
  }
}
