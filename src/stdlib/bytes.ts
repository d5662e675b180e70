/** Bytes: a string of bytes, written in base64. */
import { decodeBase64, encodeBase64 } from '../runtime/base64.ts';
import type { Context } from '../runtime/context.ts';
import { native, overload, parameter } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { types } from '../runtime/types.ts';
import { Bytes, Module } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

/** DEPARTURE: the original answers text that is no base64 with an internal error. */
function readBytes(context: Context, text: string): Bytes {
  const data = decodeBase64(text);
  if (data) return new Bytes(data);
  return context.fail('invalid_argument', 'invalid argument `encoded`: the text is not valid base64');
}

export const bytesPrototype = new Prototype<Bytes>({
  name: 'Bytes',
  methods: [
    native(
      'toBase64',
      '() => String',
      'The bytes as base64 text.',
      overload([], (_, bytes) => encodeBase64(bytes.data)),
    ),
    toStringMethod,
  ],
});

const bytesModulePrototype = new Prototype<Module>({
  name: 'BytesModule',
  apply: native(
    'Bytes',
    '(encoded: String) => Bytes',
    'Reads base64 text as bytes.',
    overload([parameter('encoded', types.string)], (context, _, text) => readBytes(context, text)),
  ),
  methods: [
    native(
      'fromBase64',
      '(encoded: String) => Bytes',
      'Reads base64 text as bytes.',
      overload([parameter('encoded', types.string)], (context, _, text) => readBytes(context, text)),
    ),
  ],
});

export const bytesModule = new Module('Bytes', bytesModulePrototype, (value) => value instanceof Bytes);
