/** Where data lies when nobody says: `odradek` in the data directory of this user. */
import { join } from 'node:path'

export interface UserPlace {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** process.platform. */
  readonly platform: string
}

export function defaultDataDirectory({ environment, home, platform }: UserPlace): string {
  const chosen = environment['XDG_DATA_HOME']
  // A relative XDG_DATA_HOME is invalid by its specification and passed over.
  if (chosen?.startsWith('/')) return join(chosen, 'odradek')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'odradek')
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'odradek')
  return join(home, '.local', 'share', 'odradek')
}
