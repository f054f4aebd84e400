import { sql } from 'kysely'
import { startOf } from '../../../model/text.ts'
import type { Platform } from '../../platform/index.ts'
import { notify } from '../notifications/notify.ts'

const POLL_MS = 5_000
const AT_A_TIME = 100
const TEXT_LENGTH = 200

type Reminder = { id: string; subject: string; body: string; assignee_id: string | null }

/** Reminds whoever has something to do, at the time they asked for. Any number of processes may do so on one database. */
export function startReminders(platform: Platform): { stop(): Promise<void> } {
  let running = Promise.resolve()
  const look = async () => {
    try {
      while ((await remind(platform)) === AT_A_TIME);
    } catch (error) {
      platform.logger.error({ err: error }, 'Reminders could not be read and will be tried again')
    }
  }
  const timer = setInterval(() => {
    running = running.then(look)
  }, POLL_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** Gives the reminders that are due, each once, in the transaction that says so. Gives how many there were. */
export async function remind({ db, clock }: Platform): Promise<number> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Reminder>`
      update activities set reminded_at = ${at} where id in (
        select id from activities
        where remind_at <= ${at} and reminded_at is null and done_at is null and deleted_at is null
        order by remind_at limit ${AT_A_TIME} for update skip locked)
      returning id, subject, body, assignee_id`.execute(trx)
    const news = rows.flatMap(({ id, subject, body, assignee_id }) =>
      assignee_id === null
        ? []
        : {
            user_id: assignee_id,
            kind: 'reminder' as const,
            title: subject,
            text: startOf(body, TEXT_LENGTH),
            actor_name: null,
            subject_type: 'activity',
            subject_id: id,
          },
    )
    await notify(trx, news, at)
    return rows.length
  })
}
