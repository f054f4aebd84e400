import type { FileStorageInput } from '../../../model/file-storage.ts'

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
