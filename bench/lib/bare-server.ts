import { createServer } from 'node:http'
import { open } from 'lmdb'

// The least that a server must do to keep the same promise: parse the JSON, have it on disk, answer.

const [folder = '', port = '0'] = process.argv.slice(2)
const root = open<Buffer, number>({ path: folder, encoding: 'binary', keyEncoding: 'ordered-binary' })
let next = 1

createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => void answer())

  async function answer() {
    if (request.method === 'POST') {
      const body = Buffer.concat(chunks)
      JSON.parse(body.toString('utf8'))
      await root.put(next++, body)
      await root.flushed
    }
    response.setHeader('content-type', 'application/json')
    response.end('{"success":true}')
  }
}).listen(Number(port), '127.0.0.1')
