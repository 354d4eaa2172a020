/** The one script of the HTML report: the filter, and opening everything before it is printed. The page reads well without it. */

export const script = `
(() => {
  const list = document.querySelector('.findings');
  const form = document.querySelector('.filter');
  if (!list || !form) return;
  form.hidden = false;
  const text = form.querySelector('input');
  const severity = form.querySelector('select');
  const told = form.querySelector('output');
  const items = [...list.children].map((item) => ({ item, words: item.textContent.toLowerCase() }));
  const filter = () => {
    const parts = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const { item, words } of items) {
      const is = (severity.value === '' || item.dataset.severity === severity.value) && parts.every((part) => words.includes(part));
      item.hidden = !is;
      if (is) shown += 1;
    }
    told.textContent = shown === items.length ? '' : shown + ' of ' + items.length + ' shown';
  };
  text.addEventListener('input', filter);
  severity.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('beforeprint', () => { for (const more of document.querySelectorAll('details')) more.open = true; });
})();
`;
