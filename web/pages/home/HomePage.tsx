import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Figures, FiguresSkeleton } from './Figures.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import classes from './home.module.css'
import { NewPeople } from './NewPeople.tsx'
import { SourcesBrief } from './SourcesBrief.tsx'
import { Troubles } from './Troubles.tsx'
import { VolumePicture } from './VolumePicture.tsx'

const REFRESH_MS = 5_000

/** Is everything all right, and what needs me? */
export function HomePage() {
  const may = useMay()
  const overview = useQuery({ queryKey: ['overview'], queryFn: api.overview, refetchInterval: REFRESH_MS })
  if (overview.error && !overview.data) {
    return (
      <Page title="Home">
        <ErrorState error={overview.error} again={() => void overview.refetch()} />
      </Page>
    )
  }
  const { data } = overview
  const empty = data !== undefined && data.events_total === 0 && data.waiting_events === 0
  return (
    <Page title="Home">
      {data && <Troubles troubles={data.troubles} />}
      {data ? <Figures overview={data} /> : <FiguresSkeleton />}
      {empty ? (
        <FirstSteps />
      ) : (
        <>
          {may('events:read') && <VolumePicture />}
          <div className={classes.columns}>
            {may('sources:read') && <SourcesBrief sources={data?.sources} />}
            {may('people:read') && <NewPeople />}
          </div>
        </>
      )}
    </Page>
  )
}
