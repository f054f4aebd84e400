import type { DashboardData } from '../../../../model/dashboard-data.ts'
import type { Dashboard } from '../../../../model/dashboard.ts'
import { mailPage, type MailServer } from '../../../platform/mail/index.ts'
import { cardPanel } from './card-panel.ts'
import { daysText } from './mail-numbers.ts'

type Page = { dashboard: Dashboard; data: DashboardData; server: MailServer; footer: string }

/** A dashboard as a mail; null when there is nothing on it that its reader may see. */
export function dashboardPage({ dashboard, data, server, footer }: Page) {
  if (!data.cards.some(({ state }) => state === 'shown')) return null
  const address = `${server.base_url.replace(/\/+$/, '')}/dashboards/${dashboard.id}`
  const compared = data.compared ? `, against ${daysText(data.compared)}` : ''
  const results = new Map(data.cards.map((result) => [result.id, result]))
  return {
    subject: `${dashboard.name}, ${daysText(data)}`,
    ...mailPage({
      title: dashboard.name,
      words: [`${daysText(data)}${compared}`],
      panels: dashboard.cards.flatMap((card) => {
        const result = results.get(card.id)
        return result ? [cardPanel(card, result)] : []
      }),
      button: { label: 'Open the dashboard', href: address },
      footer: { text: footer, href: `${address}?mails=true` },
    }),
  }
}
