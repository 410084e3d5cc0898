// Small comforts for every page. Each works on what it finds; a page without them works too.
import { start as startClock } from "./clock.js";
import { start as startCode } from "./code.js";
import { start as startCopy } from "./copy.js";
import { start as startCountdown } from "./countdown.js";
import { start as startErrors } from "./errors.js";
import { start as startForm } from "./form.js";
import { start as startOnce } from "./once.js";
import { start as startPanes } from "./panes.js";
import { start as startPrint } from "./print.js";
import { start as startRefresh } from "./refresh.js";
import { start as startSearch } from "./search.js";
import { onSwap } from "./swap.js";
import { start as startUpload } from "./upload.js";

const parts = [
  startClock,
  startCode,
  startCopy,
  startCountdown,
  startErrors,
  startForm,
  startOnce,
  startPanes,
  startPrint,
  startRefresh,
  startSearch,
  startUpload,
];

function enliven(root) {
  for (const part of parts) part(root);
}

document.documentElement.classList.add("is-live");
onSwap(enliven);
enliven(document);
