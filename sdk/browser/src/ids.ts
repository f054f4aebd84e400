const HEX_GROUPS = /(.{8})(.{4})(.{4})(.{4})(.{12})/
const STAMP_DIGITS = 9

let lastStamp = 0

/** A random uuid, version 4. `crypto.randomUUID` is missing on pages served without TLS. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(HEX_GROUPS, '$1-$2-$3-$4-$5')
}

/** A unique id whose text order is the order of the calls, so that a sorted queue is in order. */
export function messageId(): string {
  lastStamp = Math.max(Date.now(), lastStamp + 1)
  return `kith-${lastStamp.toString(36).padStart(STAMP_DIGITS, '0')}-${uuid()}`
}
