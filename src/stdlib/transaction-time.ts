/** TransactionTime: stands for the time of the commit, in documents written before it is known. Source: recorded `times`. */
import { native, overload } from '../runtime/native.ts';
import { Prototype } from '../runtime/prototype.ts';
import { Module, TransactionTime } from '../runtime/value.ts';
import { toStringMethod } from './to-string.ts';

export const transactionTimePrototype = new Prototype<TransactionTime>({
  name: 'TransactionTime',
  methods: [toStringMethod],
});

const transactionTimeModulePrototype = new Prototype<Module>({
  name: 'TransactionTimeModule',
  apply: native(
    'TransactionTime',
    '() => TransactionTime',
    'The time at which this query commits.',
    overload([], () => TransactionTime.value),
  ),
});

export const transactionTimeModule = new Module(
  'TransactionTime',
  transactionTimeModulePrototype,
  (value) => value instanceof TransactionTime,
);
