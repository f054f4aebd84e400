import type { Platform } from '../../../platform/index.ts'
import { mailPage, type Mail, type MailServer } from '../../../platform/mail/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { actorOf } from '../../../access/index.ts'
import { addressOf } from './address-of.ts'
import { claimTold } from './claim-told.ts'
import { lineOf, type Told } from './notification-words.ts'
import { settingsFooter } from './settings-footer.ts'
import { visibleTold } from './visible-told.ts'

/** Who reads it in Kith within this time gets no mail. */
const PATIENCE_MS = 2 * 60_000
/** What is older when mail comes back, after a server was away for long, nobody needs to be told of. */
const NEWS_FOR_MS = 24 * 60 * 60_000
const AT_A_TIME = 100

/** Mails users what they were told and have not read, one mail for all of it. Gives how many notifications that were. */
export async function mailAtOnce({ db, clock }: Platform, mail: Mail): Promise<number> {
  const server = await mail.server()
  if (!server) return 0
  const now = clock.now()
  return db.transaction().execute(async (trx) => {
    const told = await claimTold(trx, {
      way: 'now',
      userId: null,
      from: new Date(now - NEWS_FOR_MS),
      until: new Date(now - PATIENCE_MS),
      at: new Date(now),
      most: AT_A_TIME,
    })
    for (const userId of new Set(told.map(({ user_id }) => user_id))) {
      const theirs = told.filter(({ user_id }) => user_id === userId)
      await mailOne(trx, { mail, server }, userId, theirs)
    }
    return told.length
  })
}

type Sending = { mail: Mail; server: MailServer }

async function mailOne(trx: Trx, { mail, server }: Sending, userId: string, told: Told[]): Promise<void> {
  const actor = await actorOf(trx, { type: 'user', id: userId })
  const to = await addressOf(trx, userId)
  if (!actor || !to) return
  const lines = (await visibleTold(trx, actor, told)).map((one) => lineOf(one, server.base_url))
  const [first] = lines
  if (!first) return
  const title = lines.length === 1 ? first.text : `${lines.length} things happened for you`
  const page = mailPage({
    title,
    ...(lines.length === 1
      ? {
          words: first.detail === undefined ? [] : [first.detail],
          button: { label: 'Open in Kith', href: first.href ?? server.base_url },
        }
      : { lists: [{ heading: 'New', lines }] }),
    footer: settingsFooter(server),
  })
  await mail.queue(trx, { ...page, kind: 'notification', to, subject: title })
}
