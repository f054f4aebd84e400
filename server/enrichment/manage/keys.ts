import { z } from 'zod'
import type { Secrets } from '../../platform/secrets.ts'
import { HIDDEN_KEY } from '../ask/render-request.ts'

const stored = z.record(z.string(), z.string())

/** The keys of a provider by name. */
export function openKeys(secrets: Secrets, sealed: Buffer): Record<string, string> {
  return stored.parse(JSON.parse(secrets.open(sealed)))
}

/** Seals keys for keeping. */
export function sealKeys(secrets: Secrets, keys: Record<string, string>): Buffer {
  return secrets.seal(JSON.stringify(keys))
}

/** A text without keys: services repeat in their answers what they were sent. */
export function withoutKeys(text: string, keys: string[]): string {
  return keys.reduce((left, key) => left.replaceAll(key, HIDDEN_KEY), text)
}
