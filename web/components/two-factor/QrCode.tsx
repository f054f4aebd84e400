import { encode } from 'uqr'
import classes from './two-factor.module.css'

/** A QR code, drawn in the page: what it says is secret and goes nowhere else. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: 2, ecc: 'M' })
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} className={classes.qr}>
      <path d={squares.join('')} shapeRendering="crispEdges" />
    </svg>
  )
}
