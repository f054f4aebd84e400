// JavaScript, because a worker thread starts without the loader that runs TypeScript sources in development and tests.
import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'

/** @typedef {{ dataDir: string, templatePath: string | null, program: WebAssembly.Module }} WorkerSettings */
/** @typedef {import('node:worker_threads').MessagePort} MessagePort */

const READY_FOR_QUERY = 0x5a
const READY_LENGTH = 6
const IDLE = 0x49

/** A page that is not in its memory costs the embedded database 65 µs to read; a million people fill 90,000 pages. */
const SHARED_BUFFERS = '256MB'

/**
 * Runs the embedded database on its own thread. Each client has a port for raw PostgreSQL protocol messages.
 * @param {WorkerSettings} settings
 * @param {MessagePort} parent
 */
async function serve(settings, parent) {
  const pglite = await openDatabase(settings)
  const session = shareSession(pglite)
  const close = async () => {
    await session.settled()
    await pglite.close()
    parent.postMessage('closed')
  }
  parent.on('message', (message) => {
    if (message === 'close') void close()
    else session.admit(message.port)
  })
  parent.postMessage('ready')
}

/** @param {WorkerSettings} settings */
async function openDatabase({ dataDir, templatePath, program }) {
  const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`]
  const settings = { dataDir, startParams, extensions: { pg_trgm }, pgliteWasmModule: program }
  if (!templatePath) return PGlite.create(settings)
  return PGlite.create({ ...settings, loadDataDir: new Blob([await readFile(templatePath)]) })
}

/**
 * PGlite has one session. Clients take turns message by message, first come, first served; while one is inside a
 * transaction, the others wait until it ends.
 * @param {PGlite} pglite
 */
function shareSession(pglite) {
  /** @type {{ port: MessagePort, message: Uint8Array }[]} */
  const waiting = []
  /** @type {MessagePort | null} */
  let holder = null
  let isWorking = false
  let turns = Promise.resolve()

  const takeTurns = async () => {
    isWorking = true
    for (;;) {
      const index = waiting.findIndex(({ port }) => holder === null || port === holder)
      const turn = index < 0 ? undefined : waiting.splice(index, 1)[0]
      if (!turn) break
      const reply = await answer(pglite, turn.message)
      holder = holderAfter(reply, turn.port, holder)
      turn.port.postMessage(reply, [reply.buffer])
    }
    isWorking = false
  }
  const work = () => {
    if (!isWorking) turns = takeTurns()
  }
  const release = async () => {
    await pglite.exec('rollback')
    holder = null
    work()
  }
  return {
    /** @param {MessagePort} port */
    admit(port) {
      port.on('message', (message) => {
        waiting.push({ port, message })
        work()
      })
      port.on('close', () => {
        if (holder === port) void release()
      })
    },
    settled: () => turns,
  }
}

/**
 * The reply as it comes, as a stream: otherwise PGlite would read it, too, for clients that do not speak the protocol.
 * @param {PGlite} pglite
 * @param {Uint8Array} message
 */
async function answer(pglite, message) {
  /** @type {Buffer[]} */
  const parts = []
  await pglite.execProtocolRawStream(message, {
    syncToFs: false,
    onRawData: (bytes) => void parts.push(Buffer.from(bytes)),
  })
  return Uint8Array.from(Buffer.concat(parts))
}

/**
 * Who holds the session after a reply: its last message says whether a transaction is open.
 * @param {Uint8Array} reply
 * @param {MessagePort} port
 * @param {MessagePort | null} before
 */
function holderAfter(reply, port, before) {
  if (reply[reply.length - READY_LENGTH] !== READY_FOR_QUERY) return before
  return reply[reply.length - 1] === IDLE ? null : port
}

if (parentPort) await serve(workerData, parentPort)
