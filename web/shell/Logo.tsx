import classes from './Logo.module.css'

/** The mark and the name. */
export function Logo() {
  return (
    <span className={classes.logo}>
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden>
        <rect width="32" height="32" rx="8" fill="var(--mantine-color-indigo-6)" />
        <path
          d="M11 8v16M11 16.5 20 9M14.5 14 21 23"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
        />
        <circle cx="21.5" cy="8" r="2.4" fill="#fff" />
        <circle cx="22" cy="24" r="2.4" fill="#fff" />
      </svg>
      Kith
    </span>
  )
}
