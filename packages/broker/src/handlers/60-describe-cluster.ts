/**
 * DescribeCluster (60), versions 0-2. The brokers that the client's listener leads to. Endpoint type 2 (KRaft
 * controllers, from version 1) is not this: MISMATCHED_ENDPOINT_TYPE. Version 2 may ask for fenced brokers; there are
 * none.
 */
import { DescribeClusterApi, ErrorCode } from '@odradek/protocol/internal'
import type { DescribeClusterRequest, DescribeClusterResponseInput } from '@odradek/protocol/internal'
import type { Handler } from '../services.ts'
import { clusterOperations, NOT_ASKED } from './authorized-operations.ts'

const BROKERS = 1
const CONTROLLERS = 2

export const describeCluster: Handler<DescribeClusterRequest, DescribeClusterResponseInput> = {
  api: DescribeClusterApi,
  versions: { min: 0, max: 2 },
  handle(context, request, broker) {
    const endpointType = context.apiVersion >= 1 ? { endpointType: request.endpointType } : {}
    const { clusterId } = broker
    if (request.endpointType !== BROKERS) {
      const known = request.endpointType === CONTROLLERS
      return {
        throttleTimeMs: 0,
        errorCode: known ? ErrorCode.MISMATCHED_ENDPOINT_TYPE : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
        errorMessage: known
          ? 'The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER'
          : `Unsupported endpoint type ${request.endpointType}`,
        clusterId,
        brokers: [],
      }
    }
    const image = broker.metadata.current()
    const brokers = [...image.brokers.values()].flatMap(({ id, rack, endpoints }) => {
      const endpoint = endpoints.find(({ listenerName }) => listenerName === context.connection.listenerName)
      return endpoint === undefined ? [] : [{ brokerId: id, host: endpoint.host, port: endpoint.port, rack }]
    })
    const controllerId = brokers.some(({ brokerId }) => brokerId === image.controllerId) ? image.controllerId : -1
    return {
      throttleTimeMs: 0,
      errorCode: ErrorCode.NONE,
      errorMessage: null,
      ...endpointType,
      clusterId,
      controllerId,
      brokers,
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations ? clusterOperations : NOT_ASKED,
    }
  },
}
