/** Which characters FQL is written in. Source: the FQL reference, "Lexical structure". */

/** The UTF-16 units that may stand in strings and comments: no controls, nor what changes the direction of text. */
export function isDisplayable(unit: number): boolean {
  return !(
    unit <= 0x08 ||
    (unit >= 0x0e && unit <= 0x1f) ||
    unit === 0x7f ||
    (unit >= 0x2000 && unit <= 0x200f) ||
    (unit >= 0x2028 && unit <= 0x202f) ||
    (unit >= 0x2060 && unit <= 0x206f) ||
    unit === 0xfeff ||
    unit >= 0xfff0
  );
}

export function isWordStart(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;
}

/** An apostrophe may stand in a name, but not begin one. */
export function isWordPart(unit: number): boolean {
  return isWordStart(unit) || isDigit(unit) || unit === 39;
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

export function isLineBreak(unit: number): boolean {
  return unit === 10 || unit === 13;
}

export function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}
