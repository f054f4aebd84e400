import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { counted, money } from '../../lib/format.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './SalesFacts.module.css'

/** What the CRM knows of a person, in short; nothing while there is nothing. */
export function SalesFacts({ personId }: { personId: string }) {
  const { data } = useQuery({
    queryKey: ['deals', 'sales', personId],
    queryFn: () => api.people.sales(personId),
  })
  if (!data || (data.open_deals.count === 0 && data.last_contacted === null)) return null
  const { count, amounts, stage } = data.open_deals
  const worth = amounts.map(({ amount, currency }) => money(amount, currency)).join(' + ')
  return (
    <Section title="Sales">
      <dl className={classes.facts}>
        <dt>Open deals</dt>
        <dd>{[counted(count, 'deal'), worth].filter(Boolean).join(', ')}</dd>
        {stage !== null && (
          <>
            <dt>Stage</dt>
            <dd>{stage}</dd>
          </>
        )}
        <dt>Last contacted</dt>
        <dd>
          <RelativeTime at={data.last_contacted} otherwise="never" />
        </dd>
      </dl>
    </Section>
  )
}
