import { SegmentedControl } from '@mantine/core'
import { IconInputCheck } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { submissionStates, type Form } from '../../../model/form.ts'
import { formsApi } from '../../api-forms.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { answerColumns, stateWords } from './answer-columns.tsx'
import { AnswerPanel } from './AnswerPanel.tsx'

const route = getRouteApi('/forms/$id')
const REFRESH_MS = 5_000

const choices = [
  { value: 'all', label: 'All' },
  ...submissionStates.map((value) => ({ value, label: stateWords[value].label })),
]

/** What was sent in with a form, the latest first. */
export function Answers({ form }: { form: Form }) {
  const { state, answer } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useList({
    key: ['forms', 'answers', form.id, state],
    fetch: (page) => formsApi.answers(form.id, state, page),
    refetchInterval: REFRESH_MS,
  })
  const open = (id: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, answer: id }), replace: true, resetScroll: false })
  const narrow = (value: string) =>
    void navigate({ search: { state: submissionStates.find((one) => one === value) }, replace: true })
  return (
    <>
      <SegmentedControl
        mb="md"
        size="xs"
        aria-label="Which answers"
        data={choices}
        value={state ?? 'all'}
        onChange={narrow}
      />
      <DataTable
        label="Answers"
        columns={answerColumns}
        list={list}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        empty={
          <EmptyState
            title={state ? 'None here' : 'No answers yet'}
            icon={<IconInputCheck size={22} />}
            link={<TextLink {...links.form(form.id, { tab: 'share' })}>Put it into a page</TextLink>}
          >
            What people send in shows up here within seconds.
          </EmptyState>
        }
      />
      <AnswerPanel
        form={form}
        answer={list.rows.find(({ id }) => id === answer) ?? null}
        onClose={() => open(undefined)}
      />
    </>
  )
}
