// The moment, as the screens need it: exact to half a minute.

const EVERY = 30_000;

let moment = $state(Date.now());
setInterval(() => (moment = Date.now()), EVERY);

/** Now, in ms; reading it in a template follows the clock. */
export function now(): number {
  return moment;
}
