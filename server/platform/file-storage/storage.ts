import type { S3Secret, S3Settings, SftpSecret, SftpSettings } from '../../../model/file-storage.ts'

/** Where files are put, with what opens it. */
export type OpenStorage =
  | { kind: 's3'; settings: S3Settings; secret: S3Secret }
  | { kind: 'sftp'; settings: SftpSettings; secret: SftpSecret }

/** How a file fared. `final` says that trying again cannot help: somebody has to change something. */
export type PutOutcome =
  | { ok: true; bytes: number; hostKey: string | null }
  | { ok: false; sentence: string; final: boolean }

export type StorageOptions = { allowPrivate: boolean }

/** A file that could not be put. The message is a sentence for whoever set the storage up. */
export class StorageProblem extends Error {
  readonly final: boolean

  constructor(sentence: string, { final }: { final: boolean }) {
    super(sentence)
    this.final = final
  }
}
