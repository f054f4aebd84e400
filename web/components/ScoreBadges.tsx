import { Group, Popover, ScrollArea, Text, UnstyledButton, type MantineSpacing } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { scoreWords, valueWords } from '../lib/computed-value.ts'
import { links } from '../lib/links.ts'
import { scoreTitle, toneOf, useScores, type Score } from '../lib/scores.ts'
import { Chip } from '../ui/Chip.tsx'
import { TextLink } from '../ui/links.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { ScoreReasons } from './ScoreReasons.tsx'
import classes from './ScoreReasons.module.css'

const MOST_SHOWN = 3

/** The scores of a person, each with why; nothing where there are none, or who looks may not see them. */
export function ScoreBadges({ personId, mb }: { personId: string; mb?: MantineSpacing }) {
  const scores = useScores()
  if (scores.length === 0) return null
  return (
    <Group gap="xs" {...(mb && { mb })}>
      {scores.slice(0, MOST_SHOWN).map((score) => (
        <ScoreBadge key={score.id} of={score} personId={personId} />
      ))}
    </Group>
  )
}

function ScoreBadge({ of, personId }: { of: Score; personId: string }) {
  const [opened, { toggle, close }] = useDisclosure(false)
  const { data } = useQuery({
    queryKey: ['computed-traits', 'explanation', of.id, personId],
    queryFn: () => api.computedTraits.explain(of.id, personId),
  })
  if (!data?.score) return null
  const { value, score, computed_at, history } = data
  const name = scoreTitle(of)
  const said = value === null ? 'none' : scoreWords(of.bands, value)
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
          <span>{name}</span> <Chip tone={toneOf(of.bands, value)}>{said}</Chip>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={label}>
        <Text size="sm" mb={6}>
          <TextLink {...links.computedTrait(of.id)} fz="inherit">
            {of.name}
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
