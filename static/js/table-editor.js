// The grid of a programme table: keys move between cells, and each cell is saved when it is left.
// Without this file every row has a button of its own.

const grid = document.getElementById("editor");
const state = document.getElementById("save-state");
const undo = document.getElementById("undo");
let waiting = Promise.resolve();
let unsaved = 0;

const rowOf = (input) => input.closest("tr");
const inputsOf = (row) => [...row.querySelectorAll("td input[form]")];
const seenField = (row) => row.querySelector("input[name=seen]");
const seenOf = (row) => JSON.parse(seenField(row).value);

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  if (input.inputMode !== "numeric") return input.value.trim();
  return input.value.trim() === "" ? 0 : Number(input.value);
}

function show(input, value) {
  if (input.type === "checkbox") input.checked = value;
  else if (input.inputMode === "numeric") input.value = value || "";
  else input.value = value;
}

const isDirty = (input) => valueOf(input) !== seenOf(rowOf(input))[input.name];

function say(words) {
  state.textContent = words;
}

function note(input, words, kind) {
  const cell = input.closest("td");
  cell.querySelector(".cell-note")?.remove();
  cell.classList.remove("conflict", "wrong", "unsaved");
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
  if (!words) return;
  const text = document.createElement("span");
  text.className = "cell-note";
  text.id = `${cell.closest("tr").id}-${input.name}-note`;
  text.setAttribute("role", "alert");
  text.textContent = words;
  cell.append(text);
  cell.classList.add(kind);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", text.id);
}

function remember(row, present) {
  // What this person is typing in other cells of the row stays; the rest follows what is stored.
  const typed = new Set(inputsOf(row).filter(isDirty));
  seenField(row).value = JSON.stringify(present);
  for (const input of inputsOf(row)) if (!typed.has(input)) show(input, present[input.name]);
}

function mark(anchors) {
  const broken = new Set(anchors);
  for (const place of grid.querySelectorAll("tbody tr[id], tbody td[id]")) place.classList.toggle("marked", broken.has(place.id));
  for (const total of grid.querySelectorAll("tfoot td[id]")) total.classList.toggle("marked", broken.has(total.id));
}

function total(sums) {
  for (const [key, values] of Object.entries(sums)) {
    values.forEach((value, place) => {
      for (const cell of grid.querySelectorAll(`[data-sum="${key}-${place}"]`)) cell.textContent = value;
    });
  }
}

function rule(html) {
  const open = [...document.querySelectorAll("#rules details[open]")].map((one) => one.closest("li").dataset.rule);
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("rules");
  document.getElementById("rules").replaceWith(fresh);
  for (const code of open) {
    const details = fresh.querySelector(`[data-rule="${code}"] details`);
    if (details) details.open = true;
  }
}

async function send(input) {
  const row = rowOf(input);
  const value = valueOf(input);
  const sent = new URLSearchParams({ cell: input.name, seen: seenField(row).value });
  if (input.type !== "checkbox") sent.set(input.name, input.value.trim());
  else if (value) sent.set(input.name, "on");
  say(state.dataset.saving);
  let answer, found;
  try {
    answer = await fetch(input.form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": input.form.elements.csrfmiddlewaretoken.value },
      body: sent,
    });
    found = await answer.json();
  } catch {
    note(input, state.dataset.unsaved, "unsaved");
    say(state.dataset.unsaved);
    return;
  }
  if (answer.status === 409 && found.row) {
    seenField(row).value = JSON.stringify(found.row);
    note(input, `${found.message} ${state.dataset.keep}`, "conflict");
    say(found.message);
  } else if (!answer.ok) {
    note(input, found.message ?? state.dataset.unsaved, "wrong");
    say(found.message ?? state.dataset.unsaved);
  } else {
    note(input, "");
    remember(row, found.row);
    for (const cell of row.querySelectorAll("[data-credits]")) cell.textContent = found.credits;
    total(found.sums);
    rule(found.rules);
    mark(found.marks);
    undo.querySelector("button").removeAttribute("aria-disabled");
    say(state.dataset.saved);
  }
}

function save(input) {
  if (!isDirty(input)) return waiting;
  unsaved += 1;
  // One after the other, as they were typed; what was sent meanwhile is compared again.
  waiting = waiting.then(() => (isDirty(input) ? send(input) : undefined)).finally(() => { unsaved -= 1; });
  return waiting;
}

function step(input, across, down) {
  const rows = [...grid.querySelectorAll("tbody tr")];
  const row = rowOf(input);
  if (down) {
    const other = rows[rows.indexOf(row) + down];
    const place = inputsOf(row).indexOf(input);
    return other && inputsOf(other)[place];
  }
  return inputsOf(row)[inputsOf(row).indexOf(input) + across];
}

function atEdge(input, across) {
  if (input.type === "checkbox" || input.inputMode === "numeric") return true;
  const edge = across < 0 ? 0 : input.value.length;
  return input.selectionStart === edge && input.selectionEnd === edge;
}

function move(event, across, down) {
  const other = step(event.target, across, down);
  if (!other) return;
  event.preventDefault();
  other.focus();
}

function onKey(event) {
  const input = event.target;
  if (!input.matches("td input[form]")) return;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") return takeBack(event, input);
  if (!plain || event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    if (step(input, 0, event.shiftKey ? -1 : 1)) move(event, 0, event.shiftKey ? -1 : 1);
    else save(input);
  } else if (event.key === "ArrowDown") move(event, 0, 1);
  else if (event.key === "ArrowUp") move(event, 0, -1);
  else if (event.key === "ArrowLeft" && atEdge(input, -1)) move(event, -1, 0);
  else if (event.key === "ArrowRight" && atEdge(input, 1)) move(event, 1, 0);
  else if (event.key === "Escape") giveBack(input);
}

function giveBack(input) {
  show(input, seenOf(rowOf(input))[input.name]);
  note(input, "");
  if (input.select && input.type !== "checkbox") input.select();
}

function takeBack(event, input) {
  event.preventDefault();
  if (isDirty(input)) return giveBack(input);
  waiting.then(() => undo.requestSubmit());
}

function goTo(place) {
  const target = place && document.getElementById(place);
  if (!target || !grid.contains(target)) return;
  const input = target.querySelector("input[form]");
  target.scrollIntoView({ block: "center", inline: "center" });
  input?.focus({ preventScroll: true });
}

document.documentElement.classList.add("with-script");
grid.addEventListener("keydown", onKey);
grid.addEventListener("focusin", ({ target }) => { if (target.matches("td input[form]:not([type=checkbox])")) target.select(); });
grid.addEventListener("focusout", ({ target }) => { if (target.matches("td input[form]")) save(target); });
grid.addEventListener("change", ({ target }) => { if (target.matches("td input[type=checkbox]")) save(target); });
document.addEventListener("click", (event) => {
  const link = event.target.closest("#rules a[href^='#']");
  if (link) {
    event.preventDefault();
    goTo(link.hash.slice(1));
    history.replaceState(null, "", link.hash);
  }
});
addEventListener("beforeunload", (event) => {
  if (unsaved || [...grid.querySelectorAll("td input[form]")].some(isDirty)) event.preventDefault();
});
addEventListener("online", () => { for (const input of grid.querySelectorAll(".unsaved input")) save(input); });
// Browsers clear the focus when they scroll to the place in an address, so it is set after that.
addEventListener("load", () => setTimeout(() => goTo(location.hash.slice(1))));
