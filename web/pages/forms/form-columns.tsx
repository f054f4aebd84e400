import type { Form } from '../../../model/form.ts'
import { links } from '../../lib/links.ts'
import { number } from '../../lib/format.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'

export const formColumns: Column<Form>[] = [
  {
    id: 'name',
    header: 'Form',
    cell: ({ id, name }) => <TextLink {...links.form(id)}>{name}</TextLink>,
  },
  {
    id: 'open',
    header: 'State',
    width: '8rem',
    cell: ({ open }) => (open ? <Chip tone="good">Open</Chip> : <Chip>Closed</Chip>),
  },
  {
    id: 'submissions',
    header: 'Answers',
    width: '7rem',
    align: 'right',
    cell: ({ submissions }) => number(submissions),
  },
  {
    id: 'last',
    header: 'Last answer',
    width: '11rem',
    cell: ({ last_at }) => (last_at ? <RelativeTime at={last_at} /> : '–'),
  },
]
