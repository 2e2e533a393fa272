/** Follows a file that is being read, without loading the page again each time. */

const EVERY_MS = 2000;

async function follow() {
  const here = document.getElementById("progress");
  if (!here) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("progress");
    if (!answer.ok || answer.redirected || !next) { location.reload(); return; }
    here.replaceChildren(...next.childNodes);
    const [heading, said] = [document, page].map((each) => each.querySelector("h1"));
    if (heading.textContent !== said.textContent) { location.reload(); return; }
  } catch { /* The connection broke: ask again. */ }
  setTimeout(follow, EVERY_MS);
}

setTimeout(follow, EVERY_MS);
