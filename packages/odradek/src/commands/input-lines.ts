/** Lines of a byte stream, without loading it whole: UTF-8, \n or \r\n; the last line may lack its end. */
export async function* inputLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of input) {
    rest += decoder.decode(chunk, { stream: true })
    let from = 0
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', from)) {
      yield rest.slice(from, rest[at - 1] === '\r' && at > from ? at - 1 : at)
      from = at + 1
    }
    rest = rest.slice(from)
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
