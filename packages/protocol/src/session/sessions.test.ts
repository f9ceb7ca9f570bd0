import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { array, assert as check, boolean, constant, nat, property, tuple } from 'fast-check'
import { type AnyApi, ApiVersionsApi, FetchApi, MessageTooLargeError, MetadataApi, ProduceApi, Reader, Writer, apisByKey } from '../internal.ts'
import {
  ApiVersionNegotiation, ClientSession, type RequestHead, type ResponseParts, ServerSession, encodeResponseFrame,
} from './index.ts'

function join(parts: ResponseParts): Buffer {
  return Buffer.concat(parts.map((part) => part as Buffer))
}

function server(onWrite: (parts: ResponseParts) => void = () => {}, manualFlush?: boolean, onReady?: () => void): ServerSession {
  return new ServerSession({ apiOf: (key) => apisByKey.get(key), onWrite, manualFlush, onReady })
}

function headOf(result: ReturnType<ServerSession['readHead']>): RequestHead {
  assert.ok('reader' in result, 'message' in result ? result.message : '')
  return result
}

describe('both ends', () => {
  test('a request and its response meet, at every version of ApiVersions', () => {
    const { min, max } = ApiVersionsApi.requestVersions
    for (let version = min; version <= max; version++) {
      const client = new ClientSession<string>({ clientId: 'tester' })
      const request = join(client.send(ApiVersionsApi, version, { clientSoftwareName: 'x', clientSoftwareVersion: '1' }, 'mine'))
      assert.equal(request.readInt32BE(0), request.length - 4)
      const written: Buffer[] = []
      const session = server((parts) => written.push(join(parts)))
      const head = headOf(session.readHead(request, 4, request.length))
      assert.deepEqual([head.apiKey, head.apiVersion, head.correlationId, head.clientId], [18, version, 0, 'tester'])
      assert.ok(head.versionIsKnown)
      head.api.decodeRequest(head.reader, version)
      head.reader.expectEnd()
      const writer = new Writer()
      encodeResponseFrame(writer, ApiVersionsApi, version, head.correlationId, { errorCode: 0, apiKeys: [] })
      session.begin().complete(writer.parts())
      const response = written[0]!
      assert.equal(response.readInt32BE(0), response.length - 4)
      const matched = client.receive(response, 4, response.length)
      assert.ok('request' in matched)
      assert.equal(matched.request.context, 'mine')
      assert.equal(ApiVersionsApi.decodeResponse(matched.reader, version).errorCode, 0)
      assert.equal(client.inFlight, 0)
    }
  })

  test('neither end holds on to what is over, in the middle of a row of requests', async () => {
    const client = new ClientSession<object>({ clientId: null })
    const session = server()
    const over: WeakRef<object>[] = []
    let slot = session.begin()
    const answer = (context: object, body: Buffer): void => {
      over.push(new WeakRef(context), new WeakRef(body))
      const request = join(client.send(MetadataApi, 12, { topics: [] }, context))
      headOf(session.readHead(request, 4, request.length))
      const mine = slot
      slot = session.begin()
      mine.complete([body])
    }
    for (let index = 0; index < 5; index++) answer({ index }, Buffer.allocUnsafeSlow(1000))
    client.send(MetadataApi, 12, { topics: [] }, {})
    for (let correlationId = 0; correlationId < 5; correlationId++) {
      const writer = new Writer()
      encodeResponseFrame(writer, MetadataApi, 12, correlationId, { brokers: [], topics: [] })
      const response = join(writer.parts())
      assert.ok('request' in client.receive(response, 4, response.length))
    }
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    // A WeakRef keeps what it was asked for until the end of the turn.
    await new Promise((resolve) => setImmediate(resolve))
    collect()
    assert.deepEqual([client.inFlight, session.inFlight, over.filter((ref) => ref.deref() !== undefined).length], [1, 1, 0])
  })

  test('records travel by reference', () => {
    const records = Buffer.alloc(100_000, 5)
    const client = new ClientSession<null>({ clientId: null })
    const parts = client.send(ProduceApi, 9, {
      acks: 0, timeoutMs: 1, topicData: [{ name: 't', partitionData: [{ index: 0, records }] }],
    }, null, false)
    assert.ok(parts.includes(records))
    assert.equal(client.inFlight, 0, 'acks=0 expects nothing')
    assert.equal((parts[0] as Buffer).readInt32BE(0), join(parts).length - 4)
  })
})

