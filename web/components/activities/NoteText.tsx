import { Fragment } from 'react'
import { cutMentions, type Colleague } from '../../../model/mention.ts'
import { Markdown } from '../../ui/Markdown.tsx'
import classes from './activities.module.css'

/** A text as it was written, with mentioned colleagues set off. */
export function NoteText({ text, mentions = [] }: { text: string; mentions?: readonly Colleague[] }) {
  return (
    <Markdown
      text={text}
      plain={(plain) =>
        cutMentions(plain, mentions).map((part, place) =>
          part.colleague ? (
            <span key={place} className={classes.mention}>
              {part.text}
            </span>
          ) : (
            <Fragment key={place}>{part.text}</Fragment>
          ),
        )
      }
    />
  )
}
