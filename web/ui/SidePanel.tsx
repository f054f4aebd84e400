import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'

export type SidePanelProps = {
  opened: boolean
  onClose: () => void
  title: ReactNode
  size?: 'md' | 'lg' | 'xl'
  children: ReactNode
}

/** A record opened over its list: traps the focus, closes with Esc and gives the focus back. */
export function SidePanel({ opened, onClose, title, size = 'lg', children }: SidePanelProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      styles={{ title: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)', minWidth: 0 } }}
    >
      {children}
    </Drawer>
  )
}