describe('server session', () => {
  test('responses leave in the order of their requests, however they are completed', () => {
    const order = nat(20).chain((count) => tuple(constant(count), array(nat(), { minLength: count, maxLength: count }),
      array(boolean(), { minLength: count, maxLength: count }), boolean()))
    check(property(order, ([count, ranks, dropped, manual]) => {
      const written: string[] = []
      let ready = 0
      const session = server((parts) => written.push(...parts.map(String)), manual, () => ready++)
      const slots = Array.from({ length: count }, (_, index) => ({ slot: session.begin(10), index }))
      assert.equal(session.inFlight, count)
      assert.equal(session.inFlightBytes, count * 10)
      for (const { slot, index } of slots.toSorted((a, b) => ranks[a.index]! - ranks[b.index]!)) {
        if (dropped[index]) slot.drop()
        else slot.complete([Buffer.from(String(index))])
        if (manual && index % 3 === 0) session.flush()
      }
      if (manual) {
        assert.ok(ready > 0 || count === 0)
        session.flush()
      }
      assert.deepEqual(written, slots.filter(({ index }) => !dropped[index]).map(({ index }) => String(index)))
      assert.equal(session.inFlight, 0)
      assert.equal(session.inFlightBytes, 0)
    }))
  })

  test('responses that become writable together go out in one call', () => {
    const calls: string[] = []
    const session = server((parts) => calls.push(join(parts).toString()))
    const [first, second, third] = [session.begin(), session.begin(), session.begin()]
    third.complete([Buffer.from('3')])
    second.complete([Buffer.from('2')])
    assert.deepEqual(calls, [])
    first.complete([Buffer.from('1')])
    assert.deepEqual(calls, ['123'])
    assert.throws(() => first.complete([]), /completed twice/)
  })

  test('after close nothing is written', () => {
    const session = server(() => assert.fail('written after close'))
    const slot = session.begin(5)
    session.close()
    slot.complete([Buffer.from('x')])
    session.flush()
    assert.equal(session.inFlightBytes, 0)
  })

  test('heads that cannot be dispatched say why', () => {
    const session = server()
    const bytes = (key: number, version: number, rest: string): Buffer => {
      const head = Buffer.alloc(8)
      head.writeInt16BE(key, 0)
      head.writeInt16BE(version, 2)
      return Buffer.concat([head, Buffer.from(rest, 'hex')])
    }
    const kind = (buffer: Buffer): string => {
      const result = session.readHead(buffer, 0, buffer.length)
      return 'kind' in result ? result.kind : 'head'
    }
    assert.equal(kind(Buffer.alloc(0)), 'malformed')
    assert.equal(kind(Buffer.alloc(7)), 'malformed')
    assert.equal(kind(bytes(999, 0, 'ffff')), 'unknownApi')
    assert.equal(kind(bytes(3, 99, 'ffff')), 'unknownVersion')
    assert.equal(kind(bytes(3, 1, '0009')), 'malformed')
    assert.equal(kind(bytes(3, 1, 'ffff')), 'head')
    assert.equal(kind(bytes(3, 9, 'ffff')), 'malformed', 'tagged fields are missing')
    assert.equal(kind(bytes(3, 9, 'ffffffffffff0f')), 'malformed', 'too many tagged fields')
  })

  test('ApiVersions of a version from the future has a readable head', () => {
    const session = server()
    const future = Buffer.from('001200630000002affff00cafe', 'hex')
    const head = headOf(session.readHead(future, 0, future.length))
    assert.deepEqual([head.versionIsKnown, head.correlationId, head.apiVersion], [false, 42, 99])
  })
})

