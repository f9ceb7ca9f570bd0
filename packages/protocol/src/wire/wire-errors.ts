/**
 * The two ways in which bytes and messages can fail to meet. Owned by the wire layer; every decoder of this package
 * throws DecodeError and nothing else on bad input, whatever the bytes are.
 */

/** The bytes are not a valid message: too short, a count or length that cannot be, a number outside the safe range. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
}

/**
 * The message cannot be said at the version asked for: the version is outside the valid range, or a field that must
 * not be dropped (not `ignorable` in Kafka's schema) holds a value and the version has no place for it.
 */
export class UnsupportedVersionError extends Error {
  override readonly name = 'UnsupportedVersionError'
}

/** A value does not fit its field: null where null is not allowed, a string over 32,767 bytes, an unsafe integer. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError'
}

/** The message would take more bytes than its writer may hold, or than the size of a frame can say. */
export class MessageTooLargeError extends EncodeError {}
