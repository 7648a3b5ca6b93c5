// Keys and type-ahead. Every page works without this file: it only adds to forms and links that are there.
"use strict";

const ROWS = ".meet a[href^='/article'], .hits h2 a, .hits h3 a, .report h3 a, .names li > a";
const PATIENCE = 150; // milliseconds after the last key until names are asked for

const typing = (node) => node && (node.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName));

// "/" goes to the field of words, "j" and "k" to the next and the previous row, "o" opens and closes its facts.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const field = document.querySelector("input[name=q]");
    event.preventDefault();
    if (field) field.focus();
    else location.assign("/search");
  } else if (event.key === "j" || event.key === "k") {
    const seen = new Set();
    const rows = [...document.querySelectorAll(ROWS)].filter((one) => {
      const row = one.closest("li, article");
      return one.offsetParent !== null && !seen.has(row) && seen.add(row);
    });
    const at = rows.findIndex((one) => one.closest("li, article").contains(document.activeElement));
    const next = rows[event.key === "j" ? at + 1 : Math.max(0, at - 1)];
    if (next) next.focus();
  } else if (event.key === "o") {
    const row = document.activeElement.closest("article.report");
    const facts = row && row.querySelector("details");
    if (facts) facts.open = !facts.open;
  }
});

// Names that begin as typed, as links below the field: a combobox with a list (WAI-ARIA 1.2).
const complete = (field) => {
  const list = document.createElement("ul");
  list.className = "completions";
  list.id = "completions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.documentElement.lang === "vi" ? "Gợi ý" : "Suggestions");
  list.hidden = true;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.autocomplete = "off";
  field.form.append(list);
  let timer = 0, chosen = -1, asked = "";

  const choose = (number) => {
    chosen = number;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === chosen)));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", list.children[chosen].id);
    else field.removeAttribute("aria-activedescendant");
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, place) => {
      const row = document.createElement("li");
      row.id = `completion-${place}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dataset.page = item.page;
      const name = document.createElement("span");
      name.textContent = item.name;
      name.lang = "vi";
      const about = document.createElement("span");
      about.className = "where";
      about.textContent = item.about || "";
      row.append(name, about);
      return row;
    }));
    list.hidden = items.length === 0;
    const box = field.getBoundingClientRect(), form = field.form.getBoundingClientRect();
    list.style.left = `${box.left - form.left}px`;
    list.style.top = `${box.bottom - form.top}px`;
    list.style.width = `${box.width}px`;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  const ask = async () => {
    asked = field.value.trim();
    if (asked.length < 2) return show([]);
    const mine = asked;
    try {
      const answer = await fetch(`/api/names?q=${encodeURIComponent(mine)}`);
      const found = answer.ok ? (await answer.json()).items : [];
      // Only what leads to a page here, and only for what still stands in the field.
      if (mine === asked && document.activeElement === field) show(found.filter((one) => /^\/[a-z]/.test(one.page)));
    } catch { show([]); }
  };

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PATIENCE); });
  field.addEventListener("blur", () => setTimeout(() => show([]), PATIENCE));
  list.addEventListener("mousedown", (event) => {
    const row = event.target.closest("li");
    event.preventDefault();
    if (row) location.assign(row.dataset.page);
  });
  field.addEventListener("keydown", (event) => {
    const rows = list.children.length;
    if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.page);
    } else if (rows && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      // One place more than rows: none of them, which is -1.
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((chosen + 1 + step + rows + 1) % (rows + 1) - 1);
    }
  });
};

const field = document.querySelector("input[name=q]");
if (field && field.form) complete(field);
