export type Theme = "system" | "light" | "dark";

const name = "flows-theme";

export const theme = (): Theme => {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || chosen === "light" ? chosen : "system";
};

/** Kept for the next visit, where theme.js reads it before anything is drawn. */
export function chooseTheme(next: Theme) {
  if (next === "system") {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem(name);
  } else {
    document.documentElement.dataset.theme = next;
    localStorage.setItem(name, next);
  }
}
