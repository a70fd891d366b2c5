/**
 * A page that must not come back from the browser's memory: after "Exit this page" or "Close my
 * page" the Back button would otherwise show it again. Asking the server shows what is true now.
 */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
