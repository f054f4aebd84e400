import type { Submission, SubmissionState } from '../../../model/form.ts'
import { links } from '../../lib/links.ts'
import { plainValue } from '../../lib/format.ts'
import { Chip, type ChipProps } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

export const stateWords: Record<SubmissionState, { label: string; tone: NonNullable<ChipProps['tone']> }> = {
  done: { label: 'Taken in', tone: 'good' },
  waiting: { label: 'To be confirmed', tone: 'soon' },
  spam: { label: 'Spam', tone: 'neutral' },
}

export const answerColumns: Column<Submission>[] = [
  {
    id: 'who',
    header: 'Who',
    width: '16rem',
    cell: ({ answers, person_id }) => {
      const email = String(answers['email'] ?? '')
      return person_id ? <TextLink {...links.person(person_id)}>{email}</TextLink> : email
    },
  },
  {
    id: 'answers',
    header: 'What they wrote',
    cell: ({ answers }) => {
      const others = Object.entries(answers).filter(([key]) => key !== 'email')
      return others.map(([key, value]) => (value === true ? key : plainValue(value))).join(' · ')
    },
  },
  {
    id: 'from',
    header: 'From',
    width: '12rem',
    wideOnly: true,
    cell: ({ context }) => context.campaign?.['source'] ?? hostOf(context.referrer ?? context.page_url),
  },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: ({ state }) => <Chip tone={stateWords[state].tone}>{stateWords[state].label}</Chip>,
  },
  { id: 'at', header: 'When', width: '9rem', cell: ({ at }) => <RelativeTime at={at} /> },
]

function hostOf(address: string | undefined): string {
  return address && URL.canParse(address) ? new URL(address).host : '–'
}
