// Small comforts only: every page works without this file.

function openDialog(event) {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
}

function closeDrops(event) {
  for (const drop of document.querySelectorAll("header details[open]")) {
    const outside = event.type === "keydown" ? event.key === "Escape" : !drop.contains(event.target);
    if (!outside) continue;
    const hadFocus = drop.contains(document.activeElement);
    drop.open = false;
    if (event.type === "keydown" && hadFocus) drop.querySelector("summary").focus();
  }
}

function focusOnProblem(root) {
  root.querySelector("[data-focus]")?.focus();
}

function showCurrentTab() {
  const tab = document.querySelector(".tabs [aria-current]");
  const strip = tab?.closest(".tabs");
  if (strip) strip.scrollLeft += tab.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16;
}

document.addEventListener("click", openDialog);
document.addEventListener("click", closeDrops);
document.addEventListener("keydown", closeDrops);
document.addEventListener("htmx:afterSettle", (event) => focusOnProblem(event.target));
document.addEventListener("submit", (event) => {
  // A double click sends a form once; a moment later it may be sent again (a download leaves the page standing).
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 1500);
});
showCurrentTab();
focusOnProblem(document);
