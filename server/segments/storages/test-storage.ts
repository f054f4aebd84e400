import { randomUUID } from 'node:crypto'
import type { StorageTest } from '../../../model/file-storage.ts'
import { audit } from '../../access/index.ts'
import { tryStorage, type StorageOptions } from '../../platform/file-storage/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { findStorage, openStorage, subjectOf, trustHostKey } from './storages.ts'

/** Puts a small file there and takes it away again, and tells how it went. Throws `not_found`. */
export async function testStorage(
  platform: Platform,
  actor: Actor,
  { id, ...options }: { id: string } & StorageOptions,
): Promise<StorageTest> {
  const { db } = platform
  const outcome = await tryStorage(await openStorage(platform, id), `kith-test-${randomUUID()}.txt`, options)
  if (outcome.ok) await trustHostKey(db, id, outcome.hostKey)
  await audit(db, actor, {
    action: 'storage.tested',
    subject: subjectOf(await findStorage(db, id)),
    details: { ok: outcome.ok },
  })
  return outcome.ok
    ? { ok: true, message: 'A file was put there and taken away again.', host_key: outcome.hostKey }
    : { ok: false, message: outcome.sentence, host_key: null }
}
