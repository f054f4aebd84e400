import { problemOf } from '../safe-fetch/index.ts'

/** What an attempt came to. `later` is worth another one. */
export type MailOutcome = { result: 'sent' } | { result: 'later' | 'refused'; sentence: string }

const MAX_ANSWER = 300
const PERMANENT = 500

/** What a mail server failed with, in a sentence that says what can be done. */
export function mailProblem(error: unknown): MailOutcome & { sentence: string } {
  const { code, responseCode, response } = partsOf(error)
  const said = response === null ? '' : ` It said: ${response.slice(0, MAX_ANSWER)}`
  if (code === 'EAUTH') return later(`The mail server did not accept the user name or the password.${said}`)
  if (code === 'ETLS')
    return later(
      `No secure connection to the mail server could be made: its certificate is not in order, or it offers no encryption.${said}`,
    )
  if (code === 'EENVELOPE' || code === 'EMESSAGE') {
    const result = responseCode !== null && responseCode >= PERMANENT ? 'refused' : 'later'
    return { result, sentence: `The mail server did not take the mail.${said}` }
  }
  if (code === 'ETIMEDOUT') return later('The mail server did not answer in time.')
  if (code === 'ECONNECTION') return later(`The mail server closed the connection.${said}`)
  return later(problemOf(ofTheSystem(error)).sentence)
}

function later(sentence: string): { result: 'later'; sentence: string } {
  return { result: 'later', sentence }
}

function partsOf(error: unknown): {
  code: string | null
  responseCode: number | null
  response: string | null
} {
  const found = new Map<string, unknown>(error instanceof Error ? Object.entries(error) : [])
  const code = found.get('code')
  const responseCode = found.get('responseCode')
  const response = found.get('response')
  return {
    code: typeof code === 'string' ? code : null,
    responseCode: typeof responseCode === 'number' ? responseCode : null,
    response: typeof response === 'string' ? response : null,
  }
}

/** The library puts a code of its own in the place of the system's, which stays in the message alone. */
function ofTheSystem(error: unknown): unknown {
  const code = error instanceof Error ? /\bE[A-Z]{4,}\b/.exec(error.message)?.[0] : undefined
  return code === undefined ? error : Object.assign(new Error('The connection failed.'), { code })
}
