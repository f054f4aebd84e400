import { Secret, TOTP } from 'otpauth'

const SECRET_BYTES = 20
const PERIOD_S = 30
/** Steps before and after the present one that count too, for clocks that differ. */
const WINDOW = 1

/** A new secret for an authenticator app, in base32 (RFC 6238, SHA-1, six digits: what every app understands). */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32
}

/** The address that an authenticator app reads from a QR code. */
export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString()
}

/** The time step to which a code belongs; null when it is not valid now. */
export function stepOf(secret: string, code: string, nowMs: number): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: WINDOW })
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_S) + delta
}

function totp(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Kith', label, secret: Secret.fromBase32(secret), period: PERIOD_S })
}
