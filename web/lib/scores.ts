import { useQuery } from '@tanstack/react-query'
import type { ScoreBand } from '../../model/score.ts'
import { api } from '../api.ts'
import type { ChipProps } from '../ui/Chip.tsx'
import { useMay } from './session.ts'

const FRESH_MS = 60_000

/** A computed score: the trait's name, and how people of so many points are called. */
export type Score = { id: string; name: string; bands: readonly ScoreBand[] }

/** The scores by name; none for who may not see them, and until they have arrived. */
export function useScores(): Score[] {
  const may = useMay()
  const { data } = useQuery({
    queryKey: ['computed-traits', 'all'],
    queryFn: () => api.computedTraits.list(),
    enabled: may('segments:read') && may('people:read'),
    staleTime: FRESH_MS,
  })
  return (data?.data ?? []).flatMap(({ id, name, definition }) =>
    definition.kind === 'score' ? [{ id, name, bands: definition.bands }] : [],
  )
}

/** How a score stands out: the highest band most, the one below it less. */
export function toneOf(bands: readonly ScoreBand[], value: unknown): NonNullable<ChipProps['tone']> {
  if (typeof value !== 'number') return 'neutral'
  const place = bands.findLastIndex(({ from }) => value >= from)
  if (place < 0) return 'neutral'
  return (['good', 'soon'] as const)[bands.length - 1 - place] ?? 'neutral'
}

/** What a score is called, as people read it: `Lead score`. */
export function scoreTitle({ name }: Pick<Score, 'name'>): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
