/** Lets the page open without a network. Where the browser has no service workers, or the page came over plain HTTP, it does without. */
export function keepShell(): void {
  if (!("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.register("/phone-worker.js", { scope: "/phone" }).catch(() => {});
  // Asks the browser not to throw away what waits when it is short of room.
  void navigator.storage?.persist?.().catch(() => false);
}
