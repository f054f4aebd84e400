import { Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { ComputedTrait } from '../../../../model/computed-trait.ts'
import { api } from '../../../api.ts'
import { counted, duration, number } from '../../../lib/format.ts'
import { links } from '../../../lib/links.ts'
import { TextLink } from '../../../ui/links.tsx'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import classes from './computed.module.css'

/** How far a computed trait is and what it costs, what uses it, and what else is said under its name. */
export function ComputedState({ trait }: { trait: ComputedTrait }) {
  const { definition, state, error, progress, people, conflicts, milliseconds, evaluated_at } = trait
  return (
    <>
      <div className={classes.state}>
        <strong>{counted(people, 'person has', 'people have')} a value</strong>
        {error ? (
          <Text size="sm" c="var(--kith-bad)" role="alert">
            It could not be worked out: {error} Save it again to try anew.
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {state === 'building' && 'Being built: looking through everything that ever happened.'}
            {state === 'live' && `${followsWords(definition)} `}
            {state === 'live' && evaluated_at && milliseconds !== null && (
              <>
                Looking at everybody took {duration(milliseconds)}, <RelativeTime at={evaluated_at} />.
              </>
            )}
          </Text>
        )}
      </div>
      {progress && progress.total > 0 && (
        <Progress
          mb="md"
          value={(progress.done / progress.total) * 100}
          aria-label={`${number(progress.done)} of ${number(progress.total)} people`}
        />
      )}
      {conflicts.length > 0 && (
        <Text size="sm" mb="sm" role="status">
          {conflicts.join(', ')} {conflicts.length === 1 ? 'says' : 'say'} something under this name, too. It
          is kept but does not count while this trait is in use.
        </Text>
      )}
      <Uses id={trait.id} />
    </>
  )
}

function followsWords(definition: ComputedTrait['definition']): string {
  if (definition.kind === 'prediction')
    return 'Follows what people do. Everybody is looked at again every day, and the past every week.'
  if (definition.kind !== 'sql') return 'Follows what happens and the passing of time.'
  const { refresh_hours: hours } = definition
  return `Asked again every ${hours === 1 ? 'hour' : `${hours} hours`}, not as people act.`
}

function Uses({ id }: { id: string }) {
  const uses = useQuery({
    queryKey: ['computed-traits', 'uses', id],
    queryFn: () => api.computedTraits.uses(id),
  })
  const rows = uses.data?.data ?? []
  if (rows.length === 0) return null
  return (
    <Text size="sm" c="dimmed" mb="sm">
      Used by{' '}
      {rows.map((use, place) => (
        <Fragment key={use.id}>
          {place > 0 && ', '}
          {use.kind === 'browser_key' ? (
            `the browser key ${use.name}`
          ) : (
            <TextLink
              {...(use.kind === 'segment' ? links.segment(use.id) : links.computedTrait(use.id))}
              fz="inherit"
              underline="always"
            >
              {use.name}
            </TextLink>
          )}
        </Fragment>
      ))}
    </Text>
  )
}
