// Makes pages quicker to use. Every page works without this file.

// A filter form: <form data-live="#results"> swaps that region while somebody types.
for (const form of document.querySelectorAll("form[data-live]")) {
  const region = document.querySelector(form.dataset.live);
  if (!region) continue;
  const said = form.appendChild(document.createElement("p"));
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  let timer, running;
  const look = async () => {
    running?.abort();
    running = new AbortController();
    const filled = [...new FormData(form)].filter(([, value]) => value !== "");
    const url = new URL(form.getAttribute("action"), location);
    url.search = new URLSearchParams(filled);
    try {
      const answer = await fetch(url, { signal: running.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector(form.dataset.live);
      if (answer.redirected || !answer.ok || !found) return location.assign(url);
      region.replaceChildren(...found.childNodes);
      said.textContent = region.querySelector(".count")?.textContent ?? "The list has changed.";
      history.replaceState(null, "", url);
    } catch (error) { if (error.name !== "AbortError") location.assign(url); }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 250); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); look(); });
}

const refused = document.querySelector(".error-summary");
refused?.focus();

// A long form: <form data-unsaved> asks before what was typed is lost.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let unsaved = Boolean(refused);
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
}

// Something under way: <div id=… data-follow="2"> is looked at again every so many seconds.
for (const region of document.querySelectorAll("[data-follow]")) {
  const look = async () => {
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById(region.id);
      if (answer.redirected) return location.assign(answer.url);
      if (!answer.ok || !found?.dataset.follow) return location.reload();
      region.replaceChildren(...found.childNodes);
    } catch { /* The next look may get through. */ }
    setTimeout(look, region.dataset.follow * 1000);
  };
  setTimeout(look, region.dataset.follow * 1000);
}

// Keys: within [data-keys], j and k go from one [data-row] to the next, x ticks it, and any other
// key presses what bears it as its data-key, or goes to the field in it. Off where somebody types.
for (const region of document.querySelectorAll("[data-keys]")) {
  const rows = [...region.querySelectorAll("[data-row]")];
  const help = region.querySelector(".keys");
  const on = help.querySelector("[type=checkbox]");
  help.hidden = false;
  on.checked = localStorage.getItem("keys") !== "off";
  on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
  const go = (row) => {
    row?.scrollIntoView({ block: "nearest" });
    row?.querySelector("[type=checkbox]").focus({ preventScroll: true });
  };
  const press = (it) => {
    const field = it?.querySelector("input, textarea");
    if (field) field.focus(); else it?.click();
  };
  addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const { key } = event, here = rows.findIndex((row) => row.contains(document.activeElement));
    const bears = region.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (key === "j") go(rows[Math.min(here + 1, rows.length - 1)]);
    else if (key === "k") go(rows[Math.max(here - 1, 0)]);
    else if (key === "x" && !event.repeat) rows[here]?.querySelector("[type=checkbox]").click();
    else if (bears && !event.repeat) press(bears);
    else return;
    event.preventDefault();
  });
}
