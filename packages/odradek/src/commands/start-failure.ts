/**
 * Why a broker did not start, as it is told to the person who started it. What can be expected to go wrong (an address
 * or a directory that is taken, no permission, a full disk) comes from the broker as one sentence and is printed as it
 * is; anything else is a bug and is told with its stack.
 */
export function isExpected(error: unknown): boolean {
  return error instanceof Error && (error.name === 'StartError' || error.name === 'ConfigError')
}

export function startFailure(error: unknown): string {
  if (!(error instanceof Error)) return `The broker could not start: ${String(error)}`
  if (isExpected(error)) return error.message
  return `The broker could not start; this should not happen, please report it:\n${error.stack ?? error.message}`
}
