import { Group, Popover, ScrollArea, Text, UnstyledButton, type MantineSpacing } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ComputedTrait } from '../../model/computed-trait.ts'
import type { ScoreBand } from '../../model/score.ts'
import { api } from '../api.ts'
import { scoreWords, valueWords } from '../lib/computed-value.ts'
import { links } from '../lib/links.ts'
import { useMay } from '../lib/session.ts'
import { Chip, type ChipProps } from '../ui/Chip.tsx'
import { TextLink } from '../ui/links.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { ScoreReasons } from './ScoreReasons.tsx'
import classes from './ScoreReasons.module.css'

const MOST_SHOWN = 3
const FRESH_MS = 60_000

/** The scores of a person, each with why; nothing where there are none, or who looks may not see them. */
export function ScoreBadges({ personId, mb }: { personId: string; mb?: MantineSpacing }) {
  const may = useMay()
  const traits = useQuery({
    queryKey: ['computed-traits', 'all'],
    queryFn: () => api.computedTraits.list(),
    enabled: may('segments:read') && may('people:read'),
    staleTime: FRESH_MS,
  })
  const scores = traits.data?.data.filter(({ definition }) => definition.kind === 'score') ?? []
  if (scores.length === 0) return null
  return (
    <Group gap="xs" {...(mb && { mb })}>
      {scores.slice(0, MOST_SHOWN).map((trait) => (
        <ScoreBadge key={trait.id} trait={trait} personId={personId} />
      ))}
    </Group>
  )
}

function ScoreBadge({ trait, personId }: { trait: ComputedTrait; personId: string }) {
  const [opened, { toggle, close }] = useDisclosure(false)
  const { data } = useQuery({
    queryKey: ['computed-traits', 'explanation', trait.id, personId],
    queryFn: () => api.computedTraits.explain(trait.id, personId),
  })
  if (!data?.score || trait.definition.kind !== 'score') return null
  const { value, score, computed_at, history } = data
  const name = trait.name.replaceAll('_', ' ')
  const said = value === null ? 'none' : scoreWords(trait.definition.bands, value)
  const label = `${name} ${said}, and why`
  return (
    <Popover
      opened={opened}
      onChange={(next) => !next && close()}
      width={360}
      position="bottom-start"
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton className={classes.badge} onClick={toggle} aria-label={label} aria-expanded={opened}>
          <span>{name}</span> <Chip tone={toneOf(trait.definition.bands, value)}>{said}</Chip>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={label}>
        <Text size="sm" mb={6}>
          <TextLink {...links.computedTrait(trait.id)} fz="inherit">
            {trait.name}
          </TextLink>{' '}
          <Text span inherit c="dimmed">
            {value === null ? 'has no value' : said}
            {computed_at && (
              <>
                {' '}
                since <RelativeTime at={computed_at} />
              </>
            )}
          </Text>
        </Text>
        <ScrollArea.Autosize mah={340} type="auto" offsetScrollbars viewportProps={{ tabIndex: 0 }}>
          <ScoreReasons score={score} />
          {history[0] && (
            <Text size="xs" c="dimmed">
              Before: {valueWords(history[0].value)}, until <RelativeTime at={history[0].until} />.
            </Text>
          )}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The highest band stands out most, the one below it less. */
function toneOf(bands: readonly ScoreBand[], value: unknown): NonNullable<ChipProps['tone']> {
  if (typeof value !== 'number') return 'neutral'
  const place = bands.findLastIndex(({ from }) => value >= from)
  if (place < 0) return 'neutral'
  return (['good', 'soon'] as const)[bands.length - 1 - place] ?? 'neutral'
}
