import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './CopyField.module.css'

export type CopyFieldProps = {
  /** What is copied: "write key". */
  label: string
  value: string
  /** Keeps line breaks, for snippets. */
  block?: boolean
}

/** A value to be taken elsewhere, with a button that copies it. */
export function CopyField({ label, value, block = false }: CopyFieldProps) {
  return (
    <div className={classes.field} data-block={block || undefined}>
      {block ? (
        <pre className={classes.code} tabIndex={0} aria-label={label}>
          {value}
        </pre>
      ) : (
        <code className={classes.code}>{value}</code>
      )}
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : `Copy ${label}`}>
            <ActionIcon onClick={copy} aria-label={copied ? 'Copied' : `Copy ${label}`}>
              {copied ? <IconCheck size={16} color="var(--kith-good)" /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  )
}
