import type { Platform } from '../platform.ts'
import type { Trx } from '../relational/index.ts'
import { storedMailServer, type MailServer } from './mail-server.ts'
import { queueMail, type NewMail } from './queue-mail.ts'

export type MailOptions = {
  /** The server that the environment names; it stands before the one set in the interface. */
  given: MailServer | null
  /** Whether a server that was set in the interface may lie in a private network. */
  allowPrivate: boolean
}

/** Mail that Kith sends of itself. */
export type Mail = {
  /** The server that takes it; null while none is set, and then nothing should be queued. */
  server(): Promise<MailServer | null>
  isByEnvironment: boolean
  /** Whether a server in a private network may be asked. */
  allowPrivate: boolean
  /** Writes a mail in the transaction of what it tells of; it is sent after that was committed. */
  queue(trx: Trx, mail: NewMail): Promise<void>
}

/** Whoever sets the environment may reach any server; whoever sets one in the interface may not. */
export function openMail(platform: Platform, { given, allowPrivate }: MailOptions): Mail {
  return {
    server: async () => given ?? storedMailServer(platform),
    isByEnvironment: given !== null,
    allowPrivate: given !== null || allowPrivate,
    queue: (trx, mail) => queueMail(trx, platform, mail),
  }
}
