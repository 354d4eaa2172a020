/** The one script of the page of ways in: it shows the way that the address names, and filters the list. Without it all ways stand one below the other. */

export const script = `
(() => {
  const ways = [...document.querySelectorAll('.way')];
  const items = [...document.querySelectorAll('.ways li')];
  const form = document.querySelector('.filter');
  if (!ways.length || !form) return;
  document.documentElement.classList.add('live');
  form.hidden = false;
  const [text, open] = form.querySelectorAll('input');
  const kind = form.querySelector('select');
  const told = form.querySelector('output');
  const byId = new Map(ways.map((way) => [way.id, way]));
  const rows = items.map((item) => ({ item, link: item.querySelector('a'), words: (item.dataset.words + ' ' + item.textContent).toLowerCase() }));
  let shown = null;
  const named = () => { try { return byId.get(decodeURIComponent(location.hash.slice(1))); } catch { return undefined; } };
  const show = (way) => {
    shown = way;
    for (const each of ways) each.hidden = each !== way;
    for (const { link } of rows) {
      if (link.hash === '#' + way.id) { link.setAttribute('aria-current', 'true'); link.scrollIntoView({ block: 'nearest' }); }
      else link.removeAttribute('aria-current');
    }
  };
  addEventListener('hashchange', () => {
    const way = named();
    if (!way) return;
    const within = document.activeElement && document.activeElement.closest('.ways');
    show(way);
    const heading = way.querySelector('h2');
    if (!within) heading.focus({ preventScroll: true });
    if (!within || innerWidth < 880) way.scrollIntoView({ block: 'start' });
  });
  const filter = () => {
    const parts = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let number = 0;
    for (const { item, words } of rows) {
      const is = (kind.value === '' || item.dataset.kind === kind.value) && (!open.checked || item.dataset.depth === '0') && parts.every((part) => words.includes(part));
      item.hidden = !is;
      if (is) number += 1;
    }
    told.textContent = number === rows.length ? '' : number + ' of ' + rows.length + ' shown';
  };
  for (const field of [text, open, kind]) field.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  document.querySelector('.ways').addEventListener('keydown', (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    const seen = rows.filter(({ item }) => !item.hidden).map(({ link }) => link);
    const next = seen[seen.indexOf(document.activeElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    history.replaceState(null, '', next.hash);
    show(byId.get(next.hash.slice(1)) || shown);
  });
  addEventListener('beforeprint', () => { for (const more of document.querySelectorAll('.way:not([hidden]) details')) more.open = true; });
  show(named() || ways[0]);
})();
`;
