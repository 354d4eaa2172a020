/** A technique of MITRE ATT&CK by its number, leading to its description. */

export const Technique = ({ id }: { readonly id: string }) =>
  /^T\d{4}(?:\.\d{3})?$/.test(id) ? (
    <a
      className="chip technique"
      href={`https://attack.mitre.org/techniques/${id.replace('.', '/')}/`}
      target="_blank"
      rel="noreferrer noopener"
      title={`MITRE ATT&CK ${id}, opens attack.mitre.org`}
    >
      {id}
    </a>
  ) : (
    <span className="chip technique">{id}</span>
  );
