/** Addresses that stand for a whole: what a rule about them says holds for the rest. */

/** A public address that nobody names: of the last network that was ever given out for hosts. */
export const internetAddress = '223.255.255.1';

/** Where the clouds answer a node's questions about itself, its credentials among them. */
export const metadataAddress = '169.254.169.254';
