import type { FileStorage, FileStorageChange, FileStorageInput } from '../../../model/file-storage.ts'

/** What is typed about a storage, of whichever kind. */
export type StorageDraft = {
  kind: 's3' | 'sftp'
  name: string
  endpoint: string
  region: string
  bucket: string
  access_key_id: string
  secret_access_key: string
  host: string
  port: number
  username: string
  password: string
  private_key: string
  passphrase: string
}

export const emptyStorage: StorageDraft = {
  kind: 's3',
  name: '',
  endpoint: '',
  region: 'us-east-1',
  bucket: '',
  access_key_id: '',
  secret_access_key: '',
  host: '',
  port: 22,
  username: '',
  password: '',
  private_key: '',
  passphrase: '',
}

/** As the API takes it; what was left empty is left out. */
export function storageInput(draft: StorageDraft): FileStorageInput {
  const { name, region, bucket, access_key_id, secret_access_key, host, port, username } = draft
  if (draft.kind === 's3') {
    const settings = { endpoint: draft.endpoint.trim() || null, region, bucket, access_key_id }
    return { name, kind: 's3', settings, secret: { secret_access_key } }
  }
  const secret = {
    password: draft.password || undefined,
    private_key: draft.private_key || undefined,
    passphrase: draft.passphrase || undefined,
  }
  return { name, kind: 'sftp', settings: { host, port, username }, secret }
}

/** What edits a storage: all but what opens it, which nobody is shown. */
export function draftOf(storage: FileStorage): StorageDraft {
  const { name, kind } = storage
  if (kind === 's3')
    return { ...emptyStorage, name, kind, ...storage.settings, endpoint: storage.settings.endpoint ?? '' }
  const { host, port, username } = storage.settings
  return { ...emptyStorage, name, kind, host, port, username }
}

/** What changes a storage. What opens it stays as it is where nothing was typed for it. */
export function storageChange(before: FileStorage, draft: StorageDraft): FileStorageChange {
  const { name, settings, secret } = storageInput({ ...draft, kind: before.kind })
  const isTyped = Object.values(secret).some((value) => value !== undefined && value !== '')
  return { name, settings: { ...settings, ...provenBy(before, draft) }, ...(isTyped && { secret }) }
}

/** The same server has to prove itself as it did before; another one is met for the first time. */
function provenBy(before: FileStorage, { host, port }: StorageDraft) {
  if (before.kind !== 'sftp') return {}
  const { settings } = before
  return { host_key: settings.host === host && settings.port === port ? settings.host_key : null }
}
