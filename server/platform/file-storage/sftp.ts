import { createHash, randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { Readable } from 'node:stream'
import { Client, type SFTPWrapper } from 'ssh2'
import type { SftpSecret, SftpSettings } from '../../../model/file-storage.ts'
import { problemOf, safeAddresses } from '../safe-fetch/index.ts'
import { StorageProblem, type StorageOptions } from './storage.ts'

const CONNECT_MS = 20_000
const KEEPALIVE_MS = 15_000

type SftpStorage = { settings: SftpSettings; secret: SftpSecret }
/** `removed`: it is taken away again, because it only shows whether it can be put. */
type File = { path: string; content: AsyncIterable<Uint8Array>; removed?: boolean }

/**
 * Puts a file on a server by SFTP: under another name first, and then in its place. Gives its size in bytes, and the key by
 * which the server proved who it is.
 */
export async function putSftp(
  storage: SftpStorage,
  file: File,
  options: StorageOptions,
): Promise<{ bytes: number; hostKey: string }> {
  const { client, hostKey, lost, close } = await openClient(storage, options)
  let problemOfContent: unknown
  const content = noting(file.content, (error) => (problemOfContent = error))
  try {
    const bytes = await unlessLost(lost, putOver(client, { ...file, content }, lost))
    return { bytes, hostKey }
  } catch (error) {
    throw problemOfContent ?? asProblem(error)
  } finally {
    close()
  }
}

/** What we fail to make is our own fault, not that of the server. */
async function* noting(content: AsyncIterable<Uint8Array>, note: (error: unknown) => void) {
  try {
    yield* content
  } catch (error) {
    note(error)
    throw error
  }
}

/** A request over a connection that ends in good order is never answered. */
function unlessLost<Value>(lost: AbortSignal, work: Promise<Value>): Promise<Value> {
  const end = new Promise<never>((_, reject) => {
    const tell = () =>
      reject(new StorageProblem('The server closed the connection in the middle.', { final: false }))
    lost.addEventListener('abort', tell, { once: true })
    if (lost.aborted) tell()
  })
  return Promise.race([work, end])
}

async function openClient({ settings, secret }: SftpStorage, options: StorageOptions) {
  const socket = await openSocket(settings, options)
  const client = new Client()
  let hostKey = ''
  const ready = once(client, 'ready')
  // Whatever happens to the connection later also fails the request that waits for it.
  client.on('error', () => undefined)
  const lost = new AbortController()
  client.on('close', () => lost.abort())
  const close = () => {
    client.end()
    socket.destroy()
  }
  try {
    client.connect({
      sock: socket,
      username: settings.username,
      ...(secret.password !== undefined && { password: secret.password }),
      ...(secret.private_key !== undefined && { privateKey: secret.private_key }),
      ...(secret.passphrase !== undefined && { passphrase: secret.passphrase }),
      readyTimeout: CONNECT_MS,
      keepaliveInterval: KEEPALIVE_MS,
      hostVerifier: (key: Buffer) => {
        hostKey = fingerprint(key)
        return settings.host_key === null || settings.host_key.replace(/=$/, '') === hostKey
      },
    })
    await ready
    return { client, hostKey, lost: lost.signal, close }
  } catch (error) {
    close()
    if (settings.host_key !== null && hostKey !== '' && settings.host_key.replace(/=$/, '') !== hostKey)
      throw new StorageProblem(
        `The server proves itself with another key than before (${hostKey}). If that is right, change the key in the settings.`,
        { final: true },
      )
    throw asProblem(error)
  }
}

async function openSocket({ host, port }: SftpSettings, options: StorageOptions): Promise<Socket> {
  try {
    const addresses = await safeAddresses(host, options)
    if ('problem' in addresses)
      throw new StorageProblem(addresses.sentence, { final: addresses.problem === 'private_address' })
    // Requests wait for answers: held back to be sent together, 200 MB took 107 s to a server on the same machine.
    const socket = connect({ host: addresses[0].address, port, noDelay: true })
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) })
    return socket
  } catch (error) {
    if (error instanceof StorageProblem) throw error
    if (error instanceof Error && error.name === 'AbortError')
      throw new StorageProblem('The server did not answer in time.', { final: false })
    throw new StorageProblem(problemOf(error).sentence, { final: false })
  }
}

