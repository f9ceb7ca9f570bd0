/**
 * Time as an interface. Durations, deadlines and timeouts use `monotonicMs`; `wallMs` is for record timestamps,
 * retention and nothing else, because the wall clock jumps (NTP, a suspended laptop, a person).
 */
export interface Clock {
  /** Milliseconds since 1970 UTC, whole number. May jump in both directions. */
  wallMs(): number
  /** Milliseconds since an arbitrary start, fractional, never goes back. */
  monotonicMs(): number
}
