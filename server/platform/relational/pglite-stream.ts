import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Duplex } from 'node:stream'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { pgliteWorker } from '../paths.ts'
import type { WorkerSettings } from './pglite-worker.js'

/** The embedded database on its thread. */
export type PgliteThread = {
  /** A port on which one client speaks the PostgreSQL protocol; may be handed to another thread. */
  openPort(): MessagePort
  close(): Promise<void>
  /** Resolves if the thread dies. */
  failed: Promise<Error>
}

// Node's types leave it out.
declare global {
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

// Threads that share the program share what the engine has learned to run faster in it.
let program: Promise<WebAssembly.Module> | null = null

async function compileProgram(): Promise<WebAssembly.Module> {
  const folder = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
  return WebAssembly.compile(await readFile(join(folder, 'pglite.wasm')))
}

/** Starts the thread and opens the database. Rejects when the folder cannot be opened. */
export async function startPgliteThread(settings: Omit<WorkerSettings, 'program'>): Promise<PgliteThread> {
  program ??= compileProgram()
  const workerData: WorkerSettings = { ...settings, program: await program }
  const worker = new Worker(pgliteWorker(), { workerData })
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
    openPort() {
      const { port1, port2 } = new MessageChannel()
      worker.postMessage({ port: port1 }, [port1])
      return port2
    },
    failed,
    async close() {
      const closed = once(worker, 'message')
      worker.postMessage('close')
      await closed
      await worker.terminate()
    },
  }
}

/** What `pg` takes for a socket: writes go to the database's thread as whole messages, its answers are what is read. */
export function streamOver(port: MessagePort): Duplex {
  const stream = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      send(port, [chunk])
      done()
    },
    writev(chunks, done) {
      send(
        port,
        chunks.map(({ chunk }) => chunk as Buffer),
      )
      done()
    },
    destroy(error, done) {
      port.close()
      done(error)
    },
  })
  port.on('message', (reply: Uint8Array) => {
    if (reply.byteLength > 0) stream.push(reply)
  })
  port.on('close', () => stream.destroy())
  return Object.assign(stream, {
    connect: () => setImmediate(() => stream.emit('connect')),
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  })
}

/** Hands over one message, in memory of its own: what is sent as it is would be copied twice. */
function send(port: MessagePort, parts: Uint8Array[]): void {
  const message = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    message.set(part, at)
    at += part.byteLength
  }
  port.postMessage(message, [message.buffer])
}
