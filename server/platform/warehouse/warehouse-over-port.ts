import type { MessagePort } from 'node:worker_threads'
import { toLines } from './json-lines.ts'
import type { Measured, Params, Warehouse } from './warehouse.ts'

type Question =
  | { method: 'rows' | 'measured'; query: string; params: Params }
  | { method: 'command'; query: string; params: Params }
  | { method: 'insert'; table: string; lines: string; token: string | undefined }
type Request = { id: number; question: Question }
type Reply = { id: number; rows?: unknown[]; error?: Error }

/** Lets another thread use the warehouse, which a process can open only once, through this port. */
export function serveWarehouse(warehouse: Warehouse, port: MessagePort): void {
  const reply = async ({ id, question }: Request) => {
    try {
      port.postMessage({ id, rows: await answer(warehouse, question) })
    } catch (error) {
      port.postMessage({ id, error: error instanceof Error ? error : new Error(String(error)) })
    }
  }
  port.on('message', (request: Request) => void reply(request))
}

async function answer(warehouse: Warehouse, question: Question): Promise<unknown[]> {
  switch (question.method) {
    case 'rows':
      return warehouse.rows(question.query, question.params)
    case 'measured':
      return [await warehouse.measured(question.query, question.params)]
    case 'command':
      await warehouse.command(question.query, question.params)
      return []
    case 'insert':
      await warehouse.insertLines(question.table, question.lines, question.token)
      return []
  }
}

/** The warehouse that another thread serves. Rows are made into text here, which is most of the work of an insert. */
export function warehouseOverPort(port: MessagePort): Warehouse {
  const waiting = new Map<number, (reply: Reply) => void>()
  let lastId = 0
  port.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  const ask = (question: Question) =>
    new Promise<unknown[]>((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, ({ rows, error }) => (error ? reject(error) : resolve(rows ?? [])))
      port.postMessage({ id, question } satisfies Request)
    })
  const insertLines = async (table: string, lines: string, token?: string) => {
    await ask({ method: 'insert', table, lines, token })
  }
  return {
    async rows<Row>(query: string, params: Params = {}) {
      return (await ask({ method: 'rows', query, params })) as Row[]
    },
    async measured<Row>(query: string, params: Params = {}) {
      const [measured] = await ask({ method: 'measured', query, params })
      return measured as Measured<Row>
    },
    async command(query, params = {}) {
      await ask({ method: 'command', query, params })
    },
    async insert(table, rows, token) {
      if (rows.length > 0) await insertLines(table, toLines(rows), token)
    },
    insertLines,
    close: async () => port.close(),
  }
}
