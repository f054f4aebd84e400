import { openLmdbLog } from '../index.ts'

const WRITERS = 8

const log = openLmdbLog(process.argv[2] ?? '')

async function appendForEver(writer: number): Promise<never> {
  for (let count = 0; ; count++) {
    const text = `writer ${writer} record ${count}`
    const position = await log.append(Buffer.from(text))
    process.stdout.write(`${position} ${text}\n`)
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => appendForEver(writer)))
