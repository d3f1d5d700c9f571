import { Changes } from './changes.js';

export type Route =
  | { view: 'board' }
  | { view: 'bed' | 'review'; site: string; bed: string };

const read = (): Route => {
  const [view, site, bed] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return (view === 'bed' || view === 'review') && site && bed ? { view, site, bed } : { view: 'board' };
};

/** Where the page is, in the address: a reload and the back button do what people expect. */
class Router extends Changes {
  route: Route = read();

  constructor() {
    super();
    addEventListener('hashchange', () => { this.route = read(); this.notify(); });
  }
}

export const router = new Router();

export const addressOf = (route: Route): string =>
  route.view === 'board' ? '#/' : `#/${route.view}/${encodeURIComponent(route.site)}/${encodeURIComponent(route.bed)}`;

export const go = (route: Route): void => { location.hash = addressOf(route); };
