/** The admin endpoint of a broker: metrics and a JSON view over HTTP. */
export { openAdminEndpoint } from './admin-endpoint.ts'
export type { AdminEndpoint, AdminEndpointOptions } from './admin-endpoint.ts'
export { brokerSources } from './broker-sources.ts'
export { ADMIN_HEADER } from './guard.ts'
