import { createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { Config } from './config.ts'
import { start } from './main.ts'

const BATCH_EVENTS = 500
const ATTEMPTS = 8

type Target = { url: string; writeKey: string }
type Counts = { sent: number; skipped: number }

/**
 * Sends a file of events (JSON lines in Segment's shape) to Kith: to the one that runs at `--url`, else to one that
 * it starts on the data folder for as long as it takes. Sending a file twice counts once, if its events have message ids.
 */
export async function replay(args: string[], config: Config): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: 'string' }, 'write-key': { type: 'string' } },
  })
  const file = positionals[0]
  const writeKey = values['write-key'] ?? config.first.writeKey
  if (!file)
    throw new Error('Name the file to send: kith replay FILE [--url http://localhost:3000] [--write-key KEY]')
  if (!writeKey)
    throw new Error('Give the write key of the source to send to, with --write-key or KITH_WRITE_KEY.')
  if (values.url) return report(await sendFile(file, { url: values.url, writeKey }))

  const running = await start({ ...config, port: 0, first: { ...config.first, writeKey } })
  const counts = await sendFile(file, { url: running.address, writeKey })
  await running.idle()
  await running.stop()
  report(counts)
}

async function sendFile(file: string, target: Target): Promise<Counts> {
  const total = statSync(file).size
  const counts = { sent: 0, skipped: 0 }
  let read = 0
  let batch: unknown[] = []
  const flush = async () => {
    if (batch.length > 0) await sendBatch(batch, target)
    counts.sent += batch.length
    batch = []
    showProgress(read / total, counts.sent)
  }
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    read += Buffer.byteLength(line) + 1
    const event = parseLine(line)
    if (event !== null) batch.push(event)
    else if (line.trim() !== '') counts.skipped += 1
    if (batch.length >= BATCH_EVENTS) await flush()
  }
  await flush()
  return counts
}

/** Sends until it is accepted; a refusal that would not change ends with the server's sentence. */
async function sendBatch(batch: unknown[], { url, writeKey }: Target): Promise<void> {
  const body = JSON.stringify({ batch, writeKey })
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }).catch((error: unknown) => error)
    if (answer instanceof Response && answer.ok) return
    const problem = answer instanceof Response ? `${answer.status} ${await answer.text()}` : String(answer)
    const isFinal = answer instanceof Response && answer.status < 500 && answer.status !== 429
    if (isFinal || attempt >= ATTEMPTS) throw new Error(`The server did not take the events: ${problem}`)
    await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt))
  }
}

function parseLine(line: string): object | null {
  try {
    const event: unknown = JSON.parse(line)
    return typeof event === 'object' ? event : null
  } catch {
    return null
  }
}

/** Draws the bar on the terminal; in a pipe it stays silent until the end. */
export function showProgress(share: number, count: number): void {
  if (!process.stderr.isTTY) return
  const filled = Math.round(Math.min(1, share) * 40)
  process.stderr.write(
    `\r${'█'.repeat(filled)}${'░'.repeat(40 - filled)} ${Math.floor(Math.min(1, share) * 100)}%  ${count.toLocaleString()} events `,
  )
}

function report({ sent, skipped }: Counts): void {
  if (process.stderr.isTTY) process.stderr.write('\n')
  console.log(
    `Sent ${sent.toLocaleString()} events.${skipped > 0 ? ` Skipped ${skipped.toLocaleString()} lines that are no JSON object.` : ''}`,
  )
}
