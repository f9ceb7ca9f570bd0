/**
 * Bytes that are held, against how many may be. Whoever holds bytes adds them at the moment it begins to hold them and
 * removes as many at the moment it lets go, whatever has become of the request or the connection meanwhile.
 */
export class Budget {
  readonly limitBytes: number
  usedBytes: number = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  get isOver(): boolean {
    return this.usedBytes > this.limitBytes
  }

  add(bytes: number): void {
    this.usedBytes += bytes
  }

  remove(bytes: number): void {
    this.usedBytes -= bytes
  }
}
