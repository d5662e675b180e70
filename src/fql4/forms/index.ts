/** All forms of the language. Those that are no functions (`let`, `if`, `do` …) are the parser's own. */
import { provideForms } from '../form.ts';
import { authForms } from './auth.ts';
import { basicForms } from './basic.ts';
import { collectionForms } from './collections.ts';
import { comparisonForms } from './comparison.ts';
import { conversionForms } from './conversion.ts';
import { numberForms } from './numbers.ts';
import { objectForms } from './objects.ts';
import { readForms } from './reads.ts';
import { reduceForms } from './reduce.ts';
import { refForms } from './refs.ts';
import { setForms } from './sets.ts';
import { stringForms } from './strings.ts';
import { timeForms } from './time.ts';
import { trigonometryForms } from './trigonometry.ts';
import { typeForms } from './types.ts';
import { writeForms } from './writes.ts';

provideForms([
  ...basicForms,
  ...comparisonForms,
  ...collectionForms,
  ...reduceForms,
  ...objectForms,
  ...stringForms,
  ...numberForms,
  ...trigonometryForms,
  ...timeForms,
  ...conversionForms,
  ...typeForms,
  ...refForms,
  ...setForms,
  ...readForms,
  ...writeForms,
  ...authForms,
]);
