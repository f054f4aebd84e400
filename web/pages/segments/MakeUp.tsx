import { SegmentedControl, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SegmentMakeUp } from '../../../model/segment-compare.ts'
import { api } from '../../api.ts'
import { number } from '../../lib/format.ts'
import { useDefinitionNames } from '../../lib/segment-choices.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Section } from '../../ui/Section.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import classes from './compare.module.css'

type Row = { key: string; label: string; mine: number; theirs: number }

/** Traits and events by which the people of two segments differ, whatever differs most first. */
export function MakeUp({ ids }: { ids: string[] }) {
  const pairs = ids.flatMap((_, one) =>
    ids.slice(one + 1).map((_other, after) => [one, one + 1 + after] as const),
  )
  const [chosen, setChosen] = useState(0)
  const [one, other] = pairs[chosen] ?? pairs[0] ?? [0, 1]
  const nameOf = useDefinitionNames()
  const [mine = '', theirs = ''] = [ids[one], ids[other]]
  const comparison = useQuery({
    queryKey: ['segments', 'comparison', mine, theirs],
    queryFn: () => api.segments.comparison(mine, theirs),
  })
  const choices = pairs.map(([a, b], place) => ({
    value: String(place),
    label: `${nameOf(ids[a] ?? '') ?? '…'} / ${nameOf(ids[b] ?? '') ?? '…'}`,
  }))
  return (
    <Section title="What sets them apart?">
      {pairs.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="Which two"
          data={choices}
          value={String(pairs[chosen] ? chosen : 0)}
          onChange={(value) => setChosen(Number(value))}
          mb="sm"
          maw="100%"
          className={classes.pairs}
        />
      )}
      {comparison.error && <ErrorState error={comparison.error} again={() => void comparison.refetch()} />}
      {comparison.isPending && <BlockSkeleton height={240} />}
      {comparison.data && <Tables makeUp={comparison.data} places={[one, other]} />}
    </Section>
  )
}

type Places = [mine: number, theirs: number]

function Tables({ makeUp, places }: { makeUp: SegmentMakeUp; places: Places }) {
  const { segments, traits, events } = makeUp
  const names = segments.map(({ name }) => name)
  const isPart = segments.some(({ size, looked_at }) => looked_at < size)
  return (
    <>
      <div className={classes.tables}>
        <Differences
          title="Traits"
          nothing="No trait that several of them have."
          rows={traits.map(({ trait, value, ...both }) => ({
            key: `${trait} ${value}`,
            label: `${trait}: ${value}`,
            ...both,
          }))}
          names={names}
          places={places}
        />
        <Differences
          title="Did within 90 days"
          nothing="None of them did anything of late."
          rows={events.map(({ event, ...both }) => ({ key: event, label: event, ...both }))}
          names={names}
          places={places}
        />
      </div>
      {isPart && (
        <Text size="xs" c="dimmed" mt="xs">
          By {segments.map(({ looked_at }) => number(looked_at)).join(' and ')} people of them, drawn at
          random.
        </Text>
      )}
    </>
  )
}

type DifferencesProps = { title: string; nothing: string; rows: Row[]; names: string[]; places: Places }

function Differences({ title, nothing, rows, names, places }: DifferencesProps) {
  return (
    <table className={classes.differences}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col" aria-label={title} />
          {names.map((name, index) => (
            <th key={name} scope="col">
              <span className={classes.dot} data-place={places[index]} aria-hidden /> {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.length === 0 && (
          <tr>
            <td colSpan={3}>{nothing}</td>
          </tr>
        )}
        {rows.map(({ key, label, mine, theirs }) => (
          <tr key={key}>
            <th scope="row" title={label}>
              {label}
            </th>
            {[mine, theirs].map((share, index) => (
              <td key={names[index]}>
                <span
                  className={classes.bar}
                  data-place={places[index]}
                  style={{ width: `calc(${share} * (100% - 0.75rem))` }}
                  aria-hidden
                />
                <span className={classes.share}>{percent(share)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function percent(share: number): string {
  const value = share * 100
  return `${number(value, value > 0 && value < 10 ? 1 : 0)}%`
}
