// Reads the text aloud with the browser's own voice, sentence by sentence (long utterances are cut off by some
// browsers), and marks the paragraph being read. Without a Chinese voice the buttons stay away.
import { announce } from "./announce.js";

const speech = window.speechSynthesis;
const panel = document.querySelector("[data-aloud-controls]");
const LEAVES = "h1, h2, h3, h4, p, li, tr, dt, dd";
const SILENT = "nav, button, .no-print, .no-aloud, .permalink, .task-note, .document-tools, .hidden-visually, details:not([open]) > :not(summary)";
const LONGEST = 120; // characters of one utterance

let paragraphs = [];
let place = { paragraph: 0, sentence: 0 };
let turn = 0; // what an older utterance still reports counts no more
let state = "still";
let utterance = null; // held here, for some browsers forget one that nobody holds, and its end is never told

if (speech && panel) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speech.cancel());
  panel.querySelector("[data-aloud=play]").addEventListener("click", () => {
    if (state === "speaking") return pause();
    if (state === "still") begin();
    return speak();
  });
  panel.querySelector("[data-aloud=stop]").addEventListener("click", () => stop("已停止朗读。"));
}

function offer() {
  panel.hidden = !chinese();
}

function chinese() {
  const voices = speech.getVoices().filter((voice) => /^(zh|cmn)/i.test(voice.lang));
  const rank = (voice) => (/cn|hans/i.test(voice.lang) ? 0 : 2) + (voice.localService ? 0 : 1);
  return voices.sort((one, other) => rank(one) - rank(other))[0];
}

// From the first paragraph on the screen: who has read a part by eye goes on from there.
function begin() {
  const text = document.querySelector("[data-aloud-text]");
  paragraphs = [...text.querySelectorAll(LEAVES)].filter(
    (each) => !each.closest(SILENT) && !each.querySelector(LEAVES) && sentences(each).length,
  );
  const first = paragraphs.findIndex((each) => each.getBoundingClientRect().bottom > 0);
  place = { paragraph: Math.max(first, 0), sentence: 0 };
}

function sentences(paragraph) {
  const copy = paragraph.cloneNode(true);
  for (const silent of copy.querySelectorAll(SILENT)) silent.remove();
  const words = [...copy.querySelectorAll("td, th")].map((cell) => cell.textContent).join("，") || copy.textContent;
  const found = words.replace(/\s+/g, " ").trim().match(/[^。！？；]+[。！？；]?/g) ?? [];
  return found.flatMap((each) => each.match(new RegExp(`.{1,${LONGEST}}`, "gu")) ?? []).filter((each) => /[\p{L}\p{N}]/u.test(each));
}

function speak() {
  const paragraph = paragraphs[place.paragraph];
  if (!paragraph) return stop("读完了。");
  const said = sentences(paragraph)[place.sentence];
  if (!said) {
    place = { paragraph: place.paragraph + 1, sentence: 0 };
    return speak();
  }
  mark(paragraph);
  show("speaking");
  const mine = ++turn;
  utterance = new SpeechSynthesisUtterance(said);
  utterance.voice = chinese() ?? null;
  utterance.lang = utterance.voice?.lang ?? "zh-CN";
  utterance.onend = () => {
    if (mine !== turn) return;
    place.sentence += 1;
    speak();
  };
  utterance.onerror = () => mine === turn && stop("朗读中断了。");
  if (speech.speaking || speech.pending) speech.cancel();
  return speech.speak(utterance);
}

// The browser's own pause loses its place on some phones: the sentence is begun again instead.
function pause() {
  turn += 1;
  speech.cancel();
  show("paused");
}

function stop(words) {
  turn += 1;
  speech.cancel();
  mark(null);
  show("still");
  announce(words);
}

function mark(paragraph) {
  const before = document.querySelector(".is-spoken");
  if (before === paragraph) return;
  before?.classList.remove("is-spoken");
  paragraph?.classList.add("is-spoken");
  if (!paragraph) return;
  const { top, bottom } = paragraph.getBoundingClientRect();
  if (top < 60 || bottom > window.innerHeight - 100) paragraph.scrollIntoView({ block: "center" });
}

function show(now) {
  state = now;
  panel.dataset.state = now; // while it reads, the buttons stay in sight (modes.css)
  panel.querySelector("[data-aloud=play]").textContent = { still: "朗读", speaking: "暂停", paused: "接着读" }[now];
  panel.querySelector("[data-aloud=stop]").hidden = now === "still";
}
