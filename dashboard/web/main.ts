/** Puts the page together: who is there, the live connection, and the view that the address names. */
import { ask, Problem, type Answer } from './ask.js';
import { failed, loading } from './blocks.js';
import { coinView } from './coin.js';
import { byId, say, setData, setText } from './dom.js';
import { farmView } from './farm.js';
import { openLive, type LinkState, type Live } from './live.js';
import { marketView } from './market.js';
import { farmNow, farmSpeed, setClock } from './time.js';

const LINK_WORDS: Record<LinkState, string> = { connecting: 'connecting', live: 'live', away: 'reconnecting' };
/** A blink of the connection is nobody's business. */
const BANNER_AFTER_MS = 1_500;
const HEALTH_EVERY_MS = 30_000;
const UNHEALTHY = 503;

function showLink(): (state: LinkState) => void {
  const link = byId('link');
  const banner = byId('banner');
  let late: ReturnType<typeof setTimeout> | undefined;
  return (state) => {
    setData(link, 'state', state);
    setText(link.lastElementChild as Element, LINK_WORDS[state]);
    if (state === 'away') {
      late ??= setTimeout(() => {
        banner.hidden = false;
        setText(banner, 'The connection to the farm is away. What you see may be old; it is being tried again.');
      }, BANNER_AFTER_MS);
      return;
    }
    clearTimeout(late);
    late = undefined;
    if (!banner.hidden) say('The connection is back.');
    banner.hidden = true;
  };
}

const COIN = /^#\/coin\/([\w.-]+)$/;
const TITLES = { market: 'Market', farm: 'Farm' } as const;

/** Titles, the tab that is current, and the view of `#/`, `#/coin/BTC`, `#/farm`. */
function route(session: Answer<'Session'>, live: Live): void {
  const main = byId('main');
  let leave = new AbortController();
  const show = (): void => {
    leave.abort();
    leave = new AbortController();
    const context = { session, live, signal: leave.signal };
    const symbol = COIN.exec(location.hash)?.[1]?.toUpperCase();
    const current = location.hash === '#/farm' ? 'farm' : 'market';
    for (const tab of document.querySelectorAll<HTMLElement>('nav [data-view]')) {
      if (tab.dataset['view'] === current) tab.setAttribute('aria-current', 'page');
      else tab.removeAttribute('aria-current');
    }
    document.title = [symbol ?? TITLES[current], 'Crypto data farm'].join(' · ');
    setData(main, 'view', symbol ? 'coin' : current);
    if (symbol) coinView(main, symbol, context);
    else if (current === 'farm') farmView(main, context);
    else marketView(main, context);
    scrollTo(0, 0);
  };
  addEventListener('hashchange', show);
  show();
}

/** `/` searches from everywhere, Escape goes back. */
function keys(): void {
  const typing = (e: KeyboardEvent): boolean => e.target instanceof HTMLInputElement;
  const search = (): HTMLInputElement | null => document.querySelector('#search');
  addEventListener('keydown', (e) => {
    if (e.key === '/' && !typing(e) && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      const box = search();
      // From another view the market comes first; where the box is there already the next key must find it.
      if (box) box.focus();
      else addEventListener('hashchange', () => search()?.focus(), { once: true });
      if (!box) location.hash = '#/';
    }
    if (e.key !== 'Escape') return;
    const box = search();
    if (box && document.activeElement === box) {
      box.value = '';
      box.dispatchEvent(new Event('input'));
      box.blur();
    } else if (byId('main').dataset['view'] === 'coin') location.hash = '#/';
  });
}

function tellTime(): void {
  const clock = byId('clock');
  const tick = (): void => void setText(clock, `${new Date(farmNow()).toISOString().slice(11, 19)} UTC${farmSpeed() === 1 ? '' : ` ×${farmSpeed()}`}`);
  tick();
  setInterval(tick, 1_000);
}

/** The score in the header; `/health` answers anybody. */
function tellHealth(): void {
  const pill = byId('score');
  const look = async (): Promise<void> => {
    if (document.hidden) return;
    const answer = await ask<Answer<'Health'>>('/health', undefined, UNHEALTHY).catch(() => null);
    pill.hidden = false;
    setText(pill, answer ? `${answer.health_score}` : '–');
    setData(pill, 'status', answer?.status ?? 'unhealthy');
    pill.setAttribute('aria-label', answer ? `Health score ${answer.health_score}, ${answer.status}` : 'Health unknown');
  };
  void look();
  setInterval(() => void look(), HEALTH_EVERY_MS);
}

async function start(): Promise<void> {
  const main = byId('main');
  main.replaceChildren(loading('the farm'));
  try {
    const session = await ask<Answer<'Session'>>('/api/v1/session');
    setClock(session.clock);
    byId('to-queues').hidden = !session.scopes.includes('read:queues');
    byId('logout').title = `Logged in with the ${session.owner} key`;
    tellTime();
    tellHealth();
    keys();
    const live = openLive();
    live.onState(showLink());
    route(session, live);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return;
    setData(byId('link'), 'state', 'away');
    setText(byId('link').lastElementChild as Element, 'no answer');
    main.replaceChildren(failed(error, () => void start()));
  }
}

void start();
