/**
 * Who may talk to the admin endpoint. It has no passwords, so a page in somebody's browser must not reach it:
 * - DNS rebinding: the Host header has to be an IP address, localhost, or a name it was told (`odradek.admin.allowed.hosts`,
 *   the host it listens on); a page's own name that was pointed at 127.0.0.1 is neither.
 * - CSRF: whatever changes something needs a header that a form or a plain cross-site request cannot carry, and a
 *   browser that says "cross-site" is refused anyway.
 */
import type { HttpRequest } from '@odradek/platform'

export const ADMIN_HEADER = 'x-odradek-admin'

const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\])$/

/** Undefined when the request may pass, else why not. */
export function refusal(request: HttpRequest, allowedHosts: ReadonlySet<string>): string | undefined {
  const host = (request.headers['host'] ?? '').replace(/:\d+$/, '').toLowerCase()
  if (host !== 'localhost' && !allowedHosts.has(host) && !address.test(host)) {
    return `The Host header "${host}" is not this endpoint; use its address or localhost, or add the name to ` +
      'odradek.admin.allowed.hosts.'
  }
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Requests from other sites are refused.'
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    if (request.headers[ADMIN_HEADER] === undefined) return `This needs the header ${ADMIN_HEADER}: 1.`
    const origin = request.headers['origin']
    if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== request.headers['host']) {
      return 'Requests from other origins are refused.'
    }
  }
  return undefined
}
