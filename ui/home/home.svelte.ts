// What waits, and the news, for the home page. Draws nothing.

import { markNewsRead, news } from '../backend/account';
import * as desk from '../backend/commands';
import type { ErrorView, NewsItem, Waiting } from '../backend/types';
import { asError } from '../shared/errors';

export class Home {
  /** None until it was asked. */
  waiting = $state.raw<Waiting[] | null>(null);
  /** Unread ones stay marked while the page is looked at. */
  news = $state.raw<NewsItem[]>([]);
  error = $state<ErrorView | null>(null);

  async load(): Promise<void> {
    try {
      this.waiting = await desk.waiting();
      this.error = null;
    } catch (thrown) {
      this.error = asError(thrown);
    }
  }

  /** With the news, which are seen from then on. */
  async open(): Promise<void> {
    void this.load();
    try {
      this.news = await news();
      if (this.news.some(({ read }) => !read)) await markNewsRead();
    } catch {
      // The vault is closed, or there are none: the page says what waits all the same.
    }
  }
}
