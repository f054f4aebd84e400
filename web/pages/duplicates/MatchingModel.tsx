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
import { Accuracy } from './Accuracy.tsx'
import { AutomaticLinking } from './AutomaticLinking.tsx'
import classes from './duplicates.module.css'
import { fieldWords, signed } from '../../lib/pair-words.ts'
import { Share } from './Share.tsx'

/** What was learned from the people themselves, field by field, and how it stands against what was decided. */
export function MatchingModel() {
  const model = useQuery({ queryKey: ['linkage', 'found', 'model'], queryFn: api.linkage.model })
  if (model.isPending) return <LinesSkeleton lines={8} />
  if (model.error instanceof ApiError && model.error.status === 404) return <NothingLearned />
  if (model.error) return <ErrorState error={model.error} again={() => void model.refetch()} />
  const { people, created_at, prior, comparisons } = model.data
  const weights = comparisons.flatMap(({ levels }) => levels.map(({ weight }) => weight))
  const reach = Math.max(1, ...weights.map(Math.abs))
  return (
    <>
      <Text size="sm" c="dimmed" mb="md">
        Learned from {number(people)} people <RelativeTime at={created_at} />. One in{' '}
        {number(Math.round(1 / prior))} pairs is taken to be one person. No examples were needed for it.
      </Text>
      <AutomaticLinking />
      <Accuracy />
      {comparisons.map((comparison) => (
        <Comparison key={comparison.name} comparison={comparison} reach={reach} />
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

type ComparisonProps = {
  comparison: LinkageModel['comparisons'][number]
  /** The largest weight of the model, so that all its bars are to one scale. */
  reach: number
}

function Comparison({ comparison: { name, levels }, reach }: ComparisonProps) {
  return (
    <Section title={fieldWords(name)}>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={`Weights of ${fieldWords(name)}`}>
        <table className={classes.model}>
          <thead>
            <tr>
              <th scope="col">When two agree</th>
              <th scope="col">One person</th>
              <th scope="col">Two people</th>
              <th scope="col" colSpan={2}>
                Weight in bits
              </th>
            </tr>
          </thead>
          <tbody>
            {levels.map(({ label, m, u, weight }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <Share value={m} tone="same" />
                <Share value={u} tone="other" />
                <td>
                  <WeightBar weight={weight} reach={reach} />
                </td>
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

/** To the right speaks for one person, to the left for two. */
function WeightBar({ weight, reach }: { weight: number; reach: number }) {
  const end = 50 + (weight / reach) * 50
  return (
    <span className={classes.track} aria-hidden>
      <span className={classes.zero} style={{ left: '50%' }} />
      <span
        className={classes.bar}
        data-against={weight < 0 || undefined}
        style={{ left: `${Math.min(50, end)}%`, right: `${100 - Math.max(50, end)}%` }}
      />
    </span>
  )
}
