// Starts the live connection. When it is lost for good, the page comes back by itself once the server answers.
(() => {
  const modal = () => document.getElementById('components-reconnect-modal');
  let waiting = false;

  const reloadWhenBack = async () => {
    if (waiting)
      return;
    waiting = true;
    for (;;) {
      try {
        const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store', redirect: 'manual' });
        if (answer.status < 500)
          return location.reload();
      } catch {
        // Still gone.
      }
      await new Promise(done => setTimeout(done, 1000));
    }
  };

  Blazor.start({
    circuit: {
      reconnectionOptions: { maxRetries: 5, retryIntervalMilliseconds: 1000 },
    },
  });

  new MutationObserver(() => {
    if (modal().matches('.components-reconnect-failed, .components-reconnect-rejected'))
      reloadWhenBack();
  }).observe(modal(), { attributes: true, attributeFilter: ['class'] });
})();
