/**
 * Writes an ONNX file by hand: just enough protobuf for a graph of a few nodes.
 * Field numbers are those of onnx.proto3.
 */
type Bytes = Uint8Array;

function varint(n: number): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(n));
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  return [...out, Number(rest)];
}

const integer = (field: number, value: number): Bytes => Uint8Array.from([...varint(field << 3), ...varint(value)]);
const message = (field: number, ...parts: Bytes[]): Bytes => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.from([...varint((field << 3) | 2), ...varint(body.length)]), body]);
};
const text = (field: number, value: string): Bytes => message(field, Buffer.from(value, 'utf8'));

export const FLOAT = 1;
export const INT64 = 7;

/** A constant of the graph, row-major. */
export function tensor(name: string, dims: readonly number[], values: Float32Array | BigInt64Array): Bytes {
  const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return message(5, ...dims.map((d) => integer(1, d)), integer(2, values instanceof Float32Array ? FLOAT : INT64), text(8, name), message(9, raw));
}

/** @param attributes whole numbers only. */
export function node(operator: string, inputs: readonly string[], output: string, attributes: Readonly<Record<string, number>> = {}): Bytes {
  const INT = 2;
  const written = Object.entries(attributes).map(([name, value]) => message(5, text(1, name), integer(3, value), integer(20, INT)));
  return message(1, ...inputs.map((i) => text(1, i)), text(2, output), text(4, operator), ...written);
}

/** An input (field 11) or output (field 12) whose dimensions are names (any size) or numbers. */
function value(field: number, name: string, type: number, dims: readonly (string | number)[]): Bytes {
  const shape = message(2, ...dims.map((d) => message(1, typeof d === 'number' ? integer(1, d) : text(2, d))));
  return message(field, text(1, name), message(2, message(1, integer(1, type), shape)));
}
export const input = (name: string, type: number, dims: readonly (string | number)[]): Bytes => value(11, name, type, dims);
export const output = (name: string, type: number, dims: readonly (string | number)[]): Bytes => value(12, name, type, dims);

/** A whole file: IR 8, operator set 13. */
export const onnxFile = (...graphParts: Bytes[]): Bytes => Buffer.concat([integer(1, 8), text(2, 'crypto-data-farm tests'), message(7, text(2, 'tiny'), ...graphParts), message(8, integer(2, 13))]);
