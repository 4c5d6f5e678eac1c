// Where the menu leads.

/** `late` is `to_sign`, the nearest deadline first. */
export type Place = 'home' | 'to_sign' | 'late' | 'archived' | 'invoices';
