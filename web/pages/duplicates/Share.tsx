import classes from './duplicates.module.css'

/** The cell of a table with a share as a bar and as a number, and what is to be said of it. */
export function Share({ value, tone, note }: { value: number; tone: 'same' | 'other'; note?: string }) {
  return (
    <td>
      <span className={classes.share}>
        <span
          className={classes.shareBar}
          data-tone={tone}
          style={{ width: `${value * 100}%` }}
          aria-hidden
        />
        <span>
          {value > 0 && value < 0.0001 ? '< 0.01%' : `${(value * 100).toFixed(value < 0.01 ? 2 : 1)}%`}
          {note && <span className={classes.note}> {note}</span>}
        </span>
      </span>
    </td>
  )
}
