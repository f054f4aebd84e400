import type { Deal } from '../../../model/deal.ts'
import { PersonLink } from '../../components/PersonLink.tsx'
import { StageChip } from '../../components/StageChip.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { date } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useStageOf } from '../../lib/pipelines.ts'
import { TextLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'
import classes from './deal.module.css'

/** A deal for those who may read it but not change it. */
export function DealFacts({ deal }: { deal: Deal }) {
  const stageOf = useStageOf()
  return (
    <dl className={classes.facts}>
      <dt>Stage</dt>
      <dd>
        <StageChip stage={stageOf(deal.stage_id)} />
      </dd>
      <dt>Amount</dt>
      <dd>
        <Money amount={deal.amount} currency={deal.currency} />
      </dd>
      <dt>Expected close</dt>
      <dd>{deal.expected_close_on ? date(deal.expected_close_on) : '–'}</dd>
      <dt>Person</dt>
      <dd>{deal.person ? <PersonLink person={deal.person} /> : '–'}</dd>
      <dt>Company</dt>
      <dd>
        {deal.company ? (
          <TextLink {...links.company(deal.company.id)} fz="inherit">
            {companyLabel(deal.company)}
          </TextLink>
        ) : (
          '–'
        )}
      </dd>
    </dl>
  )
}
