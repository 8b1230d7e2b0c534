// Theme: kept in a cookie, so that the server paints the first frame in the right colours.
(() => {
  const root = document.documentElement;

  const isDark = () => root.dataset.theme === 'dark'
    || (root.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);

  const apply = theme => {
    root.dataset.theme = theme;
    for (const link of document.querySelectorAll('link[data-scheme]'))
      link.media = link.dataset.scheme === theme ? 'all' : 'not all';
    document.cookie = `keeper-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  };

  document.addEventListener('click', event => {
    if (event.target.closest('[data-theme-toggle]'))
      apply(isDark() ? 'light' : 'dark');
    if (event.target.closest('[data-reload]'))
      location.reload();
    const copy = event.target.closest('[data-copy]');
    if (copy)
      copyText(copy);
  });

  const copyText = async button => {
    const text = document.getElementById(button.dataset.copy).textContent.trim().replace(/\s+/g, ' ');
    try {
      await navigator.clipboard.writeText(text);
      button.dataset.copied = 'yes';
    } catch {
      // Without a secure origin there is no clipboard: leave the text selected, ready for the keyboard.
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      button.dataset.copied = 'no';
    }
    setTimeout(() => delete button.dataset.copied, 2000);
  };

  // The render that brings the element comes after the call that asks for it.
  window.keeper = {
    focusWhenShown: (id, tries = 20) => {
      const element = document.getElementById(id);
      if (element) {
        for (let box = element.closest('details'); box; box = box.parentElement.closest('details'))
          box.open = true;
        element.focus();
      } else if (tries > 0)
        requestAnimationFrame(() => window.keeper.focusWhenShown(id, tries - 1));
    },
  };
})();
