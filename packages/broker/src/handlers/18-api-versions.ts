/**
 * ApiVersions (18), versions 0-5. What is in the table of handlers, and nothing else. Answered before a connection has
 * authenticated. A request of a version that we do not know is answered by the dispatcher in version 0 with
 * UNSUPPORTED_VERSION and the same list, its body unread.
 *
 * From 5 on the client says whom it believes to talk to; another broker or cluster is REBOOTSTRAP_REQUIRED (KIP-1242).
 */
import {
  ApiVersionsApi,
  ErrorCode,
  type ApiVersionsRequest,
  type ApiVersionsResponseInput,
  type ErrorName,
} from '@odradek/protocol/internal'
import type { AnyHandler, BrokerServices, Handler } from '../services.ts'

/** KIP-511. */
const softwarePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/
const MAX_SOFTWARE_LENGTH = 256

export const apiVersions: Handler<ApiVersionsRequest, ApiVersionsResponseInput> = {
  api: ApiVersionsApi,
  versions: { min: 0, max: 5 },
  beforeAuthentication: true,
  handle(context, request, broker) {
    const { clientSoftwareName, clientSoftwareVersion } = request
    if (context.apiVersion >= 3) {
      if (!isSoftware(clientSoftwareName) || !isSoftware(clientSoftwareVersion)) return versionsAnswer(broker.handlers, 'INVALID_REQUEST')
      context.connection.softwareName = clientSoftwareName
      context.connection.softwareVersion = clientSoftwareVersion
    }
    if (isForSomebodyElse(request, broker)) return versionsAnswer([], 'REBOOTSTRAP_REQUIRED')
    return versionsAnswer(broker.handlers, 'NONE')
  },
}

function isSoftware(text: string): boolean {
  return text.length <= MAX_SOFTWARE_LENGTH && softwarePattern.test(text)
}

function isForSomebodyElse(request: ApiVersionsRequest, broker: BrokerServices): boolean {
  if (request.clusterId !== null && request.clusterId !== broker.clusterId) return true
  return request.nodeId >= 0 && request.nodeId !== broker.brokerId
}

/** The list, with an error or without. */
export function versionsAnswer(handlers: readonly AnyHandler[], error: ErrorName | 'NONE'): ApiVersionsResponseInput {
  return {
    errorCode: ErrorCode[error],
    apiKeys: handlers.map(({ api, versions, advertisedMin }) => ({
      apiKey: api.key,
      minVersion: advertisedMin ?? versions.min,
      maxVersion: versions.max,
    })),
    throttleTimeMs: 0,
  }
}
