import { Skeleton, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { CompanyExplanation, SegmentExplanation } from '../../../model/segment-explanation.ts'
import type { Segment } from '../../../model/segment.ts'
import { api } from '../../api.ts'
import { CompanyLink } from '../../components/CompanyLink.tsx'
import { CompanyPicker } from '../../components/CompanyPicker.tsx'
import { PersonLink } from '../../components/PersonLink.tsx'
import { PersonPicker } from '../../components/PersonPicker.tsx'
import { counted } from '../../lib/format.ts'
import { sentenceOf } from '../../lib/http.ts'
import { useMay } from '../../lib/session.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import classes from './segment.module.css'

const route = getRouteApi('/segments/$id')

type Explained = SegmentExplanation['conditions'][number]

/** Why a person, or a company, is in the segment or not: each condition ticked or crossed, with what there is of it. */
export function Why({ segment }: { segment: Segment }) {
  const { why } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const isOfCompanies = segment.members === 'companies'
  const { data, error } = useQuery<Explanations>({
    queryKey: ['segments', 'why', segment.id, segment.updated_at, segment.size, why],
    queryFn: () =>
      isOfCompanies
        ? api.segments.explainCompany(segment.id, why ?? '')
        : api.segments.explain(segment.id, why ?? ''),
    enabled: why !== undefined,
  })
  if (!may(isOfCompanies ? 'companies:read' : 'people:read')) return null
  const choose = (id: string | null) =>
    void navigate({ search: (search) => ({ ...search, why: id ?? undefined }), replace: true })
  const picker = { value: why ?? null, onChange: choose, w: 'min(100%, 24rem)' }
  return (
    <section className={classes.why} aria-label="Why somebody is in the segment or not">
      {isOfCompanies ? (
        <CompanyPicker
          {...picker}
          aria-label="Company to explain"
          placeholder="Why is … in, or not? Choose a company"
        />
      ) : (
        <PersonPicker
          {...picker}
          aria-label="Person to explain"
          placeholder="Why is … in, or not? Choose a person"
        />
      )}
      {error && (
        <Text size="sm" c="var(--kith-bad)" role="alert" mt="xs">
          {sentenceOf(error)}
        </Text>
      )}
      {why !== undefined && !data && !error && <Skeleton height={64} mt="sm" />}
      {why !== undefined && data && <Explanation explanation={data} />}
    </section>
  )
}

type Explanations = SegmentExplanation | CompanyExplanation

function Explanation({ explanation }: { explanation: Explanations }) {
  const { member, entered_at, holds } = explanation
  return (
    <div className={classes.explanation} role="status">
      <p className={classes.verdict}>
        {'company' in explanation ? (
          <CompanyLink company={explanation.company} />
        ) : (
          <PersonLink person={explanation.person} />
        )}
        <span>
          {member ? 'is in the segment' : 'is not in the segment'}
          {entered_at && (
            <>
              , since <RelativeTime at={entered_at} />
            </>
          )}
          {member !== holds && '; that is about to change'}.
        </span>
      </p>
      <Conditions conditions={explanation.conditions} match={explanation.match} />
    </div>
  )
}

const joints = { all: 'All of this must hold', any: 'One of this must hold', none: 'None of this may hold' }

type ConditionsProps = { conditions: Explained[]; match: Explained['match'] }

function Conditions({ conditions, match }: ConditionsProps) {
  return (
    <>
      {match !== null && (conditions.length > 1 || match === 'none') && (
        <Text size="sm" c="dimmed">
          {joints[match]}:
        </Text>
      )}
      <ul className={classes.explained}>
        {conditions.map((condition) => (
          <li key={condition.words}>
            {condition.holds ? (
              <IconCheck size={17} color="var(--kith-good)" aria-label="holds" role="img" />
            ) : (
              <IconX size={17} color="var(--kith-bad)" aria-label="does not hold" role="img" />
            )}
            <div>
              <span>{condition.words}</span>
              <Evidence condition={condition} />
              {condition.conditions.length > 0 && (
                <Conditions conditions={condition.conditions} match={condition.match} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

function Evidence({ condition }: { condition: Explained }) {
  const { count, first_at, last_at, value } = condition
  if (count === null && value === null) return null
  return (
    <Text size="sm" c="dimmed" className={classes.evidence}>
      {count !== null && countWords(count, last_at !== null)}
      {first_at && (
        <>
          , first <RelativeTime at={first_at} />
        </>
      )}
      {last_at && (
        <>
          , last <RelativeTime at={last_at} />
        </>
      )}
      {value !== null && (
        <>there is: {typeof value === 'string' ? value || '(empty)' : JSON.stringify(value)}</>
      )}
    </Text>
  )
}

function countWords(count: number, isEvent: boolean): string {
  if (count === 0) return 'none so far'
  return isEvent ? counted(count, 'time', 'times') : `there ${count === 1 ? 'is' : 'are'} ${count}`
}
