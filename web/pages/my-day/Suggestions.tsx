import type { Suggestion } from '../../../model/activity.ts'
import rowClasses from '../../components/activities/activities.module.css'
import { StageChip } from '../../components/StageChip.tsx'
import { date } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useStageOf } from '../../lib/pipelines.ts'
import { TextLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import classes from './my-day.module.css'

/** Deals that the reader should plan something for, and why. */
export function Suggestions({ suggestions }: { suggestions: Suggestion[] }) {
  const stageOf = useStageOf()
  return (
    <Section title="Suggested" count={suggestions.length}>
      <ul className={rowClasses.rows}>
        {suggestions.map(({ deal, reason }) => (
          <li key={deal.id} className={classes.suggestion}>
            <TextLink {...links.deals({ deal: deal.id, pipeline: deal.pipeline_id })} fz="inherit" fw={500}>
              {deal.name}
            </TextLink>
            <StageChip stage={stageOf(deal.stage_id)} />
            <span className={classes.amount}>
              <Money amount={deal.amount} currency={deal.currency} />
            </span>
            <span className={classes.why}>
              {reason === 'close_date_passed' && deal.expected_close_on
                ? `Should have closed on ${date(deal.expected_close_on)}, and nothing is planned. `
                : 'Nothing is planned. '}
              Last touched <RelativeTime at={deal.quiet_since} />.
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
