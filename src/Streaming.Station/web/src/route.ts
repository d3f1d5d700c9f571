import { Changes } from './changes.js';

export type Route =
  | { view: 'board' }
  | { view: 'nights' }
  /** @property study Of an earlier night of the bed; without it the one that the bed has now. */
  | { view: 'bed' | 'review'; site: string; bed: string; study?: string };

const read = (): Route => {
  const [view, site, bed, study] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  if (view === 'nights') return { view };
  return (view === 'bed' || view === 'review') && site && bed ? { view, site, bed, ...(study ? { study } : {}) } : { view: 'board' };
};

/** Where the page is, in the address: a reload and the back button do what people expect. */
class Router extends Changes {
  route: Route = read();

  constructor() {
    super();
    addEventListener('hashchange', () => { this.route = read(); this.notify(); });
  }

  /** The same place under another name: nobody goes back to the former one. */
  rename(route: Route): void {
    history.replaceState(null, '', addressOf(route));
    this.route = route;
    this.notify();
  }
}

export const router = new Router();

export function addressOf(route: Route): string {
  if (route.view === 'board' || route.view === 'nights') return route.view === 'board' ? '#/' : '#/nights';
  return `#/${[route.view, route.site, route.bed, ...(route.study ? [route.study] : [])].map(encodeURIComponent).join('/')}`;
}

export const go = (route: Route): void => { location.hash = addressOf(route); };
