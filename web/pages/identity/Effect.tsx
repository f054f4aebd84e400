import { Text } from '@mantine/core'
import type { IdentityEffect, IdentityExample } from '../../../model/identity-rules.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { identifierTypeName } from '../../lib/people.ts'
import { TextLink } from '../../ui/links.tsx'
import { effectSentences } from './effect-words.ts'
import classes from './identity.module.css'

/** What the draft would change, in numbers and with examples. */
export function Effect({ effect }: { effect: IdentityEffect }) {
  const { split, merged, identifiers, examples } = effect
  const sentences = effectSentences(effect)
  return (
    <div className={classes.effect} role="status">
      <dl className={classes.figures}>
        <Figure name="People split" value={split.people} />
        <Figure name="People merged" value={merged.people} />
        <Figure
          name="Identifiers that cease to join"
          value={identifiers.blocked + identifiers.quarantined + identifiers.shared}
        />
        <Figure name="Identifiers that join again" value={identifiers.freed} />
      </dl>
      {sentences.map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
      {examples.length > 0 && (
        <ul className={classes.examples} aria-label="Examples">
          {examples.map((example, index) => (
            <li key={index}>
              <Example example={example} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{number(value)}</dd>
    </div>
  )
}

function Example({ example }: { example: IdentityExample }) {
  if (example.kind === 'split')
    return (
      <>
        Split: <Person {...example.person} /> would become {counted(example.into.length, 'person', 'people')}:{' '}
        {example.into.map((values) => values.join(', ')).join(' · ')}
      </>
    )
  if (example.kind === 'merged')
    return (
      <>
        Merged:{' '}
        {example.people.map((person, index) => (
          <span key={person.id}>
            {index > 0 && ', '}
            <Person {...person} />
          </span>
        ))}{' '}
        would be one person
      </>
    )
  return (
    <>
      {identifierTypeName(example.type)}{' '}
      <TextLink {...links.person(example.person)} underline="always">
        {example.value}
      </TextLink>{' '}
      would be {example.to === 'normal' ? 'one that joins people again' : example.to}
    </>
  )
}

function Person({ id, name }: { id: string; name: string }) {
  return (
    <TextLink {...links.person(id)} underline="always">
      {name || 'Anonymous'}
    </TextLink>
  )
}
