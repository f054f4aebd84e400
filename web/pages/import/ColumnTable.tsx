import { NativeSelect } from '@mantine/core'
import {
  importFields,
  type ColumnTarget,
  type FileMapping,
  type ImportColumn,
} from '../../../model/import.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { FileOptionsProps } from './FileOptions.tsx'
import classes from './import.module.css'

const OUT = ''
const TRAIT = 'trait:'
const SURE = 0.8

/** The columns of a file with their first values, and what each is taken for. */
export function ColumnTable({ file, mapping, onChange }: FileOptionsProps) {
  const change = (place: number, target: ColumnTarget) =>
    onChange({ ...mapping, columns: mapping.columns.map((one, at) => (at === place ? target : one)) })
  return (
    <table className={classes.columns} aria-label={`Columns of ${file.name}`}>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">First values</th>
          <th scope="col">Becomes</th>
          <th scope="col">
            <span className="mantine-visually-hidden">Guess</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {file.columns.map((column, place) => (
          <ColumnRow
            key={`${place} ${column.header}`}
            column={column}
            mapping={mapping}
            target={mapping.columns[place] ?? null}
            onChange={(target) => change(place, target)}
          />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = {
  column: ImportColumn
  mapping: FileMapping
  target: ColumnTarget
  onChange: (target: ColumnTarget) => void
}

function ColumnRow({ column, mapping, target, onChange }: RowProps) {
  const name = column.header || 'Without a heading'
  return (
    <tr>
      <td className={classes.column}>{name}</td>
      <td className={classes.samples} title={column.samples.join('\n')}>
        {column.samples.join(' · ') || 'empty'}
      </td>
      <td>
        <NativeSelect
          size="xs"
          aria-label={`What "${name}" becomes`}
          data={choices(column, mapping, target)}
          value={valueOf(target)}
          onChange={(event) => onChange(targetOf(event.currentTarget.value, target))}
        />
      </td>
      <td>{target && 'field' in target && <Guess confidence={column.confidence} />}</td>
    </tr>
  )
}

function Guess({ confidence }: { confidence: number }) {
  if (confidence === 0) return null
  return confidence >= SURE ? <Chip tone="good">Recognised</Chip> : <Chip tone="soon">Guessed by values</Chip>
}

function choices({ header }: ImportColumn, { object }: FileMapping, target: ColumnTarget) {
  const fields = importFields[object]
    .filter(({ key }) => key !== 'stage_entered')
    .map(({ key, label }) => ({ value: key, label }))
  const stage = target && 'field' in target ? target.stage : undefined
  const trait = target && 'trait' in target ? target.trait : traitName(header)
  const mayHaveTraits = (object === 'people' || object === 'companies') && trait !== ''
  return [
    { value: OUT, label: 'Leave out' },
    ...(mayHaveTraits ? [{ value: `${TRAIT}${trait}`, label: `Keep as trait "${trait}"` }] : []),
    ...(stage === undefined ? [] : [{ value: 'stage_entered', label: `Entered the stage "${stage}"` }]),
    ...fields,
  ]
}

function traitName(header: string): string {
  return header
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 100)
}

function valueOf(target: ColumnTarget): string {
  if (!target) return OUT
  return 'trait' in target ? `${TRAIT}${target.trait}` : target.field
}

function targetOf(value: string, before: ColumnTarget): ColumnTarget {
  if (value === OUT) return null
  if (value.startsWith(TRAIT)) return { trait: value.slice(TRAIT.length) }
  const stage = before && 'field' in before ? before.stage : undefined
  return value === 'stage_entered' && stage !== undefined ? { field: value, stage } : { field: value }
}
