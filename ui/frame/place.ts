// Where the menu leads.

/** `late` is `to_sign`, the nearest deadline first. */
export type Place = 'home' | 'relations' | 'to_sign' | 'late' | 'archived' | 'invoices' | 'rights';
