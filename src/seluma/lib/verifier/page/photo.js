// Reading the seal in a photograph. The reader (zxing, as WebAssembly) lies in this file, too.

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import reader from "zxing-wasm/reader/zxing_reader.wasm";

const LONGEST_SIDE = 3000;

prepareZXingModule({ overrides: { wasmBinary: reader.buffer } });

async function pixels(bytes) {
  let image;
  try {
    image = await createImageBitmap(new Blob([bytes]));
  } catch {
    return null;
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

// The contents of all Data Matrix codes in a picture; null when the bytes are no picture.
export async function codesIn(bytes) {
  const found = await pixels(bytes);
  if (found === null) return null;
  const codes = await readBarcodes(found, { formats: ["DataMatrix"], tryHarder: true });
  return codes.filter((code) => code.isValid).map((code) => code.bytes);
}
