// A sound for each kind of answer, so that a checker who looks at the person hears it. Made here, not loaded.

/** Tones: hertz, seconds from the start, seconds long. */
const TONES = {
  live: [
    [784, 0, 0.14],
    [1175, 0.15, 0.3],
  ],
  live_status_old: [
    [784, 0, 0.14],
    [1175, 0.15, 0.14],
    [784, 0.32, 0.3],
  ],
  genuine_paper: [[587, 0, 0.45]],
  cannot_tell: [
    [440, 0, 0.1],
    [440, 0.2, 0.1],
    [440, 0.4, 0.1],
  ],
  invalid: [[165, 0, 0.8]],
  // No answer: it is time for the second scan.
  again: [
    [988, 0, 0.08],
    [988, 0.14, 0.08],
  ],
};

let context = null;
let muted = false;

export function isMuted() {
  return muted;
}

export function mute(now) {
  muted = now;
}

/** Plays the sound of an answer. A page that nobody has touched stays silent. */
export function sound(answer) {
  if (muted || typeof AudioContext !== "function") {
    return;
  }
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") {
      context.resume().catch(() => {});
    }
    for (const [hertz, start, length] of TONES[answer] ?? []) {
      play(hertz, context.currentTime + start, length);
    }
  } catch {
    // No loudspeaker: the words, the drawing and the colour are there.
  }
}

function play(hertz, start, length) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = hertz < 200 ? "sawtooth" : "sine";
  tone.frequency.value = hertz;
  // Without a click at either end.
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.3, start + 0.02);
  volume.gain.setValueAtTime(0.3, start + length - 0.03);
  volume.gain.linearRampToValueAtTime(0, start + length);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + length);
}
