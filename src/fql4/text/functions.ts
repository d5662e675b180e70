/**
 * The functions of FQL v4 by their names, with the expressions they make. Source: the query functions of the official
 * JavaScript driver, release 4.8.2.
 */
import { all, type FunctionShape, form, native, none, nullable, open, optional, rest } from './function-shapes.ts';
import * as special from './special-functions.ts';

const basic = {
  Abort: form(['abort', 'message']),
  At: form(['at', 'timestamp'], ['expr', 'expression']),
  Call: rest('call', 'function', 'arguments'),
  Do: special.Do,
  If: form(['if', 'condition'], 'then', 'else'),
  Lambda: special.Lambda,
  Let: special.Let,
  Object: special.ObjectFunction,
  Query: form(['query', 'lambda']),
  Var: form(['var', 'name']),
};

const collections = {
  Append: form(['append', 'elements'], 'collection'),
  Drop: form(['drop', 'number'], 'collection'),
  // The driver sends the function first.
  Filter: withFunctionFirst('filter'),
  Foreach: withFunctionFirst('foreach'),
  Map: withFunctionFirst('map'),
  Prepend: form(['prepend', 'elements'], 'collection'),
  Reduce: form(['reduce', 'lambda'], 'initial', 'collection'),
  Take: form(['take', 'number'], 'collection'),
  ...ofOne('collection', {
    All: 'all',
    Any: 'any',
    Count: 'count',
    IsEmpty: 'is_empty',
    IsNonEmpty: 'is_nonempty',
    Mean: 'mean',
    Sum: 'sum',
  }),
};

const types = ofOne('value', {
  IsArray: 'is_array',
  IsBoolean: 'is_boolean',
  IsBytes: 'is_bytes',
  IsCollection: 'is_collection',
  IsCredentials: 'is_credentials',
  IsDatabase: 'is_database',
  IsDate: 'is_date',
  IsDoc: 'is_doc',
  IsDouble: 'is_double',
  IsFunction: 'is_function',
  IsIndex: 'is_index',
  IsInteger: 'is_integer',
  IsKey: 'is_key',
  IsLambda: 'is_lambda',
  IsNull: 'is_null',
  IsNumber: 'is_number',
  IsObject: 'is_object',
  IsRef: 'is_ref',
  IsRole: 'is_role',
  IsSet: 'is_set',
  IsString: 'is_string',
  IsTimestamp: 'is_timestamp',
  IsToken: 'is_token',
  ToArray: 'to_array',
  ToDate: 'to_date',
  ToDouble: 'to_double',
  ToInteger: 'to_integer',
  ToMicros: 'to_micros',
  ToMillis: 'to_millis',
  ToNumber: 'to_number',
  ToObject: 'to_object',
  ToSeconds: 'to_seconds',
  ToString: 'to_string',
  ToTime: 'to_time',
});

const reads = {
  Exists: form(['exists', 'ref'], optional('ts')),
  Get: form(['get', 'ref'], optional('ts')),
  KeyFromSecret: form(['key_from_secret', 'secret']),
  Paginate: special.Paginate,
  Select: form(['select', 'path'], 'from', nullable('default')),
  SelectAll: form(['select_all', 'path'], 'from'),
};

const writes = {
  Create: form(['create', 'collection'], nullable('params')),
  Delete: form(['delete', 'ref']),
  Insert: form(['insert', 'ref'], 'ts', 'action', 'params'),
  MoveDatabase: form(['move_database', 'from'], 'to'),
  Remove: form(['remove', 'ref'], 'ts', 'action'),
  Replace: form(['replace', 'ref'], 'params'),
  Update: form(['update', 'ref'], 'params'),
  ...ofOne('params', {
    CreateAccessProvider: 'create_access_provider',
    CreateClass: 'create_class',
    CreateCollection: 'create_collection',
    CreateDatabase: 'create_database',
    CreateFunction: 'create_function',
    CreateIndex: 'create_index',
    CreateKey: 'create_key',
    CreateRole: 'create_role',
  }),
};

const sets = {
  Difference: all('difference', 'sets'),
  Distinct: form(['distinct', 'set']),
  Documents: form(['documents', 'collection']),
  Events: form(['events', 'set']),
  Intersection: all('intersection', 'sets'),
  Join: form(['join', 'source'], ['with', 'target']),
  Match: rest('match', 'index', 'terms'),
  Range: form(['range', 'set'], 'from', 'to'),
  Reverse: form(['reverse', 'set']),
  Singleton: form(['singleton', 'ref']),
  Union: all('union', 'sets'),
};

const authentication = {
  CurrentIdentity: none('current_identity'),
  CurrentToken: none('current_token'),
  HasCurrentIdentity: none('has_current_identity'),
  HasCurrentToken: none('has_current_token'),
  HasIdentity: none('has_identity'),
  Identify: form(['identify', 'ref'], 'password'),
  Identity: none('identity'),
  Login: form(['login', 'ref'], 'params'),
  Logout: form(['logout', 'all']),
};

