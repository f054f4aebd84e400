import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, normalize } from 'node:path'
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2'

const { STATUS_CODE } = ssh2.utils.sftp

export type TestSftp = {
  host: string
  port: number
  user: { username: string; password: string }
  /** The paths of all files on it, and what is in one. */
  files(): string[]
  read(path: string): Buffer
  /** After so many bytes of a file the connection is cut. */
  cutAfter(bytes: number | null): void
  close(): Promise<void>
}

/** A real SSH server with SFTP on a folder of its own. It keeps its key over `again`, or has another. */
export async function openTestSftp({ port = 0 }: { port?: number } = {}): Promise<TestSftp> {
  const root = mkdtempSync(join(tmpdir(), 'kith-test-sftp-'))
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const user = { username: 'kith', password: 'a password of this test' }
  const connections = new Set<Connection>()
  const limit: { bytes: number | null } = { bytes: null }
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (connection) => {
    connections.add(connection)
    connection.on('error', () => undefined)
    connection.on('close', () => connections.delete(connection))
    connection.on('authentication', (context) => {
      const isRight =
        context.method === 'password' &&
        context.username === user.username &&
        context.password === user.password
      if (isRight) context.accept()
      else context.reject(['password'])
    })
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => serve(acceptSftp(), { root, limit, cut: () => connection.end() }))
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    user,
    files: () =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
        statSync(join(root, path)).isFile(),
      ),
    read: (path) => readFileSync(join(root, path)),
    cutAfter: (bytes) => (limit.bytes = bytes),
    async close() {
      for (const connection of connections) connection.end()
      server.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

type Served = { root: string; limit: { bytes: number | null }; cut(): void }

function serve(sftp: SFTPWrapper, { root, limit, cut }: Served): void {
  const handles = new Map<string, FileHandle>()
  let written = 0
  const at = (path: string) => join(root, normalize(`/${path}`))
  serveListings(sftp, at)
  const answer = async (id: number, work: () => unknown) => {
    try {
      await work()
      sftp.status(id, STATUS_CODE.OK)
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      sftp.status(id, isMissing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE)
    }
  }
  sftp.on('OPEN', (id, path) => {
    void open(at(path), 'w').then(
      (file) => {
        const handle = Buffer.from(String(handles.size))
        handles.set(handle.toString(), file)
        sftp.handle(id, handle)
      },
      () => sftp.status(id, STATUS_CODE.NO_SUCH_FILE),
    )
  })
  sftp.on('WRITE', (id, handle, offset, data) => {
    written += data.length
    if (limit.bytes !== null && written > limit.bytes) return cut()
    void answer(id, () => handles.get(handle.toString())?.write(data, 0, data.length, offset))
  })
  sftp.on('CLOSE', (id, handle) => void answer(id, () => handles.get(handle.toString())?.close()))
  sftp.on(
    'close',
    () => void Promise.all([...handles.values()].map((file) => file.close().catch(() => undefined))),
  )
  sftp.on('FSETSTAT', (id) => sftp.status(id, STATUS_CODE.OK))
  sftp.on('MKDIR', (id, path) => void answer(id, () => mkdirSync(at(path))))
  sftp.on('REMOVE', (id, path) => void answer(id, () => rmSync(at(path))))
  sftp.on('RENAME', (id, from, to) => void answer(id, () => renameSync(at(from), at(to))))
  sftp.on('STAT', (id, path) => {
    try {
      const { mode, uid, gid, size, atimeMs, mtimeMs } = statSync(at(path))
      sftp.attrs(id, { mode, uid, gid, size, atime: atimeMs / 1000, mtime: mtimeMs / 1000 })
    } catch {
      sftp.status(id, STATUS_CODE.NO_SUCH_FILE)
    }
  })
}

function serveListings(sftp: SFTPWrapper, at: (path: string) => string): void {
  const listings = new Map<string, string[]>()
  sftp.on('OPENDIR', (id, path) => {
    const handle = Buffer.from(`folder ${listings.size}`)
    listings.set(handle.toString(), readdirSync(at(path)))
    sftp.handle(id, handle)
  })
  sftp.on('READDIR', (id, handle) => {
    const names = listings.get(handle.toString()) ?? []
    listings.set(handle.toString(), [])
    if (names.length === 0) return sftp.status(id, STATUS_CODE.EOF)
    const attrs = { mode: 0o100644, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }
    sftp.name(
      id,
      names.map((filename) => ({ filename, longname: filename, attrs })),
    )
  })
}
