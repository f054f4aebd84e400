import { putS3, removeS3 } from './s3.ts'
import { putSftp } from './sftp.ts'
import { StorageProblem, type OpenStorage, type PutOutcome, type StorageOptions } from './storage.ts'

const TEST_TEXT = 'Kith put this file here to see whether it can, and takes it away again.\n'

/**
 * Puts a file there in one piece: whoever looks sees the whole of it or what was there before. A file of the same name is
 * replaced. Memory does not grow with the file. What goes wrong out there is a value; what `content` throws is thrown.
 */
export async function putFile(
  storage: OpenStorage,
  file: { path: string; content: AsyncIterable<Uint8Array> },
  options: StorageOptions,
): Promise<PutOutcome> {
  try {
    return storage.kind === 's3'
      ? { ok: true, bytes: await putS3(storage, file, options), hostKey: null }
      : { ok: true, ...(await putSftp(storage, file, options)) }
  } catch (error) {
    if (error instanceof StorageProblem) return { ok: false, sentence: error.message, final: error.final }
    throw error
  }
}

/** Puts a small file there and takes it away again, as far as that is allowed. */
export async function tryStorage(
  storage: OpenStorage,
  path: string,
  options: StorageOptions,
): Promise<PutOutcome> {
  const file = { path, content: smallFile() }
  try {
    if (storage.kind === 'sftp')
      return { ok: true, ...(await putSftp(storage, { ...file, removed: true }, options)) }
    const bytes = await putS3(storage, file, options)
    await removeS3(storage, path, options)
    return { ok: true, bytes, hostKey: null }
  } catch (error) {
    if (error instanceof StorageProblem) return { ok: false, sentence: error.message, final: error.final }
    throw error
  }
}

async function* smallFile() {
  yield Buffer.from(TEST_TEXT)
}
