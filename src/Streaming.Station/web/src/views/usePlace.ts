import { useEffect, useRef } from 'preact/hooks';
import type { Route } from '../route.js';

/** Names the view in the tab, and takes the focus along: who goes by keys, or hears the page, is at the bed's name after Enter, and after Escape on the tile it came from. */
export function usePlace(route: Route): void {
  const place = route.view === 'bed' || route.view === 'review' ? `${route.site}/${route.bed}` : route.view === 'nights' ? 'nights' : '';
  const before = useRef(place);
  useEffect(() => {
    if (place === before.current) return;
    const target = place === '' ? `[data-bed="${CSS.escape(before.current)}"]` : place === 'nights' ? '.nights input' : '.bed h1';
    before.current = place;
    document.querySelector<HTMLElement>(target)?.focus();
  }, [place]);
  const title = route.view === 'board' ? 'Sleep station' : route.view === 'nights' ? 'Nights · Sleep station' : `${route.view === 'review' ? 'Review of ' : ''}${route.bed}, ${route.site} · Sleep station`;
  useEffect(() => { document.title = title; }, [title]);
}
