import { useState } from 'preact/hooks';
import type { PageFinding } from '../page-data';
import { objectLink } from './place';

/** The findings of the analysis, by object. */
export function FindingsView({ findings }: { readonly findings: readonly PageFinding[] }) {
  const [least, choose] = useState('info');
  const ranks = ['error', 'warning', 'info'];
  const shown = findings.filter(({ severity }) => ranks.indexOf(severity) <= ranks.indexOf(least));
  const byObject = new Map<string, PageFinding[]>();
  for (const finding of shown) byObject.set(finding.object, [...(byObject.get(finding.object) ?? []), finding]);
  return (
    <div class="findings">
      <p class="filters">
        <label>
          Show{' '}
          <select value={least} onChange={event => choose(event.currentTarget.value)}>
            <option value="error">errors</option>
            <option value="warning">errors and warnings</option>
            <option value="info">everything</option>
          </select>
        </label>
        <span class="note">
          {shown.length} of {findings.length} findings
        </span>
      </p>
      {byObject.size === 0 ? <p>Nothing was found.</p> : null}
      {[...byObject].map(([object, own]) => (
        <section key={object}>
          <h3>
            <a href={objectLink(object)}>{object}</a>
          </h3>
          <ul>
            {own.map(({ severity, rule, code, field = '', message, fix }) => (
              <li key={`${rule}${field}${message}`}>
                <span class={`severity ${severity}`}>{severity}</span>{' '}
                <span class="rule">
                  {rule}
                  {code === undefined ? '' : ` ${code}`}
                </span>{' '}
                {field === '' ? null : <a href={objectLink(object, field)}>{field}</a>} {message}
                {fix === undefined ? null : <p class="fix">To mend it: {fix}.</p>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
