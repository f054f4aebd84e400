import { Button, Group, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Deal } from '../../../model/deal.ts'
import { rightsFor } from '../../../model/rights.ts'
import type { FigureDetails } from '../../../model/sales.ts'
import { salesApi, salesDealsUrl } from '../../api-sales.ts'
import { StageChip } from '../../components/StageChip.tsx'
import { companyLabel } from '../../lib/companies.ts'
import { date } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { pipelinesQuery, useStageOf } from '../../lib/pipelines.ts'
import { useList } from '../../lib/queries.ts'
import { useSession } from '../../lib/session.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Money } from '../../ui/Money.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { categoryNames, figureNames } from './figure-names.ts'
import type { InsightFilter } from './InsightFilters.tsx'

export type Behind = FigureDetails & { owner?: string | undefined; team?: string | undefined }

export type DealsBehindProps = { filter: InsightFilter; behind: Behind | undefined; onClose: () => void }

/** The deals that make up a number, beside the report. */
export function DealsBehind({ filter, behind, onClose }: DealsBehindProps) {
  const title = useTitle(behind)
  return (
    <SidePanel opened={behind !== undefined} onClose={onClose} title={title} size="xl">
      {behind && <List query={{ ...filter, ...behind }} />}
    </SidePanel>
  )
}

function useTitle(behind: Behind | undefined): string {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  if (!behind) return ''
  const { figure, stage, category } = behind
  const stageName = pipelines.flatMap(({ stages }) => stages).find(({ id }) => id === stage)?.name
  const name = figureNames[figure]
  if (stageName) return figure === 'reached' ? `${name} ${stageName}` : `${name}: ${stageName}`
  if (figure === 'reached') return figureNames.created
  return category && figure === 'due' ? `${categoryNames[category]}: ${name.toLowerCase()}` : name
}

function List({ query }: { query: InsightFilter & Behind }) {
  const navigate = useNavigate()
  const stageOf = useStageOf()
  const mayExport = rightsFor(useSession().rights, 'deals').export !== 'none'
  const list = useList({
    key: ['deals', 'behind', query],
    fetch: (page) => salesApi.insights.deals(query, page),
  })
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {list.hasMore ? `The first ${list.rows.length}, more follow` : ''}
        </Text>
        {mayExport && list.rows.length > 0 && (
          <Button
            component="a"
            href={salesDealsUrl(query)}
            download
            variant="default"
            size="xs"
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            Download as CSV
          </Button>
        )}
      </Group>
      <DataTable
        label="Deals behind the number"
        columns={columnsOf(stageOf)}
        list={list}
        rowKey={(row) => row.id}
        onOpen={(row) =>
          void navigate(links.deals({ view: 'list', pipeline: row.pipeline_id, deal: row.id }))
        }
        empty={<EmptyState title="No deals">The number is none.</EmptyState>}
      />
    </>
  )
}

function columnsOf(stageOf: ReturnType<typeof useStageOf>): Column<Deal>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      cell: (row) => (
        <Text span inherit fw={500}>
          {row.name}
        </Text>
      ),
    },
    {
      id: 'stage',
      header: 'Stage',
      width: '7rem',
      cell: (row) => <StageChip stage={stageOf(row.stage_id)} />,
    },
    {
      id: 'amount',
      header: 'Amount',
      align: 'right',
      width: '6.5rem',
      cell: (row) => <Money amount={row.amount} currency={row.currency} />,
    },
    { id: 'for', header: 'For', cell: (row) => row.company && companyLabel(row.company) },
    { id: 'owner', header: 'Owner', width: '8rem', cell: (row) => row.owner?.name ?? '–' },
    { id: 'closes', header: 'Closes', width: '7rem', cell: closing },
  ]
}

function closing({ closed_at, expected_close_on }: Deal): string {
  if (closed_at !== null) return date(closed_at)
  return expected_close_on === null ? '–' : date(expected_close_on)
}
