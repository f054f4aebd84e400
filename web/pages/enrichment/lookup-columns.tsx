import type { EnrichmentLookup, LookupState } from '../../../model/enrichment.ts'
import { links } from '../../lib/links.ts'
import { Chip, type ChipProps } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

export const stateWords: Record<LookupState, string> = {
  waiting: 'Waiting',
  found: 'Found',
  not_found: 'Not found',
  skipped: 'Left out',
  failed: 'Failed',
}

const tones: Record<LookupState, NonNullable<ChipProps['tone']>> = {
  waiting: 'soon',
  found: 'good',
  not_found: 'neutral',
  skipped: 'neutral',
  failed: 'bad',
}

export const lookupColumns: Column<EnrichmentLookup>[] = [
  {
    id: 'record',
    header: 'About',
    width: '20%',
    cell: ({ record, object }) =>
      record ? (
        <TextLink
          {...(object === 'person' ? links.person(record.id) : links.company(record.id))}
          fz="inherit"
        >
          {record.name}
        </TextLink>
      ) : (
        'Deleted'
      ),
  },
  {
    id: 'state',
    header: 'Outcome',
    width: '8rem',
    cell: ({ state }) => <Chip tone={tones[state]}>{stateWords[state]}</Chip>,
  },
  { id: 'what', header: 'What came of it', cell: whatCame },
  { id: 'by', header: 'Asked by', width: '10rem', wideOnly: true, cell: ({ asked_by }) => asked_by },
  {
    id: 'at',
    header: 'When',
    width: '8rem',
    align: 'right',
    cell: ({ created_at }) => <RelativeTime at={created_at} />,
  },
]

/** The traits that were written, or why there are none. */
function whatCame({ traits, cached, reason }: EnrichmentLookup): string {
  const written = traits.length > 0 ? `Wrote ${traits.join(', ')}` : ''
  const from = cached ? 'Answered from before, for nothing' : ''
  return [written, from, reason ?? ''].filter((part) => part !== '').join('. ') || '–'
}
