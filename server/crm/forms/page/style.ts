/** The look of a form: calm enough for any site, light or dark with whoever looks. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c2330;--dim:#5b6474;--line:#c9ced8;--ground:#fff;--accent:#4453c4;--wrong:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaf0;--dim:#a3abbb;--line:#4a5263;--ground:#16181d;--accent:#5c6ad8;--wrong:#ff8f85}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif}
main{max-width:36rem;margin:0 auto;padding:1.5rem 1rem}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25}
.intro{margin:0 0 1.25rem;color:var(--dim);white-space:pre-line}
.notice{margin:0 0 1rem;padding:.625rem .75rem;border:1px solid var(--wrong);border-radius:.5rem;color:var(--wrong)}
.field{margin:0 0 1rem}
label{display:block;margin:0 0 .25rem;font-weight:500}
.needed,.wrong{color:var(--wrong)}
.wrong{margin:.25rem 0 0;font-size:.875rem}
input:not([type=checkbox]),select,textarea{width:100%;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit;font:inherit}
select option{background:var(--ground)}
[aria-invalid]{border-color:var(--wrong)!important}
.box{display:flex;gap:.625rem;align-items:flex-start}
.box input{flex:none;width:1.125rem;height:1.125rem;margin:.2rem 0 0;accent-color:var(--accent)}
.box label{margin:0;font-weight:400}
button{padding:.625rem 1.25rem;border:0;border-radius:.5rem;background:var(--accent);color:#fff;font:inherit;font-weight:600;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.trap{position:absolute;left:-100vw;width:1px;height:1px;overflow:hidden}
`.replaceAll('\n', '')
