/** The name by which other machines are likely to know this one (Java's `InetAddress.getLocalHost().getCanonicalHostName()`). */
import { lookup, lookupService } from 'node:dns/promises'
import { hostname } from 'node:os'

/** A resolver that does not answer shall not hold up whoever asks. */
const PATIENCE_MS = 3000

/**
 * What the resolver calls the address that this machine's own name stands for, if the name stands for that address; else
 * the address. Undefined when the machine's name does not resolve, or nobody answers in time.
 */
export async function canonicalHostName(name: string = hostname()): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  })
  const found = resolve(name).catch(() => undefined)
  return Promise.race([found, tooLate]).finally(() => clearTimeout(timer))
}

async function resolve(name: string): Promise<string> {
  const { address } = await lookup(name)
  try {
    const { hostname: canonical } = await lookupService(address, 0)
    const back = await lookup(canonical, { all: true })
    return back.some((one) => one.address === address) ? canonical : address
  } catch {
    return address
  }
}
