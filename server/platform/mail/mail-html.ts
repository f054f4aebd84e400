export const ACCENT = '#4453c4'
export const QUIET = '#687082'
export const LINE = '#e3e5ea'
