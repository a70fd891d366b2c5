/**
 * A page that must not come back from the browser's memory: after "Exit this page" or "Close my
 * page" the Back button would otherwise show it again. Asking the server shows what is true now.
 */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// A page that answered a form itself: coming back to it asks for the page again, where the browser
// would ask whether to send the form once more.
if (document.querySelector(".govuk-error-summary, [data-answers-a-form]")) {
  window.history.replaceState(window.history.state, "", window.location.href);
}
