/** What the family (command line, console, testing, scripts) may use of the broker; may change in any release. */
export * from './config/index.ts'
