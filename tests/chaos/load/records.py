"""What the record with a number is; the same as ../records.ts."""
TEXT = b'nothing acknowledged is lost, doubled or reordered; '
PADDING = TEXT * 12


def mixed(number):
    return (number * 2654435761) & 0xffffffff


def key_of(number):
    return b'k%d' % (mixed(number) % 40)


def is_tombstone(number):
    return (mixed(number) >> 16) % 8 == 0


def identity(writer, partition, number):
    return b'%d/%d/%d/' % (writer, partition, number)


def value_of(writer, partition, number):
    return identity(writer, partition, number) + PADDING[:(number * 7919) % 600]
