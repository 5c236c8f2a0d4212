// Pictures in shades of grey for the reader of codes: frames of a camera, or a picture from a file input.

import { pause } from "./page.js";
import { read } from "./photo.js";

/** Most pixels that are handed over of a picture; the reader takes no more. */
const ENOUGH = 4_000_000;
/** Longest side of a frame: enough for the largest code, held so that it fills half of the frame. */
const FRAME_SIDE = 1024;
/** Least pause between two frames, in milliseconds. */
const REST = 60;
/** What keeps a camera away, by the name of the error. */
const FAILURES = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
};

/** The camera that is on, and the one that is waited for. One at a time. */
let camera = null;
let wanted = null;
/** The picture to be handed over, and when the last one was. */
let held = null;
let handed = 0;

export function hasCamera() {
  return typeof navigator.mediaDevices?.getUserMedia === "function";
}

/** Starts the camera and shows it in the video with this id. Gives why that failed: nothing, a word, or `left`. */
export async function openCamera(id) {
  closeCamera();
  const mine = {};
  wanted = mine;
  let stream;
  try {
    const video = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
  } catch (error) {
    return wanted === mine ? (FAILURES[error.name] ?? "failed") : "left";
  }
  const video = document.getElementById(id);
  if (wanted !== mine || !video || document.hidden) {
    stop(stream);
    return "left";
  }
  camera = { stream, video };
  video.srcObject = stream;
  try {
    await video.play();
  } catch {
    if (camera?.stream === stream) {
      closeCamera();
      return "failed";
    }
    return "left";
  }
  return "";
}

/** Whatever camera is on goes off. */
export function closeCamera() {
  wanted = null;
  if (camera) {
    stop(camera.stream);
    camera.video.srcObject = null;
    camera = null;
  }
  held = null;
}

function stop(stream) {
  stream.getTracks().forEach((track) => track.stop());
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden && camera) {
    closeCamera();
  }
});

/**
 * Holds the next frame ready; false once the camera is off. Between two frames the page has as long for itself as the
 * reader took.
 */
export async function nextFrame() {
  const mine = camera;
  const took = handed ? performance.now() - handed : 0;
  handed = 0;
  await pause(Math.max(REST, took));
  while (mine && camera === mine && mine.stream.active) {
    const { video } = mine;
    if (video.readyState >= 2 && video.videoWidth > 0) {
      const { videoWidth: width, videoHeight: height } = video;
      hold(video, width, height, Math.min(1, FRAME_SIDE / Math.max(width, height)));
      return true;
    }
    await pause(REST);
  }
  if (mine && camera === mine) {
    closeCamera();
  }
  return false;
}

/** Holds the picture ready that was chosen in the input with this id; false where none was. Rejects what is no picture. */
export async function readPicture(id) {
  const input = document.getElementById(id);
  const file = input?.files?.[0];
  if (!file) {
    return false;
  }
  // The same file may be chosen again.
  input.value = "";
  const picture = await read(file);
  const { width, height } = picture;
  if (!width || !height) {
    throw new Error("an empty picture");
  }
  hold(picture, width, height, Math.min(1, Math.sqrt(ENOUGH / (width * height))));
  picture.close?.();
  // The page says first that it reads.
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return true;
}

function hold(picture, fullWidth, fullHeight, scale) {
  const width = Math.max(1, Math.floor(fullWidth * scale));
  const height = Math.max(1, Math.floor(fullHeight * scale));
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  // What is see-through is paper.
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  const luma = new Uint8Array(width * height);
  for (let to = 0, from = 0; to < luma.length; to += 1, from += 4) {
    luma[to] = (data[from] * 77 + data[from + 1] * 150 + data[from + 2] * 29) >> 8;
  }
  held = { width, height, luma };
}

export function heldWidth() {
  return held?.width ?? 0;
}

export function heldHeight() {
  return held?.height ?? 0;
}

/** One byte a pixel, row by row. It is given once. */
export function takeHeld() {
  const luma = held?.luma ?? new Uint8Array();
  held = null;
  handed = performance.now();
  return luma;
}
