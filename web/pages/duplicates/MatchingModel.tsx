import { Text } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { LinkageModel } from '../../../model/linkage.ts'
import { api } from '../../api.ts'
import { ApiError } from '../../lib/http.ts'
import { number } from '../../lib/format.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import { AutomaticLinking } from './AutomaticLinking.tsx'
import classes from './duplicates.module.css'
import { fieldWords, percent, signed } from './pair-words.ts'

/** What was learned from the people themselves, field by field, and how it stands against what was decided. */
export function MatchingModel() {
  const model = useQuery({ queryKey: ['linkage', 'found', 'model'], queryFn: api.linkage.model })
  if (model.isPending) return <LinesSkeleton lines={8} />
  if (model.error instanceof ApiError && model.error.status === 404) return <NothingLearned />
  if (model.error) return <ErrorState error={model.error} again={() => void model.refetch()} />
  const { people, created_at, prior, comparisons } = model.data
  return (
    <>
      <Text size="sm" c="dimmed">
        Learned from {number(people)} people <RelativeTime at={created_at} />. One in{' '}
        {number(Math.round(1 / prior))} pairs is taken to be one person. No examples were needed for it.
      </Text>
      <AutomaticLinking />
      <Accuracy />
      {comparisons.map((comparison) => (
        <Comparison key={comparison.name} comparison={comparison} />
      ))}
    </>
  )
}

function NothingLearned() {
  return (
    <EmptyState title="Nothing was learned yet" icon={<IconScale size={22} />}>
      The first search for duplicates learns from the people how much each agreement says: that two share a
      rare surname means more than that they share a city.
    </EmptyState>
  )
}

function Comparison({ comparison: { name, levels } }: { comparison: LinkageModel['comparisons'][number] }) {
  return (
    <Section title={fieldWords(name)}>
      <div className={classes.scroll}>
        <table className={classes.model}>
          <thead>
            <tr>
              <th scope="col">When two agree</th>
              <th scope="col">One person</th>
              <th scope="col">Two people</th>
              <th scope="col">Bits</th>
            </tr>
          </thead>
          <tbody>
            {levels.map(({ label, m, u, weight }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <Share value={m} tone="same" />
                <Share value={u} tone="other" />
                <td className={classes.bits} data-against={weight < 0 || undefined}>
                  {signed(weight)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function Share({ value, tone }: { value: number; tone: 'same' | 'other' }) {
  return (
    <td>
      <span className={classes.share}>
        <span
          className={classes.shareBar}
          data-tone={tone}
          style={{ width: `${value * 100}%` }}
          aria-hidden
        />
        <span>{value < 0.0001 ? '< 0.01%' : `${(value * 100).toFixed(value < 0.01 ? 2 : 1)}%`}</span>
      </span>
    </td>
  )
}

function Accuracy() {
  const accuracy = useQuery({ queryKey: ['linkage', 'found', 'accuracy'], queryFn: api.linkage.accuracy })
  if (!accuracy.data || accuracy.data.same + accuracy.data.different === 0) return null
  const { same, different, data } = accuracy.data
  return (
    <Section title="Against your decisions">
      <Text size="sm" c="dimmed" mb="xs">
        Decided as one person: {number(same)}, as two people: {number(different)}.
      </Text>
      <div className={classes.scroll}>
        <table className={classes.model}>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Right of those linked</th>
              <th scope="col">Found of the same</th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ threshold, precision, recall }) => (
              <tr key={threshold}>
                <th scope="row">{percent(threshold)}</th>
                <Share value={precision} tone="same" />
                <Share value={recall} tone="same" />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
