/** What stands before a request's body in the log. */
export type RecordHeader = {
  sourceId: string
  receivedAt: number
  ip: string | null
  userAgent: string | null
  /** The type that the path names (`/v1/track`); null where each event says its own. */
  type: string | null
}

export type DecodedRecord = { header: RecordHeader; body: string }

const LENGTH_BYTES = 4

/** A log record: the header's length, the header, and the body just as it was received. */
export function encodeRecord(header: RecordHeader, body: Uint8Array): Uint8Array {
  const head = Buffer.from(JSON.stringify(header))
  const record = Buffer.allocUnsafe(LENGTH_BYTES + head.length + body.byteLength)
  record.writeUInt32LE(head.length, 0)
  record.set(head, LENGTH_BYTES)
  record.set(body, LENGTH_BYTES + head.length)
  return record
}

/** The reverse of `encodeRecord`. */
export function decodeRecord(record: Uint8Array): DecodedRecord {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const start = LENGTH_BYTES + bytes.readUInt32LE(0)
  return {
    header: JSON.parse(bytes.toString('utf8', LENGTH_BYTES, start)) as RecordHeader,
    body: bytes.toString('utf8', start),
  }
}
