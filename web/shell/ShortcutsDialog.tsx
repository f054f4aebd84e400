import { Modal } from '@mantine/core'
import { modifierKey } from '../lib/keyboard.ts'
import { useMay } from '../lib/session.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { placesFor } from './navigation.ts'
import classes from './ShortcutsDialog.module.css'

const everywhere = [
  [`${modifierKey} K`, 'Search and commands'],
  ['/', 'Search on this page'],
  ['?', 'This list'],
  ['Esc', 'Close what is open'],
] as const

const inLists = [
  ['j', 'Next row'],
  ['k', 'Row before'],
  ['Enter', 'Open the row'],
  ['x', 'Select the row'],
] as const

const onRecords = [
  ['n', 'Write a note'],
  ['c', 'Log a call'],
  ['m', 'Plan a meeting'],
  ['e', 'Log an e-mail'],
  ['t', 'Plan a task'],
] as const

const inTasks = [
  ['e', 'Complete'],
  ['s', 'Move to tomorrow'],
] as const

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const places = placesFor(useMay()).flatMap((group) => group.places)
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keyboard shortcuts"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={classes.columns}>
        <div>
          <Keys heading="Everywhere" rows={everywhere} />
          <Keys heading="In lists" rows={inLists} />
          <Keys heading="On a person, company or deal" rows={onRecords} />
          <Keys heading="On something to do" rows={inTasks} />
        </div>
        <Keys heading="Go to" rows={places.map((place) => [place.keys, place.label])} />
      </div>
    </Modal>
  )
}

function Keys({
  heading,
  rows,
}: {
  heading: string
  rows: readonly (readonly [keys: string, what: string])[]
}) {
  return (
    <section className={classes.section}>
      <h2>{heading}</h2>
      <dl>
        {rows.map(([keys, what]) => (
          <div key={keys} className={classes.row}>
            <dt>{what}</dt>
            <dd>
              <KeyHint keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
