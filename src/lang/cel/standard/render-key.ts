/** A key or index as Go prints it within a fault: texts bare, numbers without their kind. */

import { renderValue } from '../render-value.ts';
import { DoubleValue, UintValue, type Value } from '../value.ts';
import { renderGoFloat } from '../../go/render-float.ts';

export const renderKey = (key: Value): string => {
  if (typeof key === 'string') return key;
  if (typeof key === 'number' && !Number.isSafeInteger(key)) return renderGoFloat(key);
  if (key instanceof DoubleValue) return renderGoFloat(key.double);
  return key instanceof UintValue ? String(key.uint) : renderValue(key);
};
