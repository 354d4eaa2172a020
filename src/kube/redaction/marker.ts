/** The two texts that stand where a secret value stood. */

/** Stands for something that is secret as a whole: a Secret's value, a copy of an object in an annotation, a release. */
export const redacted = '<redacted>';

/**
 * Stands for a literal that was written where a reference should be: a rule that asks "is there a secret in plain
 * text here" reads it as yes. Inside a longer text only the literal is replaced, and the marker stands in its middle.
 */
export const redactedLiteral = '<redacted: literal>';