const strings = {
  Casefold: open(form(['casefold', 'string'], optional('normalizer'))),
  Concat: open(form(['concat', 'strings'], optional('separator'))),
  ContainsStr: form(['containsstr', 'value'], 'search'),
  ContainsStrRegex: form(['containsstrregex', 'value'], 'pattern'),
  EndsWith: form(['endswith', 'value'], 'search'),
  FindStr: form(['findstr', 'value'], 'find', optional('start')),
  FindStrRegex: form(['findstrregex', 'value'], 'pattern', optional('start'), optional('num_results')),
  Format: rest('format', 'string', 'values'),
  NGram: form(['ngram', 'terms'], optional('min'), optional('max')),
  Repeat: form(['repeat', 'value'], optional('number')),
  ReplaceStr: form(['replacestr', 'value'], 'find', 'replace'),
  ReplaceStrRegex: form(['replacestrregex', 'value'], 'pattern', 'replace', optional('first')),
  StartsWith: form(['startswith', 'value'], 'search'),
  SubString: form(['substring', 'value'], optional('start'), optional('length')),
  ...ofOne('value', {
    LTrim: 'ltrim',
    Length: 'length',
    LowerCase: 'lowercase',
    RTrim: 'rtrim',
    RegexEscape: 'regexescape',
    Space: 'space',
    TitleCase: 'titlecase',
    Trim: 'trim',
    UpperCase: 'uppercase',
  }),
};

const times = {
  Date: form(['date', 'string']),
  Epoch: form(['epoch', 'number'], 'unit'),
  Now: none('now'),
  Time: form(['time', 'string']),
  TimeAdd: form(['time_add', 'base'], 'offset', 'unit'),
  TimeDiff: form(['time_diff', 'start'], ['other', 'finish'], 'unit'),
  TimeSubtract: form(['time_subtract', 'base'], 'offset', 'unit'),
  ...ofOne('time', {
    DayOfMonth: 'day_of_month',
    DayOfWeek: 'day_of_week',
    DayOfYear: 'day_of_year',
    Hour: 'hour',
    Minute: 'minute',
    Month: 'month',
    Second: 'second',
    Year: 'year',
  }),
};

const references = {
  AccessProvider: form(['access_provider', 'name']),
  AccessProviders: native('access_providers'),
  Bytes: special.Bytes,
  Class: form(['class', 'name'], nullable('scope', 'database')),
  Classes: native('classes'),
  Collection: form(['collection', 'name'], nullable('scope', 'database')),
  Collections: native('collections'),
  Credentials: native('credentials'),
  Database: form(['database', 'name'], nullable('scope', 'database')),
  Databases: native('databases'),
  Function: form(['function', 'name'], nullable('scope', 'database')),
  Functions: native('functions'),
  Index: form(['index', 'name'], nullable('scope', 'database')),
  Indexes: native('indexes'),
  Keys: native('keys'),
  NewId: none('new_id'),
  NextId: none('next_id'),
  Ref: special.Ref,
  Role: form(['role', 'name'], optional('scope', 'database')),
  Roles: native('roles'),
  Tokens: native('tokens'),
};

const logic = {
  And: all('and', 'values'),
  Contains: form(['contains', 'path'], 'in'),
  ContainsField: form(['contains_field', 'field'], 'in'),
  ContainsPath: form(['contains_path', 'path'], 'in'),
  ContainsValue: form(['contains_value', 'value'], 'in'),
  Equals: all('equals', 'values'),
  GT: all('gt', 'values'),
  GTE: all('gte', 'values'),
  LT: all('lt', 'values'),
  LTE: all('lte', 'values'),
  Merge: form(['merge', 'object'], 'with', optional('lambda')),
  Not: form(['not', 'boolean']),
  Or: all('or', 'values'),
};

const numbers = {
  Add: all('add', 'numbers'),
  BitAnd: all('bitand', 'numbers'),
  BitOr: all('bitor', 'numbers'),
  BitXor: all('bitxor', 'numbers'),
  Divide: all('divide', 'numbers'),
  Hypot: open(form(['hypot', 'value'], optional('b', 'side'))),
  Max: all('max', 'numbers'),
  Min: all('min', 'numbers'),
  Modulo: all('modulo', 'numbers'),
  Multiply: all('multiply', 'numbers'),
  Pow: open(form(['pow', 'value'], optional('exp', 'exponent'))),
  Round: open(form(['round', 'value'], optional('precision'))),
  Subtract: all('subtract', 'numbers'),
  Trunc: open(form(['trunc', 'value'], optional('precision'))),
  ...ofOne('number', {
    Abs: 'abs',
    Acos: 'acos',
    Asin: 'asin',
    Atan: 'atan',
    BitNot: 'bitnot',
    Ceil: 'ceil',
    Cos: 'cos',
    Cosh: 'cosh',
    Degrees: 'degrees',
    Exp: 'exp',
    Floor: 'floor',
    Ln: 'ln',
    Log: 'log',
    Radians: 'radians',
    Sign: 'sign',
    Sin: 'sin',
    Sinh: 'sinh',
    Sqrt: 'sqrt',
    Tan: 'tan',
    Tanh: 'tanh',
  }),
};

export const functions: ReadonlyMap<string, FunctionShape> = new Map<string, FunctionShape>(
  [
    ...[basic, collections, types, reads, writes, sets],
    ...[authentication, strings, times, references, logic, numbers],
  ].flatMap((group) => Object.entries(group)),
);

function ofOne<Names extends Readonly<Record<string, string>>>(
  parameter: string,
  keys: Names,
): Record<keyof Names, FunctionShape> {
  const shapes = Object.entries(keys).map(([name, key]) => [name, form([key, parameter])]);
  return Object.fromEntries(shapes) as Record<keyof Names, FunctionShape>;
}

function withFunctionFirst(key: string): FunctionShape {
  const shape = form([key, 'lambda'], 'collection');
  return {
    ...shape,
    parameters: ['collection', 'lambda'],
    keys: ['collection', key],
    build: ([collection, lambda], span) =>
      shape.build(
        [lambda, collection].filter((each) => each !== undefined),
        span,
      ),
  };
}
