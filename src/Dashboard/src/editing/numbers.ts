/** What is no number goes to the service as it is written, which says what it takes; it must not become null on the way. */
export const numberOrText = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : text);
