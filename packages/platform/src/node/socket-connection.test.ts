// In-place reading lets the other connections have their turn.
import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { ConnectionHandler } from '../transport.ts'
import { InPlaceReading } from './socket-connection.ts'

const KiB = 1024

function start(): { read: (bytes: number) => boolean; socket: { paused: boolean; resumed: number }; turn: () => Promise<void> } {
  const state = { paused: false, resumed: 0 }
  const socket = { destroyed: false, isPaused: () => state.paused, resume: () => void state.resumed++ }
  const target = new Uint8Array(512 * KiB)
  const handler: ConnectionHandler = { target: () => target, received: () => {}, ended: () => {}, closed: () => {}, drained: () => {} }
  const reading = new InPlaceReading()
  reading.begin(socket as unknown as Socket, handler)
  const { buffer, callback } = reading.onread as { buffer: () => Uint8Array; callback: (length: number, into: Uint8Array) => boolean }
  return {
    read: (bytes) => callback(bytes, buffer()),
    socket: state,
    turn: () => new Promise((resolve) => void setImmediate(resolve)),
  }
}

test('a connection that has more and more to say is stopped for a turn of the loop after a mebibyte', async () => {
  const { read, socket, turn } = start()
  assert.equal(read(64 * KiB), true)
  assert.equal(read(512 * KiB), true)
  assert.equal(read(512 * KiB), false, 'enough for this turn')
  assert.equal(socket.resumed, 0)
  await turn()
  assert.equal(socket.resumed, 1)
  assert.equal(read(512 * KiB), true, 'and from there on again')
})

test('who paused it in the meantime resumes it', async () => {
  const { read, socket, turn } = start()
  read(64 * KiB)
  for (let count = 0; count < 2; count++) read(512 * KiB)
  socket.paused = true
  await turn()
  assert.equal(socket.resumed, 0)
})
