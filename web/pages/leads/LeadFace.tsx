import { IconClockHour4 } from '@tabler/icons-react'
import { memo } from 'react'
import type { Lead } from '../../../model/lead.ts'
import classes from '../../components/board/board.module.css'
import { scoreWords } from '../../lib/computed-value.ts'
import { exactTime } from '../../lib/format.ts'
import { scoreTitle, toneOf, type Score } from '../../lib/scores.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Chip } from '../../ui/Chip.tsx'

const DAY_MS = 86_400_000

export type LeadFaceProps = { lead: Lead; score: Score | undefined }

/** What a card shows of its lead. Every card listens to every drag, and is drawn again only when the lead has changed. */
export const LeadFace = memo(function LeadFace({ lead, score }: LeadFaceProps) {
  const days = Math.max(0, Math.floor((Date.now() - Date.parse(lead.status_at)) / DAY_MS))
  const whose = lead.company?.name ?? (lead.company_name || lead.email)
  return (
    <>
      <span className={classes.name}>{lead.name}</span>
      {whose && whose !== lead.name && <span className={classes.whose}>{whose}</span>}
      <span className={classes.facts}>
        {score && lead.person_score !== null && (
          <span title={scoreTitle(score)}>
            <Chip tone={toneOf(score.bands, lead.person_score)}>
              {scoreWords(score.bands, lead.person_score)}
            </Chip>
          </span>
        )}
        {lead.source && <span className={classes.fact}>{lead.source}</span>}
        {lead.converted_at && <Chip tone="good">converted</Chip>}
        <span className={classes.fact} title={`In this status since ${exactTime(lead.status_at)}`}>
          <IconClockHour4 size={13} aria-hidden />
          {days} d
        </span>
        {lead.owner && (
          <span className={classes.owner} title={`Owner: ${lead.owner.name}`}>
            <Avatar label={lead.owner.name} seed={lead.owner.id ?? lead.owner.name} />
            <span className={classes.hidden}>{lead.owner.name}</span>
          </span>
        )}
      </span>
    </>
  )
})
