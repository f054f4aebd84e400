import { Checkbox, SegmentedControl, Text } from '@mantine/core'
import { IconUsersMinus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { LinkagePair, PairDecision } from '../../../model/linkage.ts'
import { api } from '../../api.ts'
import { useList } from '../../lib/queries.ts'
import { useShortcuts } from '../../lib/keyboard.ts'
import { useMay } from '../../lib/session.ts'
import { links } from '../../lib/links.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './duplicates.module.css'
import { PairDetail } from './PairDetail.tsx'
import { percent, personName } from '../../lib/pair-words.ts'
import { useDecide } from './use-decide.ts'

const states = [
  { value: 'open', label: 'To decide' },
  { value: 'same', label: 'Same' },
  { value: 'different', label: 'Different' },
  { value: 'unsure', label: 'Unsure' },
] as const

/** The queue beside the pair that is open: j and k go through it, s, d and n decide, u takes the last decision back. */
export function ReviewQueue() {
  const { state = 'open', pair: chosen, person } = useSearch({ from: '/duplicates' })
  const navigate = useNavigate({ from: '/duplicates' })
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const mayWrite = useMay()('duplicates:write')
  const key = ['linkage', 'found', state, person]
  const list = useList({ key, fetch: (page) => api.linkage.pairs({ state, person }, page) })
  const { decide, takeBack, undo } = useDecide()
  const at = Math.max(
    list.rows.findIndex(({ id }) => id === chosen),
    0,
  )
  const current = list.rows[at]
  const open = (pair: LinkagePair | undefined) =>
    pair && void navigate({ search: (old) => ({ ...old, pair: pair.id }), replace: true, resetScroll: false })
  /** The picked pairs, or the open one; and goes on to the next. */
  const take = () => {
    if (!current || !mayWrite) return []
    open(list.rows.slice(at + 1).find(({ id }) => !picked.has(id)))
    setPicked(new Set())
    return picked.size > 0 ? list.rows.filter(({ id }) => picked.has(id)) : [current]
  }
  const isDecided = state === 'same' || state === 'different'
  const say = (decision: PairDecision) => {
    const pairs = isDecided ? [] : take()
    if (pairs.length > 0) decide({ pairs, decision })
  }
  useShortcuts({
    j: () => open(list.rows[at + 1]),
    k: () => open(list.rows[at - 1]),
    s: () => say('same'),
    d: () => say('different'),
    n: () => say('unsure'),
    u: () => undo?.(),
    x: () => current && setPicked(toggled(picked, current.id)),
  })
  return (
    <>
      <SegmentedControl
        aria-label="Which pairs"
        size="xs"
        mb="md"
        data={[...states]}
        value={state}
        onChange={(value) =>
          void navigate({ search: { state: states.find((one) => one.value === value)?.value, person } })
        }
      />
      {person && (
        <Text size="sm" mb="md">
          Only pairs of one person.{' '}
          <TextLink {...links.duplicates({ state })} underline="always">
            Show all
          </TextLink>
        </Text>
      )}
      {list.isPending && <LinesSkeleton lines={6} />}
      {list.error && list.rows.length === 0 && (
        <ErrorState error={list.error} title="The pairs could not be read" again={list.again} />
      )}
      {!list.isPending && !list.error && list.rows.length === 0 && <NoPairs state={state} />}
      {current && (
        <div className={classes.review}>
          <div className={classes.queue}>
            <ul className={classes.pairs} aria-label="Pairs">
              {list.rows.map((pair) => (
                <li key={pair.id} className={classes.pair} data-current={pair.id === current.id || undefined}>
                  {mayWrite && (
                    <Checkbox
                      size="xs"
                      aria-label={`Pick ${personName(pair.a)} and ${personName(pair.b)}`}
                      checked={picked.has(pair.id)}
                      onChange={() => setPicked(toggled(picked, pair.id))}
                    />
                  )}
                  <button
                    type="button"
                    className={classes.open}
                    aria-current={pair.id === current.id}
                    onClick={() => open(pair)}
                  >
                    <span>{personName(pair.a)}</span>
                    <span className={classes.other}>{personName(pair.b)}</span>
                  </button>
                  <Text size="sm" className={classes.percent}>
                    {percent(pair.probability)}
                  </Text>
                </li>
              ))}
            </ul>
            <LoadMore list={list} />
          </div>
          <PairDetail
            pair={current}
            picked={picked.size}
            deciding={mayWrite ? { onDecide: say, onTakeBack: () => takeBack(take()) } : undefined}
          />
        </div>
      )}
    </>
  )
}

function toggled(picked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return picked.has(id) ? new Set([...picked].filter((one) => one !== id)) : new Set([...picked, id])
}

function NoPairs({ state }: { state: string }) {
  return (
    <EmptyState
      title={state === 'open' ? 'No pairs to decide' : 'No pairs here'}
      icon={<IconUsersMinus size={22} />}
    >
      {state === 'open'
        ? 'Choose "Look for duplicates" above: names, e-mail addresses, birthdays and whatever else is known of people are compared, and pairs that may be one person are listed here with the reasons.'
        : 'What was decided is kept here, and can be taken back.'}
    </EmptyState>
  )
}
