/** For tests and the fuzz command: a valid request in which one element of one array stands again and again. */
import { CreateTopicsApi } from '@odradek/protocol/internal'
import { type Names, validRequests } from './valid-requests.ts'

/** An answer may be so many times as large as its request, besides what repetitions may take: an error with its sentence for an element of a few bytes. */
export const ANSWER_FACTOR = 20

export interface Multiplication {
  /** Which of the request's arrays, counted from the outside in. */
  readonly array: number
  readonly times: number
  /** Each time under another name, where the element has one. */
  readonly differs: boolean
}

/** Every array of a request that holds something. */
function arraysIn(value: unknown, found: unknown[][] = []): unknown[][] {
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return found
  if (Array.isArray(value) && value.length > 0) found.push(value)
  for (const inner of Object.values(value)) arraysIn(inner, found)
  return found
}

const isName = (key: string): boolean => /name|id$|^topic$|member/i.test(key)
const isIndex = (key: string): boolean => /index$|^partition$/i.test(key)

function renamed(element: unknown, suffix: number): unknown {
  // Ids have 22 characters, and have to stay ids.
  if (typeof element === 'string') return element.length === 22 ? element : `${element}-${suffix}`
  if (typeof element === 'number') return suffix
  if (element === null || typeof element !== 'object' || Buffer.isBuffer(element) || Array.isArray(element)) return element
  return Object.fromEntries(Object.entries(element).map(([key, value]) => {
    if (isIndex(key)) return [key, suffix]
    return [key, isName(key) && typeof value === 'string' ? renamed(value, suffix) : value]
  }))
}

/** How many arrays there are to multiply in. */
export function arrayCount(key: number, version: number, names: Names): number {
  return arraysIn(validRequests[key]?.(version, names)).length
}

/** Topics are only validated: thousands of them would be made. */
export function multiplied(key: number, version: number, names: Names, { array, times, differs }: Multiplication): unknown {
  const request = validRequests[key]?.(version, names) as Record<string, unknown>
  if (key === CreateTopicsApi.key) request['validateOnly'] = true
  const elements = arraysIn(request)[array]
  const [element] = elements ?? []
  for (let i = 0; elements !== undefined && i < times; i++) elements.push(differs ? renamed(element, i) : element)
  return request
}
