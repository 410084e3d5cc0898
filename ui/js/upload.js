// Send a paper with its real progress on screen; what the server answers takes the page's place.
import { swap } from "./swap.js";

export function start(root) {
  const forms = root.matches?.("form[data-upload]") ? [root] : root.querySelectorAll("form[data-upload]");
  for (const form of forms) prepare(form);
}

function prepare(form) {
  const field = form.querySelector("input[type='file']");
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.busy) return;
    const big = [...field.files].some((file) => file.size > Number(form.dataset.max));
    if (big) tell(form, form.dataset.tooBig, true);
    else send(form);
  });
  for (const kind of ["dragenter", "dragover"]) form.addEventListener(kind, () => form.classList.add("is-over"));
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("is-over"));
}

function tell(form, words, failed) {
  const line = form.querySelector("[data-status]");
  line.textContent = words;
  line.classList.toggle("v-error-message", failed);
  if (failed) {
    delete form.dataset.busy;
    form.querySelector(".v-upload__progress progress").hidden = true;
  }
}

function send(form) {
  const bar = form.querySelector(".v-upload__progress progress");
  const request = new XMLHttpRequest();
  form.dataset.busy = "yes";
  bar.hidden = false;
  bar.value = 0;
  tell(form, form.dataset.sending.replace("{percent}", "0"), false);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
    const percent = Math.floor((event.loaded / event.total) * 100);
    tell(form, percent < 100 ? form.dataset.sending.replace("{percent}", String(percent)) : form.dataset.checking, false);
  });
  request.addEventListener("error", () => tell(form, form.dataset.failed, true));
  request.addEventListener("load", () => answered(form, request));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form));
}

function answered(form, request) {
  if (request.status >= 500 || request.status === 413) {
    tell(form, request.status === 413 ? form.dataset.tooBig : form.dataset.failed, true);
    return;
  }
  const paper = form.closest("[id]").id;
  const main = swap(request.responseText, "main");
  if (!main) {
    location.assign(request.responseURL || location.href);
    return;
  }
  const place = document.getElementById(paper);
  if (place && !main.querySelector(".v-error-summary")) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
}
