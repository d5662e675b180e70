/** FQL's grammar, whole: the rules of every family in one Chevrotain parser. */
import { StatementRules } from './statement-rules.ts';

export class Grammar extends StatementRules {
  constructor(checked = false) {
    super(checked);
    this.performSelfAnalysis();
  }
}
