/** Whole frames: size, header, body. Used by both sessions and by tests that speak without one. */
import type { Api } from '../api.ts'
import { encodeRequestHeader, encodeResponseHeader } from '../generated/header.ts'
import { MAX_FRAME_BYTES, MessageTooLargeError, type Writer } from '../wire/writer.ts'

/**
 * Appends a request frame to `writer`, which must be empty. `version` is one of the API's.
 * @throws UnsupportedVersionError or EncodeError; the writer is to be reset then.
 */
export function encodeRequestFrame<RequestInput>(
  writer: Writer, api: Api<unknown, RequestInput, unknown, never>, version: number, correlationId: number,
  clientId: string | null, input: RequestInput,
): void {
  writer.int32(0)
  encodeRequestHeader(writer, {
    requestApiKey: api.key, requestApiVersion: version, correlationId, clientId,
  }, api.requestHeaderVersion(version))
  api.encodeRequest(writer, input, version)
  endFrame(writer)
}

/** Appends a response frame to `writer`, which must be empty. Throws as {@link encodeRequestFrame}. */
export function encodeResponseFrame<ResponseInput>(
  writer: Writer, api: Api<unknown, never, unknown, ResponseInput>, version: number, correlationId: number,
  input: ResponseInput,
): void {
  writer.int32(0)
  encodeResponseHeader(writer, { correlationId }, api.responseHeaderVersion(version))
  api.encodeResponse(writer, input, version)
  endFrame(writer)
}

/** Record data by reference counts here for the first time: a size that wraps would make the rest of the stream garbage. */
function endFrame(writer: Writer): void {
  const size = writer.byteLength - 4
  if (size > MAX_FRAME_BYTES) throw new MessageTooLargeError(`a frame of ${size} bytes`)
  writer.setInt32At(0, size)
}
