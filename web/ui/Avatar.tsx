import type { ReactNode } from 'react'
import { initialsOf, stableTint } from '../lib/colours.ts'
import classes from './Avatar.module.css'

export type AvatarProps = {
  /** Name or best identifier: gives the initials. */
  label: string
  /** What the tint is derived from when it should outlive a changed name: the id. */
  seed?: string
  size?: 'sm' | 'md' | 'lg'
  /** Companies are square, people are round. */
  shape?: 'round' | 'square'
  /** In the place of initials, for somebody without a name. */
  icon?: ReactNode
}

/** Initials on a tint that stays the same; decoration, because the name always stands beside it. */
export function Avatar({ label, seed = label, size = 'sm', shape = 'round', icon }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={classes.avatar}
      data-size={size}
      data-shape={shape}
      data-tint={stableTint(seed)}
    >
      {icon || initialsOf(label)}
    </span>
  )
}
