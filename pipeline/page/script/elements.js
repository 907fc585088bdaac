// --- elements: the only way in which the page makes elements ---
// Texts become text nodes, never markup.

const byId = (id) => document.getElementById(id);

// element("p.note", {title: "…", onclick: f}, "text", other): classes stand behind dots.
function element(name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  return filled(document.createElement(tag), classes, properties, children);
}

// A part of a drawing: the same, in the name space of the drawing that it is for.
function shape(drawing, name, properties, ...children) {
  const [tag, ...classes] = name.split(".");
  return filled(document.createElementNS(drawing.namespaceURI, tag), classes, properties, children);
}

function filled(made, classes, properties, children) {
  if (classes.length) made.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

function button(name, label, onclick, properties) {
  return element(name, { type: "button", onclick, ...properties }, label);
}

// Characters that have no shape, or that turn the order of others around, are shown as a code,
// so that no report can make a figure look like another.
const UNSEEN = new RegExp("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e"
  + "\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]", "g");
const codeOf = (character) =>
  `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
const visible = (text) => text.replace(UNSEEN, codeOf);

// A piece of a report inside the words of the page: shown safely, in a direction of its own.
const piece = (text, name = "bdi.report") => element(name, { lang: "zh-CN" }, visible(text));

function say(text) {
  byId("said").textContent = text;
}
