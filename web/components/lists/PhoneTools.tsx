import { ActionIcon, Drawer, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './lists.module.css'

export type PhoneToolsProps = {
  /** Whether one of them is in use. */
  isOn: boolean
  children: ReactNode
}

/** The tools of a list behind one button, on a sheet from below: shown where a line has no room for them. */
export function PhoneTools({ isOn, children }: PhoneToolsProps) {
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <div className={classes.phoneTools}>
      <ActionIcon
        variant={isOn ? 'light' : 'default'}
        size="input-sm"
        aria-label="Filter, sort and more"
        onClick={open}
      >
        <IconAdjustmentsHorizontal size={17} />
      </ActionIcon>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="21rem"
        title="List"
        closeButtonProps={{ 'aria-label': 'Close' }}
        // Its tools open over it, and are scrolled themselves.
        lockScroll={false}
      >
        <Stack gap="xs">{children}</Stack>
      </Drawer>
    </div>
  )
}
