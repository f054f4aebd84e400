import { ActionIcon, Button, NumberInput, TextInput, Title } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { MAX_BANDS, MAX_TOTAL } from '../../../../model/score.ts'
import builder from '../builder.module.css'
import type { Problems } from '../read-draft.ts'
import { blankBand, type BandDraft, type ScoreDraft } from './score-draft.ts'
import classes from './score.module.css'

export type ScoreBandsProps = {
  draft: ScoreDraft
  onChange: (draft: ScoreDraft) => void
  problems: Problems
}

/** Between which numbers the sum of points is kept, and how people of so many points are called. */
export function ScoreBands({ draft, onChange, problems }: ScoreBandsProps) {
  const { bands, minimum, maximum } = draft
  const setBand = (changed: BandDraft) =>
    onChange({ ...draft, bands: bands.map((one) => (one.key === changed.key ? changed : one)) })
  return (
    <section aria-label="Bands">
      <Title order={2} size="h5" mt="lg" mb={6}>
        What scores are called
      </Title>
      <ul className={classes.bandList}>
        {bands.map((band) => (
          <li key={band.key}>
            <div className={classes.band}>
              <span className={builder.word}>From</span>
              <TotalField
                label="From so many points"
                value={band.from}
                onChange={(from) => setBand({ ...band, from: from ?? 0 })}
              />
              <TextInput
                className={classes.bandName}
                aria-label="Name of the band"
                placeholder="Name"
                maxLength={40}
                value={band.label}
                error={problems[band.key] !== undefined}
                onChange={(event) => setBand({ ...band, label: event.currentTarget.value })}
              />
              <ActionIcon
                aria-label={`Remove the band ${band.label}`}
                onClick={() => onChange({ ...draft, bands: bands.filter(({ key }) => key !== band.key) })}
              >
                <IconX size={16} />
              </ActionIcon>
            </div>
            {problems[band.key] && <p className={builder.problem}>{problems[band.key]}</p>}
          </li>
        ))}
      </ul>
      <Button
        variant="default"
        leftSection={<IconPlus size={15} aria-hidden />}
        disabled={bands.length >= MAX_BANDS}
        onClick={() => onChange({ ...draft, bands: [...bands, blankBand(bands)] })}
      >
        Add a band
      </Button>
      <div className={classes.bounds}>
        <span className={builder.word}>Never less than</span>
        <TotalField
          label="The least score"
          value={minimum}
          onChange={(value) => onChange({ ...draft, minimum: value })}
        />
        <span className={builder.word}>and never more than</span>
        <TotalField
          label="The most score"
          value={maximum}
          onChange={(value) => onChange({ ...draft, maximum: value })}
        />
      </div>
      {problems['bounds'] && <p className={builder.problem}>{problems['bounds']}</p>}
    </section>
  )
}

type TotalFieldProps = { label: string; value: number | null; onChange: (value: number | null) => void }

function TotalField({ label, value, onChange }: TotalFieldProps) {
  return (
    <NumberInput
      aria-label={label}
      w="5.5rem"
      hideControls
      allowDecimal={false}
      min={-MAX_TOTAL}
      max={MAX_TOTAL}
      placeholder="any"
      value={value ?? ''}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
    />
  )
}
