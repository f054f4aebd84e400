import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { pgliteWorker } from '../paths.ts'
import type { WorkerSettings } from './pglite-worker.js'

/** The embedded database on its thread: byte streams that speak the PostgreSQL protocol, one client at a time. */
export type PgliteThread = { connect(): Duplex; close(): Promise<void>; failed: Promise<Error> }

/** Starts the thread and opens the database. Rejects when the folder cannot be opened. */
export async function startPgliteThread(settings: WorkerSettings): Promise<PgliteThread> {
  const worker = new Worker(pgliteWorker(), { workerData: settings })
  const failed = new Promise<Error>((resolve) => {
    worker.once('error', (error) => resolve(error instanceof Error ? error : new Error(String(error))))
  })
  await Promise.race([
    once(worker, 'message'),
    failed.then((error) => {
      throw error
    }),
  ])
  return {
    connect: () => protocolStream(worker, failed),
    failed,
    async close() {
      const closed = once(worker, 'message')
      worker.postMessage('close')
      await closed
      await worker.terminate()
    },
  }
}

/** What `pg` takes for a socket: writes go to the thread as whole messages, its answers are what is read. */
function protocolStream(worker: Worker, failed: Promise<Error>): Duplex {
  const onReply = (reply: Uint8Array | string) => {
    if (typeof reply !== 'string' && reply.byteLength > 0) stream.push(reply)
  }
  const stream = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      worker.postMessage(chunk)
      done()
    },
    writev(chunks, done) {
      worker.postMessage(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)))
      done()
    },
    destroy(error, done) {
      worker.off('message', onReply)
      done(error)
    },
  })
  worker.on('message', onReply)
  void failed.then((error) => stream.destroy(error))
  return Object.assign(stream, {
    connect: () => setImmediate(() => stream.emit('connect')),
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  })
}
