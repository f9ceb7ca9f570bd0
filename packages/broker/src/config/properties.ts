/**
 * The server.properties syntax (java.util.Properties): comments with # or !, `key=value`, `key: value`, `key value`,
 * lines continued by a backslash, and the escapes \t \n \r \f \\ \uXXXX.
 */

export interface Property {
  readonly key: string
  readonly value: string
  /** Line the property begins on, from 1. */
  readonly line: number
}

/** Properties in file order; a key that stands twice appears twice, and the last one holds. */
export function parseProperties(text: string): Property[] {
  const found: Property[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const first = at
    let logical = (lines[at] ?? '').trimStart()
    if (logical === '' || logical[0] === '#' || logical[0] === '!') continue
    while (endsWithOddBackslashes(logical)) {
      at += 1
      const next = lines[at]
      logical = logical.slice(0, -1) + (next ?? '').trimStart()
      if (next === undefined) break
    }
    const split = separator(logical)
    found.push({
      key: unescape(logical.slice(0, split.keyEnd)),
      value: unescape(logical.slice(split.valueStart)),
      line: first + 1,
    })
  }
  return found
}

function endsWithOddBackslashes(line: string): boolean {
  let count = 0
  while (count < line.length && line[line.length - 1 - count] === '\\') count += 1
  return count % 2 === 1
}

function separator(line: string): { keyEnd: number; valueStart: number } {
  let at = 0
  while (at < line.length && !/[=:\s]/.test(line[at] ?? '')) at += line[at] === '\\' ? 2 : 1
  const keyEnd = Math.min(at, line.length)
  const rest = /^\s*[=:]?\s*/.exec(line.slice(keyEnd))?.[0] ?? ''
  return { keyEnd, valueStart: keyEnd + rest.length }
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

function unescape(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/g, (_whole, hex?: string, letter?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : letter ? (escapes[letter] ?? letter) : '')
}
