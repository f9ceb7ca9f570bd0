// Family door: for the other packages of this repository only.
export * from './index.ts'

// wire
export * from './wire/reader.ts'
export * from './wire/writer.ts'
export * from './wire/varint.ts'
export * from './wire/crc32c.ts'

// records
export * from './records/index.ts'
