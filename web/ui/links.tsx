import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type AnchorElement = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style' | 'color'> & {
  ref?: Ref<HTMLAnchorElement>
}

function PlainAnchor(props: AnchorProps & AnchorElement) {
  return <Anchor fz="inherit" {...props} />
}

function AnchorButton(props: ButtonProps & AnchorElement) {
  return <Button component="a" {...props} />
}

/** A link inside the interface: `<TextLink {...links.person(id)}>Name</TextLink>`. */
export const TextLink = createLink(PlainAnchor)

/** A link that looks like a button. */
export const ButtonLink = createLink(AnchorButton)
