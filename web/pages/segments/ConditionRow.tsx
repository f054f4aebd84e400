import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './builder.module.css'

export type ConditionRowProps = {
  /** What the cross takes away: "the condition". */
  what: string
  /** Left out where nothing can be taken away. */
  onRemove?: (() => void) | undefined
  problem?: string | undefined
  nested?: boolean
  children: ReactNode
}

/** Words and fields that wrap, the cross that takes them away, and what lacks beneath. */
export function ConditionRow({ what, onRemove, problem, nested = false, children }: ConditionRowProps) {
  return (
    <>
      <div className={classes.row} data-nested={nested || undefined}>
        <div className={classes.fields}>{children}</div>
        {onRemove && (
          <ActionIcon aria-label={`Remove ${what}`} onClick={onRemove} className={classes.remove}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
      {problem && <p className={classes.problem}>{problem}</p>}
    </>
  )
}
