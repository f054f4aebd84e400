import { Anchor } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import type { Field, FieldOption } from '../../../model/field.ts'
import { fieldFileUrl } from '../../api-files.ts'
import { fieldText } from '../../lib/fields.ts'
import { links } from '../../lib/links.ts'
import { Chip } from '../../ui/Chip.tsx'
import { TextLink } from '../../ui/links.tsx'
import classes from './fields.module.css'

export type FieldValueProps = {
  field: Pick<Field, 'type' | 'settings'>
  value: unknown
  /** Names of the users and records that values mention, by id. */
  labels?: Record<string, string> | undefined
  /** The address of the record, such as `deals/…`, from which its files are saved. */
  path?: string | undefined
}

/** A value as its type wants to be seen: options in their colours, links that lead somewhere, stars. */
export function FieldValue({ field, value, labels = {}, path }: FieldValueProps) {
  const text = fieldText(field, value, labels)
  switch (field.type) {
    case 'select':
    case 'multi_select':
      return <Options options={field.settings.options ?? []} keys={[value].flat()} />
    case 'url':
      return (
        <Anchor href={text} target="_blank" rel="noopener noreferrer" fz="inherit">
          {text.replace(/^https?:\/\//, '').replace(/\/$/, '')}
        </Anchor>
      )
    case 'email':
      return (
        <Anchor href={`mailto:${text}`} fz="inherit">
          {text}
        </Anchor>
      )
    case 'phone':
      return (
        <Anchor href={`tel:${text.replaceAll(/[^\d+]/g, '')}`} fz="inherit">
          {text}
        </Anchor>
      )
    case 'rating':
      return <Stars value={Number(value)} of={field.settings.stars ?? 5} text={text} />
    case 'relation':
      return (
        <RelationLink
          target={field.settings.target}
          id={String(value)}
          label={labels[String(value)]}
          text={text}
        />
      )
    case 'file':
      return path === undefined ? (
        text
      ) : (
        <Anchor href={fieldFileUrl(path, String(value))} download={text} fz="inherit">
          {text}
        </Anchor>
      )
    case 'long_text':
      return <span className={classes.long}>{text}</span>
    default:
      return text
  }
}

function Options({ options, keys }: { options: FieldOption[]; keys: unknown[] }) {
  return (
    <span className={classes.options}>
      {keys.map((key) => {
        const option = options.find((one) => one.key === key)
        return (
          <Chip key={String(key)} icon={<Dot colour={option?.colour} />}>
            {option?.label ?? String(key)}
          </Chip>
        )
      })}
    </span>
  )
}

/** The colour of an option; its words say what it is. */
export function Dot({ colour = 'gray' }: { colour?: FieldOption['colour'] | undefined }) {
  return (
    <span className={classes.dot} style={{ background: `var(--mantine-color-${colour}-6)` }} aria-hidden />
  )
}

function Stars({ value, of, text }: { value: number; of: number; text: string }) {
  return (
    <span className={classes.stars} role="img" aria-label={text}>
      {Array.from({ length: of }, (_, place) =>
        place < value ? <IconStarFilled key={place} size={14} /> : <IconStar key={place} size={14} />,
      )}
    </span>
  )
}

type RelationLinkProps = { target: string | undefined; id: string; label: string | undefined; text: string }

/** What has no name is gone, or not for the reader to see: no link leads there. */
function RelationLink({ target = '', id, label, text }: RelationLinkProps) {
  if (label === undefined) return text
  return (
    <TextLink {...linkTo(target, id)} fz="inherit">
      {label}
    </TextLink>
  )
}

function linkTo(target: string, id: string) {
  if (target === 'person') return links.person(id)
  if (target === 'company') return links.company(id)
  if (target === 'product') return links.products({ product: id })
  return target === 'deal' ? links.deals({ deal: id }) : links.records(target, { record: id })
}
