import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Pipeline } from '../../../model/deal.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { CloseReasons } from './CloseReasons.tsx'
import { PipelinePanel } from './PipelinePanel.tsx'
import classes from './pipelines.module.css'

const route = getRouteApi('/settings/pipelines')
const NEW = 'new'

/** The ways that deals go, stage by stage, and why they end. */
export function PipelinesPage() {
  const { pipeline: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()('pipelines:write')
  const pipelines = useQuery(pipelinesQuery)
  const open = (id: string | undefined) => void navigate({ search: { pipeline: id }, replace: true })
  const pipeline = pipelines.data?.find(({ id }) => id === chosen)
  return (
    <Page
      title="Pipelines"
      description="Each pipeline is a board of deals with stages of its own."
      action={
        may && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open(NEW)}>
            New pipeline
          </Button>
        )
      }
    >
      {pipelines.isPending && <LinesSkeleton lines={5} />}
      {pipelines.error && !pipelines.data && (
        <ErrorState error={pipelines.error} again={() => void pipelines.refetch()} />
      )}
      <ul className={classes.pipelines}>
        {pipelines.data?.map((one) => (
          <Row key={one.id} pipeline={one} {...(may && { onOpen: () => open(one.id) })} />
        ))}
      </ul>
      <Section title="Reasons">
        <Text size="sm" c="dimmed" mb="sm">
          Offered when a deal is lost or won. Deals keep a reason that is offered no longer.
        </Text>
        <CloseReasons />
      </Section>
      {may && (pipeline || chosen === NEW) && (
        <PipelinePanel key={chosen} pipeline={pipeline ?? null} onClose={() => open(undefined)} />
      )}
    </Page>
  )
}

function Row({ pipeline, onOpen }: { pipeline: Pipeline; onOpen?: () => void }) {
  return (
    <li className={classes.pipeline}>
      <span className={classes.name}>{pipeline.name}</span>
      <span className={classes.stages}>
        {pipeline.stages.map(({ name, probability }) => `${name} ${probability}%`).join(' → ')}
      </span>
      {onOpen && (
        <Button size="compact-sm" variant="default" aria-label={`Edit ${pipeline.name}`} onClick={onOpen}>
          Edit
        </Button>
      )}
    </li>
  )
}
