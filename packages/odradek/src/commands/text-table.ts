/** Columns of text for people, or one JSON value for programs. */
import type { CommandIo, CommandLine } from '../command-line.ts'

type Cell = string | number | null

/** Numbers are set to the right, null is a dash. Control characters never reach the terminal. */
export function textTable(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '-' : printable(String(cell)))))
  const right = heads.map((_head, column) => rows.length > 0 && rows.every((row) => row[column] === null || typeof row[column] === 'number'))
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]): string => row.map((cell, column) =>
    right[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()
  return [heads, ...cells].map((row) => `${line(row)}\n`).join('')
}

/** What clients and producers choose (names, keys, values) must not be able to move the cursor. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, (letter) =>
    `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function show(line: CommandLine, io: CommandIo, value: unknown, text: () => string): void {
  io.out(line.has('json') ? `${JSON.stringify(value)}\n` : text())
}
