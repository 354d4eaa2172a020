/** Cuts what one hostile name would otherwise fill the page with. */

export const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;

/** A name of Kubernetes has at most 253 characters; a place is named by two or three. */
export const mostOfTitle = 400;
/** A grant joins what several objects say. */
export const mostOfGrant = 1200;
export const mostOfPatch = 6000;
