import type { LiveEvent } from '../../../model/source.ts'
import { links } from '../../lib/links.ts'
import { stepWords } from '../../lib/step-words.ts'
import { CopyField } from '../../ui/CopyField.tsx'
import { TextLink } from '../../ui/links.tsx'
import classes from './live.module.css'

export function LiveDetails({ event }: { event: LiveEvent }) {
  return (
    <div className={classes.details}>
      <div className={classes.steps}>
        <h2>What each step did</h2>
        <ol>
          {event.steps.map((step, place) => (
            <li
              key={place}
              data-dropped={(event.outcome === 'dropped' && place === event.steps.length - 1) || undefined}
            >
              <span className={classes.step}>{stepWords(step.name)}</span>
              <span>{step.note}</span>
            </li>
          ))}
        </ol>
        {event.person && (
          <p>
            Belongs to{' '}
            <TextLink {...links.person(event.person.id)} underline="always" fz="inherit">
              {event.person.label}
            </TextLink>
            .
          </p>
        )}
      </div>
      <div className={classes.payload}>
        <h2>As it was sent</h2>
        <CopyField block label="event as it was sent" value={JSON.stringify(event.payload, null, 2)} />
      </div>
    </div>
  )
}
