import { keeper } from "../common/keep";

export type Theme = "system" | "light" | "dark";

const kept = keeper("localStorage", "flows-theme");

export const theme = (): Theme => {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || chosen === "light" ? chosen : "system";
};

/** Kept for the next visit, where theme.js reads it before anything is drawn. */
export function chooseTheme(next: Theme) {
  if (next === "system") {
    delete document.documentElement.dataset.theme;
    kept.write(null);
  } else {
    document.documentElement.dataset.theme = next;
    kept.write(next);
  }
}
