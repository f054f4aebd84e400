import type { LiveEvent } from '../../../model/source.ts'
import { links } from '../../lib/links.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { TextLink } from '../../ui/links.tsx'
import classes from './live.module.css'

export function LiveDetails({ event }: { event: LiveEvent }) {
  return (
    <div className={classes.details}>
      <div className={classes.steps}>
        <h3>What each step did</h3>
        <ol>
          {event.steps.map((step, place) => (
            <li key={place}>
              <span className={classes.step}>{step.name}</span>
              <span>{step.note}</span>
            </li>
          ))}
        </ol>
        {event.reason && <p className={classes.reason}>Dropped: {event.reason}</p>}
        {event.person && (
          <p>
            Belongs to <TextLink {...links.person(event.person.id)}>{event.person.label}</TextLink>.
          </p>
        )}
      </div>
      <div className={classes.payload}>
        <h3>As it was sent</h3>
        <CopyField block label="event as it was sent" value={JSON.stringify(event.payload, null, 2)} />
      </div>
    </div>
  )
}
