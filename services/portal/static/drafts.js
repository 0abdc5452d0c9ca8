// Small comforts; every page works without them.
// Drafts: what is typed into a form is kept in this tab until it has arrived.
"use strict";
const PREFIX = "draft ";
if (document.querySelector(".notice")) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = PREFIX + form.dataset.draft;
  const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  const saved = JSON.parse(sessionStorage.getItem(key) || "null");
  if (saved && !document.querySelector(".refused")) {
    for (const one of fields()) {
      const value = saved[one.name];
      if (value === undefined) continue;
      if (one.type === "radio") one.checked = one.value === value;
      else if (!one.value) one.value = value;
    }
  }
  form.addEventListener("input", () => {
    const typed = {};
    for (const one of fields()) {
      if (one.type !== "radio" || one.checked) typed[one.name] = one.value;
    }
    sessionStorage.setItem(key, JSON.stringify(typed));
  });
}
// A class list: the usual answer for everybody who has none yet.
for (const button of document.querySelectorAll("[data-everybody]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const one of button.form.elements) {
      if (one.name && one.name.startsWith(button.dataset.everybody) && !one.value) {
        one.value = button.dataset.value;
      }
    }
  });
}
