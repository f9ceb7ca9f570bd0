// Generated from packages/protocol/schema by `npm run gen`. Do not edit.
export * from './messages.ts'
export * from './apis.ts'
