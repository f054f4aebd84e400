import { Title } from '@mantine/core'
import type { Overview } from '../../../model/home.ts'
import { number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './home.module.css'

const SHOWN = 8

/** Sources with their last event; those that are silent come first. */
export function SourcesBrief({ sources }: { sources: Overview['sources'] | undefined }) {
  return (
    <section className={classes.section} aria-labelledby="sources">
      <div className={classes.sectionHead}>
        <Title order={2} id="sources">
          Sources
        </Title>
        <TextLink {...links.sources()} fz="sm">
          All sources
        </TextLink>
      </div>
      {sources ? <Rows sources={sources} /> : <LinesSkeleton lines={4} />}
    </section>
  )
}

function Rows({ sources }: { sources: Overview['sources'] }) {
  if (sources.length === 0) return <p className={classes.none}>No source sends events yet.</p>
  const silentFirst = [...sources].sort((a, b) => a.events_24h - b.events_24h)
  return (
    <ul className={classes.rows}>
      {silentFirst.slice(0, SHOWN).map((source) => (
        <li key={source.id}>
          <span className={classes.dot} data-silent={source.events_24h === 0 || undefined} aria-hidden />
          <TextLink
            {...links.sources({ source: source.id })}
            className={classes.rowName}
            c="inherit"
            fw={500}
            fz="sm"
          >
            {source.name}
          </TextLink>
          <span className={classes.rowNote}>
            {source.events_24h === 0 ? 'nothing in 24 hours' : `${number(source.events_24h)} in 24 hours`}
          </span>
          <span className={classes.rowTime}>
            <RelativeTime at={source.last_event_at} otherwise="never" />
          </span>
        </li>
      ))}
    </ul>
  )
}
