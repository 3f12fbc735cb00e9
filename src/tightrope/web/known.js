// A page that cannot connect asks whether the server still knows it. If not, the server was started again: loading
// anew leads to the class code, or to a fresh start. While there is no answer at all, it goes on trying.
(() => {
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch("/_known", { cache: "no-store" });
      if (answer.status === 403) window.location.reload();
    } catch {
      // no server, or no network
    } finally {
      asking = false;
    }
  };
  const watch = () => (window.socket ? window.socket.on("connect_error", ask) : setTimeout(watch, 100));
  watch();
})();
