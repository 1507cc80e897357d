import { deflateSync, inflateSync } from "node:zlib";

/** A PNG as a browser makes it (8 bits, no interlacing), with at most 256 colours: screenshots in a repository should be small. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const tally = new Map<number, [count: number, r: number, g: number, b: number]>();
  for (let i = 0; i < pixels.length; i += 3) {
    const [r, g, b] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
    const bin = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    const known = tally.get(bin);
    if (known === undefined) tally.set(bin, [1, r, g, b]);
    else known[0]++;
  }
  const colours = [...tally.values()].sort((one, other) => other[0] - one[0]).slice(0, 256);
  const nearest = new Map<number, number>();
  const indices = Buffer.alloc((width + 1) * height);
  for (let y = 0, at = 0; y < height; y++) {
    // Every line begins with its filter: none.
    for (let x = 0; x < width; x++, at += 3) indices[y * (width + 1) + 1 + x] = find(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  }
  function find(r: number, g: number, b: number): number {
    const bin = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    let best = nearest.get(bin);
    if (best === undefined) {
      let least = Infinity;
      best = 0;
      for (let i = 0; i < colours.length; i++) {
        const [, cr, cg, cb] = colours[i]!;
        const distance = 2 * (r - cr) ** 2 + 4 * (g - cg) ** 2 + 3 * (b - cb) ** 2;
        if (distance < least) [least, best] = [distance, i];
      }
      nearest.set(bin, best);
    }
    return best;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from(colours.flatMap(([, r, g, b]) => [r, g, b]));
  return Buffer.concat([png.subarray(0, 8), chunk("IHDR", header), chunk("PLTE", palette), chunk("IDAT", deflateSync(indices, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function decode(png: Buffer): { width: number; height: number; pixels: Buffer } {
  const data: Buffer[] = [];
  let [width, height, channels] = [0, 0, 0];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      channels = body[9] === 6 ? 4 : body[9] === 2 ? 3 : 0;
      if (body[8] !== 8 || channels === 0 || body[12] !== 0) throw new Error("a PNG of 8 bit colours, not interlaced, was expected");
    } else if (type === "IDAT") data.push(body);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const line = width * channels;
  const pixels = Buffer.alloc(width * height * 3);
  let before = Buffer.alloc(line);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)]!;
    const now = Buffer.from(raw.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)));
    for (let i = 0; i < line; i++) {
      const left = i >= channels ? now[i - channels]! : 0;
      const up = before[i]!;
      const corner = i >= channels ? before[i - channels]! : 0;
      const add = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : filter === 4 ? paeth(left, up, corner) : 0;
      now[i] = (now[i]! + add) & 255;
    }
    for (let x = 0; x < width; x++) now.copy(pixels, (y * width + x) * 3, x * channels, x * channels + 3);
    before = now;
  }
  return { width, height, pixels };
}

function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, sum]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
