import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import classes from './DataTable.module.css'

const NARROWEST_PX = 60
const WIDEST_PX = 800
const STEP_PX = 20

export type ResizeHandleProps = { header: string; onResize: (width: number) => void }

/** The edge of a column's head: drawn by the pointer, or moved by the arrow keys. */
export function ResizeHandle({ header, onResize }: ResizeHandleProps) {
  const start = useRef<{ x: number; width: number } | null>(null)
  const begin = (event: PointerEvent<HTMLButtonElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width: widthOf(event.currentTarget) }
  }
  const drag = ({ clientX, currentTarget }: PointerEvent<HTMLButtonElement>) => {
    const head = currentTarget.closest('th')
    if (start.current && head)
      head.style.width = `${within(start.current.width + clientX - start.current.x)}px`
  }
  const end = ({ clientX }: PointerEvent<HTMLButtonElement>) => {
    if (start.current && clientX !== start.current.x)
      onResize(within(start.current.width + clientX - start.current.x))
    start.current = null
  }
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = event.key === 'ArrowRight' ? STEP_PX : event.key === 'ArrowLeft' ? -STEP_PX : 0
    if (by === 0) return
    event.preventDefault()
    onResize(within(widthOf(event.currentTarget) + by))
  }
  return (
    <button
      type="button"
      className={classes.edge}
      aria-label={`Width of ${header}: arrow keys change it`}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={end}
      onKeyDown={onKeyDown}
    />
  )
}

function widthOf(handle: HTMLElement): number {
  return handle.closest('th')?.offsetWidth ?? NARROWEST_PX
}

function within(width: number): number {
  return Math.round(Math.min(Math.max(width, NARROWEST_PX), WIDEST_PX))
}
