import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

const PATIENCE_MS = 10_000
const POLL_MS = 25

export type TestSmtp = {
  port: number
  user: { username: string; password: string }
  /** What was taken, oldest first. */
  mails: ParsedMail[]
  /** Refuses the next recipients, with this answer. */
  refuse: { code: number; text: string; times: number } | null
  /** The first mail to this address whose subject holds this, once it is there. */
  mailTo(address: string, subject?: string): Promise<ParsedMail>
  close(): Promise<void>
}

/** A real SMTP server on a port of its own, which wants to be told who comes unless `isOpen`. */
export async function openTestSmtp({ isOpen = true }: { isOpen?: boolean } = {}): Promise<TestSmtp> {
  const user = { username: 'kith', password: 'a password for mail' }
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: isOpen,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      const isKnown = username === user.username && password === user.password
      done(isKnown ? null : new Error('Who are you?'), isKnown ? { user: username } : undefined)
    },
    onRcptTo(_address, _session, done) {
      const refusal = test.refuse
      if (!refusal || refusal.times === 0) return done()
      refusal.times -= 1
      done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData(stream, _session, done) {
      void simpleParser(stream)
        .then((mail) => mails.push(mail))
        .finally(done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const test: TestSmtp = {
    port: (server.server.address() as AddressInfo).port,
    user,
    mails,
    refuse: null,
    async mailTo(address, subject = '') {
      for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
        const found = mails.find((mail) => isTo(mail, address) && (mail.subject ?? '').includes(subject))
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
      throw new Error(`No mail about “${subject}” came to ${address}.`)
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  return test
}

function isTo({ to }: ParsedMail, address: string): boolean {
  const lists = Array.isArray(to) ? to : to ? [to] : []
  return lists.some(({ value }) => value.some((one) => one.address === address))
}