/** As `ssh-keygen -l` shows a key. */
function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=$/, '')}`
}

async function putOver(
  client: Client,
  { path, content, removed = false }: File,
  signal: AbortSignal,
): Promise<number> {
  const sftp = await promisify(client.sftp.bind(client))()
  const unfinished = `${path}.${randomBytes(4).toString('hex')}.part`
  await makeFolders(sftp, posix.dirname(path))
  await removeUnfinished(sftp, path)
  let bytes = 0
  try {
    const counted = Readable.from(counting(content, (size) => (bytes += size)))
    await pipeline(counted, sftp.createWriteStream(unfinished), { signal })
    if (removed) await unlink(sftp, unfinished)
    else await replace(sftp, unfinished, path)
    return bytes
  } catch (error) {
    await unlink(sftp, unfinished).catch(() => undefined)
    throw error
  }
}

/** What somebody who was killed had begun to write of the same file. A server that lists nothing keeps it. */
async function removeUnfinished(sftp: SFTPWrapper, path: string): Promise<void> {
  const folder = posix.dirname(path)
  const start = `${posix.basename(path)}.`
  const files = await promisify(sftp.readdir.bind(sftp))(folder).catch(() => [])
  for (const { filename } of files)
    if (filename.startsWith(start) && /^[0-9a-f]{8}\.part$/.test(filename.slice(start.length)))
      await unlink(sftp, posix.join(folder, filename)).catch(() => undefined)
}

async function* counting(content: AsyncIterable<Uint8Array>, count: (bytes: number) => void) {
  for await (const piece of content) {
    count(piece.length)
    yield piece
  }
}

const unlink = (sftp: SFTPWrapper, path: string) => promisify(sftp.unlink.bind(sftp))(path)

async function makeFolders(sftp: SFTPWrapper, folder: string): Promise<void> {
  if (folder === '.' || folder === '/') return
  if (await exists(sftp, folder)) return
  await makeFolders(sftp, posix.dirname(folder))
  await promisify<string, void>(sftp.mkdir.bind(sftp))(folder).catch(async (error: unknown) => {
    // Another export may have made it meanwhile.
    if (!(await exists(sftp, folder))) throw error
  })
}

function exists(sftp: SFTPWrapper, path: string): Promise<boolean> {
  return promisify(sftp.stat.bind(sftp))(path).then(
    () => true,
    () => false,
  )
}

/** OpenSSH replaces a file at once; a server that cannot has a moment without one. */
async function replace(sftp: SFTPWrapper, from: string, to: string): Promise<void> {
  try {
    await promisify(sftp.ext_openssh_rename.bind(sftp))(from, to)
  } catch {
    await unlink(sftp, to).catch(() => undefined)
    await promisify(sftp.rename.bind(sftp))(from, to)
  }
}

const sentences: readonly (readonly [pattern: RegExp, sentence: string, final: boolean])[] = [
  [/authentication methods failed/i, 'The server refused this user with this password or key.', true],
  [
    /parse privateKey|encrypted .* key|passphrase/i,
    'The private key could not be read, or its passphrase is not the right one.',
    true,
  ],
  [/permission denied/i, 'The server does not let this user write there.', true],
  [/no such file/i, 'There is no such folder on the server, and it could not be made.', true],
  [/timed out/i, 'The server did not answer in time.', false],
  [/subsystem|channel open failure/i, 'The server lets this user in, but does not offer SFTP.', true],
]

function asProblem(error: unknown): StorageProblem {
  if (error instanceof StorageProblem) return error
  const message = error instanceof Error ? error.message : String(error)
  const [, sentence, final] = sentences.find(([pattern]) => pattern.test(message)) ?? []
  return new StorageProblem(sentence ?? `The transfer failed: ${message}.`, { final: final ?? false })
}
