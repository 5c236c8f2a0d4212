// A picture from a file input, turned upright and made small enough to cross to the shell.

const LONG_SIDE = 2000;
const SMALLEST_SIDE = 400;

/**
 * The file chosen in the input with this id as a JPEG of at most so many bytes, in base64url without padding; null
 * where nothing is chosen. Rejects what is no picture.
 */
export async function photo(id, limit) {
  const input = document.getElementById(id);
  const file = input?.files?.[0];
  if (!file) {
    return null;
  }
  // The same file may be chosen again, also after it was refused.
  input.value = "";
  const picture = await read(file);
  const [width, height] = [picture.width, picture.height];
  if (!width || !height) {
    throw new Error("an empty picture");
  }
  for (let side = LONG_SIDE; side >= SMALLEST_SIDE; side = Math.round(side * 0.8)) {
    const scale = Math.min(1, side / Math.max(width, height));
    const canvas = draw(picture, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    for (const quality of [0.8, 0.65, 0.5]) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (blob && blob.size <= limit) {
        picture.close?.();
        return base64url(blob);
      }
    }
  }
  throw new Error("a picture that stays too large");
}

/** Decoded as the camera held it: both ways honour the orientation that the file names. */
export async function read(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }
}

function draw(picture, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  // JPEG has no transparency; what is see-through is paper.
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return canvas;
}

function base64url(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => {
      const base64 = reader.result.slice(reader.result.indexOf(",") + 1);
      resolve(base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""));
    };
    reader.readAsDataURL(blob);
  });
}
