// JavaScript, because a worker thread starts without the loader that runs TypeScript sources in development and tests.
import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'

/** @typedef {{ dataDir: string, templatePath: string | null }} WorkerSettings */

/**
 * Runs the embedded database on its own thread and answers raw PostgreSQL protocol messages in order.
 * @param {WorkerSettings} settings
 * @param {import('node:worker_threads').MessagePort} port
 */
async function serve(settings, port) {
  const pglite = await openDatabase(settings)
  port.postMessage('ready')
  let queue = Promise.resolve()
  port.on('message', (message) => {
    queue = queue.then(() => (message === 'close' ? close(pglite, port) : answer(pglite, port, message)))
  })
}

/** @param {WorkerSettings} settings */
async function openDatabase({ dataDir, templatePath }) {
  const extensions = { pg_trgm }
  if (!templatePath) return PGlite.create({ dataDir, extensions })
  return PGlite.create({ dataDir, extensions, loadDataDir: new Blob([await readFile(templatePath)]) })
}

/**
 * @param {PGlite} pglite
 * @param {import('node:worker_threads').MessagePort} port
 * @param {Uint8Array} message
 */
async function answer(pglite, port, message) {
  const reply = await pglite.execProtocolRaw(message)
  port.postMessage(Uint8Array.from(reply))
}

/**
 * @param {PGlite} pglite
 * @param {import('node:worker_threads').MessagePort} port
 */
async function close(pglite, port) {
  await pglite.close()
  port.postMessage('closed')
}

if (parentPort) await serve(workerData, parentPort)
