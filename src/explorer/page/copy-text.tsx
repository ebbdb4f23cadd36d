import { useState } from 'preact/hooks';

/** A text with a button that copies it. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      say('copied');
    } catch {
      say('select the text to copy it');
    }
  };
  return (
    <div class="copy">
      <button type="button" onClick={copy}>
        Copy: {label}
      </button>
      <span role="status">{said}</span>
      <pre>{text}</pre>
    </div>
  );
}
