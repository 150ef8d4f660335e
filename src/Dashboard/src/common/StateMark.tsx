import { Icon } from "./Icon";
import { states } from "./words";

/** Where something stands, as icon, word and colour. */
export function StateMark({ state, isLarge = false }: { state: keyof typeof states; isLarge?: boolean }) {
  const { word, tone, icon } = states[state];
  return (
    <span className={`state tone-${tone}${isLarge ? " state-large" : ""}`}>
      <Icon name={icon} />
      <span>{word}</span>
    </span>
  );
}
