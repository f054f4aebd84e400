import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { sentenceOf } from '../../lib/http.ts'
import { Section } from '../../ui/Section.tsx'
import type { About } from './ActivityComposer.tsx'
import classes from './activities.module.css'
import { ActivityRow } from './ActivityRow.tsx'

const SHOWN = 50

export type UpcomingProps = { about: About; onOpen: (id: string) => void }

/** What is planned for a person, a company or a deal, soonest first; nothing is shown when nothing is. */
export function Upcoming({ about, onOpen }: UpcomingProps) {
  const query = {
    person: about.personId,
    company: about.companyId,
    deal: about.dealId,
    state: 'open' as const,
  }
  const planned = useQuery({
    queryKey: ['activities', 'of', query],
    queryFn: () => api.activities.list(query, { limit: SHOWN }),
  })
  if (planned.error)
    return (
      <Text size="sm" c="var(--kith-bad)">
        {sentenceOf(planned.error)}
      </Text>
    )
  const rows = planned.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <div className={classes.upcoming}>
      <Section title="Upcoming" count={rows.length}>
        <ul className={classes.rows}>
          {rows.map((activity) => (
            <ActivityRow key={activity.id} activity={activity} onOpen={onOpen} />
          ))}
        </ul>
      </Section>
    </div>
  )
}
