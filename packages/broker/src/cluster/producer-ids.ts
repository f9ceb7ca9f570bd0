/**
 * Producer ids for idempotent producers: each broker takes blocks of a thousand from the controller and hands them out
 * one by one (RPCProducerIdManager). The controller's half is in producer-id-blocks.ts.
 */
import type { BrokerId, ProducerId } from '@odradek/protocol'
import { ErrorCode } from '@odradek/protocol/internal'
import type { ControllerChannel } from './controller-channel.ts'

export interface ProducerIds {
  /** The next free producer id; undefined when no block is to be had now (the client tries again). */
  next(): Promise<ProducerId | undefined>
}

export class BlockProducerIds implements ProducerIds {
  private readonly brokerId: BrokerId
  private readonly brokerEpoch: () => number
  private readonly channel: ControllerChannel
  private nextId = 0
  private endOfBlock = 0
  private asking: Promise<boolean> | undefined

  constructor(brokerId: BrokerId, brokerEpoch: () => number, channel: ControllerChannel) {
    this.brokerId = brokerId
    this.brokerEpoch = brokerEpoch
    this.channel = channel
  }

  async next(): Promise<ProducerId | undefined> {
    // Many producers may wait for the same block, and for more than it holds.
    while (this.nextId >= this.endOfBlock) {
      this.asking ??= this.askForBlock()
      if (!(await this.asking)) return undefined
    }
    return this.nextId++
  }

  private async askForBlock(): Promise<boolean> {
    try {
      const answer = await this.channel.allocateProducerIds({
        brokerId: this.brokerId,
        brokerEpoch: this.brokerEpoch(),
      })
      if (answer.errorCode !== ErrorCode.NONE) return false
      this.nextId = answer.producerIdStart
      this.endOfBlock = answer.producerIdStart + answer.producerIdLen
      return true
    } catch {
      return false
    } finally {
      this.asking = undefined
    }
  }
}