describe('client session', () => {
  const api = MetadataApi as unknown as AnyApi

  test('responses match in order; another id is an error', () => {
    const client = new ClientSession<number>({ clientId: null })
    for (let index = 0; index < 100; index++) client.send(api, 1, { topics: [] }, index)
    assert.equal(client.inFlight, 100)
    for (let index = 0; index < 98; index++) {
      assert.equal(client.oldest?.context, index)
      const frame = Buffer.alloc(4)
      frame.writeInt32BE(index)
      const matched = client.receive(frame, 0, 4)
      assert.equal('request' in matched && matched.request.context, index)
    }
    const wrong = client.receive(Buffer.from('00000063', 'hex'), 0, 4)
    assert.equal('kind' in wrong && wrong.kind, 'unexpectedResponse')
    const short = client.receive(Buffer.from('0000', 'hex'), 0, 2)
    assert.equal('kind' in short && short.kind, 'malformed')
    assert.deepEqual(client.fail().map((one) => one.context), [98, 99])
    assert.equal(client.inFlight, 0)
    const unasked = client.receive(Buffer.alloc(4), 0, 4)
    assert.equal('kind' in unasked && unasked.kind, 'unexpectedResponse')
  })

  test('a request that cannot be encoded is not pending', () => {
    const client = new ClientSession<number>({ clientId: null })
    assert.throws(() => client.send(api, 99, { topics: [] }, 1))
    assert.equal(client.inFlight, 0)
  })
})

describe('version negotiation', () => {
  function body(version: number, errorCode: number, apiKeys: { apiKey: number, minVersion: number, maxVersion: number }[]): Reader {
    const writer = new Writer()
    ApiVersionsApi.encodeResponse(writer, { errorCode, apiKeys }, version)
    return new Reader(writer.toBuffer())
  }

  test('a broker that knows our version', () => {
    const negotiation = new ApiVersionNegotiation()
    const answer = body(negotiation.version, 0, [{ apiKey: 1, minVersion: 4, maxVersion: 11 }, { apiKey: 0, minVersion: 99, maxVersion: 100 }])
    assert.equal(negotiation.takeResponse(answer), 'done')
    assert.deepEqual(negotiation.rangeOf(1), { min: 4, max: 11 })
    const fetch = FetchApi as unknown as AnyApi
    assert.equal(negotiation.choose(fetch), 11)
    assert.equal(negotiation.choose(fetch, 4, 7), 7)
    assert.equal(negotiation.choose(fetch, 12), undefined)
    assert.equal(negotiation.choose(ProduceApi as unknown as AnyApi), undefined, 'no version in common')
    assert.equal(negotiation.choose(MetadataApi as unknown as AnyApi), undefined, 'not served')
  })

  test('older brokers are asked again, at what they say or at 0', () => {
    const saying = new ApiVersionNegotiation()
    assert.equal(saying.takeResponse(body(0, 35, [{ apiKey: 18, minVersion: 0, maxVersion: 2 }])), 'retry')
    assert.equal(saying.version, 2)
    assert.equal(saying.takeResponse(body(2, 0, [])), 'done')
    const silent = new ApiVersionNegotiation()
    assert.equal(silent.takeResponse(new Reader(Buffer.from('0023', 'hex'))), 'retry')
    assert.equal(silent.version, 0)
    assert.equal(silent.takeResponse(body(0, 35, [])), 35, 'not for ever')
  })

  test('another error is handed on', () => {
    assert.equal(new ApiVersionNegotiation().takeResponse(body(4, 41, [])), 41)
  })
})

describe('messages that are too large', () => {
  test('a frame whose size cannot be said is refused, not wrapped', () => {
    const records = { byteLength: 0x7fffff00, read: () => 0 }
    const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 0, records }
    const response = { throttleTimeMs: 0, errorCode: 0, sessionId: 0, responses: [{ topic: 't', partitions: [partition, partition] }] }
    assert.throws(() => encodeResponseFrame(new Writer(), FetchApi, 11, 1, response as never), MessageTooLargeError)
  })

  test('a writer never grows beyond what it may', () => {
    const writer = new Writer(64)
    writer.maxBytes = 1000
    for (let i = 0; i < 10; i++) writer.raw(Buffer.alloc(100))
    assert.equal(writer.byteLength, 1000)
    assert.throws(() => writer.int8(1), MessageTooLargeError)
    writer.reset()
    writer.int8(1)
    assert.equal(writer.byteLength, 1)
  })
})
