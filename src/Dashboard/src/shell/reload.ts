/** When the page was last loaded again by itself, in ms since 1970, in the tab's session storage: once, not for ever. */
const name = "flows-reloaded";
const atMostEvery = 60_000;
let isReloading = false;

/** Whether the page is on its way to be loaded again: what fails meanwhile is of no interest. */
export const reloading = () => isReloading;

/**
 * A tab that was open while a new version was deployed asks for parts that are no more: the page is loaded again, in its new version. Where that has just been tried, the fault is shown instead.
 */
export function reloadForMissingParts() {
  window.addEventListener("vite:preloadError", () => {
    const now = Date.now();
    if (now - Number(sessionStorage.getItem(name) ?? 0) > atMostEvery) {
      sessionStorage.setItem(name, String(now));
      isReloading = true;
      location.reload();
    }
  });
}
