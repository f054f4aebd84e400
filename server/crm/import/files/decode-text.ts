import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

const HEAD_BYTES = 64 * 1024
/** More zero bytes at one side than this share say UTF-16; texts in Latin letters have one in every pair. */
const ZERO_SHARE = 0.3

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** The text of a file in pieces, in whatever encoding it is: UTF-8, UTF-16 with or without a mark, or Windows-1252. */
export async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await detectEncoding(path))
  for await (const bytes of createReadStream(path)) yield decoder.decode(bytes as Buffer, { stream: true })
  yield decoder.decode()
}

/** Which encoding a file has. What is no valid UTF-8 is taken for Windows-1252, which older spreadsheets write. */
async function detectEncoding(path: string): Promise<Encoding> {
  const head = await readHead(path)
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const [even, odd] = zeroShares(head)
  if (odd > ZERO_SHARE) return 'utf-16le'
  if (even > ZERO_SHARE) return 'utf-16be'
  return (await isUtf8(path)) ? 'utf-8' : 'windows-1252'
}

/** The first bytes of a file. */
export async function readHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function zeroShares(head: Buffer): [even: number, odd: number] {
  const pairs = Math.max(1, head.length / 2)
  let [even, odd] = [0, 0]
  head.forEach((byte, place) => {
    if (byte === 0 && place % 2 === 0) even += 1
    else if (byte === 0) odd += 1
  })
  return [even / pairs, odd / pairs]
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of createReadStream(path)) decoder.decode(bytes as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}
