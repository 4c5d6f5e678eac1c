// Pictures of pages, decoded before they are shown. Keeps a few, newest last. Knows no page's place.

/** About two documents' first pages and what is in view. */
const KEPT = 16;

export class PageImages {
  #most: number;
  #kept = new Map<string, Promise<HTMLImageElement>>();

  constructor(most = KEPT) {
    this.#most = most;
  }

  /** The decoded picture; asked for only once. Rejects when there is none. */
  get(url: string): Promise<HTMLImageElement> {
    const known = this.#kept.get(url);
    const image = known ?? decoded(url);
    this.#kept.delete(url);
    this.#kept.set(url, image);
    if (!known) image.catch(() => this.#kept.delete(url));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
    return image;
  }
}

async function decoded(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.decoding = 'async';
  image.draggable = false;
  image.src = url;
  await image.decode();
  return image;
}
