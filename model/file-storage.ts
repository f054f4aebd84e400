import { z } from 'zod'
import { text } from './strings.ts'

const host = text(253).refine(
  (value) => /^[\w.:[\]-]+$/.test(value),
  'must be the name or address of a server',
)

/** A bucket of anything that speaks as S3 does; without an endpoint that of Amazon in its region. */
const s3Settings = z.object({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .default(null),
  region: text(100).default('us-east-1'),
  bucket: text(255).refine((value) => /^[\w.-]+$/.test(value), 'must be the name of a bucket'),
  access_key_id: text(200),
})
export type S3Settings = z.infer<typeof s3Settings>

/** A folder on a server that is reached by SFTP. `host_key` is how the server proves itself; the first meeting tells it when it is not given. */
const sftpSettings = z.object({
  host,
  port: z.number().int().min(1).max(65_535).default(22),
  username: text(200),
  host_key: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'must look like SHA256:… as ssh-keygen -l shows it')
    .nullable()
    .default(null),
})
export type SftpSettings = z.infer<typeof sftpSettings>

const secretText = z.string().min(1).max(20_000)
const s3Secret = z.object({ secret_access_key: secretText })
const sftpSecret = z
  .object({
    password: secretText.optional(),
    private_key: secretText.optional(),
    passphrase: secretText.optional(),
  })
  .refine(({ password, private_key }) => password !== undefined || private_key !== undefined, {
    message: 'needs a password or a private key',
    path: ['password'],
  })
export type S3Secret = z.infer<typeof s3Secret>
export type SftpSecret = z.infer<typeof sftpSecret>

const name = text(200)

/** Where files are put. What it is opened with is never shown again. */
export const fileStorage = z.discriminatedUnion('kind', [
  z.object({ id: z.uuid(), name, kind: z.literal('s3'), settings: s3Settings, created_at: z.iso.datetime() }),
  z.object({
    id: z.uuid(),
    name,
    kind: z.literal('sftp'),
    settings: sftpSettings,
    created_at: z.iso.datetime(),
  }),
])
export type FileStorage = z.infer<typeof fileStorage>

export const fileStorageInput = z.discriminatedUnion('kind', [
  z.object({ name, kind: z.literal('s3'), settings: s3Settings, secret: s3Secret }),
  z.object({ name, kind: z.literal('sftp'), settings: sftpSettings, secret: sftpSecret }),
])
export type FileStorageInput = z.input<typeof fileStorageInput>

/** How a small file fared that was put there and taken away again. */
export const storageTest = z.object({ ok: z.boolean(), message: z.string(), host_key: z.string().nullable() })
export type StorageTest = z.infer<typeof storageTest>

/** A change of a storage: what is given replaces what was there, `settings` and `secret` as a whole. */
export const fileStorageChange = z.object({
  name: name.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  secret: z.record(z.string(), z.unknown()).optional(),
})
export type FileStorageChange = z.input<typeof fileStorageChange>
