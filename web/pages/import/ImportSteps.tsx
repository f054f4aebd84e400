import classes from './import.module.css'

const steps = ['File', 'Columns', 'Check', 'Import', 'Result']

/** Where one is on the way from a file to its result. */
export function ImportSteps({ active }: { active: number }) {
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map((label, place) => (
        <li
          key={label}
          className={classes.step}
          data-done={place < active || undefined}
          aria-current={place === active ? 'step' : undefined}
        >
          <span className={classes.number} aria-hidden>
            {place < active ? '✓' : place + 1}
          </span>
          <span className={classes.stepName}>{label}</span>
        </li>
      ))}
    </ol>
  )
}
