// Something that can be done from anywhere.

export interface Command {
  label: string;
  /** Its shortcut, keys apart by spaces. */
  keys?: string;
  act: () => void;
}
