import { sql } from 'kysely'
import type { Dashboard, DashboardFilters } from '../../../../model/dashboard.ts'
import { audit } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Mail } from '../../../platform/mail/index.ts'
import { readDashboard } from '../data/read-dashboard.ts'
import { dashboardPage } from './dashboard-page.ts'

type Asked = { dashboard: Dashboard; filters: DashboardFilters | undefined }

/** Mails a dashboard to the caller at once. Throws `conflict` while no mail server is set or no card is for them, `forbidden` for a key. */
export async function sendNow(
  { platform, mail }: { platform: Platform; mail: Mail },
  actor: Actor,
  { dashboard, filters }: Asked,
): Promise<{ to: string }> {
  if (actor.type !== 'user') throw fail('forbidden', 'An API key is mailed nothing.')
  const server = await mail.server()
  if (!server)
    throw fail('conflict', 'No mail is sent from here yet: an owner sets the server that sends it.')
  const data = await readDashboard(platform, actor, { dashboard, asked: { filters } })
  const footer = 'You asked for this mail in Kith. Mails of this dashboard are set here.'
  const page = dashboardPage({ dashboard, data, server, footer })
  if (!page) throw fail('conflict', 'There is nothing on this dashboard that you could be mailed.')
  return platform.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ email: string }>`select email from users where id = ${actor.id}`.execute(trx)
    const to = rows[0]?.email
    if (to === undefined) throw fail('not_found', 'There is no mail address to send it to.')
    await mail.queue(trx, { ...page, kind: 'report', to })
    await audit(trx, actor, {
      action: 'dashboard.mailed',
      subject: { type: 'dashboard', id: dashboard.id, name: dashboard.name },
      details: { to },
    })
    return { to }
  })
}
