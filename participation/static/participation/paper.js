/**
 * Typing in ballots without a mouse: Enter goes on to the next sheet. On the last one it
 * sends the page, as it does on every line without this file.
 */
const lines = [...document.querySelectorAll("[data-line]")];

lines.forEach((line, at) => line.addEventListener("keydown", (event) => {
  const next = lines[at + 1];
  if (event.key !== "Enter" || event.isComposing || !next) return;
  event.preventDefault();
  next.focus();
  next.select();
}));
