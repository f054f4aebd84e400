import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { dashboardTemplates } from '../../model/dashboard-templates.ts'
import type { Dashboard } from '../../model/dashboard.ts'

/** Makes a dashboard that has every ready-made card and comes by mail, as the user whose page it is. Gives its id. */
export async function addDashboard({ request }: Page, url: string): Promise<string> {
  const post = async (path: string, data: object) => {
    const answer = await request.post(`${url}/api/v1${path}`, { data, headers: { origin: url } })
    if (!answer.ok()) throw new Error(`POST ${path} was answered ${answer.status()}: ${await answer.text()}`)
    return answer
  }
  const cards = dashboardTemplates.flatMap((template) => template.cards)
  const made = await post('/dashboards', {
    name: 'All at a glance',
    sharing: 'everyone',
    filters: { period: 'this_year' },
    cards: cards.map((card) => ({ ...card, id: randomUUID() })),
  })
  const { id, owner } = (await made.json()) as Dashboard
  await post(`/dashboards/${id}/mails`, {
    every: 'month',
    days: [1, 31],
    time: '08:00',
    time_zone: 'Europe/Berlin',
    recipients: [owner.id],
  })
  return id
}
