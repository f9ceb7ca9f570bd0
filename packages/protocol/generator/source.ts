/** Text of a generated file: indented lines, and the import block worked out from the names that the text uses. */

export class Source {
  private readonly lines: string[] = []
  private depth = 0

  line(text: string = ''): void {
    this.lines.push(text === '' ? '' : '  '.repeat(this.depth) + text)
  }

  /** Lines of `head {`, what `body` adds, and `tail`. */
  block(head: string, body: () => void, tail: string = '}'): void {
    this.line(head === '' ? '{' : `${head} {`)
    this.depth++
    body()
    this.depth--
    this.line(tail)
  }

  /** As `block`, without braces when the test is known to hold, nothing when it cannot. */
  when(test: string, body: () => void): void {
    if (test === 'true') body()
    else if (test !== 'false') this.block(`if (${test})`, body)
  }

  append(other: Source): void {
    for (const text of other.lines) this.line(text)
  }

  toString(): string {
    return this.lines.join('\n')
  }
}

interface Importable {
  readonly from: string
  readonly names: readonly string[]
  readonly typeOnly: boolean
}

/** `depth` is how many folders below src/generated the file lies. */
function importables(depth: number): Importable[] {
  const up = '../'.repeat(depth + 1)
  return [
    { from: `${up}api.ts`, names: ['RecordCodec', 'Api', 'AnyApi'], typeOnly: true },
    { from: `${up}ids.ts`, names: ['ZERO_UUID'], typeOnly: false },
    {
      from: `${up}ids.ts`, names: ['BrokerId', 'GroupId', 'ProducerId', 'TopicName', 'TransactionalId', 'Uuid'],
      typeOnly: true,
    },
    { from: `${up}wire/reader.ts`, names: ['Reader'], typeOnly: true },
    { from: `${up}wire/records-source.ts`, names: ['Records'], typeOnly: true },
    {
      from: `${up}wire/refusals.ts`, typeOnly: false,
      names: ['fieldNotInVersion', 'messageNotInVersion', 'nullNotInVersion', 'tagNotInVersion'],
    },
    { from: `${up}wire/writer.ts`, names: ['Writer'], typeOnly: true },
  ]
}

export const GENERATED_MARK = '// Generated from packages/protocol/schema by `npm run gen`. Do not edit.'

/** A whole file: mark, imports that `body` needs, body. */
export function fileText(body: string, depth: number): string {
  const lines = [GENERATED_MARK]
  const code = body.replaceAll(/\/\*\*.*?\*\//g, '')
  for (const { from, names, typeOnly } of importables(depth)) {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code))
    if (used.length > 0) lines.push(`import ${typeOnly ? 'type ' : ''}{ ${used.join(', ')} } from '${from}'`)
  }
  return `${lines.join('\n')}\n\n${body.trim()}\n`
}
