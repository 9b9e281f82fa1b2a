// Starts what the page has of GOV.UK Frontend, opens the folds on a wide window, and prints.
import { initAll } from './govuk-frontend.min.js'

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
initAll()

if (window.matchMedia('(min-width: 769px)').matches) {
  for (const fold of document.querySelectorAll('.mc-fold')) fold.open = true
}
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
