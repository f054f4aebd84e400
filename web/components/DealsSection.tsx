import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Deal } from '../../model/deal.ts'
import { api } from '../api.ts'
import { sentenceOf } from '../lib/http.ts'
import { links } from '../lib/links.ts'
import { useStageOf } from '../lib/pipelines.ts'
import { useMay } from '../lib/session.ts'
import { TextLink } from '../ui/links.tsx'
import { Money } from '../ui/Money.tsx'
import { Section } from '../ui/Section.tsx'
import { LinesSkeleton } from '../ui/Skeletons.tsx'
import classes from './DealsSection.module.css'
import { NewDealDialog } from './NewDealDialog.tsx'
import { StageChip } from './StageChip.tsx'

const SHOWN = 20

export type DealsSectionProps = { personId?: string; companyId?: string }

/** The deals of a person or a company, and the way to a new one. */
export function DealsSection({ personId, companyId }: DealsSectionProps) {
  const [creating, setCreating] = useState(false)
  const may = useMay()
  const whose = { person: personId, company: companyId }
  const deals = useQuery({
    queryKey: ['deals', 'of', whose],
    queryFn: () => api.deals.list(whose, { limit: SHOWN }),
  })
  return (
    <Section
      title="Deals"
      action={
        may('deals:write') && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            New deal
          </Button>
        )
      }
    >
      {deals.isPending && <LinesSkeleton lines={2} />}
      {deals.error && (
        <Text size="sm" c="var(--kith-bad)">
          {sentenceOf(deals.error)}
        </Text>
      )}
      {deals.data && <Deals deals={deals.data.data} />}
      {deals.data?.next && (
        <TextLink {...links.deals({ view: 'list', ...whose })} fz="sm">
          All deals
        </TextLink>
      )}
      {creating && (
        <NewDealDialog
          onClose={() => setCreating(false)}
          start={{ person_id: personId ?? null, company_id: companyId ?? null }}
        />
      )}
    </Section>
  )
}

function Deals({ deals }: { deals: Deal[] }) {
  const stageOf = useStageOf()
  if (deals.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No deals yet.
      </Text>
    )
  return (
    <ul className={classes.deals}>
      {deals.map((deal) => (
        <li key={deal.id}>
          <TextLink {...links.deals({ deal: deal.id, pipeline: deal.pipeline_id })} fz="inherit">
            {deal.name}
          </TextLink>
          <span className={classes.facts}>
            <StageChip stage={stageOf(deal.stage_id)} />
            <Money amount={deal.amount} currency={deal.currency} />
          </span>
        </li>
      ))}
    </ul>
  )
}
