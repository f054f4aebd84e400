import { Skeleton, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ComputedDefinition, ComputedPreview } from '../../../../model/computed-trait.ts'
import type { ScoreBand } from '../../../../model/score.ts'
import { PersonLink } from '../../../components/PersonLink.tsx'
import { scoreWords } from '../../../lib/computed-value.ts'
import { counted, duration, number } from '../../../lib/format.ts'
import { sentenceOf } from '../../../lib/http.ts'
import { Chip } from '../../../ui/Chip.tsx'
import builder from '../builder.module.css'
import classes from './computed.module.css'
import score from './score.module.css'
import { PredictionQuality } from './PredictionQuality.tsx'
import { useComputedPreview } from './use-computed-preview.ts'

/** What a definition would give now, asked again when editing pauses: how values are spread, and those of some people. */
export function ComputedPreviewPanel({ definition }: { definition: ComputedDefinition | null }) {
  const { preview, error, isBehind } = useComputedPreview(definition)
  return (
    <aside className={builder.preview} aria-label="What it gives now">
      <Text size="sm" c="dimmed">
        Who has a value now
      </Text>
      {!preview && !error && definition && <Skeleton height={36} my={4} width="60%" />}
      {!preview && !error && !definition && <Text mt={4}>Say what it asks for to see what it gives.</Text>}
      {error && (
        <Text size="sm" c="var(--kith-bad)" role="alert" mt={4}>
          {sentenceOf(error)}
        </Text>
      )}
      {preview && (
        <Found
          preview={preview}
          bands={definition?.kind === 'score' ? definition.bands : []}
          isBehind={isBehind}
        />
      )}
    </aside>
  )
}

type FoundProps = { preview: ComputedPreview; bands: readonly ScoreBand[]; isBehind: boolean }

function Found({ preview, bands, isBehind }: FoundProps) {
  const { people, total, milliseconds, distribution, sample } = preview
  return (
    <>
      <strong
        className={builder.count}
        data-behind={isBehind || undefined}
        role="status"
        aria-busy={isBehind}
      >
        {counted(people, 'person', 'people')}
      </strong>
      <Text size="sm" c="dimmed">
        of {number(total)}, worked out in {duration(milliseconds)}
      </Text>
      {preview.prediction && <PredictionQuality report={preview.prediction} />}
      {distribution.length > 0 && <Distribution bars={distribution} />}
      {preview.score && <Banded score={preview.score} />}
      {sample.length > 0 && (
        <ul className={builder.sample} aria-label="Some of them">
          {sample.map((person) => (
            <li key={person.id}>
              <PersonLink person={person} />
              <span className={classes.value} title={scoreWords(bands, person.value)}>
                {scoreWords(bands, person.value)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** How values are spread, a bar each; what it shows stands beside it in words. */
function Distribution({ bars }: { bars: ComputedPreview['distribution'] }) {
  const most = Math.max(...bars.map(({ count }) => count), 1)
  const named = [...new Set(bars.map(({ band }) => band ?? null))]
  /** The higher the band, the fuller its bars. */
  const shadeOf = (band: string | null | undefined) =>
    band === undefined ? 1 : 0.35 + (0.65 * (named.indexOf(band) + 1)) / named.length
  return (
    <ul className={classes.bars} aria-label="How values are spread">
      {bars.map(({ label, count, band }) => (
        <li key={label}>
          <span className={classes.label} title={band ? `${label}, ${band}` : label}>
            {label}
          </span>
          <span
            className={classes.bar}
            style={{ width: `${(count / most) * 100}%`, opacity: shadeOf(band) }}
            aria-hidden
          />
          <span className={classes.count}>{number(count)}</span>
        </li>
      ))}
    </ul>
  )
}

function Banded({ score: { bands, warnings } }: { score: NonNullable<ComputedPreview['score']> }) {
  return (
    <>
      {bands.length > 0 && (
        <ul className={score.bands} aria-label="How many are in each band">
          {bands.map(({ label, count }) => (
            <li key={label}>
              <Chip>{`${label ?? 'In no band'} ${number(count)}`}</Chip>
            </li>
          ))}
        </ul>
      )}
      {warnings.length > 0 && (
        <div role="status">
          <ul className={builder.warnings} aria-label="To look at">
            {warnings.map((message) => (
              <li key={message}>
                <IconAlertTriangle size={16} aria-hidden />
                <span>{message}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
